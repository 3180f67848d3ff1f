// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/StepList.h"

#include "ui/common/StatusGlyph.h"
#include "ui/common/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int Circle = 22;

QString wordOf(StepState state)
{
    switch (state) {
    case StepState::ToDo: return StepList::tr("to do");
    case StepState::Running: return StepList::tr("running");
    case StepState::Interrupted: return StepList::tr("waits");
    case StepState::Done: return StepList::tr("done");
    case StepState::Failed: return StepList::tr("failed");
    case StepState::Undone: return StepList::tr("taken back");
    case StepState::Skipped: return StepList::tr("left out");
    }
    Q_UNREACHABLE();
}

class StepDelegate final : public QStyledItemDelegate {
public:
    explicit StepDelegate(StepList *list) : QStyledItemDelegate(list), m_list(list) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const StepLine &line = m_list->lines()[index.row()];
        const Theme &theme = Theme::current();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool marks = m_list->marksOnly();
        const QRect box = marks ? option.rect.adjusted(8, 2, -8, -2) : option.rect.adjusted(12, 0, -12, 0);
        if (line.shown && !marks) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.selected);
            painter->drawRoundedRect(box, 4, 4);
        }
        const double side = scaled(Circle);
        const QPointF corner = marks ? QPointF(option.rect.center().x() - side / 2 + 0.5, option.rect.center().y() - side / 2 + 0.5)
                                     : QPointF(box.left() + scaled(8), box.top() + scaled(8));
        paintMark(*painter, QRectF(corner, QSizeF(side, side)), line);
        if (!marks)
            paintWords(*painter, box.adjusted(scaled(40), scaled(8), -4, 0), line);
        if (option.state & QStyle::State_HasFocus && m_list->hasFocus()) {
            painter->setPen(QPen(theme.accent, 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4);
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const StepLine &line = m_list->lines()[index.row()];
        if (m_list->marksOnly())
            return QSize(scaled(52), scaled(36));
        static constexpr int Heights[] = {40, 54, 69};
        return QSize(scaled(240), scaled(Heights[qMin<qsizetype>(2, line.result.size())]));
    }

private:
    static void paintMark(QPainter &painter, const QRectF &circle, const StepLine &line)
    {
        const Theme &theme = Theme::current();
        switch (line.state) {
        case StepState::Done: return paintGlyph(painter, circle.adjusted(0.5, 0.5, -0.5, -0.5), Glyph::Ok);
        case StepState::Failed: return paintGlyph(painter, circle.adjusted(1, 1, -1, -1), Glyph::Bad);
        case StepState::Skipped:
        case StepState::Undone: return paintGlyph(painter, circle.adjusted(1, 1, -1, -1), Glyph::Skipped);
        default: break;
        }
        painter.setPen(line.shown ? Qt::NoPen : QPen(theme.control, 1));
        painter.setBrush(line.shown ? QBrush(theme.accentFill) : Qt::NoBrush);
        painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5));
        painter.setFont(fontFor(line.shown ? Role::Section : Role::Emphasis));
        painter.setPen(line.shown ? theme.onAccent : theme.text2);
        painter.drawText(circle, Qt::AlignCenter, QString::number(int(line.number)));
    }

    static void paintWords(QPainter &painter, QRect room, const StepLine &line)
    {
        const Theme &theme = Theme::current();
        const bool quiet = line.state == StepState::ToDo && !line.shown;
        painter.setFont(fontFor(line.shown ? Role::Section : Role::Emphasis));
        painter.setPen(quiet ? theme.text2 : theme.text);
        const int titleHeight = scaled(Circle);
        painter.drawText(QRect(room.left(), room.top(), room.width(), titleHeight), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(line.title, Qt::ElideRight, room.width()));
        painter.setFont(fontFor(Role::Caption));
        QFont below = painter.font();
        below.setWeight(QFont::Normal);
        painter.setFont(below);
        painter.setPen(line.state == StepState::Failed ? theme.bad : theme.muted);
        int top = room.top() + titleHeight - scaled(1);
        for (const QString &words : line.result.mid(0, 2)) {
            painter.drawText(QRect(room.left(), top, room.width(), scaled(15)), Qt::AlignLeft | Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(words, Qt::ElideRight, room.width()));
            top += scaled(15);
        }
    }

    StepList *m_list;
};

} // namespace

void StepListModel::setLines(const QList<StepLine> &lines)
{
    if (lines.size() != m_lines.size()) {
        beginResetModel();
        m_lines = lines;
        endResetModel();
        return;
    }
    for (qsizetype row = 0; row < lines.size(); ++row) {
        if (m_lines[row] == lines[row])
            continue;
        m_lines[row] = lines[row];
        emit dataChanged(index(int(row)), index(int(row)));
    }
}

int StepListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant StepListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const StepLine &line = m_lines[index.row()];
    QStringList words{line.title, wordOf(line.state)};
    words += line.result;
    switch (role) {
    case Qt::DisplayRole: return line.title;
    case Qt::ToolTipRole: return words.join(u", "_s);
    case Qt::AccessibleTextRole: return tr("Step %1, %2").arg(QString::number(int(line.number)), words.join(u", "_s));
    default: return {};
    }
}

Qt::ItemFlags StepListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return m_lines[index.row()].canBeOpened ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

StepList::StepList(QWidget *parent) : QListView(parent), m_model(new StepListModel(this))
{
    setObjectName(u"rstSteps"_s);
    setAccessibleName(tr("Steps"));
    setModel(m_model);
    setItemDelegate(new StepDelegate(this));
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setResizeMode(QListView::Adjust);
    connect(this, &QListView::clicked, this, &StepList::open);
}

void StepList::setLines(const QList<StepLine> &lines)
{
    const bool heightsChange = lines.size() != m_model->lines().size()
        || !std::equal(lines.cbegin(), lines.cend(), m_model->lines().cbegin(),
                       [](const StepLine &a, const StepLine &b) { return a.result.size() == b.result.size(); });
    m_model->setLines(lines);
    if (heightsChange)
        scheduleDelayedItemsLayout();
    if (!currentIndex().isValid() || !hasFocus()) {
        for (qsizetype row = 0; row < lines.size(); ++row) {
            if (lines[row].shown)
                setCurrentIndex(m_model->index(int(row)));
        }
    }
}

void StepList::setMarksOnly(bool marks)
{
    if (m_marksOnly == marks)
        return;
    m_marksOnly = marks;
    scheduleDelayedItemsLayout();
    viewport()->update();
}

void StepList::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        return open(currentIndex());
    QListView::keyPressEvent(event);
}

void StepList::open(const QModelIndex &index)
{
    if (index.isValid() && lines()[index.row()].canBeOpened)
        emit opened(lines()[index.row()].number);
}

} // namespace shuttler::ui
