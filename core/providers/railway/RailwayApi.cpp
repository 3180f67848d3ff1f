// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayApi.h"

#include "core/net/GraphQl.h"

#include <QJsonArray>

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

constexpr Seconds Pause(5);
constexpr std::chrono::hours Ceiling(2);

const QString TopologyQuery =
    u"query EnvironmentTopology($environmentId: String!, $services: String, $volumes: String) { environment(id: $environmentId) "
    "{ id name unmergedChangesCount serviceInstances(first: 100, after: $services) { pageInfo { hasNextPage endCursor } "
    "edges { node { id serviceId serviceName region deletedAt source { image } latestDeployment { id status createdAt } } } } "
    "volumeInstances(first: 100, after: $volumes) { pageInfo { hasNextPage endCursor } "
    "edges { node { id volumeId serviceId sizeMB currentSizeMB state isPendingDeletion } } } } }"_s;

/// Adds a page of a connection to those before it; tells where the next one begins, or nothing.
QJsonValue takePage(QJsonObject &whole, const QString &name, const QJsonObject &page)
{
    const QJsonObject connection = page.value(name).toObject();
    QJsonArray edges = whole.value(name)[u"edges"_s].toArray();
    const QJsonArray more = connection.value(u"edges"_s).toArray();
    for (const QJsonValue &edge : more)
        edges.append(edge);
    whole.insert(name, QJsonObject{{u"edges"_s, edges}});
    const QJsonValue info = connection.value(u"pageInfo"_s);
    return info[u"hasNextPage"_s].toBool() ? info[u"endCursor"_s] : QJsonValue();
}

} // namespace

Api::Api(net::HttpClient &client, SecretStore &secrets, RailwayAccess access)
    : m_client(client)
    , m_secrets(secrets)
    , m_access(std::move(access))
{}

Result<QJsonObject> Api::ask(const QString &query, const QJsonObject &variables, Job &job)
{
    return send(query, variables, net::Repeat::Freely, job);
}

Result<QJsonObject> Api::change(const QString &mutation, const QJsonObject &variables, Job &job)
{
    return send(mutation, variables, net::Repeat::Never, job);
}

Result<QJsonObject> Api::send(const QString &query, const QJsonObject &variables, net::Repeat repeat, Job &job)
{
    Result<std::shared_ptr<const Secret>> token = m_secrets.read(m_access.credential, job);
    if (!token)
        return std::move(token).errorDuring(u"reading the token for Railway"_s);
    net::Request request;
    request.method = "POST";
    request.url = m_access.endpoint;
    request.repeat = repeat;
    request.secretHeaders.append(m_access.isProjectToken
                                     ? net::SecretHeader{"Project-Access-Token", "", *std::move(token)}
                                     : net::SecretHeader{"Authorization", "Bearer ", *std::move(token)});
    QJsonObject given;
    for (auto each = variables.begin(); each != variables.end(); ++each)
        if (!each.value().isNull())
            given.insert(each.key(), each.value());
    Result<QJsonObject> data = net::askGraphQl(m_client, std::move(request), query, given, job);
    if (!data)
        return std::move(data).errorDuring(u"asking Railway"_s);
    return data;
}

Result<Topology> Api::topology(Job &job)
{
    QJsonObject whole;
    QJsonObject variables{{u"environmentId"_s, m_access.environment}};
    for (;;) {
        Result<QJsonObject> data = ask(TopologyQuery, variables, job);
        if (!data)
            return std::move(data).errorDuring(u"looking at the environment"_s);
        const QJsonObject page = data->value(u"environment"_s).toObject();
        whole.insert(u"unmergedChangesCount"_s, page.value(u"unmergedChangesCount"_s));
        const QJsonValue services = takePage(whole, u"serviceInstances"_s, page);
        const QJsonValue volumes = takePage(whole, u"volumeInstances"_s, page);
        if (services.isNull() && volumes.isNull())
            return topologyIn(whole);
        // A connection at its end is asked again behind its last element, which gives nothing more.
        const auto after = [&](const QString &name, const QString &key, const QJsonValue &next) {
            const QJsonValue end = page.value(name)[u"pageInfo"_s][u"endCursor"_s];
            const QJsonValue cursor = next.isNull() ? end : next;
            if (cursor.isString())
                variables.insert(key, cursor);
        };
        after(u"serviceInstances"_s, u"services"_s, services);
        after(u"volumeInstances"_s, u"volumes"_s, volumes);
    }
}

const Vendor &vendor()
{
    static const Vendor railway{u"Railway"_s, u"service"_s, Seconds(3)};
    return railway;
}

Error noSuchService(const InstanceId &instance)
{
    return Error(Fault::NotFound, u"Railway has no service named %1 in this environment."_s.arg(instance.toString()))
        .means(u"Nothing was done."_s)
        .todo(u"Check its name, the project and the environment in the settings; names count letter for letter."_s);
}

Result<std::optional<Service>> Api::find(const InstanceId &instance, Job &job)
{
    Result<Topology> now = topology(job);
    if (!now)
        return std::move(now).error();
    return vendor().pick(now->services, instance);
}

Result<Service> Api::mustFind(const InstanceId &instance, Job &job)
{
    Result<std::optional<Service>> found = find(instance, job);
    if (!found)
        return std::move(found).error();
    if (!*found)
        return noSuchService(instance);
    return **std::move(found);
}

Result<QMap<QString, QString>> Api::variablesOf(const QString &service, bool unrendered, Job &job)
{
    Result<QJsonObject> data =
        ask(u"query ServiceVariables($projectId: String!, $environmentId: String!, $serviceId: String, $unrendered: Boolean) "
            "{ variables(projectId: $projectId, environmentId: $environmentId, serviceId: $serviceId, unrendered: $unrendered) }"_s,
            {{u"projectId"_s, m_access.project},
             {u"environmentId"_s, m_access.environment},
             {u"serviceId"_s, service},
             {u"unrendered"_s, unrendered}},
            job);
    if (!data)
        return std::move(data).errorDuring(u"reading the variables of %1"_s.arg(service));
    QMap<QString, QString> variables;
    const QJsonObject all = data->value(u"variables"_s).toObject();
    for (auto each = all.begin(); each != all.end(); ++each)
        variables.insert(each.key(), each.value().toString());
    return variables;
}

Outcome Api::setVariable(const QString &service, const QString &name, const QString &value, Job &job)
{
    Result<QJsonObject> data = change(u"mutation UpsertVariable($input: VariableUpsertInput!) { variableUpsert(input: $input) }"_s,
                                      {{u"input"_s, QJsonObject{{u"projectId"_s, m_access.project},
                                                                {u"environmentId"_s, m_access.environment},
                                                                {u"serviceId"_s, service},
                                                                {u"name"_s, name},
                                                                {u"value"_s, value},
                                                                {u"skipDeploys"_s, true}}}},
                                      job);
    if (!data)
        return std::move(data).error();
    return Done{};
}

Result<std::optional<Api::Proxy>> Api::proxyOf(const QString &service, Job &job)
{
    Result<QJsonObject> data =
        ask(u"query TcpProxies($environmentId: String!, $serviceId: String!) { tcpProxies(environmentId: $environmentId, "
            "serviceId: $serviceId) { id domain proxyPort applicationPort syncStatus deletedAt } }"_s,
            {{u"environmentId"_s, m_access.environment}, {u"serviceId"_s, service}}, job);
    if (!data)
        return std::move(data).errorDuring(u"looking for a way in from outside"_s);
    const QJsonArray proxies = data->value(u"tcpProxies"_s).toArray();
    for (const QJsonValue &each : proxies) {
        if (each[u"applicationPort"_s].toInt() == 5432 && !each[u"deletedAt"_s].isString())
            return std::optional(Proxy{each[u"domain"_s].toString(), each[u"proxyPort"_s].toInt(),
                                       each[u"syncStatus"_s].toString() == u"ACTIVE"_s});
    }
    return std::optional<Proxy>();
}

Outcome Api::deploy(const QString &service, Job &job)
{
    Result<QJsonObject> data = change(u"mutation DeployService($environmentId: String!, $serviceId: String!) "
                                      "{ serviceInstanceDeployV2(environmentId: $environmentId, serviceId: $serviceId) }"_s,
                                      {{u"environmentId"_s, m_access.environment}, {u"serviceId"_s, service}}, job);
    if (!data)
        return std::move(data).errorDuring(u"deploying %1"_s.arg(service));
    return waitForDeployment(data->value(u"serviceInstanceDeployV2"_s).toString(), job);
}

Outcome Api::waitForDeployment(const QString &deployment, Job &job)
{
    static const QStringList bad{u"FAILED"_s, u"CRASHED"_s, u"SKIPPED"_s, u"REMOVED"_s};
    const Instant begun = job.clock.now();
    QString shown;
    for (;;) {
        Result<QJsonObject> data = ask(u"query DeploymentById($id: String!) { deployment(id: $id) { id status } }"_s,
                                       {{u"id"_s, deployment}}, job);
        if (!data)
            return std::move(data).errorDuring(u"looking at the deployment %1"_s.arg(deployment));
        const QString status = data->value(u"deployment"_s)[u"status"_s].toString();
        if (status == u"SUCCESS"_s || status == u"SLEEPING"_s)
            return Done{};
        if (bad.contains(status) || status == u"NEEDS_APPROVAL"_s)
            return Error(Fault::Refused, u"The deployment %1 at Railway is \"%2\"."_s.arg(deployment, status))
                .means(u"The service goes on with its previous deployment."_s)
                .todo(status == u"NEEDS_APPROVAL"_s ? u"Approve it at Railway, then continue."_s
                                                    : u"Look at its log at Railway, put right what is wrong, then continue."_s);
        if (status != shown) {
            shown = status;
            job.progress.line(u"Railway calls the deployment \"%1\""_s.arg(status));
        }
        if (job.clock.now() - begun > Ceiling)
            return Error(Fault::OutcomeUnknown, u"The deployment %1 is not over after two hours (\"%2\")."_s.arg(deployment, status))
                .means(u"It may still succeed."_s)
                .todo(u"Look at it at Railway, then continue."_s);
        if (Outcome slept = job.sleepFor(Pause); !slept)
            return slept;
    }
}

} // namespace shuttler::railway
