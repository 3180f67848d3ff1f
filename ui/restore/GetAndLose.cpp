// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/GetAndLose.h"

#include "ui/common/Counted.h"
#include "ui/common/EtaBar.h"
#include "ui/common/Labels.h"
#include "ui/restore/BackupRows.h"

#include <QFormLayout>
#include <QHBoxLayout>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

Card *cardWithGlyph(const QString &objectName, Glyph glyph, const QString &title)
{
    auto *card = new Card(title);
    card->setObjectName(objectName);
    card->header()->insertWidget(0, new StatusGlyph(glyph));
    card->header()->setSpacing(8);
    return card;
}

/// The backup a restore to `moment` begins with, as far as the listing tells.
const Backup *backupBefore(const BackupListing &listing, const Capabilities &capabilities, Instant moment)
{
    const InstanceWindow *window = listing.windowAt(moment);
    const Backup *best = nullptr;
    for (const Backup &backup : listing.backups) {
        const bool fits = canBeginWith(backup, capabilities) && backup.takenAt <= moment && (!window || backup.instance == window->instance);
        if (fits && (!best || best->takenAt < backup.takenAt))
            best = &backup;
    }
    return best;
}

} // namespace

GetAndLose::GetAndLose(const RestoreSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_get(cardWithGlyph(u"rstGet"_s, Glyph::Ok, tr("You get"))),
      m_getWords(paragraph({}, Tone::Second)), m_getFacts(new QFormLayout),
      m_lose(cardWithGlyph(u"rstLose"_s, Glyph::Warn, tr("You leave behind"))), m_loseCaption(new TextLabel({}, Role::Small, Tone::Second)),
      m_loseWords(paragraph({}, Tone::Second)), m_loseTables(new QVBoxLayout)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_get, 1);
    row->addWidget(m_lose, 1);

    m_get->body()->setContentsMargins(14, 0, 14, 12);
    m_get->body()->setSpacing(8);
    m_get->body()->addWidget(m_getWords);
    m_getFacts->setHorizontalSpacing(28);
    m_getFacts->setVerticalSpacing(4);
    m_getFacts->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_get->body()->addLayout(m_getFacts);
    m_get->body()->addStretch(1);

    m_lose->header()->addWidget(m_loseCaption);
    m_loseWords->setContentsMargins(14, 0, 14, 10);
    m_loseTables->setSpacing(0);
    m_lose->body()->addLayout(m_loseTables);
    m_lose->body()->addWidget(m_loseWords);
    m_lose->body()->addStretch(1);
}

void GetAndLose::show(std::optional<Instant> moment)
{
    showGet(moment);
    showLose(moment);
}

void GetAndLose::showGet(std::optional<Instant> moment)
{
    const HumanText &text = HumanText::shown();
    const BackupListing &listing = m_session.catalog()->listing;
    const auto *backupTarget = m_session.target() ? std::get_if<AtBackup>(&*m_session.target()) : nullptr;
    const Backup *from = backupTarget ? listing.find(backupTarget->backup) : moment ? backupBefore(listing, m_session.capabilities(), *moment) : nullptr;
    QString words;
    if (backupTarget && from)
        words = tr("Everything as it was at the end of that backup, <b>%1</b>, in a new instance.").arg(text.when(from->takenAt, m_session.now()));
    else if (moment)
        words = tr("Every change saved up to and including <b>%1</b>, in a new instance.").arg(text.when(*moment, m_session.now()));
    else
        words = tr("Choose a moment first.");

    QList<QPair<QString, QString>> facts;
    if (from) {
        facts.append({tr("Starts from"), from->id.toString()});
        if (!backupTarget)
            facts.append({tr("Then replays"), tr("%1 of changes").arg(HumanText::duration(*moment - from->takenAt))});
        const std::optional<UsualRange> usual = usualRange(m_session.earlier().restores);
        facts.append({tr("Usual duration"),
                      usual ? tr("%1 to %2, from your last %3").arg(HumanText::roughly(usual->least), HumanText::roughly(usual->most),
                                                                  counted(m_session.earlier().restores.size(), tr("restore"), tr("restores")))
                            : tr("No earlier runs to compare")});
    }
    QString shown = words;
    for (const auto &[name, value] : facts)
        shown += name + value;
    if (std::exchange(m_shownGet, shown) == shown)
        return;
    m_getWords->setText(u"<p style=\"line-height:130%\">%1</p>"_s.arg(words));
    while (m_getFacts->rowCount() > 0)
        m_getFacts->removeRow(0);
    for (qsizetype i = 0; i < facts.size(); ++i) {
        auto *value = new TextLabel(facts[i].second, i == 0 ? Role::Mono : Role::Small);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_getFacts->addRow(new TextLabel(facts[i].first, Role::Small, Tone::Muted), value);
    }
}

void GetAndLose::addTable(const QString &name, const QString &rows)
{
    if (m_loseTables->count() > 0)
        m_loseTables->addWidget(hairLine());
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(14, 3, 14, 3);
    row->addWidget(new TextLabel(name, Role::Mono));
    row->addStretch();
    row->addWidget(new TextLabel(rows, Role::Mono));
    line->setAccessibleName(u"%1: %2"_s.arg(name, rows));
    m_loseTables->addWidget(line);
}

void GetAndLose::showLose(std::optional<Instant> moment)
{
    constexpr qsizetype Shown = 5;
    const HumanText &text = HumanText::shown();
    const bool counting = moment && m_session.leftBehindSince() != moment;
    m_loseCaption->setText(moment ? tr("Rows written after %1, estimate").arg(text.clockTime(*moment)) : QString());

    QList<QPair<QString, qint64>> tables;
    if (!counting && m_session.leftBehind()) {
        for (auto it = m_session.leftBehind()->cbegin(); it != m_session.leftBehind()->cend(); ++it)
            tables.append({it.key(), it.value()});
        std::stable_sort(tables.begin(), tables.end(), [](const auto &a, const auto &b) { return a.second > b.second; });
    }
    QString words;
    if (!moment)
        words = tr("Choose a moment first.");
    else if (counting)
        words = tr("Counting…");
    else if (m_session.leftBehindError())
        words = tr("Not known: %1").arg(m_session.leftBehindError()->what());
    else if (tables.isEmpty())
        words = tr("No row is known to have been written since; tables without a time column cannot tell.");

    QString shown = words;
    for (const auto &[name, rows] : std::as_const(tables))
        shown += name + QString::number(rows);
    if (std::exchange(m_shownLose, shown) == shown)
        return;
    while (QLayoutItem *old = m_loseTables->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    for (const auto &[name, rows] : tables.mid(0, Shown))
        addTable(name, HumanText::count(rows));
    qint64 others = 0;
    for (const auto &[name, rows] : tables.mid(Shown))
        others += rows;
    if (tables.size() > Shown)
        addTable(counted(tables.size() - Shown, tr("other table"), tr("other tables")), HumanText::count(others));
    m_loseWords->setText(words.isEmpty() ? QString() : u"<p style=\"line-height:130%\">%1</p>"_s.arg(words.toHtmlEscaped()));
    m_loseWords->setVisible(!words.isEmpty());
}

} // namespace shuttler::ui
