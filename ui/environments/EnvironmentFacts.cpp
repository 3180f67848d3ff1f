// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/EnvironmentFacts.h"

#include "ui/common/HumanText.h"
#include "ui/environments/FieldRules.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString fact(const char *text) { return QCoreApplication::translate("EnvironmentFacts", text); }

QString appWords(const AppTarget &app)
{
    if (app.kind == "env-file"_L1)
        return app.file.isEmpty() ? fact("left out") : fact("%1 in %2").arg(app.variable, app.file);
    const QString holder = app.settings.value(u"service"_s, app.settings.value(u"group"_s, app.settings.value(u"secret"_s, app.settings.value(u"parameter"_s))));
    const QString cloud = app.kind.startsWith("render"_L1) ? u"Render"_s : app.kind.startsWith("railway"_L1) ? u"Railway"_s : u"AWS"_s;
    return fact("%1 of %2 at %3").arg(app.variable, holder, cloud);
}

QString cutoverWords(const CutoverSettings &cutover)
{
    if (cutover.kind == "command"_L1)
        return cutover.command.isEmpty() ? fact("by hand") : lineOfCommand(cutover.command);
    if (cutover.kind == "none"_L1)
        return fact("by hand");
    if (cutover.kind == "render-deploy"_L1 || cutover.kind == "railway-redeploy"_L1)
        return fact("%1 deploys %2 anew").arg(cutover.kind.startsWith("render"_L1) ? u"Render"_s : u"Railway"_s, cutover.settings.value(u"service"_s));
    if (cutover.kind == "ecs"_L1)
        return fact("ECS rolls out %1").arg(cutover.settings.value(u"service"_s));
    if (cutover.kind == "route53"_L1 || cutover.kind == "rfc2136"_L1)
        return fact("%1 leads to the new one").arg(cutover.settings.value(u"record"_s));
    return cutover.kind == "rds-rename"_L1 ? fact("RDS swaps the names") : cutover.kind;
}

QString promiseWords(const Environment &environment)
{
    return environment.promise == Grade::AnySecond ? fact("Any second, %1 days").arg(environment.promiseDays)
                                                   : fact("One backup a day, %1 days").arg(environment.promiseDays);
}

/// Whose key it is, and as whom it acts.
QString keyWords(const QMap<QString, QString> &settings)
{
    const QString profile = settings.value(u"profile"_s);
    const QString key = profile.isEmpty() ? fact("key") : fact("profile %1 of ~/.aws").arg(profile);
    const QString role = settings.value(u"role"_s).section(u'/', -1);
    if (role.isEmpty())
        return key;
    return settings.contains(u"mfa"_s) ? fact("%1, as %2, with a device's code").arg(key, role) : fact("%1, as %2").arg(key, role);
}

} // namespace

QList<QPair<QString, QString>> factsOf(const Environment &environment)
{
    const QMap<QString, QString> &settings = environment.providerSettings;
    const QString place = settings.value(u"region"_s, settings.value(u"workspace"_s, settings.value(u"project"_s, settings.value(u"stanza"_s))));
    const QString provider = HumanText::providerName(environment.provider);
    return {{fact("Name"), environment.name.toString()},
            {fact("Promise"), promiseWords(environment)},
            {fact("Provider"), place.isEmpty() ? provider : provider + u", "_s + place},
            {fact("App reads"), appWords(environment.app)},
            {fact("Instance"), environment.instance.toString()},
            {fact("Cut over"), cutoverWords(environment.cutover)},
            {fact("Database"), environment.database},
            {fact("App health"), environment.cutover.healthUrl.isEmpty() ? fact("not asked") : environment.cutover.healthUrl}};
}

QList<CredentialLine> credentialsOf(const Environment &environment)
{
    const QMap<QString, QString> &settings = environment.providerSettings;
    const QString user = settings.value(u"user"_s);
    QList<CredentialLine> lines;
    if (environment.provider == "pgbackrest"_L1)
        return {{HumanText::providerName(environment.provider), fact("whoever runs this program"), {}},
                {fact("Database"), fact("over the Unix socket"), {}}};
    lines.append({HumanText::providerName(environment.provider), keyWords(settings), settings.value(u"credential"_s)});
    lines.append({fact("Database"), user.isEmpty() ? fact("the provider's role") : fact("role %1").arg(user), settings.value(u"password"_s)});
    const QString app = environment.app.settings.value(u"credential"_s);
    if (!app.isEmpty() && app != settings.value(u"credential"_s))
        lines.append({fact("App"), keyWords(environment.app.settings), app});
    for (const QString &key : {u"credential"_s, u"key"_s}) {
        const QString cutover = environment.cutover.settings.value(key);
        if (!cutover.isEmpty() && cutover != app && cutover != settings.value(u"credential"_s))
            lines.append({fact("Cut-over"), fact("key"), cutover});
    }
    return lines;
}

} // namespace shuttler::ui
