// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/timeline/TimelineView.h"

#include "ui/common/Theme.h"
#include "ui/timeline/TimelineAccessible.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>

namespace shuttler::ui {

namespace {

constexpr Micros ShortestSpan = Seconds(10);
constexpr Micros LongestSpan = std::chrono::hours(24 * 366 * 30);
constexpr double SpareSpan = 0.04; ///< Part of the range that is shown beyond both of its ends.

constexpr int LabelColumn = 118;
constexpr int Top = 22;
constexpr int BandLane = 36;
constexpr int LaneHeight = 40;
constexpr int BelowLanes = 12;
constexpr int Axis = 23;

} // namespace

TimelineView::TimelineView(QWidget *parent) : QWidget(parent)
{
    installTimelineAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Backups and restorable window"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

TimelineView::~TimelineView() = default;

void TimelineView::setPicture(TimelinePicture picture)
{
    const std::optional<quint32> current = currentEntry();
    const bool heightChanges = picture.lanes.size() != m_picture.lanes.size();
    const bool first = m_until == Instant();
    m_picture = std::move(picture);
    m_cursor = current ? cursorOf(*current) : std::nullopt;
    if (first)
        showAll();
    if (heightChanges)
        updateGeometry();
    timelineMarksChanged(this);
    update();
}

void TimelineView::setRange(Instant from, Instant until)
{
    const Micros span = std::clamp<Micros>(until - from, ShortestSpan, LongestSpan);
    m_from = from;
    m_until = from + span;
    update();
}

void TimelineView::showLast(Micros span)
{
    const auto margin = Micros(qint64(double(span.count()) * SpareSpan));
    setRange(m_picture.now - span - margin, m_picture.now + margin);
}

void TimelineView::showAll()
{
    showLast(std::max<Micros>(m_picture.now - oldest(), std::chrono::minutes(1)));
}

void TimelineView::zoom(double factor, std::optional<Instant> around)
{
    const Micros span = m_until - m_from;
    const bool nowIsSeen = m_from <= m_picture.now && m_picture.now <= m_until;
    const Instant fixed = around.value_or(nowIsSeen ? m_picture.now : m_from + span / 2);
    const auto wanted = std::clamp<Micros>(Micros(qint64(double(span.count()) / factor)), ShortestSpan, LongestSpan);
    const double share = double((fixed - m_from).count()) / double(span.count());
    const Instant from = fixed - Micros(qint64(share * double(wanted.count())));
    setRangeByPerson(from, from + wanted);
}

void TimelineView::setRangeByPerson(Instant from, Instant until)
{
    setRange(from, until);
    emit rangeChanged(m_from, m_until);
}

Instant TimelineView::oldest() const
{
    Instant oldest = m_picture.now;
    for (const TimelineBand &band : m_picture.bands)
        oldest = std::min(oldest, band.from);
    for (const MarkLane &lane : m_picture.lanes) {
        if (!lane.marks.empty())
            oldest = std::min(oldest, Instant::fromUnixSeconds(lane.marks.front().seconds));
    }
    return oldest;
}

QRect TimelineView::plot() const
{
    const int left = scaled(LabelColumn);
    return QRect(left, 0, std::max(1, width() - left), std::max(0, height() - scaled(Axis)));
}

TimeScale TimelineView::scale() const
{
    const QRect area = plot();
    return {m_from, m_until, double(area.left()), double(area.width())};
}

int TimelineView::laneCount() const
{
    return int(m_picture.lanes.size()) + (hasBands() ? 1 : 0);
}

const MarkLane *TimelineView::markLane(int lane) const
{
    const int index = hasBands() ? lane - 1 : lane;
    return index >= 0 && index < m_picture.lanes.size() ? &m_picture.lanes[index] : nullptr;
}

int TimelineView::marksIn(int lane) const
{
    const MarkLane *marks = markLane(lane);
    return marks ? int(marks->marks.size()) : int(m_picture.bands.size());
}

quint32 TimelineView::entryAt(int lane, int index) const
{
    const MarkLane *marks = markLane(lane);
    return marks ? marks->marks[size_t(index)].entry : m_picture.bands[index].entry;
}

Instant TimelineView::momentOf(const Cursor &cursor) const
{
    const MarkLane *marks = markLane(cursor.lane);
    return marks ? Instant::fromUnixSeconds(marks->marks[size_t(cursor.index)].seconds) : m_picture.bands[cursor.index].until;
}

QRect TimelineView::laneRect(int lane) const
{
    const int top = scaled(Top);
    if (hasBands() && lane == 0)
        return QRect(0, top, width(), scaled(BandLane));
    const int before = hasBands() ? lane - 1 : lane;
    return QRect(0, top + (hasBands() ? scaled(BandLane) : 0) + before * scaled(LaneHeight), width(), scaled(LaneHeight));
}

QRect TimelineView::rectOf(int lane, int index) const
{
    const TimeScale seen = scale();
    const QRect row = laneRect(lane);
    const int side = scaled(16);
    if (!markLane(lane)) {
        const TimelineBand &band = m_picture.bands[index];
        if (band.until < seen.from || seen.until < band.from)
            return {};
        const int left = int(seen.xOf(std::max(band.from, seen.from)));
        const int right = int(seen.xOf(std::min(band.until, seen.until)));
        return QRect(left, row.top() + 2, std::max(2, right - left), scaled(26));
    }
    const Instant at = momentOf({lane, index});
    if (!seen.contains(at))
        return {};
    return QRect(int(seen.xOf(at)) - side / 2, row.center().y() - side / 2, side, side);
}

std::optional<quint32> TimelineView::currentEntry() const
{
    if (!m_cursor)
        return std::nullopt;
    return entryAt(m_cursor->lane, m_cursor->index);
}

void TimelineView::setCurrentEntry(std::optional<quint32> entry)
{
    m_cursor = entry ? cursorOf(*entry) : std::nullopt;
    if (m_cursor)
        reveal(momentOf(*m_cursor));
    update();
}

std::optional<TimelineView::Cursor> TimelineView::cursorOf(quint32 entry) const
{
    for (int lane = 0; lane < laneCount(); ++lane) {
        for (int index = 0; index < marksIn(lane); ++index) {
            if (entryAt(lane, index) == entry)
                return Cursor{lane, index};
        }
    }
    return std::nullopt;
}

std::optional<TimelineView::Cursor> TimelineView::hit(const QPoint &at) const
{
    if (!plot().contains(at))
        return std::nullopt;
    for (int lane = 0; lane < laneCount(); ++lane) {
        if (!laneRect(lane).contains(at))
            continue;
        if (!markLane(lane)) {
            // Gaps lie over windows: the last one hit is the one that is seen.
            for (int index = marksIn(lane) - 1; index >= 0; --index) {
                if (rectOf(lane, index).contains(at))
                    return Cursor{lane, index};
            }
            return std::nullopt;
        }
        const MarkLane &marks = *markLane(lane);
        const double reach = scaled(12);
        for (const MarkGroup &group : groupsOf(marks, scale())) {
            if (std::abs(group.x - at.x()) <= reach)
                return Cursor{lane, int(group.first + group.count - 1)};
        }
    }
    return std::nullopt;
}

void TimelineView::moveCursor(std::optional<Cursor> cursor)
{
    if (!cursor || marksIn(cursor->lane) == 0)
        return;
    cursor->index = std::clamp(cursor->index, 0, marksIn(cursor->lane) - 1);
    m_cursor = cursor;
    reveal(momentOf(*cursor));
    update();
    timelineCursorMoved(this, cursor->lane, cursor->index);
    emit currentChanged(currentEntry());
}

void TimelineView::stepCursor(int steps)
{
    if (m_cursor)
        return moveCursor(Cursor{m_cursor->lane, m_cursor->index + steps});
    stepLane(0);
}

void TimelineView::stepLane(int steps)
{
    // The next lane that holds anything; there the mark nearest in time.
    const Instant at = m_cursor ? momentOf(*m_cursor) : m_picture.now;
    int lane = m_cursor ? m_cursor->lane + steps : 0;
    const int direction = steps < 0 ? -1 : 1;
    while (lane >= 0 && lane < laneCount() && marksIn(lane) == 0)
        lane += direction;
    if (lane < 0 || lane >= laneCount())
        return;
    int nearest = 0;
    for (int index = 1; index < marksIn(lane); ++index) {
        const auto distance = [&](int i) { return std::abs((momentOf({lane, i}) - at).count()); };
        if (distance(index) <= distance(nearest))
            nearest = index;
    }
    moveCursor(Cursor{lane, nearest});
}

void TimelineView::reveal(Instant at)
{
    const Micros span = m_until - m_from;
    if (at < m_from)
        setRangeByPerson(at - span / 10, at - span / 10 + span);
    else if (m_until < at)
        setRangeByPerson(at + span / 10 - span, at + span / 10);
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left: stepCursor(-1); break;
    case Qt::Key_Right: stepCursor(1); break;
    case Qt::Key_Up: stepLane(-1); break;
    case Qt::Key_Down: stepLane(1); break;
    case Qt::Key_Home: showAll(); emit rangeChanged(m_from, m_until); break;
    case Qt::Key_End: setRangeByPerson(m_picture.now - (m_until - m_from), m_picture.now); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoom(2); break;
    case Qt::Key_Minus: zoom(0.5); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const auto entry = currentEntry())
            emit opened(*entry);
        break;
    default: QWidget::keyPressEvent(event); return;
    }
    event->accept();
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    m_pressedAt = event->position().toPoint();
    m_fromAtPress = m_from;
    m_dragging = false;
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_pressedAt) {
        setCursor(hit(event->position().toPoint()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
        return;
    }
    const int moved = event->position().toPoint().x() - m_pressedAt->x();
    if (!m_dragging && std::abs(moved) < 5)
        return;
    m_dragging = true;
    const Micros span = m_until - m_from;
    const Instant from = m_fromAtPress - Micros(qint64(double(moved) / plot().width() * double(span.count())));
    setRangeByPerson(from, from + span);
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    const bool wasClick = m_pressedAt && !m_dragging;
    m_pressedAt.reset();
    m_dragging = false;
    if (!wasClick || event->button() != Qt::LeftButton)
        return;
    if (const auto cursor = hit(event->position().toPoint())) {
        moveCursor(cursor);
        emit clicked(*currentEntry());
    }
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const auto cursor = hit(event->position().toPoint()))
        emit opened(entryAt(cursor->lane, cursor->index));
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    if (event->modifiers() & Qt::ControlModifier) {
        zoom(turned.y() > 0 ? 1.25 : 0.8, scale().at(event->position().x()));
    } else if (std::abs(turned.x()) > std::abs(turned.y())) {
        const auto move = Micros(qint64(double((m_until - m_from).count()) * -turned.x() / 1200.0));
        setRangeByPerson(m_from + move, m_until + move);
    } else {
        return event->ignore(); // The page scrolls.
    }
    event->accept();
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    const auto cursor = event->reason() == QContextMenuEvent::Mouse ? hit(event->pos()) : m_cursor;
    if (!cursor)
        return;
    moveCursor(cursor);
    const QPoint at = event->reason() == QContextMenuEvent::Mouse ? event->globalPos()
                                                                  : mapToGlobal(rectOf(cursor->lane, cursor->index).center());
    emit menuWanted(*currentEntry(), at);
}

void TimelineView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

bool TimelineView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const auto cursor = hit(help->pos());
        if (cursor && m_picture.words)
            QToolTip::showText(help->globalPos(), m_picture.words(entryAt(cursor->lane, cursor->index)), this);
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LocaleChange)
        update();
    return QWidget::event(event);
}

QSize TimelineView::sizeHint() const
{
    const int lanes = (hasBands() ? scaled(BandLane) : 0) + int(m_picture.lanes.size()) * scaled(LaneHeight);
    return QSize(scaled(600), scaled(Top) + lanes + scaled(BelowLanes) + scaled(Axis));
}

QSize TimelineView::minimumSizeHint() const
{
    return QSize(scaled(360), sizeHint().height());
}

} // namespace shuttler::ui
