// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/RailwaySwept.h"

#include "tests/crash/clouds/CloudApp.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace shuttler::test {

using namespace Qt::StringLiterals;

/// Railway takes volume backups, and keeps full ones of its own in the database's bucket.
static bool hasBackups(const QJsonObject &service, const QJsonArray &volumes)
{
    return service[u"fulls"_s].toInt() > 0 || std::any_of(volumes.begin(), volumes.end(), [&](const QJsonValue &volume) {
        return volume[u"id"_s] == service[u"volume"_s] && volume[u"backups"_s].toInt() > 0;
    });
}

/// One that is deployed anew, because it is given backups, serves on with the deployment before.
static bool hasServing(const QJsonArray &deployments)
{
    return std::any_of(deployments.begin(), deployments.end(), [](const QJsonValue &each) { return each[u"status"_s] == u"SUCCESS"_s; });
}

QByteArray RailwaySwept::tables(const Simulator &simulator, const QString &) const
{
    const QJsonObject greeting = simulator.greeting();
    const QByteArray project = "project = \"" + greeting[u"project"_s][u"id"_s].toString().toUtf8() + "\"\nenvironment = \""
                             + greeting[u"environment"_s][u"id"_s].toString().toUtf8() + "\"\n";
    const QByteArray access = "service = \"" + greeting[u"app"_s][u"name"_s].toString().toUtf8() + "\"\nendpoint = \""
                            + endpoint(simulator).toUtf8() + "\"\nca = \"" + simulator.caFile().toUtf8()
                            + "\"\ncredential = \"cloud-key\"\n" + project;
    return project + "[app]\nkind = \"railway-variable\"\n" + access + "[cutover]\nkind = \"railway-redeploy\"\n" + access;
}

QByteArray RailwaySwept::credential(const Simulator &simulator) const
{
    return simulator.credentials()[u"token"_s].toString().toUtf8();
}

Outcome RailwaySwept::reset(Simulator &simulator, const QString &)
{
    if (Result<QJsonObject> done = simulator.post(u"reset"_s, {}); !done)
        return std::move(done).error();
    return Done{};
}

bool RailwaySwept::isChange(const QJsonObject &request) const
{
    return request[u"body"_s].toString().contains(u"\"query\":\"mutation "_s);
}

Result<CloudTruth> RailwaySwept::truth(Simulator &simulator)
{
    Result<QJsonObject> state = simulator.get(u"state"_s);
    if (!state)
        return std::move(state).error();
    CloudTruth truth;
    const QJsonArray volumes = (*state)[u"volumes"_s].toArray();
    const QJsonArray services = (*state)[u"services"_s].toArray();
    const QJsonObject app = simulator.greeting()[u"app"_s].toObject();
    const int appPort = portOfApp(app[u"databaseHealth"_s].toString());
    Result<DatabaseUrl> url = Error(Fault::NotFound, u"There is no app."_s);
    for (const QJsonValue &one : services)
        if (one[u"id"_s] == app[u"id"_s])
            url = DatabaseUrl::parse(one[u"databaseUrl"_s].toString().toUtf8());
    for (const QJsonValue &one : services) {
        if (one[u"id"_s] == app[u"id"_s])
            continue;
        const int port = one[u"port"_s].toInt(-1);
        const QString deployment = one[u"deployments"_s][0][u"status"_s].toString();
        const bool isNamed = url && url->host() == one[u"host"_s].toString() && letsIn(*url, port, simulator);
        if (one[u"id"_s] == simulator.sourceNamed()[u"id"_s]) {
            truth.isSourceUnharmed = port > 0;
            truth.isSourceHeld = deployment == u"REMOVED"_s && !one[u"running"_s].toBool();
            if (isNamed)
                truth.url = CloudTruth::Url::Old;
        } else {
            ++truth.copies;
            truth.isCopyReady = port > 0 && hasServing(one[u"deployments"_s].toArray());
            truth.hasCopyBackups = hasBackups(one.toObject(), volumes);
            truth.isAppOnCopy = port > 0 && port == appPort;
            if (isNamed)
                truth.url = CloudTruth::Url::New;
        }
        truth.shown += u"%1: %2, port %3, %4; "_s.arg(one[u"name"_s].toString(), deployment).arg(port).arg(
            one[u"running"_s].toBool() ? u"runs"_s : u"does not run"_s);
    }
    truth.shown += u"volumes %1, staged %2"_s.arg(
        QString::fromUtf8(QJsonDocument(volumes).toJson(QJsonDocument::Compact)),
        QString::fromUtf8(QJsonDocument((*state)[u"staged"_s].toObject()).toJson(QJsonDocument::Compact)));
    return truth;
}

} // namespace shuttler::test
