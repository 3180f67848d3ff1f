// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/ZoneClock.h"
#include "ui/timeline/TimelineEntry.h"

#include <vector>

namespace shuttler::ui {

/// UTC on the x axis, linear. `from` is at x = left, `until` at x = left + width.
struct TimeScale {
    Instant from;
    Instant until;
    double left = 0;
    double width = 1;

    double xOf(Instant at) const;
    Instant at(double x) const;
    Micros span() const { return until - from; }
    bool contains(Instant at) const { return from <= at && at <= until; }
};

/// A tick and what stands below it, in the zone of the clock.
struct Tick {
    Instant at;
    QString label;
};
/// Whole minutes, hours, days, Mondays or months of that zone, whichever lie at least `minimumGap` pixels apart.
QList<Tick> ticksOf(const TimeScale &scale, const ZoneClock &clock, double minimumGap);

/// One mark, small: a view may hold a million of them.
struct Mark {
    qint64 seconds = 0;                  ///< UTC
    quint32 entry = 0;                   ///< Which one, for whoever knows its words.
    MarkKind kind = MarkKind::Automated;
    quint8 severity = 0;                 ///< 0 in order, 1 to be looked at, 2 bad.
};
static_assert(sizeof(Mark) == 16);

/// The worst severity of any stretch of a lane, without looking at its marks one by one: maxima over 64 marks, and over each
/// pair of those again, up to the top.
class SeverityPyramid {
public:
    SeverityPyramid() = default;
    explicit SeverityPyramid(const std::vector<Mark> &marks);
    quint8 worst(const std::vector<Mark> &marks, size_t first, size_t end) const;

private:
    std::vector<std::vector<quint8>> m_levels;
};

/// One line of marks, sorted by time.
struct MarkLane {
    QString title;
    std::vector<Mark> marks;
    SeverityPyramid severities;
};
MarkLane makeLane(QString title, std::vector<Mark> marks);

/// What is drawn at one place of a lane: a single mark, or several that are too close to be told apart.
struct MarkGroup {
    double x = 0;          ///< Its middle.
    size_t first = 0;
    size_t count = 1;
    quint8 severity = 0;
};
/// Marks closer than 9 px merge into a count; the count takes in what its own width would cover. Costs as much as there are
/// groups to draw, not marks.
QList<MarkGroup> groupsOf(const MarkLane &lane, const TimeScale &scale, double markWidth = 9, double countWidth = 30);

/// "1", "87", "8k", "1.2M": for the pill of a group.
QString shortCount(size_t count);

} // namespace shuttler::ui
