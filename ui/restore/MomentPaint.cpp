// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/HumanText.h"
#include "ui/common/StatusGlyph.h"
#include "ui/common/Theme.h"
#include "ui/restore/MomentView.h"
#include "ui/timeline/TimelineLayout.h"

#include <QPainter>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// Two lines in a box, beside a place on the axis.
struct Callout {
    QString first;
    QString second;
    Glyph glyph = Glyph::None;

    QSizeF size() const
    {
        const double words = std::max(QFontMetricsF(fontFor(Role::Section)).horizontalAdvance(first),
                                      QFontMetricsF(fontFor(Role::Caption)).horizontalAdvance(second));
        return QSizeF(words + scaled(22) + (glyph == Glyph::None ? 0 : scaled(22)), scaled(36));
    }
    void paint(QPainter &painter, const QRectF &box, const QColor &fill, const QPen &edge, const QColor &ink, const QColor &ink2) const
    {
        painter.setPen(edge);
        painter.setBrush(fill);
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        QRectF words = box.adjusted(scaled(11), scaled(3), -scaled(8), -scaled(3));
        if (glyph != Glyph::None) {
            paintGlyph(painter, QRectF(words.left(), box.center().y() - scaled(7), scaled(14), scaled(14)), glyph);
            words.setLeft(words.left() + scaled(22));
        }
        painter.setFont(fontFor(Role::Section));
        painter.setPen(ink);
        painter.drawText(QRectF(words.left(), words.top(), words.width(), words.height() / 2), Qt::AlignLeft | Qt::AlignVCenter, first);
        QFont small = fontFor(Role::Caption);
        small.setWeight(QFont::Normal);
        painter.setFont(small);
        painter.setPen(ink2);
        painter.drawText(QRectF(words.left(), words.center().y(), words.width(), words.height() / 2), Qt::AlignLeft | Qt::AlignVCenter, second);
    }
};

QString spanInWords(Micros span)
{
    const auto days = std::chrono::duration_cast<std::chrono::hours>(span).count() / 24;
    return days > 1 ? MomentView::tr("%1 days").arg(days) : HumanText::duration(span);
}

void paintHatched(QPainter &painter, const QRectF &area, const QColor &color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(QBrush(color, Qt::BDiagPattern));
    painter.drawRect(area);
}

} // namespace

void MomentView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_listing.windows.isEmpty())
        paintStrip(painter);
    paintPlot(painter);
    paintTicks(painter);
    paintCallouts(painter);
    if (hasFocus()) {
        painter.setPen(QPen(Theme::current().accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(plot().adjusted(-3, -2, 3, 2), 3, 3);
    }
}

void MomentView::paintStrip(QPainter &painter) const
{
    const Theme &theme = Theme::current();
    const WindowScale all = window();
    const QRectF band = strip();
    painter.setPen(Qt::NoPen);
    for (const InstanceWindow &each : m_listing.windows) {
        const double left = all.xOf(each.window.earliest(), width());
        const double right = all.xOf(each.window.latest(), width());
        painter.setBrush(theme.pitr);
        painter.drawRect(QRectF(left, band.top(), std::max(2.0, right - left), band.height()));
        for (const WindowGap &gap : each.window.gaps()) {
            const double from = all.xOf(gap.from, width());
            const QRectF hole(from, band.top(), std::max(3.0, all.xOf(gap.until, width()) - from), band.height());
            painter.fillRect(hole, theme.surface);
            paintHatched(painter, hole, theme.badMark);
        }
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    double last = -10;
    for (const Backup &backup : m_listing.backups) {
        const double x = all.xOf(backup.takenAt, width());
        if (!backup.isUsable() || x < band.left() || x > band.right() || x - last < 4)
            continue;
        painter.drawEllipse(QPointF(x, band.center().y()), scaled(5) / 2.0, scaled(5) / 2.0);
        last = x;
    }

    // From the box to the stretch below: which part of the whole it is.
    const QRectF seen = box();
    painter.setPen(QPen(theme.line, 1));
    painter.drawLine(seen.bottomLeft(), plot().topLeft());
    painter.drawLine(seen.bottomRight(), plot().topRight());
    painter.setPen(QPen(theme.text, 2));
    painter.setBrush(theme.accentSoft);
    painter.drawRoundedRect(seen.adjusted(1, 1, -1, -1), 3, 3);

    const HumanText &text = HumanText::shown();
    const QRectF words(band.left(), band.bottom() + 3, band.width(), scaled(16));
    painter.setFont(fontFor(Role::Caption));
    painter.setPen(theme.muted);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, text.day(all.earliest));
    painter.drawText(words, Qt::AlignHCenter | Qt::AlignVCenter,
                     tr("%1 you can restore to any second of").arg(spanInWords(all.latest - all.earliest)));
}

void MomentView::paintPlot(QPainter &painter) const
{
    const Theme &theme = Theme::current();
    const QRectF area = plot();
    painter.fillRect(area, theme.surface);
    painter.save();
    painter.setClipRect(area);
    paintStretches(painter);
    painter.restore();
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));

    const double x = m_scale.xOf(m_moment, width());
    painter.setFont(fontFor(Role::Caption));
    const QString restored = tr("Restored");
    const QString not_ = tr("Not restored");
    const double side = scaled(8);
    if (x - area.left() > painter.fontMetrics().horizontalAdvance(restored) + 2 * side) {
        painter.setPen(theme.accent);
        painter.drawText(area.adjusted(side, 4, -side, 0), Qt::AlignLeft | Qt::AlignTop, restored);
    }
    if (area.right() - x > painter.fontMetrics().horizontalAdvance(not_) + 2 * side) {
        painter.setPen(theme.text2);
        painter.drawText(area.adjusted(side, 4, -side, 0), Qt::AlignRight | Qt::AlignTop, not_);
    }
}

void MomentView::paintStretches(QPainter &painter) const
{
    const Theme &theme = Theme::current();
    const QRectF area = plot();
    const double marker = m_scale.xOf(m_moment, width());
    const auto stretch = [&](Instant from, Instant until) {
        const double left = std::max(area.left(), m_scale.xOf(from, width()));
        const double right = std::min(area.right(), m_scale.xOf(until, width()));
        return QRectF(left, area.top(), std::max(0.0, right - left), area.height());
    };
    painter.fillRect(QRectF(area.left(), area.top(), marker - area.left(), area.height()), theme.accentSoft);
    paintHatched(painter, QRectF(marker, area.top(), area.right() - marker, area.height()), theme.hatch);

    // What nobody can restore lies over both.
    Instant covered = m_scale.from();
    const auto hole = [&](Instant from, Instant until) {
        const QRectF gap = stretch(from, until);
        if (gap.width() <= 0)
            return;
        painter.fillRect(gap, theme.surface);
        paintHatched(painter, gap, theme.badMark);
        painter.setFont(fontFor(Role::Caption));
        const QString words = tr("Cannot be restored");
        if (gap.width() > painter.fontMetrics().horizontalAdvance(words) + 12) {
            const QRectF label(gap.center().x() - painter.fontMetrics().horizontalAdvance(words) / 2.0 - 4, gap.bottom() - scaled(20),
                               painter.fontMetrics().horizontalAdvance(words) + 8, scaled(16));
            painter.fillRect(label, theme.surface);
            painter.setPen(theme.bad);
            painter.drawText(label, Qt::AlignCenter, words);
        }
    };
    for (const InstanceWindow &each : m_listing.windows) {
        if (each.window.earliest() > covered)
            hole(covered, each.window.earliest());
        for (const WindowGap &gap : each.window.gaps())
            hole(gap.from, gap.until);
        covered = std::max(covered, each.window.latest());
    }
    if (covered < m_scale.until())
        hole(covered, m_scale.until());
}

void MomentView::paintTicks(QPainter &painter) const
{
    const Theme &theme = Theme::current();
    const QRectF area = plot();
    const TimeScale axis{m_scale.from(), m_scale.until(), area.left(), area.width()};
    painter.setFont(fontFor(Role::MonoSmall));
    const double wide = painter.fontMetrics().horizontalAdvance(u"00:00:00"_s);
    for (const Tick &tick : ticksOf(axis, HumanText::shown().clock(), scaled(110))) {
        const double x = axis.xOf(tick.at);
        painter.setPen(QPen(theme.control, 1));
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 4));
        painter.setPen(theme.text2);
        const QString words = m_scale.zoom() == Zoom::FiveMinutes ? tick.label + u":00"_s : tick.label;
        const double left = std::clamp(x - wide / 2, area.left(), area.right() - wide);
        painter.drawText(QRectF(left, area.bottom() + 4, wide, scaled(18)),
                         (left > x - wide / 2 ? Qt::AlignLeft : left < x - wide / 2 ? Qt::AlignRight : Qt::AlignHCenter) | Qt::AlignVCenter, words);
    }
}

void MomentView::paintCallouts(QPainter &painter) const
{
    const Theme &theme = Theme::current();
    const HumanText &text = HumanText::shown();
    const QRectF area = plot();
    const double marker = m_scale.xOf(m_moment, width());
    if (m_scale.contains(m_moment)) {
        painter.setPen(QPen(theme.text, 2));
        painter.drawLine(QPointF(marker, area.top() - 3), QPointF(marker, area.bottom() + 4));
    }
    const double top = area.top() + scaled(9);
    const bool lastGood = m_firstBad && m_moment == *m_firstBad - Seconds(1);
    const Callout mine{tr("Restore to %1").arg(text.clockTime(m_moment) + u' ' + text.zone(m_moment)),
                       lastGood ? tr("%1, last good second").arg(text.utcBeside(m_moment)) : text.utcBeside(m_moment)};
    QRectF box(QPointF(marker - mine.size().width() - scaled(9), top), mine.size());
    const bool fitsLeft = box.left() >= area.left() + 4;
    if (!fitsLeft)
        box.moveLeft(marker + scaled(9));
    if (m_scale.contains(m_moment))
        mine.paint(painter, box, theme.accentFill, Qt::NoPen, theme.onAccent, theme.onAccent);

    if (!m_firstBad || !m_scale.contains(*m_firstBad))
        return;
    const double bad = m_scale.xOf(*m_firstBad, width());
    painter.setPen(QPen(theme.badMark, 2));
    painter.drawLine(QPointF(bad, area.top()), QPointF(bad, area.bottom()));
    const Callout damage{tr("First bad change %1").arg(text.clockTime(*m_firstBad)), text.utcBeside(*m_firstBad), Glyph::Bad};
    QRectF place(QPointF(bad + scaled(9), top), damage.size());
    if (place.right() > area.right() - 4)
        place.moveRight(bad - scaled(9));
    if (place.intersects(box.adjusted(-4, 0, 4, 0)))
        place.moveTop(box.bottom() + scaled(6));
    damage.paint(painter, place, theme.surface, QPen(theme.badMark, 1), theme.text, theme.text2);
}

} // namespace shuttler::ui
