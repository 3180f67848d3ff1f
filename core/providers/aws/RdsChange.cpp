// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsChange.h"

#include "core/providers/aws/RdsFault.h"
#include "core/providers/aws/RdsLister.h"
#include "core/providers/aws/RdsStatus.h"

#include <QRegularExpression>

#include <algorithm>

namespace shuttler::aws {

using namespace Qt::StringLiterals;
using net::XmlNode;

namespace {

constexpr int LongestSnapshotName = 255;
constexpr std::chrono::minutes LongestAbsence(15); // RDS shows what was ordered after seconds.

QueryForm modification(const DbInstance &instance)
{
    QueryForm form(u"ModifyDBInstance"_s);
    form.set(u"DBInstanceIdentifier"_s, instance.name);
    form.setTruth(u"ApplyImmediately"_s, true);
    return form;
}

/// Whether `form` says more than whose settings to change and when.
bool saysSomething(const QueryForm &form)
{
    return form.members().size() > 2;
}

void addLiving(QueryForm &form, const DbInstance &copy, const DbInstance &source)
{
    if (!source.maintenanceWindow.isEmpty() && source.maintenanceWindow != copy.maintenanceWindow)
        form.set(u"PreferredMaintenanceWindow"_s, source.maintenanceWindow);
    if (source.mostGiB > 0 && source.mostGiB != copy.mostGiB)
        form.setNumber(u"MaxAllocatedStorage"_s, source.mostGiB);
    if (source.performanceInsights && !copy.performanceInsights) {
        form.setTruth(u"EnablePerformanceInsights"_s, true);
        if (!source.insightsKey.isEmpty())
            form.set(u"PerformanceInsightsKMSKeyId"_s, source.insightsKey);
        if (source.insightsDays > 0)
            form.setNumber(u"PerformanceInsightsRetentionPeriod"_s, source.insightsDays);
    }
    if (source.monitoringSeconds > 0 && source.monitoringSeconds != copy.monitoringSeconds
        && !source.monitoringRole.isEmpty()) {
        form.setNumber(u"MonitoringInterval"_s, source.monitoringSeconds);
        form.set(u"MonitoringRoleArn"_s, source.monitoringRole);
    }
}

Result<std::optional<DbInstance>> sourceOfCopy(const RdsSite &site, const DbInstance &copy, Job &job)
{
    const InstanceId source(tagOf(copy.tags, SourceTag));
    if (!isResourceId(source))
        return std::optional<DbInstance>();
    return site.find(source, job);
}

Outcome bringAlong(const RdsSite &site, const DbInstance &copy, const std::optional<DbInstance> &source, Job &job)
{
    const RdsSettings &settings = site.settings();
    const QueryForm missing = missingOn(copy, source, settings);
    if (!saysSomething(missing))
        return Done{};
    Result<XmlNode> taken = site.orderWhenReady(copy, missing, job);
    if (!taken)
        return std::move(taken).errorDuring(u"setting %1 as its source is"_s.arg(copy.name));
    const auto reached = [&](const DbInstance &now) {
        return isSettled(now) && !saysSomething(missingOn(now, source, settings));
    };
    Result<DbInstance> ready =
        site.waitUntil(copy, reached, u"Waiting until %1 has the settings of its source"_s.arg(copy.name), job);
    if (!ready)
        return std::move(ready).error();
    return Done{};
}

/// A named parameter group counts only after a restart.
Outcome rebootIfWaiting(const RdsSite &site, const DbInstance &copy, Job &job)
{
    Result<DbInstance> now = site.mustFind(InstanceId(copy.name), job);
    if (!now)
        return std::move(now).error();
    if (now->parameterStatus != u"pending-reboot"_s)
        return Done{};
    QueryForm form(u"RebootDBInstance"_s);
    form.set(u"DBInstanceIdentifier"_s, copy.name);
    Result<XmlNode> taken = site.orderWhenReady(copy, form, job);
    if (!taken)
        return std::move(taken).errorDuring(u"restarting %1"_s.arg(copy.name));
    const auto reached = [](const DbInstance &one) { return isSettled(one) && one.parameterStatus == u"in-sync"_s; };
    Result<DbInstance> ready =
        site.waitUntil(copy, reached, u"Waiting until %1 has restarted with its parameters"_s.arg(copy.name), job);
    if (!ready)
        return std::move(ready).error();
    return Done{};
}

Result<std::optional<DbSnapshot>> snapshotNamed(const RdsSite &site, const QString &name, Job &job)
{
    QueryForm form(u"DescribeDBSnapshots"_s);
    form.set(u"DBSnapshotIdentifier"_s, name);
    Result<QList<DbSnapshot>> found =
        site.api().all(form, u"DBSnapshots"_s, u"DBSnapshot"_s, snapshotFrom, job);
    if (!found && found.error().fault() == Fault::NotFound)
        return std::optional<DbSnapshot>();
    if (!found)
        return std::move(found).error();
    return found->isEmpty() ? std::optional<DbSnapshot>() : std::optional(found->first());
}

} // namespace

QueryForm missingOn(const DbInstance &copy, const std::optional<DbInstance> &source, const RdsSettings &settings)
{
    QueryForm form = modification(copy);
    if (settings.copiesKeepBackups) {
        const int days = source ? source->retentionDays : tagOf(copy.tags, RetentionTag).toInt();
        if (days > 0 && days != copy.retentionDays && copy.awsBackup.isEmpty())
            form.setNumber(u"BackupRetentionPeriod"_s, days);
        if ((!source || source->deletionProtection) && !copy.deletionProtection)
            form.setTruth(u"DeletionProtection"_s, true);
        if (source && days > 0 && !source->backupWindow.isEmpty() && source->backupWindow != copy.backupWindow)
            form.set(u"PreferredBackupWindow"_s, source->backupWindow);
    }
    if (source)
        addLiving(form, copy, *source);
    return form;
}

Outcome protectInstance(const RdsSite &site, const InstanceId &id, Job &job)
{
    Result<DbInstance> copy = site.mustFind(id, job);
    if (!copy)
        return std::move(copy).error();
    Result<std::optional<DbInstance>> source = sourceOfCopy(site, *copy, job);
    if (!source)
        return std::move(source).error();
    if (Outcome done = bringAlong(site, *copy, *source, job); !done)
        return done;
    if (Outcome done = rebootIfWaiting(site, *copy, job); !done)
        return done;
    if (tagOf(copy->tags, RoleTag) == u"serving"_s)
        return Done{};
    return site.addTags(*copy, {{QString::fromUtf16(RoleTag), u"serving"_s}}, job);
}

QString snapshotName(const QString &instance, const QString &name)
{
    static const QRegularExpression strange(u"[^a-z0-9]+"_s);
    QString whole = u"%1-%2"_s.arg(instance, name).toLower().replace(strange, u"-"_s).left(LongestSnapshotName);
    while (whole.endsWith(u'-'))
        whole.chop(1);
    return whole;
}

Result<DbSnapshot> waitForSnapshot(const RdsSite &site, const DbInstance &instance, const QString &snapshot, Job &job)
{
    job.progress.stage(u"Waiting until the snapshot %1 is complete"_s.arg(snapshot));
    PollPace pace;
    Instant lastSeen = job.clock.now();
    for (;;) {
        Result<std::optional<DbSnapshot>> now = snapshotNamed(site, snapshot, job);
        if (!now && now.error().remedy() != Remedy::SendAgain)
            return std::move(now).error();
        if (now && *now && (*now)->resourceId != instance.resourceId)
            return Error(Fault::Refused, u"The snapshot %1 is of another instance."_s.arg(snapshot))
                .means(u"No snapshot of %1 was taken."_s.arg(instance.name))
                .todo(u"Choose another name, or remove that snapshot in the AWS console."_s);
        if (now && *now) {
            lastSeen = job.clock.now();
            const SnapshotHealth health = healthOf(**now);
            if (health.health == BackupHealth::Healthy)
                return **std::move(now);
            if (health.health == BackupHealth::Failed)
                return Error(Fault::Refused, u"RDS could not take the snapshot %1."_s.arg(snapshot))
                    .means(u"There is no such backup."_s)
                    .todo(u"Look at the events of %1 in the AWS console, then take another."_s.arg(instance.name))
                    .details(health.reason);
        }
        if (job.clock.now() - lastSeen > LongestAbsence)
            return Error(Fault::NotFound, u"RDS does not show the snapshot %1."_s.arg(snapshot))
                .means(u"It was ordered; whether it exists is not known."_s)
                .todo(u"Look for it in the AWS console before anything else is deleted."_s);
        if (Outcome slept = pace.sleep(job); !slept)
            return std::move(slept).error();
    }
}

Result<Backup> takeSnapshot(const RdsSite &site, const InstanceId &id, const QString &name, Job &job)
{
    Result<DbInstance> instance = site.mustFind(id, job);
    if (!instance)
        return std::move(instance).error();
    const QString snapshot = snapshotName(instance->name, name);
    Result<std::optional<DbSnapshot>> before = snapshotNamed(site, snapshot, job);
    if (!before)
        return std::move(before).error();
    if (!*before) {
        QueryForm form(u"CreateDBSnapshot"_s);
        form.set(u"DBInstanceIdentifier"_s, instance->name);
        form.set(u"DBSnapshotIdentifier"_s, snapshot);
        Result<XmlNode> taken = site.orderWhenReady(*instance, form, job);
        if (!taken && codeOf(taken.error()) != u"DBSnapshotAlreadyExists"_s)
            return std::move(taken).errorDuring(u"taking the snapshot %1"_s.arg(snapshot));
    }
    Result<DbSnapshot> complete = waitForSnapshot(site, *instance, snapshot, job);
    if (!complete)
        return std::move(complete).error();
    return shownAs(*complete, Keeping{id, instance->resourceId, *instance, {}, {}}, job.clock.now());
}

Result<Retention> retentionOf(const RdsSite &site, const InstanceId &id, Job &job)
{
    Result<DbInstance> instance = site.mustFind(id, job);
    if (!instance)
        return std::move(instance).error();
    Result<QList<AutomatedBackup>> changes = site.automatedBackups(u"dbi-resource-id"_s, instance->resourceId, job);
    if (!changes)
        return std::move(changes).error();
    Retention retention;
    const int days = instance->retentionDays;
    retention.configuredDays = days;
    retention.configured = days == 0 ? u"automated backups are off"_s : u"%1 days"_s.arg(days);
    if (!instance->awsBackup.isEmpty())
        retention.configured += u", as AWS Backup's plan says"_s;
    const Keeping keeping{id, instance->resourceId, *instance, *std::move(changes), {}};
    const Result<std::optional<RecoveryWindow>> window = keeping.window(site.settings().region);
    if (window && *window) // What is set says nothing about what there is (aws.md §0.1).
        retention.achievedDays = int((job.clock.now() - (*window)->earliest()) / std::chrono::hours(24));
    return retention;
}

Outcome setRetentionOf(const RdsSite &site, const InstanceId &id, int days, Job &job)
{
    if (days < 1 || days > 35)
        return Error(Fault::BadInput, u"RDS keeps automated backups for 1 to 35 days, not %1."_s.arg(days))
            .means(u"Nothing was changed."_s)
            .todo(u"Choose 1 to 35 days. What is to last longer, take by hand: it stays until somebody deletes it."_s);
    Result<DbInstance> instance = site.mustFind(id, job);
    if (!instance)
        return std::move(instance).error();
    if (!instance->awsBackup.isEmpty())
        return Error(Fault::Refused, u"AWS Backup decides how long backups of %1 are kept."_s.arg(instance->name))
            .means(u"Nothing was changed."_s)
            .todo(u"Change the plan in AWS Backup."_s);
    if (instance->retentionDays == days && !instance->pending.contains(u"BackupRetentionPeriod"_s))
        return Done{};
    QueryForm form = modification(*instance);
    form.setNumber(u"BackupRetentionPeriod"_s, days);
    Result<XmlNode> taken = site.orderWhenReady(*instance, form, job);
    if (!taken)
        return std::move(taken).error();
    const auto reached = [days](const DbInstance &now) { return isSettled(now) && now.retentionDays == days; };
    Result<DbInstance> ready =
        site.waitUntil(*instance, reached, u"Waiting until RDS keeps backups for %1 days"_s.arg(days), job);
    if (!ready)
        return std::move(ready).error();
    return Done{};
}

} // namespace shuttler::aws
