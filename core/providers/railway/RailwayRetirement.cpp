// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayRetirement.h"

#include "core/providers/railway/RailwayWatch.h"

#include <QJsonArray>

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

const QString HeldUntil = u"SHUTTLER_HELD_UNTIL"_s;

enum class Volume { OursAlone, Shared, Gone };

/// What is mounted on `service`, as the whole project has it: a volume may have instances in other environments.
Result<Volume> volumeOf(Api &api, const Service &service, Job &job)
{
    if (service.volume.isEmpty())
        return Volume::Gone;
    Result<QJsonObject> data = api.ask(
        u"query ProjectVolumes($projectId: String!) { project(id: $projectId) { id volumes { edges { node { id volumeInstances "
        "{ edges { node { id environmentId serviceId isPendingDeletion } } } } } } } }"_s,
        {{u"projectId"_s, api.access().project}}, job);
    if (!data)
        return std::move(data).errorDuring(u"looking for the volume of %1"_s.arg(service.name));
    Volume volume = Volume::Gone;
    const QJsonArray edges = data->value(u"project"_s)[u"volumes"_s][u"edges"_s].toArray();
    for (const QJsonValue &edge : edges) {
        if (edge[u"node"_s][u"id"_s].toString() != service.volume)
            continue;
        const QJsonArray instances = edge[u"node"_s][u"volumeInstances"_s][u"edges"_s].toArray();
        for (const QJsonValue &each : instances) {
            const QString owner = each[u"node"_s][u"serviceId"_s].toString();
            if (each[u"node"_s][u"environmentId"_s].toString() != api.access().environment
                || (!owner.isEmpty() && owner != service.vendorId))
                return Volume::Shared;
            if (!each[u"node"_s][u"isPendingDeletion"_s].toBool())
                volume = Volume::OursAlone;
        }
    }
    return volume;
}

/// Unless another environment has it too, or it is gone.
Outcome deleteVolumeOf(Api &api, const Service &service, Job &job)
{
    Result<Volume> volume = volumeOf(api, service, job);
    if (!volume)
        return std::move(volume).error();
    if (*volume != Volume::OursAlone)
        return Done{};
    Result<QJsonObject> ordered = api.change(u"mutation DeleteVolume($volumeId: String!) { volumeDelete(volumeId: $volumeId) }"_s,
                                             {{u"volumeId"_s, service.volume}}, job);
    if (!ordered)
        return std::move(ordered).errorDuring(u"deleting the volume of %1"_s.arg(service.name));
    return vendor().waitUntil(u"deleted the volume of"_s, service.id, job, [&]() -> Result<Vendor::Order> {
        Result<Volume> left = volumeOf(api, service, job);
        if (!left)
            return std::move(left).error();
        return *left == Volume::Gone ? Vendor::Order::CarriedOut : Vendor::Order::UnderWay;
    });
}

} // namespace

Outcome hold(Api &api, const InstanceId &instance, Instant until, Job &job)
{
    Result<Service> service = api.mustFind(instance, job);
    if (!service)
        return std::move(service).error();
    if (Outcome noted = api.setVariable(service->vendorId, HeldUntil, until.toString(), job); !noted)
        return std::move(noted).errorDuring(u"noting until when %1 is held"_s.arg(instance.toString()));
    if (service->deploymentStatus != u"REMOVED"_s && service->deploymentStatus != u"REMOVING"_s) {
        Result<QJsonObject> ordered = api.change(u"mutation RemoveDeployment($id: String!) { deploymentRemove(id: $id) }"_s,
                                                 {{u"id"_s, service->deployment}}, job);
        if (!ordered)
            return std::move(ordered).errorDuring(u"stopping %1"_s.arg(instance.toString()));
    }
    return waitFor(api, instance, u"stopped"_s, job,
                   [](const std::optional<Service> &now) { return now && stateOf(*now).phase == InstancePhase::Held; });
}

Result<std::optional<Instant>> heldUntil(Api &api, const Service &service, Job &job)
{
    if (stateOf(service).phase != InstancePhase::Held)
        return std::optional<Instant>();
    Result<QMap<QString, QString>> variables = api.variablesOf(service.vendorId, false, job);
    if (!variables)
        return std::move(variables).error();
    const Result<Instant> until = Instant::parse(variables->value(HeldUntil));
    return until ? std::optional(*until) : std::nullopt;
}

Outcome wake(Api &api, const InstanceId &instance, Job &job)
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
    // The volume first: once its service is gone, nothing tells it from others, and nobody would find it after a break.
    if (Outcome emptied = deleteVolumeOf(api, **service, job); !emptied)
        return emptied;
    Result<QJsonObject> deleted = api.change(
        u"mutation DeleteService($environmentId: String, $serviceId: String!) { serviceDelete(environmentId: $environmentId, id: $serviceId) }"_s,
        {{u"environmentId"_s, api.access().environment}, {u"serviceId"_s, (*service)->vendorId}}, job);
    if (!deleted)
        return std::move(deleted).errorDuring(u"destroying %1"_s.arg(instance.toString()));
    return waitFor(api, instance, u"removed"_s, job, [](const std::optional<Service> &now) { return !now; });
}

} // namespace shuttler::railway
