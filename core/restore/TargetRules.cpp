// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/TargetRules.h"

#include "core/restore/Sentences.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

const QString NothingDone = u"Nothing was done; the app and its database are as they were."_s;

Error cannotHave(Fault fault, const QString &what, const QString &todo)
{
    return Error(fault, what).means(NothingDone).todo(todo);
}

/// The backup a restore of `source` to `moment` begins with: the newest sound one that had ended by then.
const Backup *backupBefore(const PlanInput &input, const InstanceId &source, Instant moment)
{
    const Backup *best = nullptr;
    for (const Backup &backup : input.listing.backups) {
        if (backup.instance == source && backup.isUsable() && backup.takenAt <= moment
            && !input.capabilities.onlyToLookAt.contains(backup.kind)
            && (!best || best->takenAt < backup.takenAt))
            best = &backup;
    }
    return best;
}

const InstanceWindow *windowOf(const BackupListing &listing, const InstanceId &instance)
{
    const auto found = std::find_if(listing.windows.cbegin(), listing.windows.cend(),
                                    [&](const InstanceWindow &window) { return window.instance == instance; });
    return found == listing.windows.cend() ? nullptr : &*found;
}

Result<ResolvedTarget> startingFromBackup(const PlanInput &input, const InstanceId &source, Instant moment)
{
    if (!input.capabilities.listsWhereItBegins)
        return ResolvedTarget{source, moment, std::nullopt, false};
    const Backup *backup = backupBefore(input, source, moment);
    if (!backup)
        return cannotHave(Fault::Refused,
                          u"%1 has no sound backup taken before %2."_s.arg(source.toString(), inUtc(moment)),
                          u"Choose a later moment, or look under Backups at what is wrong with the earlier ones."_s);
    return ResolvedTarget{source, moment, backup->id, false};
}

Error beforeTheEarliest(const BackupListing &listing, Instant moment, Instant earliest)
{
    const QString todo = u"Choose %1 or later."_s.arg(inUtc(earliest));
    for (const Backup &backup : listing.backups) {
        if (backup.startedAt <= moment && moment < backup.takenAt)
            return cannotHave(
                Fault::BadInput,
                u"At %1 the oldest backup, %2, was still being made: it can be restored from its end on, %3."_s.arg(
                    inUtc(moment), backup.id.toString(), inUtc(backup.takenAt)),
                todo);
    }
    return cannotHave(
        Fault::BadInput,
        u"%1 is before the earliest moment that can be restored, %2."_s.arg(inUtc(moment), inUtc(earliest)), todo);
}

Result<ResolvedTarget> afterTheArchive(const PlanInput &input, Instant moment, Instant latest)
{
    const InstanceId &serving = input.environment.instance;
    const InstanceWindow *window = windowOf(input.listing, serving);
    if (input.capabilities.lag > Micros(0))
        return cannotHave(Fault::Refused,
                          u"%1 cannot restore the last %2 before now yet: the newest moment that can be restored is %3."_s.arg(
                              input.capabilities.providerName, inWords(input.capabilities.lag), inUtc(latest)),
                          u"Choose %1 or earlier; or ask again at %2, when %3 can be restored; or choose \"latest\", which waits."_s.arg(
                              inUtc(latest), inUtc(moment + input.capabilities.lag + Seconds(1)), inUtc(moment)));
    if (window && moment > window->window.latest() && input.sourceReachable && input.capabilities.catchesUp) {
        Result<ResolvedTarget> resolved = startingFromBackup(input, serving, moment);
        if (resolved)
            resolved->needsCatchUp = true;
        return resolved;
    }
    const QString reason =
        !input.sourceReachable
            ? u"%1 cannot be reached to hand over its newest changes"_s.arg(serving.toString())
            : u"%1 cannot be asked to hand over its newest changes"_s.arg(input.capabilities.providerName);
    return cannotHave(Fault::Refused,
                      u"%1 has not reached the archive: the newest moment that can be restored is %2, and %3."_s.arg(
                          inUtc(moment), inUtc(latest), reason),
                      u"Choose %1 or earlier, or \"latest\" for all that reached the archive."_s.arg(inUtc(latest)));
}

Error betweenWindows(const BackupListing &listing, Instant moment)
{
    std::optional<Instant> before;
    std::optional<Instant> after;
    for (const InstanceWindow &window : listing.windows) {
        if (window.window.latest() < moment)
            before = std::max(before.value_or(window.window.latest()), window.window.latest());
        if (window.window.earliest() > moment)
            after = std::min(after.value_or(window.window.earliest()), window.window.earliest());
    }
    return cannotHave(Fault::BadInput,
                      u"No backup reaches %1: it lies between two servers' records."_s.arg(inUtc(moment)),
                      before && after ? u"Choose %1 or earlier, or %2 or later."_s.arg(inUtc(*before), inUtc(*after))
                                      : u"Choose another moment."_s);
}

Result<ResolvedTarget> resolve(const AtMoment &target, const PlanInput &input)
{
    const Instant moment = target.moment;
    const BackupListing &listing = input.listing;
    if (moment > input.now)
        return cannotHave(
            Fault::BadInput,
            u"%1 is in the future: it is %2 now."_s.arg(inUtc(moment), inUtc(input.now.flooredToSecond())),
            u"Choose a moment in the past; check the date and the zone."_s);
    if (!input.capabilities.anySecond)
        return cannotHave(
            Fault::Refused,
            u"%1 can restore whole backups only, not an exact second."_s.arg(input.capabilities.providerName),
            u"Choose one of the backups."_s);
    if (input.capabilities.wholeSecondsOnly && moment != moment.flooredToSecond())
        return cannotHave(Fault::BadInput, u"%1 restores to whole seconds, and %2 is none."_s.arg(input.capabilities.providerName, inUtc(moment)),
                          u"Choose %1: everything until there, and nothing after."_s.arg(inUtc(moment.flooredToSecond())));
    const std::optional<Instant> earliest = listing.earliest();
    const std::optional<Instant> latest = listing.latest();
    if (!earliest || !latest)
        return cannotHave(Fault::NotFound,
                          u"There is nothing %1 could be restored from yet."_s.arg(input.environment.name.toString()),
                          u"Take a first backup and check that changes reach the archive."_s);

    if (const InstanceWindow *window = listing.windowAt(moment))
        return startingFromBackup(input, window->instance, moment);
    for (const InstanceWindow &window : listing.windows) {
        if (const WindowGap *gap = window.window.gapAt(moment))
            return cannotHave(Fault::Refused, u"%1 cannot be restored: %2."_s.arg(inUtc(moment), gap->cause),
                              u"Choose %1 or earlier, or %2 or later."_s.arg(inUtc(gap->from), inUtc(gap->until)));
    }
    if (moment < *earliest)
        return beforeTheEarliest(listing, moment, *earliest);
    if (moment > *latest)
        return afterTheArchive(input, moment, *latest);
    return betweenWindows(listing, moment);
}

/// Up to three backups whose names begin most like `wanted`; of equals the newest.
QStringList nearestTo(const QString &wanted, const QList<Backup> &backups)
{
    const auto alike = [&](const QString &id) {
        qsizetype same = 0;
        while (same < wanted.size() && same < id.size() && wanted[same] == id[same])
            ++same;
        return same;
    };
    QList<Backup> sorted = backups;
    std::stable_sort(sorted.begin(), sorted.end(), [&](const Backup &a, const Backup &b) {
        return std::pair(alike(a.id.toString()), a.takenAt) > std::pair(alike(b.id.toString()), b.takenAt);
    });
    QStringList names;
    for (const Backup &backup : std::as_const(sorted).first(std::min<qsizetype>(3, sorted.size())))
        names.append(backup.id.toString());
    return names;
}

Result<ResolvedTarget> resolve(const AtBackup &target, const PlanInput &input)
{
    const QString id = target.backup.toString();
    const Backup *backup = input.listing.find(target.backup);
    if (!backup) {
        const QStringList nearest = nearestTo(id, input.listing.backups);
        return cannotHave(Fault::NotFound, u"There is no backup \"%1\"."_s.arg(id),
                          nearest.isEmpty()
                              ? u"There are no backups at all: take a first one."_s
                              : u"Choose one that exists; the nearest are %1."_s.arg(nearest.join(u", "_s)));
    }
    if (backup->health == BackupHealth::BeingMade)
        return cannotHave(Fault::Refused, u"Backup %1 is still being made."_s.arg(id),
                          u"Wait until it is done, or choose an older one."_s);
    if (backup->health == BackupHealth::Failed)
        return cannotHave(Fault::Refused,
                          u"Backup %1 is not sound%2."_s.arg(
                              id, backup->healthReason.isEmpty() ? QString() : u": "_s + backup->healthReason),
                          u"Choose another backup."_s);
    if (input.capabilities.onlyToLookAt.contains(backup->kind))
        return cannotHave(Fault::Refused,
                          u"%1 makes no new instance from a backup of this kind (%2)."_s.arg(input.capabilities.providerName,
                                                                                             wordFor(backup->kind)),
                          u"Choose a moment inside the window instead."_s);
    return ResolvedTarget{backup->instance, backup->takenAt, backup->id, false};
}

Result<ResolvedTarget> resolve(const AtLatest &, const PlanInput &input)
{
    const BackupListing &listing = input.listing;
    if (!input.capabilities.anySecond)
        return cannotHave(
            Fault::Refused,
            u"%1 can restore whole backups only, not the latest change."_s.arg(input.capabilities.providerName),
            u"Choose the newest backup."_s);
    const InstanceWindow *window = windowOf(listing, input.environment.instance);
    if (!window && !listing.windows.isEmpty() && input.sourceReachable) // The latest of an earlier server is not the latest.
        return cannotHave(Fault::Refused,
                          u"Nothing of %1, which serves the app, can be restored yet."_s.arg(input.environment.instance.toString()),
                          u"Wait until its first backup can be restored; or name a moment, to go back to what an earlier server held."_s);
    if (!window) {
        const auto newest = std::max_element(
            listing.windows.cbegin(), listing.windows.cend(),
            [](const InstanceWindow &a, const InstanceWindow &b) { return a.window.latest() < b.window.latest(); });
        window = newest == listing.windows.cend() ? nullptr : &*newest;
    }
    if (!window)
        return cannotHave(Fault::NotFound,
                          u"There is nothing %1 could be restored from yet."_s.arg(input.environment.name.toString()),
                          u"Take a first backup and check that changes reach the archive."_s);
    Result<ResolvedTarget> resolved = startingFromBackup(input, window->instance, window->window.latest());
    if (resolved) {
        resolved->moment.reset();
        resolved->needsCatchUp =
            window->instance == input.environment.instance && input.sourceReachable && input.capabilities.catchesUp;
    }
    return resolved;
}

} // namespace

Result<ResolvedTarget> resolveTarget(const PlanInput &input)
{
    return std::visit([&](const auto &target) { return resolve(target, input); }, input.intent.target);
}

} // namespace shuttler
