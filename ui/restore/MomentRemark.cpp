// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/MomentRemark.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct RemarkWords {
    Q_DECLARE_TR_FUNCTIONS(MomentRemark)
};

Instant ceiledToSecond(Instant moment)
{
    const Instant floor = moment.flooredToSecond();
    return floor == moment ? floor : floor + Seconds(1);
}

/// The newest whole second before and the first one after `moment` that can be restored to.
struct Neighbours {
    std::optional<Instant> before;
    std::optional<Instant> after;
};

Neighbours neighboursOf(Instant moment, const BackupListing &listing)
{
    Neighbours found;
    const auto offer = [&](Instant at) {
        if (!listing.windowAt(at))
            return;
        if (at < moment && (!found.before || *found.before < at))
            found.before = at;
        if (at > moment && (!found.after || at < *found.after))
            found.after = at;
    };
    for (const InstanceWindow &each : listing.windows) {
        offer(ceiledToSecond(each.window.earliest()));
        offer(each.window.latest().flooredToSecond());
        for (const WindowGap &gap : each.window.gaps()) {
            offer(gap.from.flooredToSecond());
            offer(ceiledToSecond(gap.until));
        }
    }
    return found;
}

const WindowGap *gapAround(Instant moment, const BackupListing &listing)
{
    for (const InstanceWindow &each : listing.windows) {
        if (const WindowGap *gap = each.window.gapAt(moment))
            return gap;
    }
    return nullptr;
}

} // namespace

std::optional<MomentRemark> remarkOn(Instant moment, const BackupListing &listing, const Capabilities &capabilities, Instant now,
                                     const HumanText &text)
{
    if (listing.windows.isEmpty() || !capabilities.anySecond)
        return MomentRemark{RemarkWords::tr("%1 cannot go back to any second of this database. Choose a backup.").arg(capabilities.providerName), {}, true};
    if (listing.windowAt(moment))
        return std::nullopt;

    const Instant earliest = ceiledToSecond(*listing.earliest());
    const Instant latest = listing.latest()->flooredToSecond();
    if (moment > now)
        return MomentRemark{RemarkWords::tr("%1 is in the future.").arg(text.when(moment, now)), {{RemarkWords::tr("Use latest"), latest}}, true};
    if (moment > latest && capabilities.catchesUp && capabilities.lag == Micros(0) && capabilities.catchUpTakes > Micros(0))
        return MomentRemark{RemarkWords::tr("Newer than what %1 can restore yet, %2: step 4 waits for it, up to %3.")
                                .arg(capabilities.providerName, text.when(latest, now), HumanText::duration(capabilities.catchUpTakes)), {}, false};
    if (moment > latest && capabilities.catchesUp && capabilities.lag == Micros(0))
        return MomentRemark{RemarkWords::tr("Newer than what has reached the archive, %1: the newest changes are fetched first.").arg(text.when(latest, now)), {}, false};
    if (moment > latest && capabilities.lag > Micros(0))
        return MomentRemark{RemarkWords::tr("Latest is %1: %2 restores nothing of the last %3.")
                                .arg(text.when(latest, now), capabilities.providerName, HumanText::duration(capabilities.lag)),
                            {{RemarkWords::tr("Use latest"), latest}}, true};
    if (moment > latest)
        return MomentRemark{RemarkWords::tr("Latest is %1.").arg(text.when(latest, now)), {{RemarkWords::tr("Use latest"), latest}}, true};
    if (moment < earliest)
        return MomentRemark{RemarkWords::tr("Earliest is %1.").arg(text.when(earliest, now)), {{RemarkWords::tr("Use earliest"), earliest}}, true};

    MomentRemark remark;
    const Neighbours near = neighboursOf(moment, listing);
    for (const std::optional<Instant> &neighbour : {near.before, near.after}) {
        if (neighbour)
            remark.offers.append({RemarkWords::tr("Use %1").arg(text.dayAndTime(*neighbour)), *neighbour});
    }
    const WindowGap *gap = gapAround(moment, listing);
    remark.words = gap ? RemarkWords::tr("Nothing between %1 and %2 can be restored: %3.")
                             .arg(text.when(gap->from, now), text.when(gap->until, now), gap->cause)
                       : RemarkWords::tr("No backup reaches this moment: it lies between two servers' records.");
    return remark;
}

} // namespace shuttler::ui
