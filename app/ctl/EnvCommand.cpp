// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/Command.h"
#include "core/restore/SignIn.h"

#include <QJsonArray>

#include <algorithm>

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

QJsonObject jsonOf(const Environment &environment)
{
    QJsonObject settings;
    for (auto it = environment.providerSettings.cbegin(); it != environment.providerSettings.cend(); ++it)
        settings.insert(it.key(), it.value());
    return {{u"name"_s, environment.name.toString()}, {u"kind"_s, wordFor(environment.kind)}, {u"title"_s, environment.title},
            {u"provider"_s, environment.provider}, {u"providerSettings"_s, settings},
            {u"instance"_s, environment.instance.toString()}, {u"database"_s, environment.database},
            {u"envFile"_s, environment.app.file}, {u"variable"_s, environment.app.variable}, {u"ca"_s, environment.app.ca},
            {u"redeploy"_s, QJsonArray::fromStringList(environment.cutover.command)},
            {u"healthUrl"_s, environment.cutover.healthUrl}};
}

Exit listEnvironments(Context &context)
{
    QJsonArray environments;
    Exit exit = Exit::Good;
    for (const Result<Environment> &environment : context.services.environments().all()) {
        if (!environment) {
            // One broken file must not hide the others, nor pass for a good list.
            context.out.tell(environment.error().what() + u' ' + environment.error().todo());
            environments.append(QJsonObject{{u"error"_s, toJson(environment.error())}});
            exit = Exit::BadVerdict;
            continue;
        }
        environments.append(jsonOf(*environment));
        context.out.print(u"%1  %2  %3 at %4"_s.arg(environment->name.toString(), -20).arg(wordFor(environment->kind), -10)
                              .arg(environment->database, environment->instance.toString()));
    }
    context.out.result({{u"environments"_s, environments}});
    return exit;
}

Exit showEnvironment(const EnvironmentName &name, Context &context)
{
    const Result<Environment> environment = context.services.environments().find(name);
    if (!environment)
        return context.out.fail(environment.error());
    const QJsonObject json = jsonOf(*environment);
    for (auto it = json.begin(); it != json.end(); ++it) {
        if (it.value().isString())
            context.out.print(u"%1 %2"_s.arg(it.key(), -18).arg(it.value().toString()));
    }
    for (auto it = environment->providerSettings.cbegin(); it != environment->providerSettings.cend(); ++it)
        context.out.print(u"  %1 %2"_s.arg(it.key(), -16).arg(it.value()));
    context.out.result({{u"environments"_s, QJsonArray{json}}});
    return Exit::Good;
}

QJsonObject jsonOf(const Account::Permission &permission)
{
    return {{u"step"_s, permission.step}, {u"right"_s, permission.right}, {u"name"_s, permission.name},
            {u"granted"_s, permission.granted}, {u"tried"_s, permission.tried},
            {u"means"_s, permission.granted ? QString() : permission.means},
            {u"todo"_s, permission.granted ? QString() : permission.todo}};
}

QString lineOf(const Account::Permission &permission)
{
    const QString standing = permission.granted ? u"ok"_s : permission.tried ? u"missing"_s : u"untried"_s;
    return u"%1  step %2  %3  %4"_s.arg(standing, -8).arg(permission.step).arg(permission.right, permission.name);
}

/// What IAM has to be told, by who is to get it: what to add for the rights that are missing, and all that is ever needed.
QJsonArray policiesOf(const Account &account, Context &context, bool showsAll)
{
    QList<Grant> lacking;
    QList<Grant> all;
    QStringList ungranted;
    for (const Account::Permission &permission : account.permissions) {
        all += permission.grants;
        if (permission.isMissing())
            lacking += permission.grants;
        if (!permission.tried && permission.grants.isEmpty())
            ungranted.append(permission.name);
    }
    QMap<QString, QString> toAdd;
    for (const IamPolicy &policy : iamPolicies(lacking)) {
        toAdd.insert(policy.holder, policy.text);
        context.out.print(u"Add this to what IAM allows %1:\n%2"_s.arg(policy.holder, policy.text));
    }
    QJsonArray policies;
    for (const IamPolicy &policy : iamPolicies(all, account.limits)) {
        const QString missing = toAdd.value(policy.holder);
        policies.append(QJsonObject{{u"for"_s, policy.holder}, {u"whole"_s, policy.text},
                                    {u"add"_s, missing.isEmpty() ? QJsonValue() : QJsonValue(missing)}});
        if (showsAll)
            context.out.print(u"The least that does for all seven steps, as a policy for %1:\n%2"_s.arg(policy.holder, policy.text));
    }
    if (showsAll && policies.isEmpty())
        context.out.print(u"No far side of this environment grants its rights by policies."_s);
    if (showsAll && !ungranted.isEmpty())
        context.out.print(
            u"Not in it, because the instance cannot be seen: %1. Let it be seen, then check again."_s.arg(ungranted.join(u", "_s)));
    return policies;
}

Exit checkEnvironment(const QCommandLineParser &parser, const EnvironmentName &name, Context &context)
{
    Result<RestoreWorld> world = context.services.open(name);
    if (!world)
        return context.out.fail(world.error());
    Result<Account> account = signInEverywhere(*world, context.job);
    if (!account)
        return context.out.fail(account.error());
    const auto comesFirst = [](const Account::Permission &one, const Account::Permission &other) { return one.step < other.step; };
    std::stable_sort(account->permissions.begin(), account->permissions.end(), comesFirst);
    QJsonArray checks;
    bool isWhole = true;
    context.out.print(account->identity);
    for (const Account::Permission &permission : account->permissions) {
        isWhole = isWhole && !permission.isMissing();
        checks.append(jsonOf(permission));
        context.out.print(lineOf(permission));
        if (!permission.granted)
            context.out.print(u"          %1 %2"_s.arg(permission.means, permission.todo));
    }
    const QJsonArray policies = policiesOf(*account, context, parser.isSet(u"policy"_s));
    context.out.result({{u"environments"_s, QJsonArray{jsonOf(world->environment)}}, {u"checks"_s, checks}, {u"policies"_s, policies}});
    return isWhole ? Exit::Good : Exit::Refused;
}

Exit addEnvironment(const QCommandLineParser &parser, const QString &nameText, Context &context)
{
    if (Outcome good = EnvironmentStore::checkName(nameText); !good)
        return context.out.fail(good.error());
    Environment environment;
    environment.name = EnvironmentName(nameText);
    if (context.services.environments().find(environment.name))
        return context.out.fail(Error(Fault::BadInput, u"There is an environment \"%1\" already."_s.arg(nameText))
                                    .means(u"Nothing was changed."_s)
                                    .todo(u"Take another name, or remove the old one first."_s));
    const QString kind = parser.value(u"kind"_s);
    if (kind == u"staging"_s)
        environment.kind = EnvironmentKind::Staging;
    else if (!kind.isEmpty() && kind != u"production"_s)
        return context.out.fail(usageError(u"--kind takes production or staging."_s, envCommand()));
    environment.title = parser.isSet(u"title"_s) ? parser.value(u"title"_s) : nameText;
    environment.provider = parser.isSet(u"provider"_s) ? parser.value(u"provider"_s) : u"pgbackrest"_s;
    environment.instance = InstanceId(parser.isSet(u"instance"_s) ? parser.value(u"instance"_s) : nameText);
    environment.database = parser.value(u"database"_s);
    if (environment.database.isEmpty())
        return context.out.fail(usageError(u"--database is needed."_s, envCommand()));
    for (const QString &setting : parser.values(u"set"_s)) {
        const qsizetype equals = setting.indexOf(u'=');
        if (equals < 1)
            return context.out.fail(usageError(u"--set takes KEY=VALUE, not \"%1\"."_s.arg(setting), envCommand()));
        environment.providerSettings.insert(setting.left(equals), setting.mid(equals + 1));
    }
    environment.app.file = parser.value(u"env-file"_s);
    if (parser.isSet(u"variable"_s))
        environment.app.variable = parser.value(u"variable"_s);
    environment.app.ca = parser.value(u"ca"_s);
    environment.cutover.command = parser.values(u"redeploy"_s);
    environment.cutover.kind = environment.cutover.command.isEmpty() ? u"none"_s : u"command"_s;
    environment.cutover.healthUrl = parser.value(u"health-url"_s);
    environment.cutover.databaseHealthUrl = parser.value(u"database-health-url"_s);
    environment.referencesFile = parser.value(u"references"_s);
    environment.sanityFile = parser.value(u"sanity"_s);

    // What cannot be opened must not be written down.
    if (!environment.app.ca.isEmpty() && !environment.app.ca.startsWith(u'/'))
        return context.out.fail(usageError(u"--ca takes the whole path of a file, not \"%1\"."_s.arg(environment.app.ca), envCommand()));
    const Result<RestoreWorld> world = context.services.open(environment);
    if (!world)
        return context.out.fail(world.error());
    if (Outcome able = world->probe->check(context.job); !able)
        return context.out.fail(able.error());
    if (Outcome saved = context.services.environments().save(environment); !saved)
        return context.out.fail(saved.error());
    context.out.print(u"Environment \"%1\" is written down. Check it: shuttlerctl env check %1"_s.arg(nameText));
    context.out.result({{u"environments"_s, QJsonArray{jsonOf(environment)}}});
    return Exit::Good;
}

Exit removeEnvironment(const EnvironmentName &name, Context &context)
{
    const Result<Environment> environment = context.services.environments().find(name);
    if (!environment)
        return context.out.fail(environment.error());
    if (environment->kind == EnvironmentKind::Practice)
        return context.out.fail(Error(Fault::Refused, u"\"%1\" is a Practice environment."_s.arg(name.toString()))
                                    .means(u"Its servers run; removing only its description would leave them behind."_s)
                                    .todo(u"Use: shuttlerctl practice destroy --name %1"_s.arg(name.toString())));
    if (Outcome removed = context.services.environments().remove(name); !removed)
        return context.out.fail(removed.error());
    context.out.print(u"Environment \"%1\" is forgotten. Its database and backups are untouched."_s.arg(name.toString()));
    context.out.result({{u"environments"_s, QJsonArray{jsonOf(*environment)}}});
    return Exit::Good;
}

Exit runEnv(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    const QString verb = words.value(0);
    if (verb == u"list"_s && words.size() == 1)
        return listEnvironments(context);
    if (words.size() != 2)
        return context.out.fail(usageError(u"A verb and one environment are needed."_s, envCommand()));
    const EnvironmentName name(words[1]);
    if (verb == u"show"_s)
        return showEnvironment(name, context);
    if (verb == u"check"_s)
        return checkEnvironment(parser, name, context);
    if (verb == u"add"_s)
        return addEnvironment(parser, words[1], context);
    if (verb == u"remove"_s)
        return removeEnvironment(name, context);
    return context.out.fail(usageError(u"\"%1\" is nothing that can be done with environments."_s.arg(verb), envCommand()));
}

} // namespace

Command envCommand()
{
    return {u"env"_s,
            u"list | add|show|check|remove NAME [options]"_s,
            u"Environments: the databases you answer for."_s,
            u"shuttlerctl env add prod --database shuttler --set config=/etc/pgbackrest/pgbackrest.conf --set stanza=main "
            "--env-file /srv/academy/.env --redeploy /usr/bin/systemctl --redeploy restart --redeploy academy"_s,
            {{u"kind"_s, u"production or staging."_s, u"KIND"_s},
             {u"title"_s, u"Name for people."_s, u"TEXT"_s},
             {u"provider"_s, u"Who keeps the backups: pgbackrest."_s, u"P"_s},
             {u"instance"_s, u"The server that serves the app now."_s, u"ID"_s},
             {u"database"_s, u"Name of the database."_s, u"DB"_s},
             {u"set"_s, u"A setting of the provider; may be repeated."_s, u"KEY=VALUE"_s},
             {u"env-file"_s, u"The .env file with DATABASE_URL."_s, u"FILE"_s},
             {u"variable"_s, u"Its name there (DATABASE_URL)."_s, u"NAME"_s},
             {u"redeploy"_s, u"Program that restarts the app, then its arguments; repeated, one word each."_s, u"WORD"_s},
             {u"health-url"_s, u"Public health address of the app."_s, u"URL"_s},
             {u"database-health-url"_s, u"Health address that asks the database."_s, u"URL"_s},
             {u"ca"_s, u"PEM file of the app's own certificate authority, for health addresses with https."_s, u"FILE"_s},
             {u"policy"_s, u"With check: print the whole IAM policy for whoever grants rights at AWS."_s},
             {u"references"_s, u"Logical references to check (TOML)."_s, u"FILE"_s},
             {u"sanity"_s, u"Sanity queries (TOML)."_s, u"FILE"_s}},
            runEnv};
}

} // namespace shuttler::app
