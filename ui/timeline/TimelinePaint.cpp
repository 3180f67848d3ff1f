// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"
#include "ui/timeline/TimelineView.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int TextGap = 8;
constexpr int LeastForWords = 40;
constexpr int BandHeight = 26;
constexpr int AxisHeight = 23;

/// Hatching that stays crisp at any scale and does not move with the band's edge.
void hatch(QPainter &painter, const QRectF &area, const QColor &color)
{
    painter.save();
    painter.setClipRect(area);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1));
    const double distance = scaled(6);
    const double first = std::floor((area.left() - area.height()) / distance) * distance;
    for (double x = first; x < area.right(); x += distance)
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()));
    painter.restore();
}

void drawFlag(QPainter &painter, const QRectF &square, const QColor &color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const double s = square.width() / 11;
    const QPointF at = square.topLeft();
    painter.drawRect(QRectF(at.x() + s, at.y(), 1.6 * s, 11 * s));
    painter.drawPolygon(QPolygonF{at + QPointF(2 * s, 0.5 * s), at + QPointF(10.5 * s, 0.5 * s), at + QPointF(8.4 * s, 3.6 * s),
                                  at + QPointF(10.5 * s, 6.7 * s), at + QPointF(2 * s, 6.7 * s)});
}

} // namespace

void paintTimelineMark(QPainter &painter, const QRectF &square, MarkKind kind, quint8 severity)
{
    const Theme &theme = Theme::current();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QPointF middle = square.center();
    const double half = square.width() / 2;
    if (severity >= 2 && kind != MarkKind::Damage && kind != MarkKind::Gap) {
        paintGlyph(painter, square, Glyph::Bad);
        painter.restore();
        return;
    }
    switch (kind) {
    case MarkKind::Window: {
        const QRectF band(square.left(), middle.y() - half * 0.65, square.width(), half * 1.3);
        painter.fillRect(band, theme.pitr);
        painter.fillRect(QRectF(band.left(), band.bottom() - 2, band.width(), 2), theme.accent);
        break;
    }
    case MarkKind::Gap: {
        const QRectF band(square.left() + 0.5, middle.y() - half * 0.65, square.width() - 1, half * 1.3);
        hatch(painter, band, theme.badMark);
        painter.setPen(QPen(theme.badMark, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(band);
        break;
    }
    case MarkKind::Automated:
        painter.setBrush(theme.accent);
        painter.drawEllipse(middle, half * 0.8, half * 0.8);
        break;
    case MarkKind::Manual:
        painter.setBrush(theme.text);
        painter.drawPolygon(QPolygonF{middle + QPointF(0, -half), middle + QPointF(half, 0), middle + QPointF(0, half),
                                      middle + QPointF(-half, 0)});
        break;
    case MarkKind::Dump:
        painter.setBrush(theme.offsite);
        painter.drawRect(QRectF(middle.x() - half * 0.72, middle.y() - half * 0.72, half * 1.44, half * 1.44));
        break;
    case MarkKind::Event:
        drawFlag(painter, square, severity == 0 ? theme.text2 : theme.warnMark);
        break;
    case MarkKind::Damage:
        paintGlyph(painter, square, Glyph::Bad);
        break;
    }
    painter.restore();
}

void TimelineView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const TimeScale seen = scale();
    paintGrid(painter, seen);
    painter.save();
    painter.setClipRect(QRect(plot().left(), 0, plot().width(), height()));
    if (hasBands())
        paintBands(painter, seen);
    for (int lane = 0; lane < laneCount(); ++lane)
        paintLane(painter, seen, lane);
    paintLines(painter, seen);
    painter.restore();

    painter.setFont(fontFor(Role::Small));
    painter.setPen(Theme::current().text2);
    for (int lane = 0; lane < laneCount(); ++lane) {
        const MarkLane *marks = markLane(lane);
        const QRect row = laneRect(lane);
        const QRect label(scaled(14), row.top(), plot().left() - scaled(18), marks ? row.height() : scaled(BandHeight + 4));
        painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter, marks ? marks->title : m_picture.bandTitle);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Theme::current().accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
    }
}

void TimelineView::paintGrid(QPainter &painter, const TimeScale &scale) const
{
    const Theme &theme = Theme::current();
    const HumanText &text = HumanText::shown();
    const QRect area = plot();
    const int axis = height() - scaled(AxisHeight);
    painter.fillRect(QRect(0, axis, width(), 1), theme.line);
    painter.setFont(fontFor(Role::Caption));
    painter.setPen(theme.muted);
    const QRect words(0, axis + 1, width(), scaled(AxisHeight) - 2);
    const bool days = scale.span() > std::chrono::hours(36);
    painter.drawText(words.adjusted(scaled(14), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     (days ? tr("Dates in %1") : tr("Hours in %1")).arg(text.zone(m_picture.now)));
    for (const Tick &tick : ticksOf(scale, text.clock(), scaled(72))) {
        const int x = int(std::lround(scale.xOf(tick.at)));
        painter.fillRect(QRect(x, scaled(14), 1, axis - scaled(14)), theme.line);
        const int wide = painter.fontMetrics().horizontalAdvance(tick.label);
        const int left = days ? x + 4 : x - wide / 2;
        if (left > area.left() - wide / 2 && left + wide < width() - 4)
            painter.drawText(QRect(left, words.top(), wide + 2, words.height()), Qt::AlignVCenter, tick.label);
    }
}

void TimelineView::paintBands(QPainter &painter, const TimeScale &scale) const
{
    for (const TimelineBand &band : m_picture.bands) {
        if (band.until >= scale.from && band.from <= scale.until)
            paintBand(painter, scale, band);
    }
}

void TimelineView::paintBand(QPainter &painter, const TimeScale &scale, const TimelineBand &band) const
{
    const Theme &theme = Theme::current();
    const HumanText &text = HumanText::shown();
    const double left = std::max(scale.xOf(band.from), scale.left);
    const double right = std::min(scale.xOf(band.until), scale.left + scale.width);
    const QRectF area(std::round(left), laneRect(0).top() + 2, std::max(2.0, std::round(right - left)), scaled(BandHeight));
    const bool beginsEarlier = band.from < scale.from;
    QString words;
    if (band.gap) {
        painter.fillRect(area, theme.surface);
        hatch(painter, area, theme.badMark);
        painter.setPen(QPen(theme.badMark, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
        words = tr("Gap: %1 not to the second").arg(HumanText::duration(band.until - band.from));
    } else {
        painter.fillRect(area, theme.pitr);
        painter.fillRect(QRectF(area.left(), area.bottom() - 3, area.width(), 3), theme.accent);
        const bool whole = std::none_of(m_picture.bands.cbegin(), m_picture.bands.cend(), [&](const TimelineBand &other) {
            return other.gap && other.from >= band.from && other.until <= band.until;
        });
        if (beginsEarlier)
            words = whole ? tr("No gap, continues to %1").arg(text.dayAndTime(band.from))
                          : tr("Continues to %1").arg(text.dayAndTime(band.from));
        else
            words = whole ? tr("%1, no gap").arg(HumanText::duration(band.until - band.from))
                          : HumanText::duration(band.until - band.from);
    }
    if (beginsEarlier) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(band.gap ? theme.badMark : theme.accent);
        const double y = area.center().y();
        painter.drawPolygon(QPolygonF{QPointF(area.left(), y), QPointF(area.left() + 6, y - 5), QPointF(area.left() + 6, y + 5)});
        painter.restore();
    }
    QFont font = fontFor(Role::Caption);
    painter.setFont(font);
    const double wide = painter.fontMetrics().horizontalAdvance(words);
    if (area.width() > wide + 2 * TextGap) {
        const QRectF box(area.center().x() - wide / 2 - TextGap, area.top() + 3, wide + 2 * TextGap, area.height() - 6);
        if (band.gap)
            painter.fillRect(box, theme.surface);
        painter.setPen(band.gap ? theme.bad : theme.text);
        painter.drawText(area.adjusted(0, 0, 0, -2), Qt::AlignCenter, words);
    }
    if (m_cursor && !markLane(m_cursor->lane) && m_picture.bands[m_cursor->index].entry == band.entry) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(area.adjusted(1, 1, -1, -1));
    }
}

void TimelineView::paintLane(QPainter &painter, const TimeScale &scale, int lane) const
{
    const MarkLane *marks = markLane(lane);
    if (!marks)
        return;
    const int middle = laneRect(lane).center().y();
    paintGroups(painter, *marks, groupsOf(*marks, scale, scaled(9), scaled(30)), middle);
    paintBeyond(painter, scale, *marks, middle);
    if (m_cursor && m_cursor->lane == lane) {
        const QRect ring = rectOf(lane, m_cursor->index);
        if (!ring.isEmpty()) {
            painter.save();
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(Theme::current().accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(QRectF(ring).adjusted(-1, -1, 1, 1));
            painter.restore();
        }
    }
}

void TimelineView::paintGroups(QPainter &painter, const MarkLane &lane, const QList<MarkGroup> &groups, int middle) const
{
    const TimeScale seen = scale();
    const double half = scaled(11) / 2.0;
    const double ratio = painter.device()->devicePixelRatioF();
    painter.setFont(fontFor(Role::Caption));
    for (qsizetype i = 0; i < groups.size(); ++i) {
        const MarkGroup &group = groups[i];
        const Mark &mark = lane.marks[group.first];
        if (group.count > 1) {
            const QPixmap &pill = m_sprites.count(shortCount(group.count), group.severity, ratio);
            const QSizeF size = pill.deviceIndependentSize();
            const double first = seen.xOf(Instant::fromUnixSeconds(mark.seconds));
            const double left = std::max(group.x - size.width() / 2, first - half);
            painter.drawPixmap(QPointF(std::round(left), middle - std::round(size.height() / 2)), pill);
            continue;
        }
        painter.drawPixmap(QPointF(std::round(group.x - half), std::round(middle - half)), m_sprites.mark(mark.kind, group.severity, ratio));
        const double before = i > 0 ? groups[i - 1].x + half : plot().left();
        const double after = i + 1 < groups.size() ? groups[i + 1].x - half : plot().right();
        // Words are made only where a few could stand.
        if (m_picture.label && std::max(after - group.x, group.x - before) > LeastForWords)
            paintLabel(painter, mark, {before, after}, group.x, middle);
    }
}

/// The words of one mark, behind it where there is room; of damage also before it.
void TimelineView::paintLabel(QPainter &painter, const Mark &mark, const std::pair<double, double> &room, double x, int middle) const
{
    const QString words = m_picture.label(mark.entry);
    const double half = scaled(11) / 2.0;
    const double wide = painter.fontMetrics().horizontalAdvance(words);
    const QRectF behind(x + half + 4, middle - scaled(10), wide + 2, scaled(20));
    const QRectF ahead(x - half - 4 - wide, behind.top(), wide + 2, behind.height());
    painter.setPen(mark.kind == MarkKind::Damage ? Theme::current().bad : Theme::current().text2);
    if (behind.right() + TextGap < room.second)
        painter.drawText(behind, Qt::AlignVCenter, words);
    else if (mark.kind == MarkKind::Damage && ahead.left() - TextGap > room.first)
        painter.drawText(ahead, Qt::AlignVCenter, words);
}

/// What lies outside the range is not forgotten: an arrow at the edge with the time of the nearest mark.
void TimelineView::paintBeyond(QPainter &painter, const TimeScale &scale, const MarkLane &lane, int middle) const
{
    if (lane.marks.empty())
        return;
    const auto begin = lane.marks.begin();
    const auto bySeconds = [](const Mark &mark, qint64 seconds) { return mark.seconds < seconds; };
    const auto seen = std::lower_bound(begin, lane.marks.end(), scale.from.unixSeconds(), bySeconds);
    const auto after = std::lower_bound(begin, lane.marks.end(), scale.until.unixSeconds() + 1, bySeconds);
    const Theme &theme = Theme::current();
    painter.setFont(fontFor(Role::Caption));
    const auto roomLeft = [&](double wide) {
        return seen == after || scale.xOf(Instant::fromUnixSeconds(seen->seconds)) - scale.left > wide + scaled(28);
    };
    const auto draw = [&](Instant at, bool left) {
        const QString words = HumanText::shown().dayAndTime(at);
        const double wide = painter.fontMetrics().horizontalAdvance(words);
        if (left && !roomLeft(wide))
            return;
        const double tip = left ? scale.left + 3 : scale.left + scale.width - 4;
        const double back = left ? tip + 6 : tip - 6;
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.control);
        painter.drawPolygon(QPolygonF{QPointF(tip, middle), QPointF(back, middle - 4.5), QPointF(back, middle + 4.5)});
        painter.restore();
        painter.setPen(theme.muted);
        const QRectF box(left ? back + 4 : back - 4 - wide, middle - scaled(10), wide + 2, scaled(20));
        painter.drawText(box, Qt::AlignVCenter, words);
    };
    if (seen != begin)
        draw(Instant::fromUnixSeconds(std::prev(seen)->seconds), true);
    if (after != lane.marks.end())
        draw(Instant::fromUnixSeconds(after->seconds), false);
}

void TimelineView::paintLines(QPainter &painter, const TimeScale &scale) const
{
    const Theme &theme = Theme::current();
    const HumanText &text = HumanText::shown();
    const int bottom = height() - scaled(AxisHeight);
    painter.setFont(fontFor(Role::Section));
    QFont bold = fontFor(Role::Caption);
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(theme.text);
    double nowLeft = scale.left + scale.width;
    if (scale.contains(m_picture.now)) {
        const int x = int(std::lround(scale.xOf(m_picture.now)));
        painter.fillRect(QRect(x - 1, scaled(8), 2, bottom - scaled(8)), theme.text);
        const QString words = scale.span() < std::chrono::hours(30) ? tr("Now, %1").arg(text.clockTime(m_picture.now)) : tr("Now");
        const int wide = painter.fontMetrics().horizontalAdvance(words);
        nowLeft = x - wide - 5;
        painter.drawText(QRectF(nowLeft, scaled(2), wide + 2, scaled(16)), Qt::AlignVCenter, words);
    }
    if (m_picture.promiseLine && scale.contains(*m_picture.promiseLine)) {
        const double x = std::round(scale.xOf(*m_picture.promiseLine)) + 0.5;
        painter.setPen(QPen(theme.text, 1, Qt::DashLine));
        painter.drawLine(QPointF(x, scaled(8)), QPointF(x, bottom));
        const QString words = tr("%1-day line · %2, %3")
                                  .arg(m_picture.promiseDays)
                                  .arg(text.day(*m_picture.promiseLine), text.clockMinute(*m_picture.promiseLine));
        const int wide = painter.fontMetrics().horizontalAdvance(words);
        painter.setPen(theme.text);
        if (x + 6 + wide < nowLeft)
            painter.drawText(QRectF(x + 6, scaled(2), wide + 2, scaled(16)), Qt::AlignVCenter, words);
    }
}

} // namespace shuttler::ui
