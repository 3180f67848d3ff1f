// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/Coverage.h"

#include <algorithm>

namespace shuttler {

/// Whole seconds since 1970, both ends included.
struct SecondRange {
    qint64 first;
    qint64 last;
};

static qint64 firstSecondFrom(Instant moment)
{
    return moment.unixSeconds() + (moment == moment.flooredToSecond() ? 0 : 1);
}

/// Every second that lies in a window and in no gap; sorted, and joined where one range goes on where another ends.
static QList<SecondRange> restorableSeconds(const QList<InstanceWindow> &windows)
{
    QList<SecondRange> pieces;
    for (const InstanceWindow &each : windows) {
        qint64 first = firstSecondFrom(each.window.earliest());
        for (const WindowGap &gap : each.window.gaps()) { // The ends of a gap can be restored to.
            pieces.append({first, gap.from.unixSeconds()});
            first = firstSecondFrom(gap.until);
        }
        pieces.append({first, each.window.latest().unixSeconds()});
    }
    pieces.removeIf([](const SecondRange &piece) { return piece.last < piece.first; });
    std::sort(pieces.begin(), pieces.end(),
              [](const SecondRange &a, const SecondRange &b) { return a.first < b.first; });

    QList<SecondRange> joined;
    for (const SecondRange &piece : std::as_const(pieces)) {
        if (joined.isEmpty() || piece.first > joined.last().last + 1)
            joined.append(piece);
        else
            joined.last().last = std::max(joined.last().last, piece.last);
    }
    return joined;
}

Coverage coverageOf(const BackupListing &listing, Instant now, int days, Grade promised)
{
    const QList<SecondRange> seconds = restorableSeconds(listing.windows);
    QList<Instant> points; // Ends of the backups that can be restored from and are not due to leave.
    for (const Backup &backup : listing.backups)
        if (backup.isUsable() && (!backup.expiresAt || *backup.expiresAt > now))
            points.append(backup.takenAt);

    const auto gradeOf = [&](const DayCoverage &day, bool isRunning) {
        const qint64 first = firstSecondFrom(day.from);
        const qint64 newest = seconds.isEmpty() ? first - 1 : seconds.last().last;
        const qint64 last = firstSecondFrom(day.until) - 1;
        const qint64 demanded = isRunning ? std::min(last, std::max(first, newest)) : last;
        const bool all = std::any_of(seconds.begin(), seconds.end(), [=](const SecondRange &range) {
            return range.first <= first && demanded <= range.last;
        });
        if (all)
            return Grade::AnySecond;
        const bool some = std::any_of(seconds.begin(), seconds.end(), [=](const SecondRange &range) {
            return range.first <= last && first <= range.last;
        });
        const bool backup = std::any_of(points.begin(), points.end(),
                                        [&day](Instant taken) { return day.from <= taken && taken < day.until; });
        return some || backup ? Grade::BackupOnly : Grade::Nothing;
    };

    constexpr std::chrono::hours oneDay(24);
    Coverage coverage;
    for (int back = days; back > 0; --back) {
        DayCoverage day{now - back * oneDay, now - (back - 1) * oneDay, Grade::Nothing};
        day.grade = gradeOf(day, back == 1);
        coverage.met += day.grade >= promised ? 1 : 0;
        coverage.days.append(day);
    }
    coverage.restorableFrom = listing.earliest();
    coverage.restorableTo = listing.latest();
    for (Instant point : std::as_const(points)) {
        coverage.restorableFrom = std::min(coverage.restorableFrom.value_or(point), point);
        coverage.restorableTo = std::max(coverage.restorableTo.value_or(point), point);
    }
    return coverage;
}

} // namespace shuttler
