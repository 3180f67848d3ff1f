// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsLook.h"

#include "core/providers/aws/RdsLister.h"
#include "core/providers/aws/RdsStatus.h"

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

/// RDS's logs come every five minutes; without news for so long nothing more is to be waited for.
constexpr std::chrono::minutes LongestLag(20);

Instance shownAs(const DbCluster &cluster)
{
    Instance shown;
    shown.id = InstanceId(cluster.name);
    shown.version = cluster.engineVersion;
    shown.place = cluster.engine == u"postgres"_s ? u"Multi-AZ cluster"_s : u"Aurora cluster"_s;
    shown.createdAt = cluster.createdAt;
    const bool works = cluster.status == u"available"_s || cluster.status == u"backing-up"_s
                    || cluster.status == u"storage-optimization"_s;
    shown.state = {works ? InstancePhase::Available : InstancePhase::Stopped,
                   u"%1; clusters can be looked at, but not restored from here"_s.arg(cluster.status),
                   {},
                   {}};
    return shown;
}

Error noPassword(const DbInstance &instance)
{
    Error error(Fault::Refused, u"Nobody told with which password to look into %1."_s.arg(instance.name));
    const QString todo =
        instance.masterSecret.isEmpty()
            ? u"Add user and password (a name in the keychain) to [provider] in the environment's file."_s
            : u"RDS keeps its password in %1. Put it into the keychain, and add user and password to [provider]."_s.arg(
                instance.masterSecret);
    return std::move(error)
        .means(u"A restored instance has the passwords that were in force at the moment it was restored to."_s)
        .todo(todo);
}

} // namespace

Result<QList<Instance>> instancesOf(const RdsSite &site, Job &job)
{
    Result<QList<DbInstance>> instances = site.instances(job);
    if (!instances)
        return std::move(instances).errorDuring(u"listing the instances"_s);
    QList<Instance> shown;
    for (const DbInstance &instance : std::as_const(*instances))
        shown.append(shownAs(instance));
    Result<QList<DbCluster>> clusters = site.clusters(job);
    if (!clusters && clusters.error().fault() == Fault::Cancelled)
        return std::move(clusters).error();
    if (!clusters) { // They are only shown; nothing depends on them.
        job.progress.line(u"Clusters cannot be listed: %1"_s.arg(clusters.error().what()));
        return shown;
    }
    for (const DbCluster &cluster : std::as_const(*clusters))
        shown.append(shownAs(cluster));
    return shown;
}

Result<std::optional<Instance>> madeBy(const RdsSite &site, const QString &tag, Job &job)
{
    Result<QList<DbInstance>> instances = site.instances(job);
    if (!instances)
        return std::move(instances).error();
    instances->removeIf([&](const DbInstance &one) { return tagOf(one.tags, RunTag) != tag; });
    if (instances->isEmpty())
        return std::optional<Instance>();
    if (instances->size() > 1)
        return Error(Fault::Refused, u"%1 instances carry the mark of the restore %2: %3 and %4."_s.arg(
                                         QString::number(instances->size()), tag, instances->at(0).name,
                                         instances->at(1).name))
            .means(u"Which one it made cannot be told; all were left alone."_s)
            .todo(u"Remove the tag \"shuttler:run\" from the one that somebody else made, then continue."_s);
    return std::optional(aws::shownAs(instances->first()));
}

Result<InstanceState> stateOf(const RdsSite &site, const InstanceId &id, Job &job)
{
    Result<std::optional<DbInstance>> instance = site.find(id, job);
    if (!instance)
        return std::move(instance).error();
    if (!*instance)
        return InstanceState{InstancePhase::Gone, u"RDS has no instance %1"_s.arg(id.toString()), {}, {}};
    return InstanceState{phaseOf(**instance), wordsOf(**instance), {}, {}};
}

Result<ConnectionInfo> connectionTo(const RdsSite &site, const InstanceId &id, Job &job)
{
    Result<DbInstance> instance = site.mustFind(id, job);
    if (!instance)
        return std::move(instance).error();
    const RdsSettings &settings = site.settings();
    if (instance->host.isEmpty())
        return Error(Fault::Unreachable, u"%1 has no address yet."_s.arg(instance->name))
            .means(u"RDS is still making it."_s)
            .todo(u"Wait until it is available."_s);
    ConnectionInfo info;
    info.host = instance->host;
    info.port = instance->port;
    info.user = settings.user.isEmpty() ? instance->masterUser : settings.user;
    info.database = settings.database.isEmpty() ? instance->database : settings.database;
    info.sslRootCert = settings.databaseCa;
    if (info.database.isEmpty())
        return Error(Fault::Refused, u"RDS does not know which database of %1 is the app's."_s.arg(instance->name))
            .means(u"It was made without naming one."_s)
            .todo(u"Add database to [provider] in the environment's file."_s);
    if (settings.password.isEmpty())
        return noPassword(*instance);
    Result<std::shared_ptr<const Secret>> password = site.secrets().read(settings.password, job);
    if (!password)
        return std::move(password).errorDuring(u"reading the password of %1"_s.arg(info.user));
    info.password = *std::move(password);
    return info;
}

Result<Instant> catchUpOf(const RdsSite &site, const InstanceId &id, Job &job)
{
    Result<DbInstance> instance = site.mustFind(id, job);
    if (!instance)
        return std::move(instance).error();
    if (instance->retentionDays == 0)
        return Error(Fault::Refused, u"Automated backups of %1 are off."_s.arg(instance->name))
            .means(u"Nothing that is saved now can be restored to the second."_s)
            .todo(u"Take a snapshot and restore that, or turn automated backups on."_s);
    const Instant asked = job.clock.now(); // Not rounded down: what was saved in this second has to be there.
    std::optional<Instant> newest;
    Instant lastNews = asked;
    PollPace pace;
    for (;;) {
        Result<QList<AutomatedBackup>> changes = site.automatedBackups(u"dbi-resource-id"_s, instance->resourceId, job);
        if (!changes && changes.error().remedy() != Remedy::SendAgain)
            return std::move(changes).error();
        if (changes) {
            const Keeping keeping{id, instance->resourceId, *instance, *std::move(changes), {}};
            const Result<std::optional<RecoveryWindow>> window = keeping.window(site.settings().region);
            if (window && *window && (*window)->latest() >= asked)
                return (*window)->latest();
            if (window && *window && newest != (*window)->latest()) {
                newest = (*window)->latest();
                lastNews = job.clock.now();
                job.progress.line(u"RDS restores up to %1; %2 is wanted"_s.arg(newest->toString(), asked.toString()));
            }
        }
        if (job.clock.now() - lastNews > LongestLag)
            return Error(Fault::Unreachable, u"RDS has taken over no changes of %1 for %2 minutes."_s.arg(
                                                 instance->name, QString::number(LongestLag.count())))
                .means(newest ? u"What was saved after %1 cannot be restored yet."_s.arg(newest->toString())
                              : u"There is no complete automated backup of it yet."_s)
                .todo(u"Look at its status in the AWS console: with a full disk or while stopped, no backups run."_s);
        if (Outcome slept = pace.sleep(job); !slept)
            return std::move(slept).error();
    }
}

Result<BackupHealth> verifiedAt(const RdsSite &site, const InstanceId &id, const BackupId &backup, Job &job)
{
    Result<BackupListing> listing = listingOf(site, id, {}, job);
    if (!listing)
        return std::move(listing).error();
    const Backup *found = listing->find(backup);
    if (!found)
        return Error(Fault::NotFound, u"RDS has no snapshot %1 of %2."_s.arg(backup.toString(), id.toString()))
            .means(u"It was deleted, or this key may not see it."_s)
            .todo(u"List the backups again."_s);
    if (!found->isUsable())
        return found->health;
    return Error(Fault::Refused, u"RDS does not let a snapshot be read back."_s)
        .means(u"RDS calls %1 available; whether it restores is only seen by restoring it."_s.arg(backup.toString()))
        .todo(u"Restore it into a new instance without cut-over, and let it be verified."_s);
}

} // namespace shuttler::aws
