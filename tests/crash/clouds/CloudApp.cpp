// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/CloudApp.h"

#include "core/net/QtHttpClient.h"
#include "core/postgres/Connection.h"
#include "tests/support/Jobs.h"

#include <QJsonDocument>

namespace shuttler::test {

using namespace Qt::StringLiterals;

int portOfApp(const QString &databaseHealth)
{
    net::QtHttpClient client;
    net::Request request;
    request.url = QUrl(databaseHealth);
    const Result<net::Response> response = client.send(request, testJob());
    if (!response || response->status != 200)
        return -1;
    return QJsonDocument::fromJson(response->body)[u"port"_s].toInt(-1);
}

bool letsIn(const DatabaseUrl &url, int port, const Simulator &simulator)
{
    ConnectionInfo info = url.movedTo(u"localhost"_s, port).connection();
    info.sslRootCert = simulator.caFile();
    Result<postgres::Connection> session = postgres::Connection::open(info, {}, testJob());
    return session && session->query(u"SELECT 1"_s, testJob());
}

} // namespace shuttler::test
