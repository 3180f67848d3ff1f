// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/EnvironmentFacts.h"

#include "ui/common/HumanText.h"
#include "ui/environments/FieldRules.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString say(const char *text) { return QCoreApplication::translate("EnvironmentFacts", text); }

QString appWords(const AppTarget &app)
{
    if (app.kind == "env-file"_L1)
        return app.file.isEmpty() ? say("left out") : say("%1 in %2").arg(app.variable, app.file);
    const QString holder = app.settings.value(u"service"_s, app.settings.value(u"group"_s, app.settings.value(u"secret"_s, app.settings.value(u"parameter"_s))));
    const QString cloud = app.kind.startsWith("render"_L1) ? u"Render"_s : app.kind.startsWith("railway"_L1) ? u"Railway"_s : u"AWS"_s;
    return say("%1 of %2 at %3").arg(app.variable, holder, cloud);
}

QString cutoverWords(const CutoverSettings &cutover)
{
    if (cutover.kind == "command"_L1)
        return cutover.command.isEmpty() ? say("by hand") : lineOfCommand(cutover.command);
    if (cutover.kind == "none"_L1)
        return say("by hand");
    if (cutover.kind == "render-deploy"_L1 || cutover.kind == "railway-redeploy"_L1)
        return say("%1 deploys %2 anew").arg(cutover.kind.startsWith("render"_L1) ? u"Render"_s : u"Railway"_s, cutover.settings.value(u"service"_s));
    return cutover.kind;
}

QString promiseWords(const Environment &environment)
{
    return environment.promise == Grade::AnySecond ? say("Any second, %1 days").arg(environment.promiseDays)
                                                   : say("One backup a day, %1 days").arg(environment.promiseDays);
}

} // namespace

QList<QPair<QString, QString>> factsOf(const Environment &environment)
{
    const QMap<QString, QString> &settings = environment.providerSettings;
    const QString place = settings.value(u"region"_s, settings.value(u"workspace"_s, settings.value(u"project"_s, settings.value(u"stanza"_s))));
    const QString provider = HumanText::providerName(environment.provider);
    return {{say("Name"), environment.name.toString()},
            {say("Promise"), promiseWords(environment)},
            {say("Provider"), place.isEmpty() ? provider : provider + u", "_s + place},
            {say("App reads"), appWords(environment.app)},
            {say("Instance"), environment.instance.toString()},
            {say("Cut over"), cutoverWords(environment.cutover)},
            {say("Database"), environment.database},
            {say("App health"), environment.cutover.healthUrl.isEmpty() ? say("not asked") : environment.cutover.healthUrl}};
}

QList<CredentialLine> credentialsOf(const Environment &environment)
{
    const QMap<QString, QString> &settings = environment.providerSettings;
    const QString profile = settings.value(u"profile"_s);
    const QString user = settings.value(u"user"_s);
    QList<CredentialLine> lines;
    if (environment.provider == "pgbackrest"_L1)
        return {{HumanText::providerName(environment.provider), say("whoever runs this program"), {}},
                {say("Database"), say("over the Unix socket"), {}}};
    lines.append({HumanText::providerName(environment.provider),
                  profile.isEmpty() ? say("key") : say("profile %1 of ~/.aws").arg(profile), settings.value(u"credential"_s)});
    lines.append({say("Database"), user.isEmpty() ? say("the provider's role") : say("role %1").arg(user), settings.value(u"password"_s)});
    const QString app = environment.app.settings.value(u"credential"_s);
    if (!app.isEmpty() && app != settings.value(u"credential"_s))
        lines.append({say("App"), say("key"), app});
    for (const QString &key : {u"credential"_s, u"key"_s}) {
        const QString cutover = environment.cutover.settings.value(key);
        if (!cutover.isEmpty() && cutover != app && cutover != settings.value(u"credential"_s))
            lines.append({say("Cut-over"), say("key"), cutover});
    }
    return lines;
}

} // namespace shuttler::ui
