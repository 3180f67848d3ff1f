// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/CellDelegate.h"
#include "ui/common/EtaBar.h"
#include "ui/restore/BackupRows.h"

#include <QAbstractTableModel>

namespace shuttler::ui {

/// The rows of step 2. A row that cannot be used cannot be chosen either; its reason stands in the last column.
class BackupsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Choice, Name, Taken, Age, Size, Lost, Health, Usual, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(QList<BackupRow> rows, std::optional<UsualRange> usual, Instant now);
    const QList<BackupRow> &rows() const { return m_rows; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    QString text(const BackupRow &row, int column) const;
    QList<BackupRow> m_rows;
    std::optional<UsualRange> m_usual;
    Instant m_now;
};

/// Paints the radio button that a chosen row is, and a backup's mark before its name.
class BackupsDelegate final : public CellDelegate {
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    bool paintMark(QPainter &painter, const QRectF &square, const QModelIndex &index) const override;
};

} // namespace shuttler::ui
