// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/render/RenderSettings.h"

namespace shuttler {

using namespace Qt::StringLiterals;

RenderAccess RenderAccess::in(SettingsTable &table)
{
    RenderAccess access;
    access.endpoint = table.endpoint(u"endpoint"_s, u"https://api.render.com/v1"_s);
    access.ca = table.file(u"ca"_s);
    access.credential = table.required(u"credential"_s);
    return access;
}

Result<RenderSettings> RenderSettings::from(const QMap<QString, QString> &entries)
{
    SettingsTable table(entries, u"The settings of Render"_s);
    RenderSettings settings;
    settings.access = RenderAccess::in(table);
    settings.workspace = table.text(u"workspace"_s);
    settings.environment = table.text(u"environment"_s);
    settings.user = table.text(u"user"_s);
    settings.password = table.text(u"password"_s);
    // Render's databases show certificates of public authorities; libpq 15 has to be told where those are.
    settings.databaseCa = table.file(u"database-ca"_s, u"/etc/ssl/certs/ca-certificates.crt"_s);
    bool isNumber = false;
    const int lag = table.text(u"lag"_s, QString::number(settings.lag.count())).toInt(&isNumber);
    if (!isNumber || lag < 0 || lag > 86'400)
        table.wrong(u"\"lag\" of Render's settings is no number of seconds."_s, u"Leave it out: Render's is 600."_s);
    settings.lag = Seconds(lag);
    if (settings.user.isEmpty() != settings.password.isEmpty())
        table.wrong(u"The settings of Render name only one of \"user\" and \"password\"."_s,
                    u"Name both, or neither to use the database's own role."_s);
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

} // namespace shuttler
