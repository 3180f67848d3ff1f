// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/NavList.h"

#include "ui/common/Icons.h"
#include "ui/common/Theme.h"

#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

enum NavRole { IdRole = Qt::UserRole + 1, IconRole, BadgeRole, ChosenRole };

constexpr int RowHeight = 31;
constexpr int GroupHeight = 30;
constexpr int RailGroupHeight = 17;

class NavDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    bool rail = false;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        if (!index.data(IdRole).isValid())
            return QSize(10, scaled(rail ? (index.row() == 0 ? 6 : RailGroupHeight) : GroupHeight));
        return QSize(10, scaled(rail ? 35 : RowHeight));
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (index.data(IdRole).isValid())
            paintPage(*painter, option, index);
        else
            paintGroup(*painter, option, index);
        painter->restore();
    }

private:
    void paintGroup(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
    {
        const Theme &theme = Theme::current();
        if (rail) {
            if (index.row() > 0)
                painter.fillRect(QRect(option.rect.left() + 6, option.rect.center().y(), option.rect.width() - 12, 1), theme.line);
            return;
        }
        painter.setFont(fontFor(Role::Caption));
        painter.setPen(theme.muted);
        painter.drawText(option.rect.adjusted(8, 6, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
    }

    void paintPage(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
    {
        const Theme &theme = Theme::current();
        const bool selected = index.data(ChosenRole).toBool();
        const QRect row = option.rect.adjusted(0, 1, 0, 0);
        if (selected || option.state & QStyle::State_MouseOver) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(selected ? theme.selected : theme.hover);
            painter.drawRoundedRect(row, 4, 4);
        }
        if (selected) {
            painter.setBrush(theme.accent);
            painter.drawRoundedRect(QRectF(row.left(), row.top() + 5, 3, row.height() - 10), 1.5, 1.5);
        }
        const int side = scaled(16);
        const QRect icon(rail ? row.center().x() - side / 2 + 1 : row.left() + 8, row.center().y() - side / 2, side, side);
        painter.drawPixmap(icon, Icons::pixmap(index.data(IconRole).toString(), side, selected ? &Theme::accent : &Theme::text2,
                                               painter.device()->devicePixelRatioF()));
        if (!rail)
            paintWords(painter, row, index, selected);
        const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
        if (view && view->hasFocus() && view->currentIndex() == index) {
            painter.setPen(QPen(theme.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 4, 4);
        }
    }

    void paintWords(QPainter &painter, const QRect &row, const QModelIndex &index, bool selected) const
    {
        const Theme &theme = Theme::current();
        painter.setFont(fontFor(selected ? Role::Section : Role::Body));
        painter.setPen(selected ? theme.text : theme.text2);
        painter.drawText(row.adjusted(scaled(33), 0, -8, 0), Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        const QString badge = index.data(BadgeRole).toString();
        if (badge.isEmpty())
            return;
        painter.setFont(fontFor(Role::Caption));
        const int wide = painter.fontMetrics().horizontalAdvance(badge) + 12;
        const QRectF pill(row.right() - wide - 6, row.center().y() - scaled(9), wide, scaled(18));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accentSoft);
        painter.drawRoundedRect(pill, 4, 4);
        painter.setPen(theme.accent);
        painter.drawText(pill, Qt::AlignCenter, badge);
    }
};

QStandardItemModel *modelOf(const QListView *list)
{
    return static_cast<QStandardItemModel *>(list->model());
}

QStandardItem *itemOf(const QListView *list, const QString &id)
{
    for (int row = 0; row < modelOf(list)->rowCount(); ++row) {
        QStandardItem *item = modelOf(list)->item(row);
        if (item->data(IdRole).toString() == id)
            return item;
    }
    return nullptr;
}

} // namespace

NavList::NavList(QWidget *parent) : QWidget(parent), m_list(makeList(u"navList"_s)), m_bottom(makeList(u"navBottom"_s))
{
    m_list->setAccessibleName(tr("Pages"));
    m_bottom->setAccessibleName(tr("Settings"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 0, 8, 4);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addWidget(m_bottom);
}

QListView *NavList::makeList(const QString &objectName)
{
    auto *list = new QListView;
    list->setObjectName(objectName);
    list->setModel(new QStandardItemModel(list));
    list->setItemDelegate(new NavDelegate(list));
    list->setFrameShape(QFrame::NoFrame);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setMouseTracking(true);
    list->setSelectionMode(QAbstractItemView::NoSelection);
    // Arrow keys only move along the list: on the way to Activity nobody wants to begin a restore. Enter and clicks open.
    const auto open = [this](const QModelIndex &index) {
        const QString id = index.data(IdRole).toString();
        if (!id.isEmpty())
            emit picked(id);
    };
    connect(list, &QListView::clicked, this, open);
    connect(list, &QListView::activated, this, open);
    return list;
}

void NavList::addGroup(const QString &title)
{
    auto *item = new QStandardItem(title);
    item->setFlags(Qt::NoItemFlags);
    modelOf(m_list)->appendRow(item);
}

void NavList::addPage(const QString &id, const QString &title, const QString &iconName)
{
    add(m_list, id, title, iconName);
}

void NavList::addBottomPage(const QString &id, const QString &title, const QString &iconName)
{
    add(m_bottom, id, title, iconName);
    fit();
}

void NavList::add(QListView *list, const QString &id, const QString &title, const QString &iconName)
{
    auto *item = new QStandardItem(title);
    item->setData(id, IdRole);
    item->setData(iconName, IconRole);
    item->setAccessibleText(title);
    modelOf(list)->appendRow(item);
}

void NavList::choose(const QString &id)
{
    for (QListView *list : {m_list, m_bottom}) {
        for (int row = 0; row < modelOf(list)->rowCount(); ++row) {
            QStandardItem *item = modelOf(list)->item(row);
            item->setData(item->data(IdRole).toString() == id, ChosenRole);
        }
        if (QStandardItem *item = itemOf(list, id))
            list->setCurrentIndex(item->index());
    }
}

void NavList::setBadge(const QString &id, const QString &word)
{
    if (QStandardItem *item = itemOf(m_list, id)) {
        item->setData(word, BadgeRole);
        item->setAccessibleText(word.isEmpty() ? item->text() : item->text() + u", "_s + word);
    }
}

void NavList::setRail(bool rail)
{
    for (QListView *list : {m_list, m_bottom}) {
        static_cast<NavDelegate *>(list->itemDelegate())->rail = rail;
        for (int row = 0; row < modelOf(list)->rowCount(); ++row) {
            QStandardItem *item = modelOf(list)->item(row);
            item->setToolTip(rail && item->data(IdRole).isValid() ? item->text() : QString());
        }
        list->doItemsLayout();
    }
    fit();
}

void NavList::fit()
{
    m_bottom->setFixedHeight(qMax(1, modelOf(m_bottom)->rowCount()) * scaled(35) + 4);
}

} // namespace shuttler::ui
