// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/render/RenderBackups.h"

#include <algorithm>

namespace shuttler::render {

using namespace Qt::StringLiterals;

namespace {

constexpr Seconds LookAgainAfter(5);
constexpr std::chrono::hours Ceiling(24);

Outcome addTo(BackupListing &listing, Api &api, Seconds lag, const Database &database, const InstanceId &instance, Job &job)
{
    Result<Recovery> recovery = recoveryOf(api, database, job);
    if (!recovery)
        return std::move(recovery).error();
    const Instant latest = (listing.askedAt - lag).flooredToSecond();
    if (!recovery->isAvailable()) {
        listing.remarks.append(
            recovery->status == u"BACKUP_NOT_READY"_s
                ? u"Render has not finished the first backup of %1 yet: nothing of it can be restored so far."_s.arg(
                    instance.toString())
                : u"Render offers no moment of %1 to restore to (it says \"%2\"). Free databases have none."_s.arg(
                    instance.toString(), recovery->status));
    } else if (latest < *recovery->startsAt) {
        listing.remarks.append(
            u"The record of %1 begins at %2: the first moment can be restored %3 seconds later."_s.arg(
                instance.toString(), recovery->startsAt->toString(), QString::number(lag.count())));
    } else {
        Result<RecoveryWindow> window = RecoveryWindow::between(*recovery->startsAt, latest);
        if (!window)
            return std::move(window).error();
        listing.windows.append({instance, *std::move(window)});
    }
    Result<QList<Export>> exported = exportsOf(api, database, job);
    if (!exported)
        return std::move(exported).error();
    for (const Export &each : std::as_const(*exported))
        listing.backups.append(backupOf(each, instance, database.version));
    return Done{};
}

bool isAnyBeingMade(const QList<Export> &all)
{
    return std::any_of(all.begin(), all.end(), [](const Export &each) { return !each.isReady; });
}

/// The exports once none is being made any more.
Result<QList<Export>> whenAllAreReady(Api &api, const Database &database, Job &job)
{
    const Instant begun = job.clock.now();
    for (;;) {
        Result<QList<Export>> all = exportsOf(api, database, job);
        if (!all || !isAnyBeingMade(*all))
            return all;
        if (job.clock.now() - begun > Ceiling)
            return Error(Fault::Unreachable, u"An export of %1 is still not ready after a day."_s.arg(database.name))
                .means(u"Nothing was changed; the database runs as before."_s)
                .todo(u"Look at the database's page at Render; continue to wait on."_s);
        if (Outcome slept = job.sleepFor(LookAgainAfter); !slept)
            return std::move(slept).error();
    }
}

} // namespace

Result<Recovery> recoveryOf(Api &api, const Database &database, Job &job)
{
    Result<net::JsonAnswer> answer = api.get(u"/postgres/%1/recovery"_s.arg(database.vendorId), job);
    if (!answer)
        return std::move(answer).errorDuring(u"asking how far back %1 can be restored"_s.arg(database.name));
    return recoveryIn(answer->json.object());
}

Result<QList<Export>> exportsOf(Api &api, const Database &database, Job &job)
{
    Result<net::JsonAnswer> answer = api.get(u"/postgres/%1/export"_s.arg(database.vendorId), job);
    if (!answer)
        return std::move(answer).errorDuring(u"listing the exports of %1"_s.arg(database.name));
    return exportsIn(answer->json.array());
}

Result<BackupListing> listingOf(Api &api, Seconds lag, const InstanceId &instance, const QList<InstanceId> &lineage, Job &job)
{
    Result<QList<Database>> databases = api.databases(job);
    if (!databases)
        return std::move(databases).error();
    BackupListing listing;
    listing.askedAt = job.clock.now();
    for (const InstanceId &each : QList<InstanceId>{instance} + lineage) {
        Result<std::optional<Database>> database = vendor().pick(*databases, each);
        if (!database)
            return std::move(database).error();
        if (!*database && lineage.isEmpty())
            return noSuchDatabase(each);
        if (!*database) {
            listing.remarks.append(
                u"%1 is not at Render any more, and with it went its backups."_s.arg(each.toString()));
            continue;
        }
        if (Outcome added = addTo(listing, api, lag, **database, each, job); !added)
            return std::move(added).error();
    }
    std::sort(listing.backups.begin(), listing.backups.end(),
              [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
    std::sort(listing.windows.begin(), listing.windows.end(), [](const InstanceWindow &a, const InstanceWindow &b) {
        return a.window.earliest() < b.window.earliest();
    });
    return listing;
}

Result<Backup> exportNow(Api &api, const InstanceId &instance, Job &job)
{
    Result<Database> database = api.mustFind(instance, job);
    if (!database)
        return std::move(database).error();
    Result<QList<Export>> before = whenAllAreReady(api, *database, job);
    if (!before)
        return std::move(before).error();
    Result<net::JsonAnswer> ordered = api.change("POST", u"/postgres/%1/export"_s.arg(database->vendorId), {},
                                                 net::Repeat::Never, job);
    if (!ordered)
        return std::move(ordered).errorDuring(u"ordering an export of %1"_s.arg(database->name));
    const Instant begun = job.clock.now();
    for (;;) {
        Result<QList<Export>> now = whenAllAreReady(api, *database, job);
        if (!now)
            return std::move(now).error();
        for (const Export &each : std::as_const(*now)) {
            if (std::none_of(before->begin(), before->end(), [&](const Export &old) { return old.id == each.id; }))
                return backupOf(each, instance, database->version);
        }
        if (job.clock.now() - begun > Ceiling) // Accepted, and never seen.
            return Error(Fault::OutcomeUnknown, u"Render shows no export of %1 a day after it was ordered."_s.arg(
                                                    database->name))
                .means(u"Its database runs as before."_s)
                .todo(u"Look at the database's page at Render, then continue."_s);
        if (Outcome slept = job.sleepFor(LookAgainAfter); !slept)
            return std::move(slept).error();
    }
}

Result<Retention> retentionOf(Api &api, const InstanceId &instance, Job &job)
{
    Result<Database> database = api.mustFind(instance, job);
    if (!database)
        return std::move(database).error();
    Result<Recovery> recovery = recoveryOf(api, *database, job);
    if (!recovery)
        return std::move(recovery).error();
    Retention retention;
    retention.configured = u"3 or 7 days by the plan of the workspace; exports 7 days"_s;
    if (recovery->isAvailable())
        retention.achievedDays =
            int((job.clock.now() - *recovery->startsAt) / std::chrono::duration_cast<Micros>(std::chrono::days(1)));
    return retention;
}

Result<Instant> waitOutTheLag(Api &api, Seconds lag, const InstanceId &instance, Job &job)
{
    const Instant asked = job.clock.now();
    if (Result<Database> there = api.mustFind(instance, job); !there)
        return std::move(there).error();
    job.progress.stage(u"Waiting %1 seconds: so much before now cannot be restored at Render yet"_s.arg(lag.count()));
    while (job.clock.now() - asked <= lag) {
        if (Outcome slept = job.sleepFor(std::min(Micros(Seconds(10)), Micros(lag) / 2 + Micros(1000))); !slept)
            return std::move(slept).error();
    }
    return asked.flooredToSecond();
}

} // namespace shuttler::render
