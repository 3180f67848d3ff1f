// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/CellDelegate.h"
#include "ui/common/Page.h"
#include "ui/common/Segments.h"
#include "ui/shell/Situation.h"
#include "ui/timeline/TimelineDetail.h"
#include "ui/timeline/TimelineLegend.h"
#include "ui/timeline/TimelineModel.h"
#include "ui/timeline/TimelineView.h"

class QLineEdit;
class QTableView;

namespace shuttler::ui {

/// Paints the timeline's marks in a table's first column.
class MarkDelegate final : public CellDelegate {
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;

protected:
    bool paintMark(QPainter &painter, const QRectF &square, const QModelIndex &index) const override;
};

/// "Which backups exist, how far back can I go, what happened when?" (ui.md §5.2)
/// View and table show the same rows and share what is selected.
class TimelinePage final : public Page {
    Q_OBJECT
public:
    explicit TimelinePage(QWidget *parent = nullptr);

    void setSituation(const Situation &situation) override;
    void setNow(Instant now) override;
    void setNarrow(bool narrow) override;
    void select(const QString &entryId);
    void focusFilter();

signals:
    void restoreWanted(shuttler::Instant moment);

protected:
    void changeEvent(QEvent *event) override;

private:
    void makeHeader();
    QWidget *makeViewCard();
    QWidget *makeTableCard();
    void makeKindsMenu();
    void drawShown();
    void showRange(int hours);
    void nameRange();
    void rowChosen(const QModelIndex &current);
    void entryMenu(quint32 entry, const QPoint &at);

    std::optional<Situation> m_situation;
    TimelineModel *m_model;
    TimelineView *m_view;
    TimelineLegend *m_legend;
    Card *m_viewCard = nullptr;
    QTableView *m_table;
    TextLabel *m_counts;
    TimelineDetail *m_detail;
    QLineEdit *m_filter;
    MenuButton *m_kinds;
    Segments *m_range;
    bool m_rangeChosen = false;
};

} // namespace shuttler::ui
