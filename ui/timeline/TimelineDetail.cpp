// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/timeline/TimelineDetail.h"

#include "ui/common/HumanText.h"
#include "ui/timeline/TimelineView.h"

#include <QApplication>
#include <QClipboard>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

class MarkPicture final : public QWidget {
public:
    MarkPicture() { setFixedSize(scaled(18), scaled(22)); }
    std::optional<MarkKind> kind;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        if (kind)
            paintTimelineMark(painter, QRectF(0, (height() - width()) / 2.0, width(), width()), *kind);
    }
};

/// What would be lost by going back to this point and no further.
QString lossOf(const TimelineEntry &entry, Instant now)
{
    if (!entry.restoreTo)
        return TimelineDetail::tr("Nothing can be restored from here.");
    return TimelineDetail::tr("Changes of the last %1 before now").arg(HumanText::duration(now - *entry.restoreTo));
}

} // namespace

TimelineDetail::TimelineDetail(QWidget *parent)
    : QFrame(parent), m_mark(new MarkPicture), m_title(new TextLabel({}, Role::Section)),
      m_when(new TextLabel({}, Role::Body, Tone::Second)), m_utc(new TextLabel({}, Role::MonoSmall, Tone::Second)),
      m_facts(new QFormLayout), m_explain(paragraph({})),
      m_restore(button(u"tmlRestoreHere"_s, tr("Restore from here…"), ButtonKind::Primary, u"backup"_s)),
      m_copy(button(u"tmlCopy"_s, tr("Copy name"), ButtonKind::Plain, u"edit-copy"_s))
{
    setObjectName(u"tmlDetail"_s);
    setProperty("role", u"card"_s);
    m_title->setWordWrap(true);
    m_when->setWordWrap(true);
    m_utc->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->setHorizontalSpacing(14);
    m_facts->setVerticalSpacing(7);
    m_facts->setFormAlignment(Qt::AlignTop);
    m_facts->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);

    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_when);
    words->addWidget(m_utc);
    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_mark, 0, Qt::AlignTop);
    head->addLayout(words, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 14, 14, 14);
    column->setSpacing(12);
    column->addLayout(head);
    column->addLayout(m_facts);
    column->addWidget(m_explain);
    column->addStretch();
    column->addWidget(m_restore);
    column->addWidget(m_copy);

    connect(m_restore, &QPushButton::clicked, this, [this] {
        if (m_restoreTo)
            emit restoreWanted(*m_restoreTo);
    });
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_name); });
    showNothing();
}

void TimelineDetail::showNothing()
{
    static_cast<MarkPicture *>(m_mark)->kind.reset();
    m_mark->hide();
    m_restoreTo.reset();
    m_title->setText(tr("Nothing chosen"));
    m_when->hide();
    m_utc->hide();
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    m_explain->setText(paragraphText(tr("Choose a mark or a row to see what it is and what a restore from it would bring back.")));
    m_restore->hide();
    m_copy->hide();
    setAccessibleName(tr("Nothing chosen"));
}

void TimelineDetail::addFact(const QString &name, const QString &words)
{
    if (words.isEmpty())
        return;
    auto *value = new TextLabel(words, Role::Small);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->addRow(new TextLabel(name, Role::Small, Tone::Muted), value);
}

void TimelineDetail::show(const TimelineEntry &entry, const BackupListing *listing, Instant now)
{
    const HumanText &text = HumanText::shown();
    static_cast<MarkPicture *>(m_mark)->kind = entry.kind;
    m_mark->show();
    m_mark->update();
    m_restoreTo = entry.restoreTo;
    m_name = entry.name;
    m_title->setText(titleOf(entry));
    m_when->show();
    m_utc->show();
    m_when->setText(text.moment(entry.at));
    m_utc->setText(u"%1 · %2"_s.arg(text.utcBeside(entry.at), HumanText::ago(now - entry.at)));

    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    addFact(entry.kind == MarkKind::Event || entry.kind == MarkKind::Damage ? tr("Kind") : tr("Health"), entry.stateWord);
    addFact(tr("Size"), HumanText::size(entry.sizeBytes));
    addFact(tr("Kept"), entry.kept);
    addFact(tr("Server"), entry.kind == MarkKind::Window || entry.kind == MarkKind::Gap ? entry.name : QString());
    if (entry.kind == MarkKind::Damage) {
        addFact(tr("Last good"), text.when(*entry.restoreTo, now));
        const bool reachable = listing && listing->windowAt(*entry.restoreTo);
        addFact(tr("Any second"), reachable ? tr("Can be restored") : tr("Not in reach of the backups"));
    }
    addFact(tr("Would lose"), entry.kind == MarkKind::Event ? QString() : lossOf(entry, now));
    m_explain->setText(paragraphText(entry.detail));

    m_restore->setVisible(entry.restoreTo.has_value());
    if (entry.restoreTo) {
        const QString label = entry.kind == MarkKind::Damage ? tr("Restore to %1…").arg(text.clockTime(*entry.restoreTo))
                                                             : tr("Restore from here…");
        m_restore->setText(label);
        m_restore->setAccessibleName(label);
    }
    m_copy->setVisible(entry.kind == MarkKind::Automated || entry.kind == MarkKind::Manual || entry.kind == MarkKind::Dump);
    setAccessibleName(wordsOf(entry, now));
}

} // namespace shuttler::ui
