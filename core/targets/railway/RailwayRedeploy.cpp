// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/railway/RailwayRedeploy.h"

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace railway;

Result<RailwayRedeploySettings> RailwayRedeploySettings::from(const QMap<QString, QString> &entries)
{
    SettingsTable table(entries, u"The cut-over's settings of Railway"_s);
    RailwayRedeploySettings settings;
    settings.access = RailwayAccess::in(table);
    const QStringList services = table.required(u"service"_s).split(u',', Qt::SkipEmptyParts);
    for (const QString &service : services)
        settings.services.append(service.trimmed());
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

RailwayRedeploy::RailwayRedeploy(RailwayRedeploySettings settings, net::HttpClient &client, SecretStore &secrets)
    : m_settings(std::move(settings))
    , m_api(client, secrets, m_settings.access)
{}

QString RailwayRedeploy::describe() const
{
    return u"Deploy %1 at Railway anew, from what runs now"_s.arg(m_settings.services.join(u", "_s));
}

Result<QList<Service>> RailwayRedeploy::services(Job &job)
{
    Result<Topology> topology = m_api.topology(job);
    if (!topology)
        return std::move(topology).error();
    QList<Service> all;
    for (const QString &name : std::as_const(m_settings.services)) {
        Result<std::optional<Service>> service = vendor().pick(topology->services, InstanceId(name));
        if (!service)
            return std::move(service).error();
        if (!*service)
            return noSuchService(InstanceId(name));
        all.append(**service);
    }
    return all;
}

Outcome RailwayRedeploy::check(Job &job)
{
    Result<QList<Service>> all = services(job);
    if (!all)
        return std::move(all).error();
    for (const Service &each : std::as_const(*all)) {
        if (each.deployment.isEmpty())
            return Error(Fault::Refused, u"%1 has never been deployed at Railway."_s.arg(each.name))
                .means(u"It could not be deployed anew. Nothing was changed."_s)
                .todo(u"Deploy it once at Railway, or leave it out of the cut-over."_s);
    }
    return Done{};
}

Outcome RailwayRedeploy::run(Job &job)
{
    Result<QList<Service>> all = services(job);
    if (!all)
        return std::move(all).error();
    for (const Service &each : std::as_const(*all)) {
        job.progress.stage(u"Waiting until %1 is deployed"_s.arg(each.name));
        if (Outcome deployed = m_api.deploy(each.vendorId, job); !deployed)
            return deployed;
    }
    return Done{};
}

} // namespace shuttler
