// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/activity/ActivityModel.h"
#include "ui/common/Page.h"
#include "ui/common/Segments.h"
#include "ui/overview/NeedsYou.h"
#include "ui/overview/StatTile.h"
#include "ui/overview/VerdictCard.h"
#include "ui/timeline/TimelineLegend.h"
#include "ui/timeline/TimelineView.h"

class QBoxLayout;
class QTableView;

namespace shuttler::ui {

/// "Am I safe right now? What needs me?" (ui.md §5.1)
class OverviewPage final : public Page {
    Q_OBJECT
public:
    explicit OverviewPage(QWidget *parent = nullptr);

    void setCheckInterval(Seconds interval) { m_checkEvery = interval; }
    void setAsking(const Environment &environment); ///< Before the first answer: rows of final height, no judgement.
    void setSituation(const Situation &situation) override;
    void setNow(Instant now) override;
    void setNarrow(bool narrow) override;
    void setBackupRunning(bool running);

signals:
    void backUpWanted();
    void restoreWanted();
    void startWanted();
    void continueWanted();
    void retentionWanted(int days);
    void pageWanted(const QString &id);
    void entryWanted(const QString &timelineEntry);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeTimelineCard();
    QWidget *makeActivityCard();
    void showTiles(Instant now);
    void showTimeline(Instant now);
    void chooseRange(int days);
    void judge(Instant now);

    std::optional<Situation> m_situation;
    QList<TimelineEntry> m_entries;
    OverviewVerdict m_verdict;
    Seconds m_checkEvery{60};
    bool m_rangeChosen = false;
    bool m_showsAll = false;    ///< A young database: the range grows with it.

    QPushButton *m_backUp;
    QPushButton *m_restore;
    VerdictCard *m_card;
    StatTile *m_latest;
    StatTile *m_backup;
    StatTile *m_promise;
    TimelineView *m_timeline;
    TimelineLegend *m_legend;
    Segments *m_range;
    NeedsYou *m_needs;
    QTableView *m_activity;
    ActivityModel *m_activityModel;
    QBoxLayout *m_bottom;
};

} // namespace shuttler::ui
