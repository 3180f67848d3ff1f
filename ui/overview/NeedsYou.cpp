// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/overview/NeedsYou.h"

#include "ui/common/HumanText.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostNeeds = 4;
constexpr Seconds BackupMayBe{26 * 3600};

QString needWords(const char *text)
{
    return QCoreApplication::translate("NeedsYou", text);
}

const Backup *newestOf(const BackupListing &listing)
{
    return listing.backups.isEmpty() ? nullptr : &listing.backups.last();
}

} // namespace

QList<Need> needsOf(const Situation &situation, Instant now)
{
    QList<Need> needs;
    if (situation.needsStart())
        needs.append({Glyph::Warn, needWords("Practice is stopped"), needWords("Until it runs, nobody books in it and no changes are kept."),
                      needWords("Start"), Need::Way::StartPractice});
    if (situation.openRun && !situation.holder)
        needs.append({Glyph::Due, needWords("A restore is open"), needWords("It waits for you; nothing goes on by itself."),
                      needWords("Continue…"), Need::Way::ContinueRestore});
    if (!situation.vanished.isEmpty())
        needs.append({Glyph::Bad, needWords("Backups are gone before their time"), situation.vanished.join(u' '), needWords("Show"),
                      Need::Way::ShowTimeline});
    if (situation.listing) {
        const Backup *newest = newestOf(*situation.listing);
        if (newest && newest->health == BackupHealth::Failed)
            needs.append({Glyph::Bad, needWords("The newest backup failed"), newest->healthReason, needWords("Back up now…"),
                          Need::Way::BackUpNow});
        else if (newest && now - newest->takenAt > BackupMayBe)
            needs.append({Glyph::Warn, needWords("The newest backup is %1 old").arg(HumanText::roughly(now - newest->takenAt)),
                          needWords("A restore would have to replay everything since then."), needWords("Back up now…"),
                          Need::Way::BackUpNow});
        if (!situation.listing->remarks.isEmpty())
            needs.append({Glyph::Warn, needWords("Not everything could be asked"), situation.listing->remarks.join(u' '), needWords("Show"),
                          Need::Way::ShowTimeline});
    }
    return needs.size() > MostNeeds ? needs.first(MostNeeds) : needs;
}

NeedsYou::NeedsYou(QWidget *parent)
    : QFrame(parent), m_card(new Card(tr("Needs you"))), m_summary(new TextLabel({}, Role::Small, Tone::Second))
{
    setObjectName(u"ovwNeeds"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_card);
    m_card->header()->addWidget(m_summary);
}

void NeedsYou::setNeeds(const QList<Need> &needs, bool known)
{
    if (m_built && needs == m_needs && known == m_known)
        return;
    m_needs = needs;
    m_known = known;
    m_built = true;
    build();
}

void NeedsYou::build()
{
    while (QLayoutItem *item = m_card->body()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_summary->setText(m_needs.isEmpty() ? QString() : m_needs.size() == 1 ? tr("1 item") : tr("%1 items").arg(m_needs.size()));
    for (qsizetype i = 0; i < m_needs.size(); ++i) {
        const Need &need = m_needs[i];
        m_card->body()->addWidget(hairLine());
        auto *line = new QWidget;
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(14, 7, 14, 7);
        row->setSpacing(10);
        row->addWidget(new StatusGlyph(need.glyph, 15));
        auto *words = new QVBoxLayout;
        words->setSpacing(0);
        auto *title = new TextLabel(need.title, Role::Emphasis);
        title->setWordWrap(true);
        words->addWidget(title);
        auto *text = new TextLabel(need.text, Role::Small, Tone::Second);
        text->setWordWrap(true);
        words->addWidget(text);
        row->addLayout(words, 1);
        QPushButton *act = button(u"ovwNeed%1"_s.arg(i), need.label);
        act->setAccessibleDescription(need.title);
        setLook(act, "compact", u"true"_s);
        connect(act, &QPushButton::clicked, this, [this, way = need.way] { emit wanted(way); });
        row->addWidget(act);
        m_card->body()->addWidget(line);
    }
    m_card->body()->addWidget(hairLine());
    auto *rest = new QWidget;
    auto *row = new QHBoxLayout(rest);
    row->setContentsMargins(14, 9, 14, 9);
    row->setSpacing(7);
    row->addWidget(new StatusGlyph(m_known ? Glyph::Ok : Glyph::Info, 13));
    row->addWidget(new TextLabel(!m_known            ? tr("Not known while the provider does not answer.")
                                 : m_needs.isEmpty() ? tr("Nothing needs you. Everything is in order.")
                                                     : tr("Everything else is in order."),
                                 Role::Body, Tone::Second),
                   1);
    m_card->body()->addWidget(rest);
    m_card->body()->addStretch();
}

} // namespace shuttler::ui
