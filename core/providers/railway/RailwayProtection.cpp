// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayProtection.h"

#include "core/providers/railway/RailwayArchive.h"
#include "core/providers/railway/RailwayWatch.h"

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

/// What is staged may be what `prepare` stages: a run that was cut off did, or lost the answer.
Outcome nothingElseIsStaged(Api &api, const Topology &topology, const Service &service, Job &job)
{
    Result<QJsonObject> data = api.ask(u"query StagedChanges($environmentId: String!) { environmentStagedChanges(environmentId: $environmentId) { id patch } }"_s,
                                       {{u"environmentId"_s, api.access().environment}}, job);
    if (!data)
        return std::move(data).errorDuring(u"looking at what is staged"_s);
    if (!turnsOnRecoveryAlone(data->value(u"environmentStagedChanges"_s)[u"patch"_s].toObject(), service))
        return othersChanges(topology.unmergedChanges);
    return Done{};
}

/// Stages what turns recovery on. It takes effect with all else that is staged by then.
Outcome prepare(Api &api, const Service &service, Job &job)
{
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
                                             {u"existingRootServiceId"_s, service.vendorId},
                                             {u"stageOnly"_s, true}}}},
                   job);
    if (!staged)
        return std::move(staged).errorDuring(u"preparing recovery for %1"_s.arg(service.name));
    return finish(api, staged->value(u"templateDeployV2"_s)[u"workflowId"_s].toString(), job);
}

} // namespace

Outcome protectService(Api &api, const InstanceId &instance, Job &job)
{
    Result<Topology> topology = api.topology(job);
    if (!topology)
        return std::move(topology).error();
    Result<std::optional<Service>> service = vendor().pick(topology->services, instance);
    if (!service)
        return std::move(service).error();
    if (!*service)
        return noSuchService(instance);
    Result<QMap<QString, QString>> variables = api.variablesOf((*service)->vendorId, false, job);
    if (!variables)
        return std::move(variables).error();
    const auto isUp = [](const std::optional<Service> &now) { return now && stateOf(*now).phase == InstancePhase::Available; };
    if (isArchiving(*variables)) // Perhaps since a moment ago, by a run that was cut off.
        return waitFor(api, instance, u"restarted"_s, job, isUp);
    if (Outcome prepared = topology->unmergedChanges == 0 ? prepare(api, **service, job)
                                                          : nothingElseIsStaged(api, *topology, **service, job);
        !prepared)
        return prepared;
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
    // Until it is deployed anew, the deployment from before is shown as sound.
    const QString before = (*service)->deployment;
    return waitFor(api, instance, u"restarted"_s, job,
                   [&](const std::optional<Service> &now) { return isUp(now) && now->deployment != before; });
}

} // namespace shuttler::railway
