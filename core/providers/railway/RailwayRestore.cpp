// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayRestore.h"

#include "core/providers/TaggedName.h"
#include "core/providers/railway/RailwayArchive.h"
#include "core/providers/railway/RailwayWatch.h"

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

Result<Instant> momentOf(const Archive &archive, const RestoreTarget &target, const QString &source)
{
    if (const AtBackup *at = std::get_if<AtBackup>(&target)) {
        for (const Backup &each : archive.backups)
            if (each.id == at->backup && each.isUsable())
                return each.takenAt + Seconds(1); // Their ends are kept in whole seconds.
        return Error(Fault::NotFound, u"There is no backup %1 in the bucket of %2."_s.arg(at->backup.toString(), source))
            .means(nothingMade())
            .todo(u"Choose a moment or another backup. A volume backup can be put back only over its own database, at Railway itself."_s);
    }
    const std::optional<RecoveryWindow> window = archive.window();
    if (!window)
        return Error(Fault::Refused, archive.whyNot.isEmpty() ? u"%1 cannot be restored to any moment yet."_s.arg(source) : archive.whyNot)
            .means(nothingMade())
            .todo(u"Turn on point-in-time recovery for it at Railway and wait for its first backup."_s);
    const AtMoment *at = std::get_if<AtMoment>(&target);
    const Instant moment = at ? at->moment : window->latest();
    if (!window->contains(moment))
        return Error(Fault::BadInput, u"%1 lies outside of what can be restored of %2."_s.arg(moment.toString(), source))
            .means(nothingMade())
            .todo(u"Choose a moment between %1 and %2."_s.arg(window->earliest().toString(), window->latest().toString()));
    return moment;
}

/// The answer names no service: it counts as made when it is found by its name.
Outcome waitUntilListed(Api &api, const RestoreRequest &request, const QString &workflow, Job &job)
{
    constexpr int Looks = 200;
    return vendor().waitUntilListed(request, Looks, job, [&]() -> Result<std::optional<VendorServer>> {
        Result<std::optional<Service>> made = api.find(request.newInstance, job);
        if (!made)
            return std::move(made).error();
        if (*made)
            return std::optional<VendorServer>(**made);
        if (const std::optional<QString> failure = failureOf(api, workflow, job))
            return Error(Fault::Refused, u"Railway could not make the copy."_s)
                .means(nothingMade())
                .todo(u"Its reason is under Details; undo this restore and choose another moment."_s)
                .details(*failure);
        return std::optional<VendorServer>();
    });
}

} // namespace

Outcome startRestoreAt(Api &api, const RestoreRequest &request, Job &job)
{
    if (Outcome going = job.checkStop(); !going)
        return going;
    Result<Topology> topology = api.topology(job);
    if (!topology)
        return std::move(topology).error();
    Result<std::optional<Service>> there = vendor().pick(topology->services, request.newInstance);
    if (!there)
        return std::move(there).error();
    if (*there)
        return vendor().mustBeOurs(**there, request);
    Result<std::optional<Service>> source = vendor().pick(topology->services, request.source);
    if (!source)
        return std::move(source).error();
    if (!*source)
        return noSuchService(request.source);
    if ((*source)->volumeInstance.isEmpty())
        return Error(Fault::Refused, u"%1 has no volume at Railway."_s.arg(request.source.toString()))
            .means(nothingMade())
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
    Result<std::optional<Service>> made = vendor().madeBy(tag, topology->services);
    if (!made)
        return std::move(made).error();
    return *made ? std::optional(instanceOf(**made)) : std::nullopt;
}

} // namespace shuttler::railway
