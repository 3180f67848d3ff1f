// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsRetirement.h"

#include "core/providers/aws/RdsChange.h"
#include "core/providers/aws/RdsFault.h"
#include "core/providers/aws/RdsStatus.h"

namespace shuttler::aws {

using namespace Qt::StringLiterals;
using net::XmlNode;

namespace {

bool isStopped(const DbInstance &instance)
{
    return instance.status == u"stopped"_s;
}

bool isRunning(const DbInstance &instance)
{
    return phaseOf(instance) == InstancePhase::Available;
}

bool isUnprotected(const DbInstance &instance)
{
    return !instance.deletionProtection;
}

bool isBeingDeleted(const DbInstance &instance)
{
    return instance.status == u"deleting"_s || instance.status == u"delete-precheck"_s;
}

Outcome start(const RdsSite &site, const DbInstance &instance, Job &job)
{
    if (instance.status == u"stopping"_s)
        if (Result<DbInstance> stopped =
                site.waitUntil(instance, isStopped, u"Waiting until %1 has stopped"_s.arg(instance.name), job);
            !stopped)
            return std::move(stopped).error();
    if (isStopped(instance) || instance.status == u"stopping"_s) {
        QueryForm form(u"StartDBInstance"_s);
        form.set(u"DBInstanceIdentifier"_s, instance.name);
        if (Result<XmlNode> taken = site.orderFor(instance, form, job); !taken)
            return std::move(taken).errorDuring(u"starting %1"_s.arg(instance.name));
    }
    Result<DbInstance> running =
        site.waitUntil(instance, isRunning, u"Waiting until %1 runs again"_s.arg(instance.name), job);
    if (!running)
        return std::move(running).error();
    return Done{};
}

Outcome setProtection(const RdsSite &site, const DbInstance &instance, bool isOn, Job &job)
{
    QueryForm form(u"ModifyDBInstance"_s);
    form.set(u"DBInstanceIdentifier"_s, instance.name);
    form.setTruth(u"DeletionProtection"_s, isOn);
    form.setTruth(u"ApplyImmediately"_s, true);
    Result<XmlNode> taken = isOn ? site.orderFor(instance, form, job) : site.orderWhenReady(instance, form, job);
    if (!taken)
        return std::move(taken).error();
    return Done{};
}

/// RDS changes nothing on a stopped instance.
Outcome liftProtection(const RdsSite &site, const DbInstance &instance, Job &job)
{
    if (isStopped(instance) || instance.status == u"stopping"_s)
        if (Outcome running = start(site, instance, job); !running)
            return running;
    if (Outcome lifted = setProtection(site, instance, false, job); !lifted)
        return std::move(lifted).errorDuring(u"lifting the protection of %1"_s.arg(instance.name));
    Result<DbInstance> ready = site.waitUntil(
        instance, isUnprotected, u"Waiting until %1 may be deleted"_s.arg(instance.name), job);
    if (!ready)
        return std::move(ready).error();
    return Done{};
}

/// The first name that is free: one left by an earlier attempt is older than what is saved since.
Result<QString> finalName(const RdsSite &site, const DbInstance &instance, Job &job)
{
    Result<QList<DbSnapshot>> present = site.snapshots(u"dbi-resource-id"_s, instance.resourceId, job);
    if (!present)
        return std::move(present).error();
    const QString base = snapshotName(instance.name, u"final-"_s + instance.resourceId.mid(3, 8));
    for (int number = 1;; ++number) {
        const QString name = number == 1 ? base : u"%1-%2"_s.arg(base).arg(number);
        bool isTaken = false;
        for (const DbSnapshot &one : std::as_const(*present))
            isTaken = isTaken || one.id == name;
        if (!isTaken)
            return name;
    }
}

/// aws.md §4.1: in these states RDS cannot take a final snapshot.
Outcome checkFinalBackup(const DbInstance &instance)
{
    static const QStringList impossible{u"creating"_s, u"failed"_s, u"incompatible-restore"_s, u"incompatible-network"_s};
    if (!impossible.contains(instance.status))
        return Done{};
    return Error(Fault::Refused, u"RDS cannot take a final backup of %1: %2."_s.arg(instance.name, wordsOf(instance)))
        .means(u"It was not deleted."_s)
        .todo(u"Delete it without a final backup if its data are not needed."_s);
}

Outcome deleteNow(const RdsSite &site, const DbInstance &instance, const RetirePolicy &policy, const QString &final,
                  Job &job)
{
    QueryForm form(u"DeleteDBInstance"_s);
    form.set(u"DBInstanceIdentifier"_s, instance.name);
    form.setTruth(u"SkipFinalSnapshot"_s, !policy.finalBackup);
    if (policy.finalBackup)
        form.set(u"FinalDBSnapshotIdentifier"_s, final);
    form.setTruth(u"DeleteAutomatedBackups"_s, !policy.keepBackups); // RDS would delete them if this were left out.
    Result<XmlNode> taken = site.orderFor(instance, form, job);
    if (taken)
        return Done{};
    if (codeOf(taken.error()) == u"InvalidDBInstanceState"_s) {
        Result<std::optional<DbInstance>> now = site.find(InstanceId(instance.resourceId), job);
        if (now && (!*now || isBeingDeleted(**now)))
            return Done{};
    }
    return std::move(taken).errorDuring(u"deleting %1"_s.arg(instance.name));
}

/// The person wanted the backups gone too, and the instance is gone already.
Outcome checkNothingRetained(const RdsSite &site, const InstanceId &id, Job &job)
{
    Result<QList<AutomatedBackup>> left =
        site.automatedBackups(isResourceId(id) ? u"dbi-resource-id"_s : u"db-instance-id"_s, id.toString(), job);
    if (!left)
        return std::move(left).error();
    if (left->isEmpty())
        return Done{};
    return Error(Fault::Refused, u"%1 is deleted, and RDS still keeps its automated backups."_s.arg(id.toString()))
        .means(u"Backups of a deleted instance are not erased from here. They go by themselves %1 days after they were made."_s
                   .arg(left->first().retentionDays))
        .todo(u"Delete them in the AWS console, under Automated backups, Retained; or choose to keep them."_s);
}

/// The least-privilege policy permits to delete only what is marked so.
Outcome markRetired(const RdsSite &site, const DbInstance &instance, Job &job)
{
    if (tagOf(instance.tags, RoleTag) == u"retired"_s)
        return Done{};
    return site.addTags(instance, {{QString::fromUtf16(RoleTag), u"retired"_s}}, job);
}

} // namespace

Outcome holdInstance(const RdsSite &site, const InstanceId &id, Instant until, Job &job)
{
    Result<DbInstance> instance = site.mustFind(id, job);
    if (!instance)
        return std::move(instance).error();
    const QString kept = until.toString();
    if (tagOf(instance->tags, HeldUntilTag) != kept) {
        // Before the stop: after a crash in between, the next attempt sees an instance that runs and stops it.
        const Tags tags{{QString::fromUtf16(HeldUntilTag), kept}, {QString::fromUtf16(RoleTag), u"retired"_s}};
        if (Outcome tagged = site.addTags(*instance, tags, job); !tagged)
            return tagged;
    }
    if (isStopped(*instance))
        return Done{};
    if (instance->status != u"stopping"_s) {
        QueryForm form(u"StopDBInstance"_s);
        form.set(u"DBInstanceIdentifier"_s, instance->name);
        if (Result<XmlNode> taken = site.orderWhenReady(*instance, form, job); !taken)
            return std::move(taken).errorDuring(u"stopping %1"_s.arg(instance->name));
    }
    Result<DbInstance> stopped =
        site.waitUntil(*instance, isStopped, u"Waiting until %1 has stopped"_s.arg(instance->name), job);
    if (!stopped)
        return std::move(stopped).error();
    job.progress.line(u"%1 is %2"_s.arg(instance->name, wordsOf(*stopped)));
    return Done{};
}

Outcome wakeInstance(const RdsSite &site, const InstanceId &id, Job &job)
{
    Result<DbInstance> instance = site.mustFind(id, job);
    if (!instance)
        return std::move(instance).error();
    if (Outcome running = start(site, *instance, job); !running)
        return running;
    if (tagOf(instance->tags, HeldUntilTag).isEmpty())
        return Done{};
    // An empty value says the same as no tag, in one call and without one more right.
    return site.addTags(
        *instance, {{QString::fromUtf16(HeldUntilTag), QString()}, {QString::fromUtf16(RoleTag), u"serving"_s}}, job);
}

Outcome destroyInstance(const RdsSite &site, const InstanceId &id, const RetirePolicy &policy, Job &job)
{
    Result<std::optional<DbInstance>> found = site.find(id, job);
    if (!found)
        return std::move(found).error();
    if (!*found)
        return policy.keepBackups ? Outcome(Done{}) : checkNothingRetained(site, id, job);
    const DbInstance &instance = **found;
    if (isBeingDeleted(instance))
        return site.waitUntilGone(instance, job);
    QString final;
    if (policy.finalBackup) {
        if (Outcome possible = checkFinalBackup(instance); !possible)
            return possible;
        Result<QString> name = finalName(site, instance, job);
        if (!name)
            return std::move(name).error();
        final = *name;
    }
    if (Outcome marked = markRetired(site, instance, job); !marked)
        return marked;
    if (instance.deletionProtection)
        if (Outcome lifted = liftProtection(site, instance, job); !lifted)
            return lifted;
    if (Outcome accepted = deleteNow(site, instance, policy, final, job); !accepted) {
        // Refused: it lives on, and as safely as before. With an open outcome nothing more is sent.
        if (instance.deletionProtection && accepted.error().fault() == Fault::Refused)
            if (Outcome back = setProtection(site, instance, true, job); !back)
                job.progress.line(u"%1 is no longer protected against deletion: %2"_s.arg(instance.name,
                                                                                          back.error().what()));
        return accepted;
    }
    if (Outcome gone = site.waitUntilGone(instance, job); !gone)
        return gone;
    if (!policy.finalBackup)
        return Done{};
    job.progress.line(u"The final snapshot of %1 is %2"_s.arg(instance.name, final));
    Result<DbSnapshot> complete = waitForSnapshot(site, instance, final, job);
    if (!complete)
        return std::move(complete).errorDuring(u"looking for the final backup of %1"_s.arg(instance.name));
    return Done{};
}

} // namespace shuttler::aws
