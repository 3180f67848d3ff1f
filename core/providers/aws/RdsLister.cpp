// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsLister.h"

#include "core/providers/aws/RdsStatus.h"

#include <algorithm>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 GiB = 1024LL * 1024 * 1024;
constexpr std::chrono::hours Day(24);

/// Of a name that no instance has any more: whose backups carry it.
Result<QStringList> resourcesOnceNamed(const RdsSite &site, const QString &name, Job &job)
{
    Result<QList<AutomatedBackup>> changes = site.automatedBackups(u"db-instance-id"_s, name, job);
    if (!changes)
        return std::move(changes).error();
    Result<QList<DbSnapshot>> snapshots = site.snapshots(u"db-instance-id"_s, name, job);
    if (!snapshots)
        return std::move(snapshots).error();
    QStringList resources;
    for (const AutomatedBackup &one : std::as_const(*changes))
        resources.append(one.resourceId);
    for (const DbSnapshot &one : std::as_const(*snapshots))
        resources.append(one.resourceId);
    resources.removeAll(QString());
    resources.removeDuplicates();
    return resources;
}

Outcome fill(Keeping &keeping, const RdsSite &site, Job &job)
{
    Result<QList<AutomatedBackup>> changes = site.automatedBackups(u"dbi-resource-id"_s, keeping.resourceId, job);
    if (!changes)
        return std::move(changes).error();
    Result<QList<DbSnapshot>> snapshots = site.snapshots(u"dbi-resource-id"_s, keeping.resourceId, job);
    if (!snapshots)
        return std::move(snapshots).error();
    keeping.changes = *std::move(changes);
    keeping.snapshots = *std::move(snapshots);
    return Done{};
}

/// Why even a snapshot that RDS calls available cannot be restored.
QString lostKey(const DbSnapshot &snapshot, const Keeping &keeping)
{
    if (!keeping.instance || snapshot.kmsKey.isEmpty() || keeping.instance->kmsKey != snapshot.kmsKey
        || !keeping.instance->status.startsWith(u"inaccessible-encryption-credentials"_s))
        return {};
    return u"The KMS key that encrypts it cannot be used: enable the key again."_s;
}

int retentionOf(const Keeping &keeping)
{
    if (keeping.instance)
        return keeping.instance->retentionDays;
    int days = 0;
    for (const AutomatedBackup &one : keeping.changes)
        days = std::max(days, one.retentionDays);
    return days;
}

void setLife(Backup &backup, const DbSnapshot &snapshot, const Keeping &keeping)
{
    if (snapshot.type == u"awsbackup"_s) {
        backup.kept = u"as AWS Backup's plan says"_s;
        return;
    }
    if (snapshot.type != u"automated"_s) {
        backup.kept = u"until somebody deletes it"_s;
        return;
    }
    const int days = retentionOf(keeping);
    if (days == 0) {
        backup.kept = u"not for long: automated backups are off"_s;
        return;
    }
    backup.kept = keeping.instance ? u"until it is %1 days old"_s.arg(days)
                                   : u"until it is %1 days old; its instance is deleted"_s.arg(days);
    backup.expiresAt = snapshot.createdAt.value_or(backup.takenAt) + Day * days;
}

void addTo(BackupListing &listing, const Keeping &keeping, const QString &region)
{
    for (const DbSnapshot &snapshot : keeping.snapshots)
        listing.backups.append(shownAs(snapshot, keeping, listing.askedAt));
    Result<std::optional<RecoveryWindow>> window = keeping.window(region);
    if (!window)
        listing.remarks.append(u"RDS's window of %1 makes no sense: %2"_s.arg(keeping.id.toString(),
                                                                              window.error().what()));
    else if (*window)
        listing.windows.append({keeping.id, **std::move(window)});
    else if (keeping.instance && keeping.instance->retentionDays == 0)
        listing.remarks.append(u"Automated backups of %1 are off: no moment can be chosen, only its snapshots."_s.arg(
            keeping.id.toString()));
    else if (keeping.instance)
        listing.remarks.append(u"RDS has no complete automated backup of %1 yet."_s.arg(keeping.id.toString()));
}

} // namespace

Instant lastSecondBefore(Instant latest)
{
    return (latest - Micros(1)).flooredToSecond();
}

Result<std::optional<RecoveryWindow>> Keeping::window(const QString &region) const
{
    for (const AutomatedBackup &one : changes) {
        if (!one.earliest || !one.latest || (!one.region.isEmpty() && one.region != region))
            continue;
        Instant first = one.earliest->flooredToSecond();
        if (first < *one.earliest)
            first = first + Seconds(1);
        if (lastSecondBefore(*one.latest) < first && *one.earliest <= *one.latest)
            continue; // So new that it holds no whole second yet.
        Result<RecoveryWindow> window = RecoveryWindow::between(first, lastSecondBefore(*one.latest));
        if (!window)
            return std::move(window).error();
        return std::optional(*std::move(window));
    }
    return std::optional<RecoveryWindow>();
}

Result<QList<Keeping>> keepingsOf(const RdsSite &site, const InstanceId &id, Job &job)
{
    Result<std::optional<DbInstance>> instance = site.find(id, job);
    if (!instance)
        return std::move(instance).error();
    QList<Keeping> keepings;
    if (*instance) {
        keepings.append({id, (*instance)->resourceId, **std::move(instance), {}, {}});
    } else if (isResourceId(id)) {
        keepings.append({id, id.toString(), {}, {}, {}});
    } else {
        Result<QStringList> resources = resourcesOnceNamed(site, id.toString(), job);
        if (!resources)
            return std::move(resources).error();
        for (const QString &resource : std::as_const(*resources))
            keepings.append({resources->size() == 1 ? id : InstanceId(resource), resource, {}, {}, {}});
    }
    for (Keeping &keeping : keepings)
        if (Outcome filled = fill(keeping, site, job); !filled)
            return std::move(filled).error();
    keepings.removeIf([](const Keeping &one) { return !one.instance && one.changes.isEmpty() && one.snapshots.isEmpty(); });
    return keepings;
}

Backup shownAs(const DbSnapshot &snapshot, const Keeping &keeping, Instant now)
{
    Backup backup;
    backup.id = BackupId(snapshot.id);
    backup.kind = snapshot.type == u"automated"_s ? BackupKind::Snapshot : BackupKind::ManualSnapshot;
    backup.instance = keeping.id;
    // A copied snapshot is as old as what it was copied from; the newest transaction in it is the moment it brings back.
    const std::optional<Instant> made = snapshot.firstCreatedAt ? snapshot.firstCreatedAt : snapshot.createdAt;
    backup.takenAt = snapshot.databaseTime ? *snapshot.databaseTime : made.value_or(now);
    backup.startedAt = std::min(made.value_or(backup.takenAt), backup.takenAt);
    backup.sizeBytes = snapshot.allocatedGiB * GiB;
    const SnapshotHealth health = healthOf(snapshot);
    backup.health = health.health;
    backup.healthReason = health.reason;
    if (const QString lost = lostKey(snapshot, keeping); !lost.isEmpty()) {
        backup.health = BackupHealth::Failed;
        backup.healthReason = lost;
    }
    setLife(backup, snapshot, keeping);
    backup.source = snapshot.type == u"automated"_s ? u"RDS, taken by itself"_s
                  : snapshot.type == u"awsbackup"_s ? u"AWS Backup"_s
                                                    : u"RDS, taken by hand"_s;
    backup.postgresVersion = snapshot.engineVersion;
    return backup;
}

Result<BackupListing> listingOf(const RdsSite &site, const InstanceId &instance, const QList<InstanceId> &lineage,
                                Job &job)
{
    BackupListing listing;
    listing.askedAt = job.clock.now();
    QStringList seen;
    for (const InstanceId &id : QList<InstanceId>{instance} + lineage) {
        Result<QList<Keeping>> keepings = keepingsOf(site, id, job);
        if (!keepings)
            return std::move(keepings).errorDuring(u"listing the backups of %1"_s.arg(id.toString()));
        if (keepings->isEmpty())
            listing.remarks.append(u"RDS has neither an instance %1 nor backups of one."_s.arg(id.toString()));
        if (keepings->size() > 1)
            listing.remarks.append(u"%1 deleted instances were named %2; they are told apart by their resource ids."_s
                                       .arg(keepings->size())
                                       .arg(id.toString()));
        for (const Keeping &keeping : std::as_const(*keepings)) {
            if (seen.contains(keeping.resourceId))
                continue;
            seen.append(keeping.resourceId);
            addTo(listing, keeping, site.settings().region);
        }
    }
    std::stable_sort(listing.backups.begin(), listing.backups.end(),
                     [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
    std::stable_sort(listing.windows.begin(), listing.windows.end(), [](const InstanceWindow &a, const InstanceWindow &b) {
        return a.window.earliest() < b.window.earliest();
    });
    return listing;
}

} // namespace shuttler::aws
