// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"
#include "ui/common/StatusGlyph.h"

#include <QAbstractTableModel>

namespace shuttler::ui {

/// What a result word of the log looks like: "OK", "Done" are ok, "Failed" bad, "Running" a ring; all else is told, not judged.
Glyph glyphForResult(const QString &result);

/// The log as a table, newest first. Read only: nothing in it can be changed or removed.
class ActivityModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, What, Where, Who, ResultColumn, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(const QList<ActivityEntry> &entries, Instant now);
    void setFilter(const QString &text);          ///< Part of what, who, where or result; any case.
    void setSince(std::optional<Instant> since);
    void setOnlyResult(const QString &result);    ///< Empty: all.
    void setMost(int most);                       ///< No more rows than this.
    const QList<ActivityEntry> &shown() const { return m_shown; }
    void retranslate();                           ///< The shown zone changed.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isShown(const ActivityEntry &entry) const;
    void refilter();
    QString timeOf(const ActivityEntry &entry) const;

    QList<ActivityEntry> m_all;
    QList<ActivityEntry> m_shown;
    QString m_filter;
    QString m_onlyResult;
    std::optional<Instant> m_since;
    int m_most = std::numeric_limits<int>::max();
    Instant m_now;
};

} // namespace shuttler::ui
