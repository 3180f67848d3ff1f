// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/EnvironmentList.h"

#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int RowHeight = 78;

enum ListRole { NameRole = Qt::UserRole + 1, KindRole, ServerRole, StandingGlyphRole, StandingRole };

class EnvironmentDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return QSize(10, scaled(RowHeight)); }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::current();
        const QRect row = option.rect.adjusted(0, 0, 0, -2);
        const bool chosen = option.state & QStyle::State_Selected;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (chosen || option.state & QStyle::State_MouseOver) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(chosen ? theme.selected : theme.hover);
            painter->drawRoundedRect(row, 4, 4);
        }
        if (chosen) {
            painter->setBrush(theme.accent);
            painter->drawRoundedRect(QRectF(row.left(), row.top() + 10, 3, row.height() - 20), 1.5, 1.5);
        }
        const QRect words = row.adjusted(scaled(12), scaled(8), -scaled(10), -scaled(8));
        paintHead(*painter, words, index);
        const int line = scaled(18);
        const auto write = [&](int top, Role role, const QColor &ink, const QString &text) {
            painter->setFont(fontFor(role));
            painter->setPen(ink);
            painter->drawText(QRect(words.left(), top, words.width(), line), int(Qt::AlignLeft | Qt::AlignVCenter),
                              painter->fontMetrics().elidedText(text, Qt::ElideRight, words.width()));
        };
        write(words.bottom() - 2 * line, Role::Section, theme.text, index.data().toString());
        write(words.bottom() - line, Role::Small, theme.text2, index.data(ServerRole).toString());
        const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
        if (view && view->hasFocus() && view->currentIndex() == index) {
            painter->setPen(QPen(theme.accent, 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 4, 4);
        }
        painter->restore();
    }

private:
    static void paintHead(QPainter &painter, const QRect &words, const QModelIndex &index)
    {
        const auto kind = EnvironmentKind(index.data(KindRole).toInt());
        paintEnvironmentLabel(painter, QRect(words.topLeft(), environmentLabelSize(kind)), kind);
        painter.setFont(fontFor(Role::Small));
        const QString standing = index.data(StandingRole).toString();
        const int side = scaled(13);
        const int width = painter.fontMetrics().horizontalAdvance(standing);
        const QRect text(words.right() - width, words.top(), width, scaled(18));
        paintGlyph(painter, QRectF(text.left() - side - 5, text.center().y() - side / 2.0, side, side), Glyph(index.data(StandingGlyphRole).toInt()));
        painter.setPen(Theme::current().text);
        painter.drawText(text, int(Qt::AlignVCenter), standing);
    }
};

QString spoken(const QStandardItem &item)
{
    return QStringList{HumanText::label(EnvironmentKind(item.data(KindRole).toInt())), item.text(), item.data(ServerRole).toString(),
                       item.data(StandingRole).toString()}.join(u", "_s);
}

} // namespace

EnvironmentList::EnvironmentList(QWidget *parent) : QListView(parent), m_model(new QStandardItemModel(this))
{
    setObjectName(u"envList"_s);
    setAccessibleName(tr("Environments"));
    setModel(m_model);
    setItemDelegate(new EnvironmentDelegate(this));
    setMouseTracking(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    connect(this, &QListView::activated, this, &EnvironmentList::opened);
}

void EnvironmentList::setEnvironments(const QList<Environment> &environments)
{
    const EnvironmentName before = chosen();
    m_model->clear();
    for (const Environment &environment : environments) {
        auto *item = new QStandardItem(environment.title);
        item->setData(environment.name.toString(), NameRole);
        item->setData(int(environment.kind), KindRole);
        item->setData(environment.kind == EnvironmentKind::Practice
                          ? tr("A database to break, on this computer")
                          : u"%1 · %2"_s.arg(environment.instance.toString(), HumanText::providerName(environment.provider)),
                      ServerRole);
        item->setData(int(Glyph::ToDo), StandingGlyphRole);
        item->setData(tr("Not tried"), StandingRole);
        item->setData(spoken(*item), Qt::AccessibleTextRole);
        m_model->appendRow(item);
    }
    choose(before);
}

void EnvironmentList::setStanding(const EnvironmentName &name, const SignInState &standing)
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QStandardItem *item = m_model->item(row);
        if (item->data(NameRole).toString() != name.toString())
            continue;
        item->setData(int(standing.glyph), StandingGlyphRole);
        item->setData(standing.words, StandingRole);
        item->setData(spoken(*item), Qt::AccessibleTextRole);
    }
}

void EnvironmentList::choose(const EnvironmentName &name)
{
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (m_model->item(row)->data(NameRole).toString() == name.toString())
            return setCurrentIndex(m_model->index(row, 0));
    setCurrentIndex(m_model->index(0, 0));
}

void EnvironmentList::setFixedRows(int most)
{
    const int rows = qMin(qMax(1, m_model->rowCount()), most);
    setMinimumHeight(scaled(most > 0 ? rows * RowHeight + 4 : 2 * RowHeight));
    setMaximumHeight(most > 0 ? minimumHeight() : QWIDGETSIZE_MAX);
}

EnvironmentName EnvironmentList::chosen() const
{
    return EnvironmentName(currentIndex().data(NameRole).toString());
}

void EnvironmentList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    emit chosenChanged();
}

} // namespace shuttler::ui
