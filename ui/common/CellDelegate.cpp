// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/CellDelegate.h"

#include "ui/common/Labels.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>
#include <QTreeView>
#include <QVBoxLayout>

#include <optional>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int CellPadding = 10;
constexpr int EdgePadding = 4; ///< More before the first column: its text stands below the card's title.
constexpr int MarkSide = 13;

QColor colorOf(const QModelIndex &index, const QStyleOptionViewItem &option)
{
    const Theme &theme = Theme::current();
    if (!(option.state & QStyle::State_Enabled) || !(index.flags() & Qt::ItemIsEnabled))
        return theme.muted;
    const QVariant tone = index.data(ToneRole);
    switch (tone.isValid() ? Tone(tone.toInt()) : Tone::Text) {
    case Tone::Text: return theme.text;
    case Tone::Second: return theme.text2;
    case Tone::Muted: return theme.muted;
    case Tone::Accent: return theme.accent;
    case Tone::Ok: return theme.ok;
    case Tone::Warn: return theme.warn;
    case Tone::Bad: return theme.bad;
    case Tone::Practice: return theme.practice;
    }
    Q_UNREACHABLE();
}

QFont fontOf(const QModelIndex &index)
{
    if (index.data(MonoRole).toBool())
        return fontFor(Role::Mono);
    QFont cell = fontFor(Role::Small);
    if (index.data(EmphasisRole).toBool())
        cell.setWeight(QFont::Medium);
    return cell;
}

/// Whether a row that has children is open; nothing for rows without, and for trees that do not fold.
std::optional<bool> foldOf(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *tree = qobject_cast<const QTreeView *>(option.widget);
    if (!tree || tree->rootIsDecorated() || !tree->itemsExpandable() || index.column() != 0 || !index.model()->hasChildren(index))
        return std::nullopt;
    return tree->isExpanded(index);
}

void paintFold(QPainter &painter, const QRectF &square, bool open)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::current().text2, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const double s = square.width();
    const QPointF at = square.topLeft();
    painter.drawPolyline(open ? QPolygonF{at + QPointF(0.2 * s, 0.38 * s), at + QPointF(0.5 * s, 0.66 * s), at + QPointF(0.8 * s, 0.38 * s)}
                              : QPolygonF{at + QPointF(0.36 * s, 0.2 * s), at + QPointF(0.64 * s, 0.5 * s), at + QPointF(0.36 * s, 0.8 * s)});
    painter.restore();
}

void paintBeside(QPainter &painter, const QRect &inside, const QModelIndex &index, int textWidth)
{
    const QString beside = index.data(BesideRole).toString();
    const QRect room = inside.adjusted(textWidth + 8, 0, 0, 0);
    if (beside.isEmpty() || room.width() < 20)
        return;
    painter.setFont(fontFor(Role::Small));
    painter.setPen(Theme::current().muted);
    painter.drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter), painter.fontMetrics().elidedText(beside, Qt::ElideRight, room.width()));
}

/// The row as text, columns apart by tabs: what Ctrl+C means everywhere.
void copyRow(const QAbstractItemView *view)
{
    const QModelIndex current = view->currentIndex();
    if (!current.isValid())
        return;
    QStringList cells;
    for (int column = 0; column < view->model()->columnCount(current.parent()); ++column)
        cells.append(current.siblingAtColumn(column).data().toString());
    QApplication::clipboard()->setText(cells.join(u'\t'));
}

void dress(QAbstractItemView *view, QHeaderView *header, const QString &objectName, const QString &accessibleName)
{
    view->setObjectName(objectName);
    view->setAccessibleName(accessibleName);
    view->setItemDelegate(new CellDelegate(view));
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setFrameShape(QFrame::NoFrame);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setMouseTracking(true);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setFont(fontFor(Role::Caption));
    header->setMinimumSectionSize(24);

    auto *copy = new QAction(QObject::tr("Copy row"), view);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(copy, &QAction::triggered, view, [view] { copyRow(view); });
    view->addAction(copy);
}

} // namespace

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    painter->save();
    if (index.data(GroupRole).toBool())
        painter->fillRect(option.rect, theme.panel);
    const bool selected = option.state & QStyle::State_Selected;
    if (selected || option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, selected ? theme.selected : theme.hover);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.line);

    const int edge = index.column() == 0 ? EdgePadding : 0;
    QRect inside = option.rect.adjusted(CellPadding + edge + scaled(index.data(IndentRole).toInt()), 0, -CellPadding, 0);
    const int side = scaled(MarkSide);
    if (const std::optional<bool> open = foldOf(option, index)) {
        paintFold(*painter, QRectF(inside.left(), inside.top() + (inside.height() - side) / 2.0, side, side), *open);
        inside.setLeft(inside.left() + side + 5);
    }
    const QRectF square(inside.left(), inside.top() + (inside.height() - side) / 2.0, side, side);
    if (paintMark(*painter, square, index))
        inside.setLeft(inside.left() + side + 7);

    const QFont cellFont = fontOf(index);
    painter->setFont(cellFont);
    painter->setPen(colorOf(index, option));
    const QVariant wanted = index.data(Qt::TextAlignmentRole);
    const auto alignment = wanted.isValid() ? Qt::Alignment(wanted.toInt()) : Qt::AlignLeft | Qt::AlignVCenter;
    const QString text = QFontMetrics(cellFont).elidedText(index.data().toString(), Qt::ElideRight, inside.width());
    const QString below = index.data(SubTextRole).toString();
    if (below.isEmpty()) {
        painter->drawText(inside, int(alignment), text);
        paintBeside(*painter, inside, index, painter->fontMetrics().horizontalAdvance(text));
    } else {
        const int middle = inside.center().y();
        painter->drawText(QRect(inside.left(), inside.top(), inside.width(), middle - inside.top()),
                          int(Qt::AlignLeft | Qt::AlignBottom), text);
        painter->setFont(fontFor(Role::Caption));
        painter->setPen(theme.muted);
        painter->drawText(QRect(inside.left(), middle + 1, inside.width(), inside.bottom() - middle),
                          int(Qt::AlignLeft | Qt::AlignTop),
                          painter->fontMetrics().elidedText(below, Qt::ElideRight, inside.width()));
    }

    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view && view->hasFocus() && view->currentIndex().row() == index.row()
        && view->currentIndex().parent() == index.parent()) {
        // One ring around the row: its sides stand only at the outer cells.
        painter->setPen(Qt::NoPen);
        const QRect row = option.rect;
        painter->fillRect(QRect(row.left(), row.top(), row.width(), 2), theme.accent);
        painter->fillRect(QRect(row.left(), row.bottom() - 1, row.width(), 2), theme.accent);
        if (option.viewItemPosition == QStyleOptionViewItem::Beginning || option.viewItemPosition == QStyleOptionViewItem::OnlyOne)
            painter->fillRect(QRect(row.left(), row.top(), 2, row.height()), theme.accent);
        if (option.viewItemPosition == QStyleOptionViewItem::End || option.viewItemPosition == QStyleOptionViewItem::OnlyOne)
            painter->fillRect(QRect(row.right() - 1, row.top(), 2, row.height()), theme.accent);
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QFontMetrics metrics(fontOf(index));
    int width = metrics.horizontalAdvance(index.data().toString()) + 2 * CellPadding + EdgePadding + 2 + scaled(index.data(IndentRole).toInt());
    if (const QString beside = index.data(BesideRole).toString(); !beside.isEmpty())
        width += QFontMetrics(fontFor(Role::Small)).horizontalAdvance(beside) + 8;
    if (index.data(GlyphRole).isValid() || index.data(MarkRole).isValid())
        width += scaled(MarkSide) + 7;
    const int height = index.data(SubTextRole).toString().isEmpty() ? m_rowHeight : qMax(m_rowHeight, 40);
    return QSize(width, scaled(height));
}

bool CellDelegate::paintMark(QPainter &painter, const QRectF &square, const QModelIndex &index) const
{
    const QVariant glyph = index.data(GlyphRole);
    if (!glyph.isValid() || Glyph(glyph.toInt()) == Glyph::None)
        return false;
    paintGlyph(painter, square, Glyph(glyph.toInt()));
    return true;
}

QTableView *cellTable(const QString &objectName, const QString &accessibleName, QWidget *parent)
{
    auto *table = new QTableView(parent);
    dress(table, table->horizontalHeader(), objectName, accessibleName);
    table->setShowGrid(false);
    table->setTabKeyNavigation(false);
    table->setWordWrap(false);
    table->setCornerButtonEnabled(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setMinimumSectionSize(scaled(28));
    table->verticalHeader()->setDefaultSectionSize(scaled(28));
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    return table;
}

void showWhenEmpty(QAbstractItemView *view, const QString &sentence)
{
    auto *words = new TextLabel(sentence, Role::Body, Tone::Muted, view->viewport());
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    words->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *layout = new QVBoxLayout(view->viewport());
    layout->addWidget(words);
    const auto refresh = [view, words] { words->setVisible(view->model()->rowCount() == 0); };
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        QObject::connect(view->model(), signal, words, refresh);
    QObject::connect(view->model(), &QAbstractItemModel::modelReset, words, refresh);
    refresh();
}

QTreeView *cellTree(const QString &objectName, const QString &accessibleName, QWidget *parent)
{
    auto *tree = new QTreeView(parent);
    dress(tree, tree->header(), objectName, accessibleName);
    tree->setIndentation(scaled(16));
    tree->setAllColumnsShowFocus(true);
    tree->setUniformRowHeights(false);
    return tree;
}

QTreeView *groupTree(const QString &objectName, const QString &accessibleName, QWidget *parent)
{
    QTreeView *tree = cellTree(objectName, accessibleName, parent);
    tree->setIndentation(0);
    tree->setRootIsDecorated(false);
    QObject::connect(tree, &QTreeView::clicked, tree, [tree](const QModelIndex &index) {
        const QModelIndex row = index.siblingAtColumn(0);
        if (tree->itemsExpandable() && tree->model()->hasChildren(row))
            tree->setExpanded(row, !tree->isExpanded(row));
    });
    tree->setExpandsOnDoubleClick(false);
    return tree;
}

} // namespace shuttler::ui
