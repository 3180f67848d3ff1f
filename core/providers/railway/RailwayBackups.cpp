// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayBackups.h"

#include "core/providers/railway/RailwayArchive.h"
#include "core/providers/railway/RailwayWatch.h"

#include <QJsonArray>

#include <algorithm>

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

Result<QList<Backup>> snapshotsOf(Api &api, const Service &service, const InstanceId &instance, Job &job)
{
    if (service.volumeInstance.isEmpty())
        return QList<Backup>();
    Result<QJsonObject> data =
        api.ask(u"query VolumeBackups($volumeInstanceId: String!) { volumeInstanceBackupList(volumeInstanceId: $volumeInstanceId) "
                "{ id name createdAt expiresAt scheduleId usedMB volumeInstanceSizeMB } }"_s,
                {{u"volumeInstanceId"_s, service.volumeInstance}}, job);
    if (!data)
        return std::move(data).errorDuring(u"listing the volume backups of %1"_s.arg(instance.toString()));
    QList<Backup> all;
    const QJsonArray list = data->value(u"volumeInstanceBackupList"_s).toArray();
    for (const QJsonValue &each : list)
        all.append(snapshotIn(each.toObject(), instance));
    return all;
}

Outcome addTo(BackupListing &listing, Api &api, const Service &service, const InstanceId &instance, Job &job)
{
    Result<QMap<QString, QString>> variables = api.variablesOf(service.vendorId, false, job);
    if (!variables)
        return std::move(variables).error();
    Result<Archive> archive = archiveOf(api, instance, *variables, job);
    if (!archive)
        return std::move(archive).error();
    listing.backups += archive->backups;
    if (const std::optional<RecoveryWindow> window = archive->window())
        listing.windows.append({instance, *window});
    if (!archive->whyNot.isEmpty())
        listing.remarks.append(archive->whyNot);
    Result<QList<Backup>> snapshots = snapshotsOf(api, service, instance, job);
    if (!snapshots)
        return std::move(snapshots).error();
    listing.backups += *snapshots;
    return Done{};
}

} // namespace

Result<BackupListing> backupsOf(Api &api, const InstanceId &instance, const QList<InstanceId> &lineage, Job &job)
{
    Result<Topology> topology = api.topology(job);
    if (!topology)
        return std::move(topology).error();
    BackupListing listing;
    listing.askedAt = job.clock.now();
    for (const InstanceId &each : QList<InstanceId>{instance} + lineage) {
        Result<std::optional<Service>> service = vendor().pick(topology->services, each);
        if (!service)
            return std::move(service).error();
        if (!*service && lineage.isEmpty())
            return noSuchService(each);
        if (!*service) {
            listing.remarks.append(u"%1 is not at Railway any more: nothing can be restored from its backups."_s.arg(each.toString()));
            continue;
        }
        if (Outcome added = addTo(listing, api, **service, each, job); !added)
            return std::move(added).error();
    }
    std::sort(listing.backups.begin(), listing.backups.end(), [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
    std::sort(listing.windows.begin(), listing.windows.end(),
              [](const InstanceWindow &a, const InstanceWindow &b) { return a.window.earliest() < b.window.earliest(); });
    return listing;
}

Result<Backup> backUpVolume(Api &api, const InstanceId &instance, const QString &name, Job &job)
{
    Result<Service> service = api.mustFind(instance, job);
    if (!service)
        return std::move(service).error();
    Result<QList<Backup>> before = snapshotsOf(api, *service, instance, job);
    if (!before)
        return std::move(before).error();
    Result<QJsonObject> ordered =
        api.change(u"mutation CreateVolumeBackup($volumeInstanceId: String!, $name: String) "
                     "{ volumeInstanceBackupCreate(volumeInstanceId: $volumeInstanceId, name: $name) { workflowId } }"_s,
                     {{u"volumeInstanceId"_s, service->volumeInstance}, {u"name"_s, name}}, job);
    if (!ordered)
        return std::move(ordered).errorDuring(u"ordering a volume backup of %1"_s.arg(instance.toString()));
    if (Outcome done = finish(api, ordered->value(u"volumeInstanceBackupCreate"_s)[u"workflowId"_s].toString(), job); !done)
        return std::move(done).error();
    for (int look = 0; look < 60; ++look) {
        Result<QList<Backup>> now = snapshotsOf(api, *service, instance, job);
        if (!now)
            return std::move(now).error();
        for (const Backup &each : std::as_const(*now))
            if (std::none_of(before->begin(), before->end(), [&](const Backup &old) { return old.id == each.id; }))
                return each;
        if (Outcome slept = job.sleepFor(Seconds(5)); !slept)
            return std::move(slept).error();
    }
    return Error(Fault::OutcomeUnknown, u"Railway shows no volume backup of %1 after it was ordered."_s.arg(instance.toString()))
        .means(u"Its database runs as before."_s)
        .todo(u"Look at its backups at Railway, then continue."_s);
}

Result<Instant> waitForBucket(Api &api, const InstanceId &instance, Job &job)
{
    const Instant asked = job.clock.now();
    job.progress.stage(u"Waiting until the newest changes are in Railway's bucket"_s);
    for (;;) {
        Result<Service> service = api.mustFind(instance, job);
        if (!service)
            return std::move(service).error();
        Result<QMap<QString, QString>> variables = api.variablesOf(service->vendorId, false, job);
        if (!variables)
            return std::move(variables).error();
        Result<Archive> archive = archiveOf(api, instance, *variables, job);
        if (!archive)
            return std::move(archive).error();
        if (!archive->latest)
            return Error(Fault::Refused, archive->whyNot)
                .means(u"Nothing newer can be restored."_s)
                .todo(u"Turn on point-in-time recovery for it at Railway."_s);
        // A database that nobody writes to hands nothing over: after a while what is there has to do.
        if (*archive->latest >= asked)
            return asked;
        if (job.clock.now() - asked > std::chrono::minutes(5))
            return *archive->latest;
        if (Outcome slept = job.sleepFor(Seconds(10)); !slept)
            return std::move(slept).error();
    }
}

Result<Retention> retentionOf(Api &api, const InstanceId &instance, Job &job)
{
    Result<Service> service = api.mustFind(instance, job);
    if (!service)
        return std::move(service).error();
    Result<QMap<QString, QString>> variables = api.variablesOf(service->vendorId, false, job);
    if (!variables)
        return std::move(variables).error();
    Retention retention;
    if (!isArchiving(*variables)) {
        retention.configured = u"no record of changes; volume backups as scheduled"_s;
        return retention;
    }
    const int fulls = variables->value(u"WAL_BACKUP_RETENTION_FULL"_s, u"4"_s).toInt();
    const int hours = variables->value(u"WAL_BACKUP_FULL_INTERVAL_HOURS"_s, u"168"_s).toInt();
    // The oldest full one goes when the next one is there: between two of them the reach is at its shortest.
    retention.configuredDays = std::max(0, fulls - 1) * hours / 24;
    retention.configured = u"%1 full backups, one every %2 hours"_s.arg(fulls).arg(hours);
    Result<Archive> archive = archiveOf(api, instance, *variables, job);
    if (!archive)
        return std::move(archive).error();
    if (const std::optional<RecoveryWindow> window = archive->window())
        retention.achievedDays = int((job.clock.now() - window->earliest()) / std::chrono::duration_cast<Micros>(std::chrono::days(1)));
    return retention;
}

} // namespace shuttler::railway
