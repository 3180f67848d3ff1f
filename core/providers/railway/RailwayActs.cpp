// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayActs.h"

#include "core/providers/TaggedName.h"
#include "core/providers/railway/RailwayArchive.h"

#include <QJsonArray>

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

const QString NothingMade = u"Nothing was made; the app and its database are as they were."_s;
constexpr Seconds BetweenLooks(3);

Outcome mustBeOurs(const Service &there, const RestoreRequest &request)
{
    if (there.tag == request.tag)
        return Done{};
    return Error(Fault::Refused, u"There is already a service named %1 at Railway."_s.arg(request.newInstance.toString()))
        .means(u"It was left alone. "_s + NothingMade)
        .todo(u"Choose another name for the new one."_s);
}

Result<Instant> momentOf(const Archive &archive, const RestoreTarget &target, const QString &source)
{
    if (const AtBackup *at = std::get_if<AtBackup>(&target)) {
        for (const Backup &each : archive.backups)
            if (each.id == at->backup && each.isUsable())
                return each.takenAt + Seconds(1); // Their ends are kept in whole seconds.
        return Error(Fault::NotFound, u"There is no backup %1 in the bucket of %2."_s.arg(at->backup.toString(), source))
            .means(NothingMade)
            .todo(u"Choose a moment or another backup. A volume backup can be put back only over its own database, at Railway itself."_s);
    }
    const std::optional<RecoveryWindow> window = archive.window();
    if (!window)
        return Error(Fault::Refused, archive.whyNot.isEmpty() ? u"%1 cannot be restored to any moment yet."_s.arg(source) : archive.whyNot)
            .means(NothingMade)
            .todo(u"Turn on point-in-time recovery for it at Railway and wait for its first backup."_s);
    const AtMoment *at = std::get_if<AtMoment>(&target);
    const Instant moment = at ? at->moment : window->latest();
    if (!window->contains(moment))
        return Error(Fault::BadInput, u"%1 lies outside of what can be restored of %2."_s.arg(moment.toString(), source))
            .means(NothingMade)
            .todo(u"Choose a moment between %1 and %2."_s.arg(window->earliest().toString(), window->latest().toString()));
    return moment;
}

/// The answer names no service: it counts as made when it is found by its name.
Outcome waitUntilListed(Api &api, const RestoreRequest &request, const QString &workflow, Job &job)
{
    constexpr int Looks = 200;
    for (int look = 0; look < Looks; ++look) {
        Result<std::optional<Service>> made = api.find(request.newInstance, job);
        if (!made)
            return std::move(made).error();
        if (*made)
            return mustBeOurs(**made, request);
        if (!workflow.isEmpty()) {
            const Result<QJsonObject> data = api.ask(
                u"query Workflow($workflowId: String!) { workflowStatus(workflowId: $workflowId) { status error } }"_s,
                {{u"workflowId"_s, workflow}}, job);
            if (data && data->value(u"workflowStatus"_s)[u"status"_s].toString() == u"Error"_s)
                return Error(Fault::Refused, u"Railway could not make the copy."_s)
                    .means(NothingMade)
                    .todo(u"Its reason is under Details; undo this restore and choose another moment."_s)
                    .details(data->value(u"workflowStatus"_s)[u"error"_s].toString());
        }
        if (Outcome slept = job.sleepFor(BetweenLooks); !slept)
            return slept;
    }
    return Error(Fault::OutcomeUnknown, u"Railway accepted the order for %1 but does not list it."_s.arg(request.newInstance.toString()))
        .means(u"It may still appear; the app and its database are as they were."_s)
        .todo(u"Continue: it will be looked for before anything is ordered again."_s);
}

template <typename IsDone>
Outcome waitFor(Api &api, const InstanceId &instance, const QString &what, Job &job, IsDone isDone)
{
    const Instant begun = job.clock.now();
    for (;;) {
        Result<std::optional<Service>> now = api.find(instance, job);
        if (!now)
            return std::move(now).error();
        if (isDone(*now))
            return Done{};
        if (job.clock.now() - begun > std::chrono::hours(1))
            return Error(Fault::OutcomeUnknown, u"An hour later Railway has still not %1 %2."_s.arg(what, instance.toString()))
                .means(u"The order was accepted; it may still be carried out."_s)
                .todo(u"Look at it at Railway, then continue."_s);
        if (Outcome slept = job.sleepFor(BetweenLooks); !slept)
            return slept;
    }
}

Error othersChanges(int count)
{
    return Error(Fault::Refused, u"%1 changes of this environment are staged at Railway and not applied."_s.arg(count))
        .means(u"What has to be changed now would apply them too, whoever made them. Nothing was changed."_s)
        .todo(u"Apply or discard them at Railway, then continue."_s);
}

} // namespace

Outcome finish(Api &api, const QString &workflow, Job &job)
{
    const Instant begun = job.clock.now();
    while (!workflow.isEmpty() && job.clock.now() - begun < std::chrono::hours(1)) {
        Result<QJsonObject> data = api.ask(
            u"query Workflow($workflowId: String!) { workflowStatus(workflowId: $workflowId) { status error } }"_s,
            {{u"workflowId"_s, workflow}}, job);
        if (!data && data.error().fault() == Fault::Refused)
            return Done{}; // Not every kind may be watched; what it makes is looked at in any case.
        if (!data)
            return std::move(data).error();
        const QJsonValue status = data->value(u"workflowStatus"_s);
        if (status[u"status"_s].toString() == u"Complete"_s)
            return Done{};
        if (status[u"status"_s].toString() == u"Error"_s)
            return Error(Fault::Refused, u"Railway could not do what was asked."_s)
                .means(u"How far it came is not told."_s)
                .todo(u"Its reason is under Details; continue to try again."_s)
                .details(status[u"error"_s].toString());
        if (Outcome slept = job.sleepFor(BetweenLooks); !slept)
            return slept;
    }
    return Done{};
}

Outcome startRestoreAt(Api &api, const RestoreRequest &request, Job &job)
{
    if (Outcome going = job.checkStop(); !going)
        return going;
    Result<Topology> topology = api.topology(job);
    if (!topology)
        return std::move(topology).error();
    Result<std::optional<Service>> there = pick(topology->services, request.newInstance);
    if (!there)
        return std::move(there).error();
    if (*there)
        return mustBeOurs(**there, request);
    Result<std::optional<Service>> source = pick(topology->services, request.source);
    if (!source)
        return std::move(source).error();
    if (!*source)
        return noSuchService(request.source);
    if ((*source)->volumeInstance.isEmpty())
        return Error(Fault::Refused, u"%1 has no volume at Railway."_s.arg(request.source.toString()))
            .means(NothingMade)
            .todo(u"Name the service that holds the database in the environment."_s);
    Result<QMap<QString, QString>> variables = api.variablesOf((*source)->vendorId, false, job);
    if (!variables)
        return std::move(variables).error();
    Result<Archive> archive = archiveOf(api, request.source, *variables, job);
    if (!archive)
        return std::move(archive).error();
    Result<Instant> moment = momentOf(*archive, request.target, request.source.toString());
    if (!moment)
        return std::move(moment).error();
    Result<QJsonObject> ordered = api.change(
        u"mutation RestoreToPointInTime($volumeInstanceId: String!, $at: DateTime!, $newServiceName: String) "
        "{ volumeInstancePITRRestore(volumeInstanceId: $volumeInstanceId, targetTimestamp: $at, newServiceName: $newServiceName) "
        "{ workflowId } }"_s,
        {{u"volumeInstanceId"_s, (*source)->volumeInstance},
         {u"at"_s, moment->toString()},
         {u"newServiceName"_s, TaggedName::write(request.newInstance, request.tag)}},
        job);
    if (!ordered)
        return std::move(ordered).errorDuring(u"asking Railway for a copy of %1"_s.arg(request.source.toString()));
    return waitUntilListed(api, request, ordered->value(u"volumeInstancePITRRestore"_s)[u"workflowId"_s].toString(), job);
}

Result<std::optional<Instance>> madeBy(Api &api, const QString &tag, Job &job)
{
    Result<Topology> topology = api.topology(job);
    if (!topology)
        return std::move(topology).error();
    std::optional<Instance> found;
    for (const Service &each : std::as_const(topology->services)) {
        if (tag.isEmpty() || each.tag != tag)
            continue;
        if (found)
            return Error(Fault::Refused, u"Two services at Railway were made by the restore %1: %2 and %3."_s.arg(
                                             tag, found->id.toString(), each.name))
                .means(u"Which one is meant is not clear. Nothing was done."_s)
                .todo(u"Remove the one that is not needed at Railway, then continue."_s);
        found = instanceOf(each);
    }
    return found;
}

Outcome protectService(Api &api, const InstanceId &instance, Job &job)
{
    Result<Topology> topology = api.topology(job);
    if (!topology)
        return std::move(topology).error();
    Result<std::optional<Service>> service = pick(topology->services, instance);
    if (!service)
        return std::move(service).error();
    if (!*service)
        return noSuchService(instance);
    Result<QMap<QString, QString>> variables = api.variablesOf((*service)->vendorId, false, job);
    if (!variables)
        return std::move(variables).error();
    if (isArchiving(*variables))
        return Done{};
    if (topology->unmergedChanges > 0)
        return othersChanges(topology->unmergedChanges);
    Result<QJsonObject> recipe = api.ask(u"query TemplateByCode($code: String!) { template(code: $code) { id serializedConfig } }"_s,
                                         {{u"code"_s, u"postgres-pitr"_s}}, job);
    if (!recipe)
        return std::move(recipe).errorDuring(u"looking how recovery is turned on"_s);
    Result<QJsonObject> staged =
        api.change(u"mutation DeployTemplate($input: TemplateDeployV2Input!) { templateDeployV2(input: $input) { projectId workflowId } }"_s,
                   {{u"input"_s, QJsonObject{{u"templateId"_s, recipe->value(u"template"_s)[u"id"_s]},
                                             {u"serializedConfig"_s, recipe->value(u"template"_s)[u"serializedConfig"_s]},
                                             {u"projectId"_s, api.access().project},
                                             {u"environmentId"_s, api.access().environment},
                                             {u"existingRootServiceId"_s, (*service)->vendorId},
                                             {u"stageOnly"_s, true}}}},
                   job);
    if (!staged)
        return std::move(staged).errorDuring(u"preparing recovery for %1"_s.arg(instance.toString()));
    if (Outcome done = finish(api, staged->value(u"templateDeployV2"_s)[u"workflowId"_s].toString(), job); !done)
        return done;
    Result<QJsonObject> committed =
        api.change(u"mutation CommitStaged($environmentId: String!, $message: String) "
                   "{ environmentPatchCommitStaged(environmentId: $environmentId, commitMessage: $message) }"_s,
                   {{u"environmentId"_s, api.access().environment},
                    {u"message"_s, u"Turn on point-in-time recovery for "_s + instance.toString()}},
                   job);
    if (!committed)
        return std::move(committed).errorDuring(u"turning on recovery for %1"_s.arg(instance.toString()));
    if (Outcome done = finish(api, committed->value(u"environmentPatchCommitStaged"_s).toString(), job); !done)
        return done;
    return waitFor(api, instance, u"restarted"_s, job, [](const std::optional<Service> &now) {
        return now && stateOf(*now).phase == InstancePhase::Available;
    });
}

Outcome stop(Api &api, const InstanceId &instance, Job &job)
{
    Result<Service> service = api.mustFind(instance, job);
    if (!service)
        return std::move(service).error();
    if (service->deploymentStatus != u"REMOVED"_s && service->deploymentStatus != u"REMOVING"_s) {
        Result<QJsonObject> ordered = api.change(u"mutation RemoveDeployment($id: String!) { deploymentRemove(id: $id) }"_s,
                                                 {{u"id"_s, service->deployment}}, job);
        if (!ordered)
            return std::move(ordered).errorDuring(u"stopping %1"_s.arg(instance.toString()));
    }
    return waitFor(api, instance, u"stopped"_s, job,
                   [](const std::optional<Service> &now) { return now && stateOf(*now).phase == InstancePhase::Held; });
}

Outcome start(Api &api, const InstanceId &instance, Job &job)
{
    Result<Service> service = api.mustFind(instance, job);
    if (!service)
        return std::move(service).error();
    if (stateOf(*service).phase != InstancePhase::Available)
        if (Outcome deployed = api.deploy(service->vendorId, job); !deployed)
            return deployed;
    return waitFor(api, instance, u"started"_s, job, [](const std::optional<Service> &now) {
        return now && stateOf(*now).phase == InstancePhase::Available;
    });
}

Outcome destroyFor(Api &api, const InstanceId &instance, const RetirePolicy &policy, Job &job)
{
    Result<std::optional<Service>> service = api.find(instance, job);
    if (!service)
        return std::move(service).error();
    if (!*service)
        return Done{};
    if (policy.keepBackups || policy.finalBackup)
        return Error(Fault::Refused,
                     u"Railway deletes the volume backups of %1 with its volume, and restores from its bucket only as long as that volume exists."_s
                         .arg(instance.toString()))
            .means(u"It was left as it is: no backup of it could have been kept."_s)
            .todo(u"Keep it stopped as long as its backups may be needed; or destroy it and say that its backups may go with it."_s);
    const QString volume = (*service)->volume;
    Result<QJsonObject> deleted = api.change(
        u"mutation DeleteService($environmentId: String, $serviceId: String!) { serviceDelete(environmentId: $environmentId, id: $serviceId) }"_s,
        {{u"environmentId"_s, api.access().environment}, {u"serviceId"_s, (*service)->vendorId}}, job);
    if (!deleted)
        return std::move(deleted).errorDuring(u"destroying %1"_s.arg(instance.toString()));
    if (Outcome gone = waitFor(api, instance, u"removed"_s, job, [](const std::optional<Service> &now) { return !now; }); !gone)
        return gone;
    if (volume.isEmpty())
        return Done{};
    // It was mounted on the very service that was named. A volume that other environments use too stays.
    Result<QJsonObject> left = api.ask(
        u"query ProjectVolumes($projectId: String!) { project(id: $projectId) { id volumes { edges { node { id volumeInstances "
        "{ edges { node { id environmentId serviceId isPendingDeletion } } } } } } } }"_s,
        {{u"projectId"_s, api.access().project}}, job);
    if (!left)
        return std::move(left).errorDuring(u"looking for the volume of %1"_s.arg(instance.toString()));
    const QJsonArray edges = left->value(u"project"_s)[u"volumes"_s][u"edges"_s].toArray();
    for (const QJsonValue &edge : edges) {
        if (edge[u"node"_s][u"id"_s].toString() != volume)
            continue;
        const QJsonArray instances = edge[u"node"_s][u"volumeInstances"_s][u"edges"_s].toArray();
        for (const QJsonValue &each : instances) {
            const QString owner = each[u"node"_s][u"serviceId"_s].toString();
            if (each[u"node"_s][u"environmentId"_s].toString() != api.access().environment
                || (!owner.isEmpty() && owner != (*service)->vendorId))
                return Done{};
        }
        Result<QJsonObject> emptied = api.change(u"mutation DeleteVolume($volumeId: String!) { volumeDelete(volumeId: $volumeId) }"_s,
                                                 {{u"volumeId"_s, volume}}, job);
        if (!emptied)
            return std::move(emptied).errorDuring(u"deleting the volume of %1"_s.arg(instance.toString()));
    }
    return Done{};
}

Result<Api::Proxy> openProxy(Api &api, const Service &service, bool mayOpen, Job &job)
{
    Result<std::optional<Api::Proxy>> proxy = api.proxyOf(service.vendorId, job);
    if (!proxy)
        return std::move(proxy).error();
    if (*proxy && (*proxy)->isActive)
        return **proxy;
    if (!*proxy) {
        if (!mayOpen)
            return Error(Fault::Refused, u"%1 cannot be reached from outside of Railway."_s.arg(service.name))
                .means(u"It cannot be looked at. Nothing was changed."_s)
                .todo(u"Add a TCP proxy for port 5432 to it at Railway, or write open-proxies = \"all\" in the environment."_s);
        Result<Topology> now = api.topology(job);
        if (!now)
            return std::move(now).error();
        if (now->unmergedChanges > 0)
            return othersChanges(now->unmergedChanges);
        const QJsonObject networking{{u"tcpProxies"_s, QJsonObject{{u"5432"_s, QJsonObject{}}}}};
        const QJsonObject patch{
            {u"services"_s, QJsonObject{{service.vendorId, QJsonObject{{u"networking"_s, networking}}}}}};
        Result<QJsonObject> opened =
            api.change(u"mutation CommitPatch($environmentId: String!, $patch: EnvironmentConfig, $message: String) "
                       "{ environmentPatchCommit(environmentId: $environmentId, patch: $patch, commitMessage: $message) }"_s,
                       {{u"environmentId"_s, api.access().environment},
                        {u"patch"_s, patch},
                        {u"message"_s, u"Open a way in to check "_s + service.name}},
                       job);
        if (!opened)
            return std::move(opened).errorDuring(u"opening a way in to %1"_s.arg(service.name));
    }
    for (int look = 0; look < 100; ++look) {
        proxy = api.proxyOf(service.vendorId, job);
        if (!proxy)
            return std::move(proxy).error();
        if (*proxy && (*proxy)->isActive)
            return **proxy;
        if (Outcome slept = job.sleepFor(BetweenLooks); !slept)
            return std::move(slept).error();
    }
    return Error(Fault::Unreachable, u"The way in to %1 is still not open after five minutes."_s.arg(service.name))
        .means(u"It cannot be looked at yet."_s)
        .todo(u"Look at its networking at Railway, then continue."_s);
}

} // namespace shuttler::railway
