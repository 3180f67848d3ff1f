// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayEntrance.h"

#include "core/providers/railway/RailwayWatch.h"

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

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
        if (Outcome slept = job.sleepFor(vendor().pause); !slept)
            return std::move(slept).error();
    }
    return Error(Fault::Unreachable, u"The way in to %1 is still not open after five minutes."_s.arg(service.name))
        .means(u"It cannot be looked at yet."_s)
        .todo(u"Look at its networking at Railway, then continue."_s);
}

} // namespace

Result<ConnectionInfo> entranceTo(Api &api, const RailwaySettings &settings, SecretStore &secrets, const InstanceId &instance, Job &job)
{
    Result<Service> service = api.mustFind(instance, job);
    if (!service)
        return std::move(service).error();
    Result<Api::Proxy> proxy = openProxy(api, *service, settings.opensProxies || !service->tag.isEmpty(), job);
    if (!proxy)
        return std::move(proxy).error();
    Result<QMap<QString, QString>> variables = api.variablesOf(service->vendorId, false, job);
    if (!variables)
        return std::move(variables).error();
    const auto either = [&](const QString &first, const QString &second) {
        return variables->value(variables->contains(first) ? first : second);
    };
    ConnectionInfo info;
    info.host = proxy->domain;
    info.port = proxy->port;
    info.database = either(u"PGDATABASE"_s, u"POSTGRES_DB"_s);
    info.user = either(u"PGUSER"_s, u"POSTGRES_USER"_s);
    info.sslRootCert = settings.databaseCa;
    if (!settings.user.isEmpty()) {
        Result<std::shared_ptr<const Secret>> password = secrets.read(settings.password, job);
        if (!password)
            return std::move(password).errorDuring(u"reading the password of %1"_s.arg(settings.user));
        info.user = settings.user;
        info.password = *std::move(password);
    } else {
        info.password = std::make_shared<const Secret>(Secret(either(u"PGPASSWORD"_s, u"POSTGRES_PASSWORD"_s).toUtf8()));
    }
    if (info.user.isEmpty() || info.database.isEmpty() || info.password->isEmpty())
        return Error(Fault::Refused, u"The variables of %1 do not say how to sign in."_s.arg(instance.toString()))
            .means(u"They may be sealed, so that nobody can read them back. It cannot be looked at."_s)
            .todo(u"Name user and password of a role in the environment."_s);
    return info;
}

} // namespace shuttler::railway
