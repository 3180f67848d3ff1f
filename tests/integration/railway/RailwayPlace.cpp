// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/railway/RailwayPlace.h"

#include "tests/support/Jobs.h"

#include <QJsonArray>

namespace shuttler::test {

using namespace Qt::StringLiterals;

Outcome RailwayPlace::open(const QStringList &arguments)
{
    Result<std::unique_ptr<Simulator>> started =
        Simulator::start(u"railway"_s, QStringList{u"--academy"_s, u"none"_s, u"--speed"_s, u"300"_s} + arguments);
    if (!started)
        return std::move(started).error();
    m_cloud = *std::move(started);
    m_raw = std::make_unique<net::QtHttpClient>(m_cloud->caFile());
    m_client = std::make_unique<net::PatientClient>(*m_raw, net::Patience{}, std::make_shared<net::RateBudget>());
    m_secrets.with(u"token"_s, m_cloud->credentials().value(u"token"_s).toString().toUtf8());
    m_provider = anotherProvider();
    return Done{};
}

QMap<QString, QString> RailwayPlace::access() const
{
    const QJsonObject greeting = m_cloud->greeting();
    return {{u"credential"_s, u"token"_s},
            {u"endpoint"_s, m_cloud->endpoint() + u"/graphql/v2"_s},
            {u"project"_s, greeting[u"project"_s][u"id"_s].toString()},
            {u"environment"_s, greeting[u"environment"_s][u"id"_s].toString()}};
}

std::unique_ptr<RailwayProvider> RailwayPlace::anotherProvider()
{
    QMap<QString, QString> table = access();
    table.insert(u"database-ca"_s, m_cloud->caFile());
    return std::make_unique<RailwayProvider>(*RailwaySettings::from(table), *m_client, m_secrets);
}

Result<QString> RailwayPlace::sql(const InstanceId &instance, const QString &statements)
{
    const QList<QJsonObject> found = services(instance.toString());
    if (found.size() != 1)
        return Error(Fault::NotFound, u"%1 services are named like %2."_s.arg(found.size()).arg(instance.toString()));
    Result<QJsonObject> ran =
        m_cloud->post(u"sql"_s, {{u"instance"_s, found.first().value(u"id"_s)}, {u"statements"_s, statements}});
    if (!ran)
        return std::move(ran).error();
    return ran->value(u"output"_s).toString().trimmed();
}

Outcome RailwayPlace::waitUntilAvailable(const InstanceId &instance)
{
    for (;;) {
        Result<InstanceState> state = m_provider->state(instance, testJob());
        if (!state)
            return std::move(state).error();
        if (state->phase == InstancePhase::Available)
            return Done{};
        if (state->phase != InstancePhase::Creating)
            return Error(Fault::Refused, state->detail);
        if (Outcome slept = testJob().sleepFor(std::chrono::milliseconds(100)); !slept)
            return slept;
    }
}

QList<QJsonObject> RailwayPlace::services(const QString &part)
{
    QList<QJsonObject> found;
    const QJsonArray all = state().value(u"services"_s).toArray();
    for (const QJsonValue &each : all)
        if (each[u"name"_s].toString().contains(part))
            found.append(each.toObject());
    return found;
}

QStringList RailwayPlace::volumes()
{
    QStringList ids;
    const QJsonArray all = state().value(u"volumes"_s).toArray();
    for (const QJsonValue &each : all)
        ids.append(each[u"id"_s].toString());
    return ids;
}

QStringList RailwayPlace::complaints()
{
    QStringList all;
    const QJsonArray list = state().value(u"complaints"_s).toArray();
    for (const QJsonValue &each : list)
        all.append(each.toString());
    return all;
}

QJsonObject RailwayPlace::state()
{
    const Result<QJsonObject> state = m_cloud->get(u"state"_s);
    return state ? *state : QJsonObject();
}

} // namespace shuttler::test
