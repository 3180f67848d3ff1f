// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/timeline/TimelineEntry.h"

#include <QAbstractTableModel>
#include <QSet>

namespace shuttler::ui {

/// Points and events as a table, newest first. A refresh changes only the rows that changed, so that selection and scroll
/// position survive it. The text filter and the chosen kinds hide rows from table and view alike.
class TimelineModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Taken, Utc, Age, Size, Health, Kept, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(QList<TimelineEntry> entries, Instant now);
    void setFilter(const QString &text);             ///< Part of a name; any case.
    void setHiddenKinds(const QSet<MarkKind> &kinds);
    /// The words of times and ages are made anew: zone or clock changed.
    void setNow(Instant now);

    const QList<TimelineEntry> &shown() const { return m_shown; } ///< Row by row.
    const TimelineEntry *at(const QModelIndex &index) const;
    Instant now() const { return m_now; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void shownChanged(); ///< Rows came, went or changed: whoever draws them draws anew.

private:
    bool isShown(const TimelineEntry &entry) const;
    void refilter();
    QString textAt(const TimelineEntry &entry, int column) const;

    QList<TimelineEntry> m_all;
    QList<TimelineEntry> m_shown;
    QString m_filter;
    QSet<MarkKind> m_hidden;
    Instant m_now;
};

} // namespace shuttler::ui
