// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/RenderSwept.h"

#include "tests/crash/clouds/CloudApp.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace shuttler::test {

using namespace Qt::StringLiterals;

QByteArray RenderSwept::tables(const Simulator &simulator, const QString &) const
{
    const QByteArray access = "endpoint = \"" + endpoint(simulator).toUtf8() + "\"\nca = \"" + simulator.caFile().toUtf8()
                            + "\"\ncredential = \"cloud-key\"\nservice = \""
                            + simulator.greeting()[u"service"_s][u"id"_s].toString().toUtf8() + "\"\n";
    return "lag = \"0\"\n[app]\nkind = \"render-variable\"\n" + access + "[cutover]\nkind = \"render-deploy\"\n" + access;
}

QByteArray RenderSwept::credential(const Simulator &simulator) const
{
    return simulator.credentials()[u"key"_s].toString().toUtf8();
}

Outcome RenderSwept::reset(Simulator &simulator, const QString &)
{
    if (Result<QJsonObject> done = simulator.post(u"reset"_s, {}); !done)
        return std::move(done).error();
    return Done{};
}

bool RenderSwept::isChange(const QJsonObject &request) const
{
    return request[u"method"_s].toString() != u"GET"_s;
}

Result<CloudTruth> RenderSwept::truth(Simulator &simulator)
{
    Result<QJsonObject> state = simulator.get(u"state"_s);
    if (!state)
        return std::move(state).error();
    const QByteArray value = (*state)[u"services"_s][0][u"variables"_s][u"DATABASE_URL"_s].toString().toUtf8();
    const Result<DatabaseUrl> url = DatabaseUrl::parse(value);
    CloudTruth truth;
    const int appPort = portOfApp(simulator.greeting()[u"service"_s][u"databaseHealth"_s].toString());
    const QJsonArray databases = (*state)[u"databases"_s].toArray();
    for (const QJsonValue &one : databases) {
        const int port = one[u"port"_s].toInt(-1);
        const bool isNamed = url && url->host() == one[u"id"_s].toString() && letsIn(*url, port, simulator);
        if (one[u"id"_s] == simulator.sourceNamed()[u"id"_s]) {
            truth.isSourceUnharmed = port > 0;
            truth.isSourceHeld = one[u"suspended"_s].toBool();
            if (isNamed)
                truth.url = CloudTruth::Url::Old;
        } else {
            ++truth.copies;
            truth.isCopyReady = one[u"status"_s].toString() == u"available"_s;
            truth.hasCopyBackups = one[u"exports"_s].toInt() > 0;
            truth.isAppOnCopy = port > 0 && port == appPort;
            if (isNamed)
                truth.url = CloudTruth::Url::New;
        }
    }
    state->remove(u"services"_s); // With a password in it.
    truth.shown = QString::fromUtf8(QJsonDocument(*state).toJson(QJsonDocument::Compact));
    return truth;
}

} // namespace shuttler::test
