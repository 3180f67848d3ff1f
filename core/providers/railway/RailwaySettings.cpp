// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwaySettings.h"

namespace shuttler {

using namespace Qt::StringLiterals;

RailwayAccess RailwayAccess::door(SettingsTable &table)
{
    RailwayAccess access;
    access.endpoint = table.endpoint(u"endpoint"_s, u"https://backboard.railway.com/graphql/v2"_s);
    access.ca = table.file(u"ca"_s);
    access.credential = table.required(u"credential"_s);
    const QString token = table.text(u"token"_s, u"account"_s);
    access.isProjectToken = token == u"project"_s;
    if (!access.isProjectToken && token != u"account"_s)
        table.wrong(u"\"%1\" is no kind of token at Railway."_s.arg(token),
                    u"Write token = \"account\" (also for one of a workspace) or \"project\"."_s);
    return access;
}

RailwayAccess RailwayAccess::in(SettingsTable &table)
{
    RailwayAccess access = door(table);
    access.project = table.required(u"project"_s);
    access.environment = table.required(u"environment"_s);
    return access;
}

Result<RailwaySettings> RailwaySettings::from(const QMap<QString, QString> &entries)
{
    SettingsTable table(entries, u"The settings of Railway"_s);
    RailwaySettings settings;
    settings.access = RailwayAccess::in(table);
    settings.user = table.text(u"user"_s);
    settings.password = table.text(u"password"_s);
    settings.databaseCa = table.file(u"database-ca"_s);
    const QString proxies = table.text(u"open-proxies"_s, u"copies"_s);
    settings.opensProxies = proxies == u"all"_s;
    if (!settings.opensProxies && proxies != u"copies"_s)
        table.wrong(u"\"open-proxies\" of Railway's settings is \"%1\"."_s.arg(proxies), u"Write \"copies\" or \"all\"."_s);
    if (settings.user.isEmpty() != settings.password.isEmpty())
        table.wrong(u"The settings of Railway name only one of \"user\" and \"password\"."_s,
                    u"Name both, or neither to use the database's own role."_s);
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

} // namespace shuttler
