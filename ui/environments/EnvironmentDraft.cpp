// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/EnvironmentDraft.h"

#include "ui/environments/DraftAccess.h"
#include "ui/environments/FieldRules.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QMap<QString, QString> providerSettingsOf(const EnvironmentDraft &draft, const Environment &base)
{
    QMap<QString, QString> settings = draft.provider == base.provider ? base.providerSettings : QMap<QString, QString>();
    setOrRemove(settings, placeFields(draft.provider), draft.place);
    if (draft.provider == "pgbackrest"_L1) {
        settings.insert(u"database"_s, draft.general.value(u"database"_s));
        return settings;
    }
    setOrRemove(settings, keyFields(draft.provider), draft.keys);
    setSignIn(settings, cloudOf(draft.provider), draft.keys, usualName(draft, FormOf::Keys));
    if (draft.typed.contains(u"password"_s))
        setName(settings, u"password"_s, draft.general.value(u"name"_s) + u"/database-password"_s);
    else if (!draft.keys.contains(u"user"_s) && draft.provider != "aws-rds"_L1)
        settings.remove(u"password"_s);
    return settings;
}

AppTarget appOf(const EnvironmentDraft &draft, const Environment &base, const QMap<QString, QString> &provider)
{
    AppTarget app;
    app.ca = draft.promise.value(u"app-ca"_s);
    if (draft.appKind == "no-app"_L1)
        return app;
    const QList<FieldSpec> fields = appFields(draft.appKind, draft.provider);
    if (fields.isEmpty())
        return base.app; // Written by hand: not ours to change.
    app.kind = draft.appKind;
    app.variable = draft.app.value(u"variable"_s, app.variable);
    app.file = draft.app.value(u"file"_s);
    if (app.kind == "env-file"_L1)
        return app;
    if (base.app.kind == app.kind)
        app.settings = base.app.settings;
    const QString cloud = cloudOf(app.kind);
    setOrRemove(app.settings, fields, draft.app);
    app.settings.remove(u"variable"_s);
    if (cloud == cloudOf(draft.provider)) {
        follow(app.settings, accessIn(cloud, provider), accessIn(cloud, base.providerSettings));
        app.ca = app.ca.isEmpty() ? app.settings.take(u"ca"_s) : app.ca; // [app] has one for all that it asks.
        app.settings.remove(u"ca"_s);
    } else {
        setSignIn(app.settings, cloud, draft.app, usualName(draft, FormOf::App));
    }
    if (app.settings.value(u"service"_s).startsWith("evg-"_L1))
        app.settings.insert(u"group"_s, app.settings.take(u"service"_s));
    else
        app.settings.remove(u"group"_s);
    return app;
}

CutoverSettings cutoverOf(const EnvironmentDraft &draft, const Environment &base, const Environment &made)
{
    CutoverSettings cutover;
    cutover.kind = draft.cutoverKind;
    cutover.healthUrl = draft.cutover.value(u"health-url"_s);
    cutover.databaseHealthUrl = draft.cutover.value(u"database-health-url"_s);
    cutover.command = wordsOfCommand(draft.cutover.value(u"command"_s)).value_or(QStringList());
    if (cutover.kind == "command"_L1 || cutover.kind == "none"_L1)
        return cutover;
    if (base.cutover.kind == cutover.kind)
        cutover.settings = base.cutover.settings;
    if (!cutoverCosts().contains(cutover.kind))
        return cutover; // Written by hand.
    const QString cloud = cloudOf(cutover.kind);
    setOrRemove(cutover.settings, cutoverFields(cutover.kind, draft.provider, draft.appKind), draft.cutover);
    for (const QString &own : {u"command"_s, u"health-url"_s, u"database-health-url"_s})
        cutover.settings.remove(own);
    if (cutover.kind == "rfc2136"_L1)
        setName(cutover.settings, u"key"_s, draft.general.value(u"name"_s) + u"/dns-key"_s);
    else if (!cloud.isEmpty() && (cloud == cloudOf(made.app.kind) || cloud == cloudOf(draft.provider)))
        follow(cutover.settings, accessBeside(cloud, made), accessBeside(cloud, base));
    else if (!cloud.isEmpty())
        setSignIn(cutover.settings, cloud, draft.cutover, usualName(draft, FormOf::Cutover));
    return cutover;
}

} // namespace

Environment environmentFrom(const EnvironmentDraft &draft, const Environment &base)
{
    Environment environment = base;
    environment.name = EnvironmentName(draft.general.value(u"name"_s));
    environment.title = draft.general.value(u"title"_s, environment.name.toString());
    environment.kind = environmentKindFrom(draft.general.value(u"kind"_s)).value_or(base.kind);
    environment.database = draft.general.value(u"database"_s);
    environment.provider = draft.provider;
    environment.providerSettings = providerSettingsOf(draft, base);
    environment.instance = InstanceId(draft.instance);
    environment.app = appOf(draft, base, environment.providerSettings);
    environment.cutover = cutoverOf(draft, base, environment);
    environment.referencesFile = draft.promise.value(u"references"_s);
    environment.sanityFile = draft.promise.value(u"sanity"_s);
    environment.promise = gradeFrom(draft.promise.value(u"grade"_s)).value_or(base.promise);
    if (const int days = draft.promise.value(u"days"_s).toInt(); days > 0)
        environment.promiseDays = days;
    return environment;
}

EnvironmentDraft draftOf(const Environment &environment)
{
    EnvironmentDraft draft;
    draft.provider = environment.provider;
    draft.general = {{u"name"_s, environment.name.toString()}, {u"title"_s, environment.title},
                     {u"kind"_s, wordFor(environment.kind)}, {u"database"_s, environment.database}};
    draft.place = environment.providerSettings;
    draft.keys = signInShown(environment.providerSettings);
    draft.instance = environment.instance.toString();
    const bool isNowhere = environment.app.kind == "env-file"_L1 && environment.app.file.isEmpty();
    draft.appKind = isNowhere ? u"no-app"_s : environment.app.kind;
    draft.app = signInShown(environment.app.settings);
    draft.app.insert(u"variable"_s, environment.app.variable);
    draft.app.insert(u"file"_s, environment.app.file);
    if (environment.app.settings.contains(u"group"_s))
        draft.app.insert(u"service"_s, environment.app.settings.value(u"group"_s));
    draft.cutoverKind = environment.cutover.kind;
    draft.cutover = signInShown(environment.cutover.settings);
    draft.cutover.insert(u"command"_s, lineOfCommand(environment.cutover.command));
    draft.cutover.insert(u"health-url"_s, environment.cutover.healthUrl);
    draft.cutover.insert(u"database-health-url"_s, environment.cutover.databaseHealthUrl);
    draft.promise = {{u"grade"_s, wordFor(environment.promise)},
                     {u"days"_s, QString::number(environment.promiseDays)},
                     {u"app-ca"_s, environment.app.ca},
                     {u"references"_s, environment.referencesFile},
                     {u"sanity"_s, environment.sanityFile}};
    return draft;
}

} // namespace shuttler::ui
