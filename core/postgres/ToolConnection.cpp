// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/ToolConnection.h"

#include "core/postgres/Handshake.h"

namespace shuttler::postgres {

using namespace Qt::StringLiterals;

void connectTo(const ConnectionInfo &info, Command &command)
{
    const QString nowhere = u"/dev/null/none"_s; // As in a handshake of ours.
    QString sslMode = u"disable"_s;
    QString authority = nowhere;
    switch (protectionFor(info)) {
    case Protection::LocalSocket:
        break;
    case Protection::Loopback:
        sslMode = u"prefer"_s;
        break;
    case Protection::VerifiedServer:
        sslMode = u"verify-full"_s;
        authority = info.sslRootCert;
        break;
    }
    command.environment.insert({
        {u"PGHOST"_s, info.host},
        {u"PGPORT"_s, QString::number(info.port)},
        {u"PGUSER"_s, info.user},
        {u"PGSSLMODE"_s, sslMode},
        {u"PGSSLROOTCERT"_s, authority},
        {u"PGSSLCERT"_s, nowhere},
        {u"PGSSLKEY"_s, nowhere},
        {u"PGPASSFILE"_s, nowhere},
        {u"PGGSSENCMODE"_s, u"disable"_s},
        {u"PGCONNECT_TIMEOUT"_s, u"10"_s},
        {u"PGAPPNAME"_s, u"shuttler-ops"_s},
    });
    if (info.password && !info.password->isEmpty())
        command.secrets.insert(u"PGPASSWORD"_s, info.password);
    // What has no variable: how soon a server that went silent counts as gone.
    ConnectionInfo database;
    database.database = info.database;
    database.port = info.port;
    command.arguments += {u"--no-password"_s,
                          u"--dbname=%1 keepalives_idle=30 keepalives_interval=10 keepalives_count=3"_s.arg(database.withoutPassword())};
}

} // namespace shuttler::postgres
