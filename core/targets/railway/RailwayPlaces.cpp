// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/railway/RailwayPlaces.h"

#include <algorithm>

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

const QString Environments = u"environments(first: 100, isEphemeral: false) { edges { node { id name } } }"_s;

/// Those of one project; of one environment only where `wanted` names it.
void take(QList<Place> &places, const QJsonValue &project, const QString &wanted = {})
{
    const QJsonArray edges = project[u"environments"_s][u"edges"_s].toArray();
    for (const QJsonValue &edge : edges) {
        const QString id = edge[u"node"_s][u"id"_s].toString();
        if (wanted.isEmpty() || id == wanted)
            places.append({project[u"id"_s].toString() + u'/' + id,
                           project[u"name"_s].toString() + u", "_s + edge[u"node"_s][u"name"_s].toString(),
                           {}});
    }
}

/// A project's token reaches one environment, and may ask for nothing beside its project.
Result<QList<Place>> ofProjectToken(Api &api, Job &job)
{
    Result<QJsonObject> token = api.ask(u"query ProjectTokenContext { projectToken { projectId environmentId } }"_s, {}, job);
    if (!token)
        return std::move(token).error();
    const QJsonValue reach = token->value(u"projectToken"_s);
    Result<QJsonObject> project = api.ask(u"query ProjectOfToken($id: String!) { project(id: $id) { id name "_s + Environments + u" } }"_s,
                                          {{u"id"_s, reach[u"projectId"_s]}}, job);
    if (!project)
        return std::move(project).error();
    QList<Place> places;
    take(places, project->value(u"project"_s), reach[u"environmentId"_s].toString());
    return places;
}

/// One of a person is asked for that person's workspaces; one of a workspace is nobody's.
Result<QJsonArray> workspaces(Api &api, Job &job)
{
    Result<QJsonObject> me = api.ask(u"query WhoAmI { me { workspaces { id name } } }"_s, {}, job);
    if (me)
        return me->value(u"me"_s)[u"workspaces"_s].toArray();
    if (me.error().fault() != Fault::Refused)
        return std::move(me).error();
    Result<QJsonObject> token = api.ask(u"query TokenContext { apiToken { workspaces { id name } } }"_s, {}, job);
    if (!token)
        return std::move(token).error();
    return token->value(u"apiToken"_s)[u"workspaces"_s].toArray();
}

Outcome takeProjects(QList<Place> &places, Api &api, const QJsonValue &workspace, Job &job)
{
    const QString query =
        u"query ListProjects($workspaceId: String, $first: Int, $after: String) { projects(workspaceId: $workspaceId, first: $first, "
        "after: $after) { edges { node { id name "_s
        + Environments + u" } } pageInfo { hasNextPage endCursor } } }"_s;
    QJsonObject variables{{u"workspaceId"_s, workspace}, {u"first"_s, 100}};
    for (;;) {
        Result<QJsonObject> data = api.ask(query, variables, job);
        if (!data)
            return std::move(data).error();
        const QJsonValue projects = data->value(u"projects"_s);
        const QJsonArray edges = projects[u"edges"_s].toArray();
        for (const QJsonValue &edge : edges)
            take(places, edge[u"node"_s]);
        const QJsonValue end = projects[u"pageInfo"_s][u"endCursor"_s];
        if (!projects[u"pageInfo"_s][u"hasNextPage"_s].toBool() || end == variables.value(u"after"_s))
            return Done{};
        variables.insert(u"after"_s, end);
    }
}

} // namespace

Result<QList<Place>> environmentsAt(Api &api, Job &job)
{
    if (api.access().isProjectToken)
        return ofProjectToken(api, job);
    Result<QJsonArray> all = workspaces(api, job);
    if (!all)
        return std::move(all).errorDuring(u"listing the projects"_s);
    QList<Place> places;
    for (const QJsonValue &workspace : std::as_const(*all))
        if (Outcome taken = takeProjects(places, api, workspace[u"id"_s], job); !taken)
            return std::move(taken).errorDuring(u"listing the projects of %1"_s.arg(workspace[u"name"_s].toString()));
    std::sort(places.begin(), places.end(),
              [](const Place &a, const Place &b) { return std::pair(a.name, a.id) < std::pair(b.name, b.id); });
    return places;
}

Result<QList<Place>> servicesAt(Api &api, Job &job)
{
    Result<Topology> topology = api.topology(job);
    if (!topology)
        return std::move(topology).error();
    QList<Service> services = topology->services;
    std::sort(services.begin(), services.end(), [](const Service &a, const Service &b) {
        return std::tuple(!a.volume.isEmpty(), a.name, a.vendorId) < std::tuple(!b.volume.isEmpty(), b.name, b.vendorId);
    });
    QList<Place> places;
    for (const Service &each : std::as_const(services)) {
        const auto namesakes =
            std::count_if(services.cbegin(), services.cend(), [&](const Service &other) { return other.name == each.name; });
        places.append({namesakes > 1 ? each.vendorId : each.name, each.name, each.volume.isEmpty() ? QString() : u"with a volume"_s});
    }
    return places;
}

} // namespace shuttler::railway
