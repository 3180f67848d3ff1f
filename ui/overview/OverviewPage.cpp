// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/overview/OverviewPage.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/HumanText.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int RecentRows = 5;
constexpr std::chrono::hours Day{24};

} // namespace

OverviewPage::OverviewPage(QWidget *parent)
    : Page(u"overviewPage"_s, tr("Overview"), parent),
      m_backUp(button(u"ovwBackupNow"_s, tr("Back up now…"), ButtonKind::Plain, u"camera-photo"_s)),
      m_restore(button(u"ovwRestore"_s, tr("Restore…"), ButtonKind::Primary, u"backup"_s)), m_card(new VerdictCard),
      m_latest(new StatTile(u"ovwTileLatest"_s, tr("Restorable up to"))), m_backup(new StatTile(u"ovwTileBackup"_s, tr("Last backup"))),
      m_promise(new StatTile(u"ovwTilePromise"_s, tr("Promise"))), m_timeline(new TimelineView), m_legend(new TimelineLegend),
      m_range(new Segments(tr("Range"))), m_needs(new NeedsYou),
      m_activity(cellTable(u"ovwActivity"_s, tr("Recent activity"))), m_activityModel(new ActivityModel(this)),
      m_bottom(new QBoxLayout(QBoxLayout::LeftToRight))
{
    headerRow()->addWidget(m_backUp);
    headerRow()->addWidget(m_restore);
    m_backUp->setToolTip(tr("Back up now (Ctrl+Shift+B)"));
    m_restore->setToolTip(tr("Restore (Ctrl+Shift+R)"));

    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(12);
    for (StatTile *tile : {m_latest, m_backup, m_promise})
        tiles->addWidget(tile, 1);
    m_bottom->setSpacing(12);
    m_bottom->addWidget(m_needs, 392);
    m_bottom->addWidget(makeActivityCard(), 620);
    body()->addWidget(m_card);
    body()->addLayout(tiles);
    body()->addWidget(makeTimelineCard());
    body()->addLayout(m_bottom, 1);

    connect(m_backUp, &QPushButton::clicked, this, &OverviewPage::backUpWanted);
    connect(m_restore, &QPushButton::clicked, this, &OverviewPage::restoreWanted);
    connect(m_card, &VerdictCard::causeWanted, this, [this] { emit pageWanted(u"activity"_s); });
    connect(m_card, &VerdictCard::mendWanted, this, [this] { emit retentionWanted(m_situation->environment.promiseDays); });
    for (StatTile *tile : {m_latest, m_backup, m_promise})
        connect(tile, &StatTile::activated, this, [this] { emit pageWanted(u"timeline"_s); });
    connect(m_needs, &NeedsYou::wanted, this, [this](Need::Way way) {
        switch (way) {
        case Need::Way::StartPractice: emit startWanted(); break;
        case Need::Way::ContinueRestore: emit continueWanted(); break;
        case Need::Way::BackUpNow: emit backUpWanted(); break;
        case Need::Way::ShowTimeline: emit pageWanted(u"timeline"_s); break;
        }
    });
    const auto openEntry = [this](quint32 entry) { emit entryWanted(m_entries.value(qsizetype(entry)).id); };
    connect(m_timeline, &TimelineView::clicked, this, openEntry);
    connect(m_timeline, &TimelineView::opened, this, openEntry);
    connect(m_range, &Segments::picked, this, &OverviewPage::chooseRange);
    connect(m_timeline, &TimelineView::rangeChanged, this, [this] {
        m_rangeChosen = true;
        m_range->choose(-1);
    });
}

QWidget *OverviewPage::makeTimelineCard()
{
    auto *card = new Card(tr("Backups and restorable window"));
    m_timeline->setObjectName(u"ovwTimeline"_s);
    card->header()->insertWidget(1, m_legend);
    m_range->setObjectName(u"ovwRange"_s);
    m_range->add(1, u"ovwRange24h"_s, tr("24 h"));
    m_range->add(7, u"ovwRange7d"_s, tr("7 days"));
    m_range->add(35, u"ovwRange35d"_s, tr("35 days"));
    card->header()->addWidget(m_range);
    card->body()->addWidget(m_timeline);
    return card;
}

QWidget *OverviewPage::makeActivityCard()
{
    auto *card = new Card(tr("Recent activity"));
    QPushButton *all = button(u"ovwShowActivity"_s, tr("Show all"), ButtonKind::Flat);
    connect(all, &QPushButton::clicked, this, [this] { emit pageWanted(u"activity"_s); });
    card->header()->addWidget(all);
    m_activityModel->setMost(RecentRows);
    m_activity->setModel(m_activityModel);
    m_activity->setColumnHidden(ActivityModel::Where, true);
    showWhenEmpty(m_activity, tr("Nothing was done here yet."));
    m_activity->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_activity->setMinimumHeight(scaled(27 + RecentRows * 28 + 2));
    QHeaderView *header = m_activity->horizontalHeader();
    header->setSectionResizeMode(ActivityModel::Time, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ActivityModel::What, QHeaderView::Stretch);
    header->setSectionResizeMode(ActivityModel::Who, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ActivityModel::ResultColumn, QHeaderView::ResizeToContents);
    card->body()->addWidget(m_activity);
    return card;
}

void OverviewPage::setAsking(const Environment &environment)
{
    m_situation.reset();
    m_rangeChosen = false;
    setEnvironmentKind(environment.kind);
    setSubtitle(environment.instance.toString());
    OverviewVerdict asking;
    asking.title = tr("Asking %1…").arg(HumanText::providerName(environment.provider));
    m_card->setVerdict(asking, false);
    for (StatTile *tile : {m_latest, m_backup, m_promise})
        tile->set(u"…"_s, tr("Not known yet"), Glyph::None, {});
    m_needs->setNeeds({}, false);
    m_entries.clear();
    m_timeline->setPicture({});
    m_activityModel->setEntries({}, {});
}

void OverviewPage::setSituation(const Situation &situation)
{
    m_situation = situation;
    const Instant now = situation.lookedAt;
    setEnvironmentKind(situation.environment.kind);
    QStringList facts{situation.databaseName()};
    if (situation.instance) {
        facts.append({situation.instance->version.isEmpty() ? QString() : u"PostgreSQL "_s + situation.instance->version,
                      situation.instance->place, HumanText::size(situation.instance->sizeBytes)});
    }
    facts.removeAll(QString());
    setSubtitle(facts.join(u" · "_s));
    m_backUp->setEnabled(situation.capabilities.takesBackups);
    m_activityModel->setEntries(situation.activity, now);
    m_needs->setNeeds(needsOf(situation, now), !situation.isStale(now, m_checkEvery));
    showTimeline(now);
    judge(now);
}

void OverviewPage::setNow(Instant now)
{
    if (m_situation)
        judge(now);
}

void OverviewPage::judge(Instant now)
{
    m_verdict = verdictOf(*m_situation, now, m_checkEvery);
    const std::optional<Retention> &retention = m_situation->retention;
    const int promised = m_situation->environment.promiseDays;
    const bool canMend = m_verdict.standing == Standing::Broken && m_situation->capabilities.setsRetention && retention
        && retention->configuredDays.value_or(promised) < promised;
    m_card->setVerdict(m_verdict, canMend);
    // One primary button per screen: mending the promise, or going on with an open restore, comes first.
    setKind(m_restore, canMend || m_situation->openRun ? ButtonKind::Plain : ButtonKind::Primary);
    showTiles(now);
}

void OverviewPage::showTiles(Instant now)
{
    const HumanText &text = HumanText::shown();
    const Coverage &coverage = m_verdict.coverage;
    const bool old = m_verdict.standing == Standing::NotKnown;
    const QString oldChip = m_situation->listing ? tr("Old, %1").arg(text.when(m_situation->listing->askedAt, now)) : QString();
    for (StatTile *tile : {m_latest, m_backup, m_promise})
        tile->setOld(old);
    if (coverage.restorableTo) {
        const Instant newest = *coverage.restorableTo;
        const bool fresh = now - newest <= NewestMayBe;
        m_latest->set(text.when(newest, now), u"%1 · %2"_s.arg(text.utcBeside(newest), HumanText::ago(now - newest)),
                      old ? Glyph::Info : fresh ? Glyph::Ok : Glyph::Warn, old ? oldChip : fresh ? tr("Under 15 min") : tr("Over 15 min"));
    } else {
        m_latest->set(tr("Nothing"), tr("No second can be restored"), old ? Glyph::Info : Glyph::Bad, old ? oldChip : tr("Nothing"));
    }
    const Backup *backup = m_situation->listing ? m_situation->listing->newestUsable() : nullptr;
    if (backup) {
        QStringList below{text.utcBeside(backup->takenAt), HumanText::size(backup->sizeBytes),
                          tr("took %1").arg(HumanText::duration(backup->takenAt - backup->startedAt))};
        below.removeAll(QString());
        m_backup->set(text.when(backup->takenAt, now), below.join(u" · "_s), old ? Glyph::Info : glyphFor(backup->health),
                      old ? oldChip : HumanText::health(backup->health));
    } else {
        m_backup->set(tr("None"), tr("No backup that could be restored from"), old ? Glyph::Info : Glyph::Bad, old ? oldChip : tr("None"));
    }
    const Environment &environment = m_situation->environment;
    const bool met = coverage.isMet();
    const QString kept = m_situation->retention && !m_situation->retention->configured.isEmpty()
        ? tr("%1 keeps %2").arg(HumanText::providerName(environment.provider), m_situation->retention->configured)
        : tr("%1 of %2 days").arg(coverage.met).arg(coverage.days.size());
    m_promise->set(tr("%1, %2 days").arg(environment.promise == Grade::AnySecond ? tr("Any second") : tr("One backup a day")).arg(environment.promiseDays),
                   kept, old || m_verdict.standing == Standing::Young ? Glyph::Info : met ? Glyph::Ok : Glyph::Bad,
                   old ? oldChip : met ? tr("Met") : m_verdict.standing == Standing::Young ? tr("%1 of %2 days").arg(coverage.met).arg(coverage.days.size()) : tr("Broken"));
}

void OverviewPage::showTimeline(Instant now)
{
    const bool hadNone = m_entries.isEmpty();
    m_entries = m_situation->listing
        ? entriesOf(*m_situation->listing, m_situation->runs, m_situation->practice ? m_situation->practice->incidents : QList<Incident>())
        : QList<TimelineEntry>();
    QSet<MarkKind> kinds;
    for (const TimelineEntry &entry : std::as_const(m_entries))
        kinds.insert(entry.kind);
    m_legend->setKinds(kinds);
    const TimeScale before = m_timeline->scale();
    const Instant nowBefore = m_timeline->picture().now;
    m_timeline->setPicture(pictureOf([this]() -> const QList<TimelineEntry> & { return m_entries; }, m_situation->environment.promiseDays, now));
    if (hadNone && !m_entries.isEmpty() && !m_rangeChosen) {
        // A young database would be one pixel at the edge of 35 days.
        const Micros age = now - *m_situation->listing->earliest();
        const int days = age > 7 * Day ? 35 : age > Day ? 7 : age > Day / 6 ? 1 : 0;
        m_range->choose(days == 0 ? -1 : days);
        m_showsAll = days == 0;
        if (m_showsAll)
            m_timeline->showAll();
        else
            m_timeline->showLast(Day * days);
    } else if (m_showsAll && !m_rangeChosen) {
        m_timeline->showAll();
    } else if (!hadNone) {
        m_timeline->setRange(before.from + (now - nowBefore), before.until + (now - nowBefore));
    }
}

void OverviewPage::chooseRange(int days)
{
    m_rangeChosen = true;
    m_timeline->showLast(Day * days);
}

void OverviewPage::setNarrow(bool narrow)
{
    m_bottom->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_activity->setColumnHidden(ActivityModel::Who, narrow);
    m_legend->setVisible(!narrow);
    m_card->setNarrow(narrow);
}

void OverviewPage::setBackupRunning(bool running)
{
    m_backUp->setEnabled(!running);
    m_backUp->setText(running ? tr("Backing up…") : tr("Back up now…"));
    m_backUp->setAccessibleName(m_backUp->text());
}

void OverviewPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LocaleChange && m_situation) {
        m_activityModel->retranslate();
        setSituation(*m_situation);
    }
    Page::changeEvent(event);
}

} // namespace shuttler::ui
