// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/StatusGlyph.h"

#include <QStyledItemDelegate>

class QTableView;
class QTreeView;

namespace shuttler::ui {

/// What a model may say about a cell besides its text.
enum CellRole {
    GlyphRole = Qt::UserRole + 100, ///< int(Glyph): painted before the text.
    MonoRole,                       ///< bool: times to the second, identifiers, counts in columns.
    ToneRole,                       ///< int(Tone)
    SubTextRole,                    ///< QString: a second, muted line.
    MarkRole,                       ///< int(MarkKind) of the timeline: its mark instead of a glyph.
    EmphasisRole,                   ///< bool
    GroupRole,                      ///< bool: heads a group, on the panel's colour.
    BesideRole,                     ///< QString: muted words after the text, as far as there is room.
    IndentRole,                     ///< int: design pixels before everything else.
};

/// Paints a table's cell: 10 px beside the text, a line below the row, glyph before the word.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setRowHeight(int designPixels) { m_rowHeight = designPixels; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    /// Paints what stands before the text into `square`; returns whether it did. Glyphs here, more in descendants.
    virtual bool paintMark(QPainter &painter, const QRectF &square, const QModelIndex &index) const;

private:
    int m_rowHeight = 28;
};

/// A table as every page has it: no grid, rows chosen whole, header left, keys and Ctrl+C (the row as text).
/// `name` is both the object name and, with `accessibleName`, what assistive technology reads.
QTableView *cellTable(const QString &objectName, const QString &accessibleName, QWidget *parent = nullptr);
/// One sentence in the middle of a view that has no rows. To be called once its model is set.
void showWhenEmpty(QAbstractItemView *view, const QString &sentence);
/// The same for folding groups.
QTreeView *cellTree(const QString &objectName, const QString &accessibleName, QWidget *parent = nullptr);
/// A tree whose rows reach from edge to edge: children are set in by IndentRole, rows with children show whether they are open, and
/// fold at a click. Left and Right fold too.
QTreeView *groupTree(const QString &objectName, const QString &accessibleName, QWidget *parent = nullptr);

} // namespace shuttler::ui
