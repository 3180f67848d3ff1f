// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/activity/ActivityModel.h"
#include "ui/common/ErrorCard.h"
#include "ui/common/Page.h"
#include "ui/common/Segments.h"
#include "ui/shell/BackgroundJob.h"
#include "ui/shell/Situation.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QTableView;

namespace shuttler::ui {

/// "Who did what, when, with what result?" (ui.md §5.8). Read only.
class ActivityPage final : public Page {
    Q_OBJECT
public:
    explicit ActivityPage(const Console &console, QWidget *parent = nullptr);

    void setSituation(const Situation &situation) override;
    void setNarrow(bool narrow) override;
    void focusFilter();

    /// Writes what the table shows. One line per entry; times in UTC.
    static QByteArray asCsv(const QList<ActivityEntry> &entries);
    static QByteArray asJsonLines(const QList<ActivityEntry> &entries);

protected:
    void changeEvent(QEvent *event) override;

private:
    void makeHeader();
    QWidget *makeTableCard();
    QWidget *makeDetailCard();
    void rowChosen(const QModelIndex &current);
    void exportTo(const QString &suffix);
    void verify();
    void verified(Result<Ledger::ChainReport> report);
    void fillResults(const QList<ActivityEntry> &entries);

    const Console &m_console;
    Instant m_now;
    ActivityModel *m_model;
    QTableView *m_table;
    QLineEdit *m_filter;
    Segments *m_range;
    QComboBox *m_results;
    TextLabel *m_counts;
    TextLabel *m_detailTitle;
    QPlainTextEdit *m_detail;
    QPushButton *m_verify;
    QFrame *m_verdict;
    StatusGlyph *m_verdictGlyph;
    TextLabel *m_verdictText;
    ErrorCard *m_error;
    BackgroundJob m_job;
};

} // namespace shuttler::ui
