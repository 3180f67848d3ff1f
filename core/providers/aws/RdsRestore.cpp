// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsRestore.h"

#include "core/providers/aws/RdsFault.h"
#include "core/providers/aws/RdsStatus.h"

#include <algorithm>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

const QString NothingMade = u"No instance was made; the app and its database are as they were."_s;

bool isOurOwn(const QString &key)
{
    return key.startsWith(u"shuttler:"_s);
}

/// Never left out: without tags of our own RDS would give the copy all of the source's, and with them its part in other
/// people's automation.
Tags tagsFor(const Keeping &source, const RestoreRequest &request, const RdsSettings &settings, int days)
{
    Tags tags;
    if (source.instance && settings.copiesKeepBackups) {
        tags = source.instance->tags;
        tags.removeIf([](Tags::iterator tag) { return isOurOwn(tag.key()) || tag.key().startsWith(u"aws:"_s); });
    }
    tags.insert(QString::fromUtf16(RunTag), request.tag);
    tags.insert(QString::fromUtf16(RoleTag), u"copy"_s);
    tags.insert(QString::fromUtf16(SourceTag), source.resourceId);
    tags.insert(QString::fromUtf16(RetentionTag), QString::number(days));
    return tags;
}

void setIfAny(QueryForm &form, const QString &name, const QString &value)
{
    if (!value.isEmpty())
        form.set(name, value);
}

/// Storage type, speed and size are left out on purpose: then RDS keeps the source's, and does not refuse them (aws.md §3.3).
void setLiving(QueryForm &form, const DbInstance &source, const RdsSettings &settings)
{
    setIfAny(form, u"DBInstanceClass"_s, source.instanceClass);
    setIfAny(form, u"DBSubnetGroupName"_s, source.subnetGroup);
    form.setList(u"VpcSecurityGroupIds"_s, u"VpcSecurityGroupId"_s, source.securityGroups);
    setIfAny(form, u"DBParameterGroupName"_s, source.parameterGroup);
    if (!source.optionGroup.startsWith(u"default:"_s))
        setIfAny(form, u"OptionGroupName"_s, source.optionGroup);
    if (source.port > 0)
        form.setNumber(u"Port"_s, source.port);
    form.setTruth(u"MultiAZ"_s, source.multiAz);
    form.setTruth(u"PubliclyAccessible"_s, source.isPublic);
    form.setTruth(u"AutoMinorVersionUpgrade"_s, source.autoMinorUpgrade);
    form.setTruth(u"CopyTagsToSnapshot"_s, source.copiesTags);
    form.setTruth(u"EnableIAMDatabaseAuthentication"_s, source.iamAuthentication);
    form.setList(u"EnableCloudwatchLogsExports"_s, u"member"_s, source.logExports);
    setIfAny(form, u"CACertificateIdentifier"_s, source.certificate);
    setIfAny(form, u"NetworkType"_s, source.networkType);
    setIfAny(form, u"EngineLifecycleSupport"_s, source.lifecycle);
    form.setTruth(u"DeletionProtection"_s, settings.copiesKeepBackups && source.deletionProtection);
    if (settings.copiesKeepBackups && source.retentionDays > 0)
        setIfAny(form, u"PreferredBackupWindow"_s, source.backupWindow);
}

Outcome setRemembered(QueryForm &form, const Keeping &source, const RdsSettings &settings)
{
    if (settings.subnetGroup.isEmpty() || settings.securityGroups.isEmpty())
        return Error(Fault::Refused, u"%1 is deleted, and RDS forgot with it which network it was in."_s.arg(
                                         source.id.toString()))
            .means(NothingMade + u" RDS would put the new instance into its default network, where the app cannot reach it."_s)
            .todo(u"Add subnet-group and security-groups to [provider] in the environment's file, best parameter-group too, "
                  "then continue."_s);
    setIfAny(form, u"DBInstanceClass"_s, settings.instanceClass);
    form.set(u"DBSubnetGroupName"_s, settings.subnetGroup);
    form.setList(u"VpcSecurityGroupIds"_s, u"VpcSecurityGroupId"_s, settings.securityGroups);
    setIfAny(form, u"DBParameterGroupName"_s, settings.parameterGroup);
    setIfAny(form, u"OptionGroupName"_s, settings.optionGroup);
    form.setTruth(u"PubliclyAccessible"_s, false);
    form.setTruth(u"DeletionProtection"_s, settings.copiesKeepBackups);
    return Done{};
}

int retentionDaysOf(const Keeping &source)
{
    if (source.instance)
        return source.instance->retentionDays;
    int days = 0;
    for (const AutomatedBackup &one : source.changes)
        days = std::max(days, one.retentionDays);
    return days;
}

Error momentRefused(const QString &what, const QString &todo)
{
    return Error(Fault::Refused, what).means(NothingMade).todo(todo);
}

/// RDS restores to whole seconds. Rounding down would lose a change, rounding up might bring the damage along.
Outcome checkMoment(const Keeping &source, Instant moment, const RdsSettings &settings)
{
    Result<std::optional<RecoveryWindow>> window = source.window(settings.region);
    if (!window)
        return std::move(window).error();
    if (!*window)
        return momentRefused(u"RDS keeps no changes of %1, so no moment can be chosen."_s.arg(source.id.toString()),
                             u"Choose one of its snapshots."_s);
    if (moment != moment.flooredToSecond())
        return Error(Fault::BadInput, u"RDS restores to whole seconds, and %1 is none."_s.arg(moment.toString()))
            .means(NothingMade)
            .todo(u"Choose %1 or %2."_s.arg(moment.flooredToSecond().toString(),
                                            (moment.flooredToSecond() + Seconds(1)).toString()));
    if (!(*window)->contains(moment))
        return momentRefused(u"%1 cannot be restored: RDS reaches from %2 to %3."_s.arg(
                                 moment.toString(), (*window)->earliest().toString(), (*window)->latest().toString()),
                             u"Choose a moment in between. The newest changes arrive about five minutes late."_s);
    return Done{};
}

Result<QueryForm> byMoment(const Keeping &source, std::optional<Instant> moment, const RestoreRequest &request,
                           const RdsSettings &settings)
{
    QueryForm form(u"RestoreDBInstanceToPointInTime"_s);
    form.set(u"TargetDBInstanceIdentifier"_s, request.newInstance.toString());
    form.set(u"SourceDbiResourceId"_s, source.resourceId);
    if (moment) {
        if (Outcome good = checkMoment(source, *moment, settings); !good)
            return std::move(good).error();
        form.setMoment(u"RestoreTime"_s, *moment);
    } else {
        form.setTruth(u"UseLatestRestorableTime"_s, true);
    }
    if (source.instance && source.instance->mostGiB > 0)
        form.setNumber(u"MaxAllocatedStorage"_s, source.instance->mostGiB); // The other call does not take it.
    return withSettingsOf(std::move(form), source, request, settings);
}

const DbSnapshot *snapshotIn(const Keeping &keeping, const BackupId &backup)
{
    for (const DbSnapshot &snapshot : keeping.snapshots)
        if (snapshot.id == backup.toString())
            return &snapshot;
    return nullptr;
}

Result<QueryForm> bySnapshot(const Keeping &source, const BackupId &backup, const RestoreRequest &request,
                             const RdsSettings &settings, Instant now)
{
    const Backup shown = shownAs(*snapshotIn(source, backup), source, now);
    if (!shown.isUsable())
        return momentRefused(u"The snapshot %1 cannot be restored."_s.arg(backup.toString()), u"Choose another backup."_s)
            .details(shown.healthReason);
    QueryForm form(u"RestoreDBInstanceFromDBSnapshot"_s);
    form.set(u"DBInstanceIdentifier"_s, request.newInstance.toString());
    form.set(u"DBSnapshotIdentifier"_s, backup.toString());
    return withSettingsOf(std::move(form), source, request, settings);
}

/// Of several deleted instances of one name the one that has what is wanted.
Result<Keeping> sourceOf(const QList<Keeping> &keepings, const RestoreRequest &request, const RdsSettings &settings)
{
    if (keepings.isEmpty())
        return noSuchInstance(request.source);
    QList<Keeping> fitting;
    for (const Keeping &keeping : keepings) {
        if (const auto *wanted = std::get_if<AtBackup>(&request.target)) {
            if (snapshotIn(keeping, wanted->backup))
                fitting.append(keeping);
        } else if (const auto *at = std::get_if<AtMoment>(&request.target)) {
            const Result<std::optional<RecoveryWindow>> window = keeping.window(settings.region);
            if (keepings.size() == 1 || (window && *window && (*window)->contains(at->moment)))
                fitting.append(keeping);
        } else {
            fitting.append(keeping);
        }
    }
    if (fitting.size() == 1)
        return fitting.first();
    if (fitting.isEmpty())
        return Error(Fault::NotFound, u"RDS has nothing of %1 to restore that from."_s.arg(request.source.toString()))
            .means(NothingMade)
            .todo(u"List the backups again and choose one of them."_s);
    return Error(Fault::Refused, u"%1 deleted instances were named %2, and more than one has that."_s
                                     .arg(fitting.size())
                                     .arg(request.source.toString()))
        .means(NothingMade)
        .todo(u"Name the one that is meant by its resource id: %1 or %2."_s.arg(fitting[0].resourceId,
                                                                               fitting[1].resourceId));
}

Result<QueryForm> orderFor(const Keeping &source, const RestoreRequest &request, const RdsSettings &settings, Job &job)
{
    if (const auto *wanted = std::get_if<AtBackup>(&request.target))
        return bySnapshot(source, wanted->backup, request, settings, job.clock.now());
    if (const auto *at = std::get_if<AtMoment>(&request.target))
        return byMoment(source, at->moment, request, settings);
    return byMoment(source, {}, request, settings);
}

/// Done when the name is taken by what this run asked for before, Refused when by somebody else's; nothing when it is free.
Result<std::optional<Done>> confirmed(const RdsSite &site, const RestoreRequest &request, Job &job)
{
    Result<std::optional<DbInstance>> present = site.find(request.newInstance, job);
    if (!present)
        return std::move(present).error();
    if (!*present)
        return std::optional<Done>();
    if (tagOf((*present)->tags, RunTag) == request.tag)
        return std::optional(Done{});
    return Error(Fault::Refused, u"RDS already has an instance %1, which this restore did not make."_s.arg(
                                     request.newInstance.toString()))
        .means(u"It was left alone, and none was made."_s)
        .todo(u"Choose another name, or look at who made it."_s);
}

} // namespace

Result<QueryForm> withSettingsOf(QueryForm form, const Keeping &source, const RestoreRequest &request,
                                 const RdsSettings &settings)
{
    const int days = retentionDaysOf(source);
    if (source.instance)
        setLiving(form, *source.instance, settings);
    else if (Outcome good = setRemembered(form, source, settings); !good)
        return std::move(good).error();
    if (!settings.copiesKeepBackups)
        form.setNumber(u"BackupRetentionPeriod"_s, 0); // No first backup to wait for, and none to clean up.
    else if (source.instance || days > 0)
        form.setNumber(u"BackupRetentionPeriod"_s, days);
    form.setTags(tagsFor(source, request, settings, days));
    return form;
}

Outcome startRestoreAt(const RdsSite &site, const RestoreRequest &request, Job &job)
{
    if (Outcome running = job.checkStop(); !running)
        return running;
    Result<std::optional<Done>> before = confirmed(site, request, job);
    if (!before)
        return std::move(before).error();
    if (*before)
        return Done{};
    Result<QList<Keeping>> keepings = keepingsOf(site, request.source, job);
    if (!keepings)
        return std::move(keepings).error();
    Result<Keeping> source = sourceOf(*keepings, request, site.settings());
    if (!source)
        return std::move(source).error();
    Result<QueryForm> order = orderFor(*source, request, site.settings(), job);
    if (!order)
        return std::move(order).error();
    Result<net::XmlNode> taken = site.api().order(*order, job);
    if (taken)
        return Done{};
    if (codeOf(taken.error()) != u"DBInstanceAlreadyExists"_s)
        return std::move(taken).error();
    Result<std::optional<Done>> after = confirmed(site, request, job);
    if (!after)
        return std::move(after).error();
    return *after ? Outcome(Done{}) : Outcome(std::move(taken).error());
}

} // namespace shuttler::aws
