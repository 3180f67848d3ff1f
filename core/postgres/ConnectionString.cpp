// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/ConnectionString.h"

#include <libpq-fe.h>

namespace shuttler::postgres {

using namespace Qt::StringLiterals;

Result<ConnectionInfo> parseConnectionString(const QString &text)
{
    char *problem = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(text.toUtf8().constData(), &problem), PQconninfoFree);
    if (!options) {
        PQfreemem(problem); // It may repeat the text, and with it a password.
        return Error(Fault::BadInput, u"This is no connection string that PostgreSQL understands."_s)
            .means(u"Nothing was done."_s)
            .todo(u"Write it like \"host=/run/postgresql port=5432 dbname=shuttler user=owner\"."_s);
    }

    ConnectionInfo info;
    for (const PQconninfoOption *option = options.get(); option->keyword; ++option) {
        if (!option->val)
            continue;
        const QByteArray key(option->keyword);
        const QString value = QString::fromUtf8(option->val);
        if (key == "password")
            return Error(Fault::BadInput, u"The connection string holds a password."_s)
                .means(u"Nothing was done: on a command line everybody on this computer can read it."_s)
                .todo(u"Leave it out and give it with --password-stdin."_s);
        if (key == "host" || (key == "hostaddr" && info.host.isEmpty()))
            info.host = value;
        else if (key == "port")
            info.port = value.toInt();
        else if (key == "dbname")
            info.database = value;
        else if (key == "user")
            info.user = value;
        else if (key == "sslrootcert")
            info.sslRootCert = value;
    }
    if (info.host.isEmpty() || info.database.isEmpty())
        return Error(Fault::BadInput, u"The connection string names no host or no database."_s)
            .means(u"Nothing was done: a default could be the wrong database."_s)
            .todo(u"Add host=… and dbname=…."_s);
    if (info.user.isEmpty())
        info.user = qEnvironmentVariable("USER", u"postgres"_s);
    return info;
}

} // namespace shuttler::postgres
