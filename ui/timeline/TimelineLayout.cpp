// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/timeline/TimelineLayout.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t BucketSize = 64;

/// A distance between ticks: minutes of the wall clock, whole days, or months.
struct Step {
    enum Unit { Minutes, Days, Months } unit;
    int count;
    QString format;
    Micros length() const
    {
        switch (unit) {
        case Minutes: return std::chrono::minutes(count);
        case Days: return std::chrono::hours(24 * count);
        case Months: return std::chrono::hours(24 * 30 * count);
        }
        Q_UNREACHABLE();
    }
};

const QList<Step> &steps()
{
    static const QList<Step> all = [] {
        QList<Step> list;
        for (const int minutes : {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720})
            list.append({Step::Minutes, minutes, u"HH:mm"_s});
        list.append({Step::Days, 1, u"d MMM"_s});
        list.append({Step::Days, 7, u"d MMM"_s});
        for (const int months : {1, 3, 6, 12, 24, 60})
            list.append({Step::Months, months, u"MMM yyyy"_s});
        return list;
    }();
    return all;
}

QDateTime firstBefore(const QDateTime &local, const Step &step)
{
    const QDate day = local.date();
    switch (step.unit) {
    case Step::Minutes: {
        const int minute = local.time().hour() * 60 + local.time().minute();
        return QDateTime(day, QTime(0, 0), Qt::UTC).addSecs(qint64(minute / step.count * step.count) * 60);
    }
    case Step::Days:
        return QDateTime(step.count == 7 ? day.addDays(1 - day.dayOfWeek()) : day, QTime(0, 0), Qt::UTC);
    case Step::Months: {
        const int month = day.year() * 12 + day.month() - 1;
        const int aligned = month / step.count * step.count;
        return QDateTime(QDate(aligned / 12, aligned % 12 + 1, 1), QTime(0, 0), Qt::UTC);
    }
    }
    Q_UNREACHABLE();
}

QDateTime next(const QDateTime &local, const Step &step)
{
    switch (step.unit) {
    case Step::Minutes: return local.addSecs(qint64(step.count) * 60);
    case Step::Days: return local.addDays(step.count);
    case Step::Months: return local.addMonths(step.count);
    }
    Q_UNREACHABLE();
}

} // namespace

double TimeScale::xOf(Instant moment) const
{
    return left + width * double((moment - from).count()) / double(std::max<qint64>(1, span().count()));
}

Instant TimeScale::at(double x) const
{
    return from + Micros(qint64((x - left) / width * double(span().count())));
}

QList<Tick> ticksOf(const TimeScale &scale, const ZoneClock &clock, double minimumGap)
{
    if (scale.span() <= Micros(0) || scale.width <= 0)
        return {};
    const double microsPerPixel = double(scale.span().count()) / scale.width;
    const auto wide = std::find_if(steps().cbegin(), steps().cend(),
                                   [&](const Step &s) { return double(s.length().count()) >= minimumGap * microsPerPixel; });
    const Step &step = wide == steps().cend() ? steps().last() : *wide;

    QList<Tick> ticks;
    const QDateTime end = clock.toLocal(scale.until);
    for (QDateTime local = firstBefore(clock.toLocal(scale.from), step); local <= end; local = next(local, step)) {
        // A wall clock's reading that never was has no place on the axis; of one that was twice the first stands there.
        const ZoneClock::Reading reading = clock.toUtc(local.date(), local.time());
        std::optional<Instant> at;
        if (const auto *one = std::get_if<ZoneClock::One>(&reading))
            at = one->instant;
        else if (const auto *two = std::get_if<ZoneClock::Two>(&reading))
            at = two->first;
        if (!at || !scale.contains(*at))
            continue;
        const bool midnight = step.unit == Step::Minutes && local.time() == QTime(0, 0);
        ticks.append({*at, QLocale::c().toString(local, midnight ? u"d MMM"_s : step.format)});
    }
    return ticks;
}

SeverityPyramid::SeverityPyramid(const std::vector<Mark> &marks)
{
    std::vector<quint8> level((marks.size() + BucketSize - 1) / BucketSize, 0);
    for (size_t i = 0; i < marks.size(); ++i)
        level[i / BucketSize] = std::max(level[i / BucketSize], marks[i].severity);
    while (level.size() > 1) {
        std::vector<quint8> above((level.size() + 1) / 2, 0);
        for (size_t i = 0; i < level.size(); ++i)
            above[i / 2] = std::max(above[i / 2], level[i]);
        m_levels.push_back(std::move(level));
        level = std::move(above);
    }
    m_levels.push_back(std::move(level));
}

quint8 SeverityPyramid::worst(const std::vector<Mark> &marks, size_t first, size_t end) const
{
    quint8 worst = 0;
    while (first < end) {
        if (first % BucketSize != 0 || first + BucketSize > end) {
            worst = std::max(worst, marks[first].severity);
            ++first;
            continue;
        }
        // From a bucket's edge the largest one is taken that begins here and does not reach beyond the end.
        size_t level = 0;
        size_t size = BucketSize;
        while (level + 1 < m_levels.size() && first % (size * 2) == 0 && first + size * 2 <= end) {
            ++level;
            size *= 2;
        }
        worst = std::max(worst, m_levels[level][first / size]);
        first += size;
    }
    return worst;
}

MarkLane makeLane(QString title, std::vector<Mark> marks)
{
    std::sort(marks.begin(), marks.end(), [](const Mark &a, const Mark &b) {
        return a.seconds != b.seconds ? a.seconds < b.seconds : a.entry < b.entry;
    });
    SeverityPyramid severities(marks);
    return {std::move(title), std::move(marks), std::move(severities)};
}

QList<MarkGroup> groupsOf(const MarkLane &lane, const TimeScale &scale, double markWidth, double countWidth)
{
    const auto firstAtOrAfter = [&lane](Instant at) {
        const qint64 seconds = at.unixMicros() > at.unixSeconds() * 1'000'000 ? at.unixSeconds() + 1 : at.unixSeconds();
        return size_t(std::lower_bound(lane.marks.begin(), lane.marks.end(), seconds,
                                       [](const Mark &mark, qint64 wanted) { return mark.seconds < wanted; })
                      - lane.marks.begin());
    };
    const auto xOf = [&](size_t index) { return scale.xOf(Instant::fromUnixSeconds(lane.marks[index].seconds)); };

    QList<MarkGroup> groups;
    size_t index = firstAtOrAfter(scale.from);
    const size_t end = firstAtOrAfter(scale.until + Micros(1));
    while (index < end) {
        const double x = xOf(index);
        MarkGroup group{x, index, 1, 0};
        if (index + 1 < end && xOf(index + 1) - x < markWidth) {
            const size_t beyond = std::min(end, std::max(index + 2, firstAtOrAfter(scale.at(x + countWidth))));
            group.count = beyond - index;
            group.x = (x + xOf(beyond - 1)) / 2;
        }
        group.severity = lane.severities.worst(lane.marks, group.first, group.first + group.count);
        groups.append(group);
        index += group.count;
    }
    return groups;
}

QString shortCount(size_t count)
{
    const auto rounded = [](double value, const QString &unit) {
        return QString::number(value, 'f', value < 9.95 ? 1 : 0).replace(u".0"_s, QString()) + unit;
    };
    if (count < 1000)
        return QString::number(count);
    if (count < 999'500)
        return rounded(double(count) / 1000, u"k"_s);
    return rounded(double(count) / 1'000'000, u"M"_s);
}

} // namespace shuttler::ui
