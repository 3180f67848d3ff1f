// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/UrlDiff.h"

#include "ui/common/Theme.h"
#include "ui/restore/UrlParts.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTextLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

enum UrlDiffColumn { Sign, Which, Address };
enum UrlDiffRole { OtherRole = Qt::UserRole + 1, BelowRole };

/// Lays a URL out in lines, what differs from `other` on a soft colour, and paints it where a painter is given. Returns its height.
double layOut(const QString &url, const QString &other, const QColor &soft, double width, QPainter *painter, QPointF at)
{
    const QStringList lines = urlLines(url);
    const QStringList otherLines = urlLines(other);
    double height = 0;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QTextLayout layout(lines[i], fontFor(Role::Mono));
        if (!other.isEmpty() && i < otherLines.size()) {
            const Stretch changed = changedStretch(lines[i], otherLines[i]);
            QTextCharFormat marked;
            marked.setBackground(soft);
            layout.setFormats({QTextLayout::FormatRange{int(changed.at), int(changed.size), marked}});
        }
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAnywhere);
        layout.setTextOption(option);
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(width);
            line.setPosition(QPointF(0, height));
            height += qMax(line.height(), double(scaled(19)));
        }
        layout.endLayout();
        if (painter)
            layout.draw(painter, at);
    }
    return height;
}

class UrlDiffDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = Theme::current();
        const bool plus = index.row() == 1;
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, theme.selected);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.line);
        const QRect room = option.rect.adjusted(scaled(10), scaled(8), -scaled(4), -scaled(8));
        const QString text = index.data().toString();
        switch (index.column()) {
        case Sign:
            painter->setFont(fontFor(Role::Section));
            painter->setPen(plus ? theme.ok : theme.bad);
            painter->drawText(room, int(Qt::AlignLeft | Qt::AlignTop), text);
            break;
        case Which:
            painter->setFont(fontFor(Role::Emphasis));
            painter->setPen(theme.text);
            painter->drawText(room, int(Qt::AlignLeft | Qt::AlignTop), text);
            painter->setFont(fontFor(Role::Small));
            painter->setPen(theme.muted);
            painter->drawText(room.adjusted(0, scaled(18), 0, 0), int(Qt::AlignLeft | Qt::AlignTop), index.data(BelowRole).toString());
            break;
        default:
            painter->setPen(theme.text);
            layOut(text, index.data(OtherRole).toString(), plus ? theme.okSoft : theme.badSoft, room.width(), painter, room.topLeft());
        }
        const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
        if (view && view->hasFocus() && view->currentIndex().row() == index.row()) {
            painter->fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 2), theme.accent);
            painter->fillRect(QRect(option.rect.left(), option.rect.bottom() - 1, option.rect.width(), 2), theme.accent);
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (index.column() != Address)
            return QSize(scaled(index.column() == Sign ? 32 : 104), scaled(52));
        const auto *table = qobject_cast<const QTableView *>(option.widget);
        const double width = table ? table->columnWidth(Address) - scaled(14) : scaled(300);
        const double height = layOut(index.data().toString(), {}, {}, width, nullptr, {});
        return QSize(scaled(200), int(height) + scaled(17));
    }
};

} // namespace

UrlDiff::UrlDiff(QWidget *parent) : QTableView(parent), m_model(new QStandardItemModel(this))
{
    setObjectName(u"rstDiff"_s);
    setAccessibleName(tr("DATABASE_URL, now and new"));
    setModel(m_model);
    setItemDelegate(new UrlDiffDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    horizontalHeader()->hide();
    verticalHeader()->hide();

    auto *copy = new QAction(tr("Copy with the password hidden"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, [this] {
        if (currentIndex().isValid())
            QApplication::clipboard()->setText(currentIndex().siblingAtColumn(Address).data().toString());
    });
    addAction(copy);
    setContextMenuPolicy(Qt::ActionsContextMenu);
}

void UrlDiff::setChange(const QString &before, const QString &after, bool saved)
{
    if (m_before == before && m_after == after && m_saved == saved && m_model->rowCount() > 0)
        return;
    m_before = before;
    m_after = after;
    m_saved = saved;
    const QString words = after.isEmpty() ? tr("The new value is not known yet, password hidden") : urlChangeInWords(before, after);
    setAccessibleDescription(words);
    m_model->clear();
    const auto row = [&](const QString &sign, const QString &which, const QString &below, const QString &url, const QString &other) {
        auto *address = new QStandardItem(url);
        address->setData(other, OtherRole);
        address->setData(u"%1: %2. %3"_s.arg(which, url, words), Qt::AccessibleTextRole);
        auto *name = new QStandardItem(which);
        name->setData(below, BelowRole);
        m_model->appendRow({new QStandardItem(sign), name, address});
    };
    row(u"−"_s, saved ? tr("Before") : tr("Now"), saved ? tr("kept") : QString(), before, after);
    row(u"+"_s, tr("New"), saved ? tr("saved") : tr("not saved yet"), after.isEmpty() ? tr("not known yet") : after, after.isEmpty() ? QString() : before);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(10);
    horizontalHeader()->resizeSection(Sign, scaled(32));
    horizontalHeader()->resizeSection(Which, scaled(104));
    horizontalHeader()->setSectionResizeMode(Address, QHeaderView::Stretch);
    fit();
}

void UrlDiff::fit()
{
    resizeRowsToContents();
    updateGeometry();
}

QSize UrlDiff::sizeHint() const
{
    int height = 0;
    for (int row = 0; row < m_model->rowCount(); ++row)
        height += rowHeight(row);
    return QSize(scaled(420), qMax(height, scaled(60)));
}

void UrlDiff::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fit();
}

void UrlDiff::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}

} // namespace shuttler::ui
