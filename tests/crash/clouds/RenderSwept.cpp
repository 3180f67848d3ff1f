// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/RenderSwept.h"

#include "core/net/QtHttpClient.h"
#include "core/postgres/Connection.h"
#include "tests/support/Jobs.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace shuttler::test {

using namespace Qt::StringLiterals;

/// The port of the server that the running service is in; -1 when it is in none.
static int portOfService(const Simulator &simulator)
{
    net::QtHttpClient client;
    net::Request request;
    request.url = QUrl(simulator.greeting()[u"service"_s][u"databaseHealth"_s].toString());
    const Result<net::Response> response = client.send(request, testJob());
    if (!response || response->status != 200)
        return -1;
    return QJsonDocument::fromJson(response->body)[u"port"_s].toInt(-1);
}

/// Render's own addresses mean nothing here: the server of that name listens on this computer.
static bool letsIn(const DatabaseUrl &url, int port, const Simulator &simulator)
{
    ConnectionInfo info = url.movedTo(u"localhost"_s, port).connection();
    info.sslRootCert = simulator.caFile();
    Result<postgres::Connection> session = postgres::Connection::open(info, {}, testJob());
    return session && session->query(u"SELECT 1"_s, testJob());
}

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

Result<CloudTruth> RenderSwept::truth(Simulator &simulator)
{
    Result<QJsonObject> state = simulator.get(u"state"_s);
    if (!state)
        return std::move(state).error();
    const QByteArray value = (*state)[u"services"_s][0][u"variables"_s][u"DATABASE_URL"_s].toString().toUtf8();
    const Result<DatabaseUrl> url = DatabaseUrl::parse(value);
    CloudTruth truth;
    const int appPort = portOfService(simulator);
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
