// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/EnvironmentDraft.h"

#include "ui/environments/FieldRules.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString keyNameOf(const QString &provider)
{
    return provider == "aws-rds"_L1 ? u"aws-keys"_s : provider == "render"_L1 ? u"render-key"_s : u"railway-token"_s;
}

/// The name that is there stays: other settings may speak of it too.
QString nameIn(const QMap<QString, QString> &settings, const QString &key, const EnvironmentDraft &draft, const QString &usual)
{
    const QString there = settings.value(key);
    return there.isEmpty() ? draft.general.value(u"name"_s) + u'/' + usual : there;
}

void setOrRemove(QMap<QString, QString> &settings, const QList<FieldSpec> &fields, const FieldValues &values)
{
    for (const FieldSpec &field : fields) {
        if (field.shape == FieldSpec::Shape::Secret)
            continue;
        if (values.value(field.key).isEmpty())
            settings.remove(field.key);
        else
            settings.insert(field.key, values.value(field.key));
    }
}

QMap<QString, QString> providerBase(const EnvironmentDraft &draft, const Environment &base)
{
    return draft.provider == base.provider ? base.providerSettings : QMap<QString, QString>();
}

QMap<QString, QString> providerSettingsOf(const EnvironmentDraft &draft, const Environment &base)
{
    QMap<QString, QString> settings = providerBase(draft, base);
    setOrRemove(settings, placeFields(draft.provider), draft.place);
    if (draft.provider == "pgbackrest"_L1) {
        settings.insert(u"database"_s, draft.general.value(u"database"_s));
        return settings;
    }
    QList<FieldSpec> plain = keyFields(draft.provider);
    plain.removeIf([](const FieldSpec &field) { return field.key == u"access-key"_s; }); // Kept with the secret it belongs to.
    setOrRemove(settings, plain, draft.keys);
    if (draft.keys.contains(u"profile"_s))
        settings.remove(u"credential"_s);
    else
        settings.insert(u"credential"_s, nameIn(settings, u"credential"_s, draft, keyNameOf(draft.provider)));
    if (draft.typed.contains(u"password"_s))
        settings.insert(u"password"_s, nameIn(settings, u"password"_s, draft, u"database-password"_s));
    else if (!draft.keys.contains(u"user"_s) && draft.provider != "aws-rds"_L1)
        settings.remove(u"password"_s);
    return settings;
}

const QStringList AccessKeys{u"endpoint"_s, u"ca"_s, u"credential"_s, u"token"_s, u"project"_s, u"environment"_s, // Render, Railway.
                             u"region"_s, u"profile"_s, u"role"_s, u"mfa"_s, u"external-id"_s};                   // AWS.

/// How a cloud is reached, from settings that reach it already.
QMap<QString, QString> accessFrom(const QMap<QString, QString> &settings)
{
    QMap<QString, QString> access;
    for (const QString &key : AccessKeys)
        if (settings.contains(key))
            access.insert(key, settings.value(key));
    return access;
}

/// What was written differently by hand stays: another region, another key.
void follow(QMap<QString, QString> &settings, const QMap<QString, QString> &access, const QMap<QString, QString> &before)
{
    for (auto entry = access.cbegin(); entry != access.cend(); ++entry)
        if (!settings.contains(entry.key()) || settings.value(entry.key()) == before.value(entry.key()))
            settings.insert(entry.key(), entry.value());
}

QString cloudOf(const QString &kind)
{
    return kind.section(u'-', 0, 0);
}

AppTarget appOf(const EnvironmentDraft &draft, const Environment &base, const QMap<QString, QString> &provider)
{
    AppTarget app;
    app.ca = base.app.ca;
    if (draft.appKind == "no-app"_L1)
        return app;
    app.kind = draft.appKind;
    app.variable = draft.app.value(u"variable"_s, app.variable);
    app.file = draft.app.value(u"file"_s);
    if (app.kind == "env-file"_L1)
        return app;
    if (appFields(app.kind, draft.provider).isEmpty())
        return base.app; // Written by hand: not ours to change.
    if (base.app.kind == app.kind)
        app.settings = base.app.settings;
    if (cloudOf(app.kind) == cloudOf(draft.provider)) {
        follow(app.settings, accessFrom(provider), base.providerSettings);
        app.ca = app.ca.isEmpty() ? app.settings.take(u"ca"_s) : app.ca; // [app] has one for all that it asks.
        app.settings.remove(u"ca"_s);
    }
    else
        app.settings.insert(u"credential"_s, nameIn(app.settings, u"credential"_s, draft, u"app-key"_s));
    for (const QString &key : {u"project"_s, u"environment"_s, u"token"_s, u"secret"_s, u"parameter"_s})
        if (draft.app.contains(key))
            app.settings.insert(key, draft.app.value(key));
    if (cloudOf(app.kind) == "aws"_L1)
        return app;
    const QString holder = draft.app.value(u"service"_s);
    const bool isGroup = app.kind == "render-variable"_L1 && holder.startsWith("evg-"_L1);
    app.settings.remove(isGroup ? u"service"_s : u"group"_s);
    app.settings.insert(isGroup ? u"group"_s : u"service"_s, holder);
    return app;
}

/// What a cut-over is told besides how its cloud is reached; nothing for one that was written by hand.
QStringList placesOf(const QString &cutoverKind)
{
    if (cutoverKind == "render-deploy"_L1 || cutoverKind == "railway-redeploy"_L1)
        return {u"service"_s};
    if (cutoverKind == "ecs"_L1)
        return {u"cluster"_s, u"service"_s};
    if (cutoverKind == "route53"_L1)
        return {u"zone"_s, u"record"_s};
    return cutoverKind == "rfc2136"_L1 ? QStringList{u"server"_s, u"zone"_s, u"record"_s, u"key-name"_s} : QStringList();
}

/// The app's way to its cloud, where the cut-over is in the same; else the provider's.
QMap<QString, QString> accessOf(const QString &cutoverKind, const Environment &made)
{
    const bool isAppsCloud = cloudOf(made.app.kind) == cloudOf(cutoverKind);
    QMap<QString, QString> access = accessFrom(isAppsCloud ? made.app.settings : made.providerSettings);
    if (isAppsCloud && !made.app.ca.isEmpty())
        access.insert(u"ca"_s, made.app.ca);
    return access;
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
    if (cutover.kind == "rfc2136"_L1)
        cutover.settings.insert(u"key"_s, nameIn(cutover.settings, u"key"_s, draft, u"dns-key"_s));
    else if (cutover.kind != "rds-rename"_L1 && !placesOf(cutover.kind).isEmpty())
        follow(cutover.settings, accessOf(cutover.kind, made), base.providerSettings);
    for (const QString &key : placesOf(cutover.kind))
        cutover.settings.insert(key, draft.cutover.value(key));
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
    draft.keys = environment.providerSettings;
    draft.instance = environment.instance.toString();
    const bool isNowhere = environment.app.kind == "env-file"_L1 && environment.app.file.isEmpty();
    draft.appKind = isNowhere ? u"no-app"_s : environment.app.kind;
    draft.app = environment.app.settings;
    draft.app.insert(u"variable"_s, environment.app.variable);
    draft.app.insert(u"file"_s, environment.app.file);
    if (environment.app.settings.contains(u"group"_s))
        draft.app.insert(u"service"_s, environment.app.settings.value(u"group"_s));
    draft.cutoverKind = environment.cutover.kind;
    draft.cutover = environment.cutover.settings;
    draft.cutover.insert(u"command"_s, lineOfCommand(environment.cutover.command));
    draft.cutover.insert(u"health-url"_s, environment.cutover.healthUrl);
    draft.cutover.insert(u"database-health-url"_s, environment.cutover.databaseHealthUrl);
    draft.promise = {{u"grade"_s, wordFor(environment.promise)}, {u"days"_s, QString::number(environment.promiseDays)}};
    return draft;
}

} // namespace shuttler::ui
