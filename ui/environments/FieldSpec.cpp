// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/FieldSpec.h"

#include "ui/environments/FieldRules.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString words(const char *text) { return QCoreApplication::translate("FieldSpec", text); }

FieldSpec needed(const QString &key, const QString &label, const QString &example, const QString &hint = {}, FieldSpec::Rule rule = nullptr)
{
    FieldSpec field{key, label, example};
    field.hint = hint;
    field.rule = rule;
    return field;
}

FieldSpec optional(const QString &key, const QString &label, const QString &example, const QString &hint = {}, FieldSpec::Rule rule = nullptr)
{
    FieldSpec field = needed(key, label, example, hint, rule);
    field.needed = false;
    return field;
}

FieldSpec secret(FieldSpec field)
{
    field.shape = FieldSpec::Shape::Secret;
    return field;
}

FieldSpec preset(FieldSpec field, const QString &value)
{
    field.preset = value;
    return field;
}

FieldSpec choice(const QString &key, const QString &label, const QList<QPair<QString, QString>> &choices, const QString &hint = {})
{
    FieldSpec field = needed(key, label, {}, hint);
    field.shape = FieldSpec::Shape::Choice;
    field.choices = choices;
    return field;
}

/// Another address than the vendor's own: a private endpoint, a proxy of the house.
QList<FieldSpec> elsewhere(const QString &usual)
{
    return {optional(u"endpoint"_s, words("Address, if not its own"), usual, words("Only for a private endpoint. Always https."), rule::httpsAddress),
            optional(u"ca"_s, words("Authority of that address"), u"/etc/ssl/house-ca.pem"_s, {}, rule::wholePath)};
}

QList<FieldSpec> railwayPlace()
{
    return {needed(u"project"_s, words("Project"), u"8b6b2c1e-…"_s, words("Its id: in the address of its page, after /project/."), rule::oneWord),
            needed(u"environment"_s, words("Environment"), u"1f0a77d4-…"_s, words("Its id: in the same address, after environmentId=."), rule::oneWord)};
}

FieldSpec railwayTokenKind()
{
    return choice(u"token"_s, words("Kind of token"),
                  {{u"account"_s, words("Of an account or workspace")}, {u"project"_s, words("Of one project")}},
                  words("One of a project reaches only that project, but cannot tell what it may do there."));
}

QList<FieldSpec> databaseRole(const QString &usualUser, const QString &caHint)
{
    return {optional(u"user"_s, words("Database role"), u"console"_s, usualUser, rule::oneWord),
            secret(optional(u"password"_s, words("Its password"), {})),
            optional(u"database-ca"_s, words("Database's authority"), u"/etc/ssl/database-ca.pem"_s, caHint, rule::wholePath)};
}

} // namespace

QList<FieldSpec> generalFields()
{
    return {needed(u"name"_s, words("Name"), u"production"_s, words("How files and commands call it. It stays."), rule::environmentName),
            optional(u"title"_s, words("Title"), words("Production")),
            choice(u"kind"_s, words("Kind"), {{u"production"_s, words("Production")}, {u"staging"_s, words("Staging")}}),
            needed(u"database"_s, words("Database"), u"academy"_s, words("The one the app uses."))};
}

QList<FieldSpec> promiseFields()
{
    return {choice(u"grade"_s, words("Promise"),
                   {{u"any-second"_s, words("Any second can be restored")}, {u"backup-only"_s, words("One backup of each day is there")}}),
            preset(needed(u"days"_s, words("For so many days"), u"30"_s, {}, rule::days), u"30"_s)};
}

QList<FieldSpec> placeFields(const QString &provider)
{
    if (provider == "aws-rds"_L1)
        return QList<FieldSpec>{needed(u"region"_s, words("Region"), u"eu-central-1"_s, {}, rule::awsRegion)}
             + elsewhere(u"https://rds.eu-central-1.amazonaws.com/"_s);
    if (provider == "render"_L1)
        return QList<FieldSpec>{optional(u"workspace"_s, words("Workspace"), u"tea-…"_s, words("Leave it empty to see all that the key reaches."), rule::oneWord)}
             + elsewhere(u"https://api.render.com/v1"_s);
    if (provider == "railway"_L1)
        return railwayPlace() + elsewhere(u"https://backboard.railway.com/graphql/v2"_s);
    return {needed(u"config"_s, words("pgBackRest configuration"), u"/etc/pgbackrest.conf"_s, {}, rule::wholePath),
            needed(u"stanza"_s, words("Stanza"), u"main"_s, {}, rule::oneWord),
            needed(u"data"_s, words("Data folder"), u"/var/lib/postgresql/15/main"_s, {}, rule::wholePath),
            preset(needed(u"socket"_s, words("Socket folder"), u"/var/run/postgresql"_s, {}, rule::wholePath), u"/var/run/postgresql"_s),
            preset(needed(u"port"_s, words("Port"), u"5432"_s, {}, rule::port), u"5432"_s),
            needed(u"instances"_s, words("Folder for restored servers"), u"/var/lib/postgresql/restored"_s, {}, rule::wholePath)};
}

QList<FieldSpec> keyFields(const QString &provider)
{
    if (provider == "aws-rds"_L1)
        return QList<FieldSpec>{optional(u"access-key"_s, words("Access key"), u"AKIA…"_s, {}, rule::awsAccessKey),
                                secret(optional(u"secret-key"_s, words("Secret key"), {})),
                                secret(optional(u"session-token"_s, words("Session token"), {}, words("Only with keys that end by themselves."))),
                                optional(u"profile"_s, words("Or a profile of ~/.aws"), u"shuttler-ops"_s, words("Instead of the keys above."), rule::oneWord)}
             + databaseRole(words("Need only read. Empty: the instance's master user."), words("Amazon's bundle of authorities: global-bundle.pem."));
    if (provider == "render"_L1)
        return QList<FieldSpec>{secret(needed(u"api-key"_s, words("API key"), {}, words("Account settings, API keys. Render has none that only reads.")))}
             + databaseRole(words("Empty: the role that Render gives."), words("Empty: this computer's list of authorities."));
    if (provider == "railway"_L1)
        return QList<FieldSpec>{railwayTokenKind(), secret(needed(u"api-token"_s, words("Token"), {}, words("Account settings, Tokens; or the project's settings.")))}
             + databaseRole(words("Empty: the role in the service's variables."), words("Railway's databases show certificates of their own."));
    return {};
}

QList<FieldSpec> appFields(const QString &kind, const QString &provider)
{
    const FieldSpec variable = preset(needed(u"variable"_s, words("Variable"), u"DATABASE_URL"_s, {}, rule::oneWord), u"DATABASE_URL"_s);
    if (kind == "env-file"_L1)
        return {needed(u"file"_s, words("File"), u"/srv/academy/.env"_s, {}, rule::wholePath), variable};
    if (kind == "aws-secret"_L1)
        return {needed(u"secret"_s, words("Secret"), u"production/academy"_s, words("Its name or ARN: the URL itself, or RDS's own JSON."), rule::oneWord), variable};
    if (kind == "aws-parameter"_L1)
        return {needed(u"parameter"_s, words("Parameter"), u"/production/DATABASE_URL"_s, {}, rule::oneWord), variable};
    if (kind == "render-variable"_L1) {
        QList<FieldSpec> fields{needed(u"service"_s, words("Service or group"), u"srv-… / evg-…"_s, words("A group must not deploy its services by itself."), rule::renderHolder), variable};
        if (provider != kind.section(u'-', 0, 0))
            fields.append(secret(needed(u"app-key"_s, words("Render API key"), {})));
        return fields;
    }
    if (kind == "railway-variable"_L1) {
        QList<FieldSpec> fields{needed(u"service"_s, words("Service"), u"web"_s, words("Its name or id. A reference to the database is kept as one."), rule::notBlank), variable};
        if (provider != kind.section(u'-', 0, 0))
            fields += railwayPlace() + QList<FieldSpec>{railwayTokenKind(), secret(needed(u"app-key"_s, words("Railway token"), {}))};
        return fields;
    }
    return {};
}

QList<FieldSpec> cutoverFields(const QString &kind)
{
    const FieldSpec record = needed(u"record"_s, words("Record"), u"db.example.org"_s, words("The name in the app's DATABASE_URL."), rule::oneWord);
    QList<FieldSpec> fields;
    if (kind == "command"_L1)
        fields = {needed(u"command"_s, words("Command"), u"/usr/bin/systemctl restart academy"_s, words("Program with its whole path. There is no shell."), rule::commandLine)};
    if (kind == "render-deploy"_L1 || kind == "railway-redeploy"_L1)
        fields = {needed(u"service"_s, words("Services"), kind == "render-deploy"_L1 ? u"srv-…, srv-…"_s : u"web, worker"_s,
                         words("Everything that reads the variable, with commas between."), rule::notBlank)};
    if (kind == "ecs"_L1)
        fields = {needed(u"cluster"_s, words("Cluster"), u"academy"_s, {}, rule::oneWord),
                  needed(u"service"_s, words("Service"), u"web"_s, words("It is rolled out anew with its task definition."), rule::oneWord)};
    if (kind == "route53"_L1)
        fields = {needed(u"zone"_s, words("Hosted zone"), u"Z0123456789ABC"_s, words("Its id."), rule::oneWord), record};
    if (kind == "rfc2136"_L1)
        fields = {needed(u"server"_s, words("Name server"), u"ns1.example.org"_s, {}, rule::oneWord),
                  needed(u"zone"_s, words("Zone"), u"example.org"_s, {}, rule::oneWord), record,
                  needed(u"key-name"_s, words("Name of the key"), u"console-key"_s, {}, rule::oneWord),
                  secret(needed(u"dns-key"_s, words("Key"), {}, words("As in the server's key file, base64.")))};
    if (kind == "route53"_L1 || kind == "rfc2136"_L1 || kind == "rds-rename"_L1)
        fields.append(optional(u"command"_s, words("Then this command"), u"/usr/bin/systemctl restart academy"_s, words("For an app that keeps its connections."), rule::commandLine));
    return fields
         + QList<FieldSpec>{optional(u"health-url"_s, words("Health address"), u"https://academy.example/health"_s, words("How its users reach the app."), rule::webAddress),
                            optional(u"database-health-url"_s, words("One that asks the database"), u"https://academy.example/health/db"_s, {}, rule::webAddress)};
}

QList<QPair<QString, QString>> appKinds(const QString &provider)
{
    QList<QPair<QString, QString>> aws;
    if (provider == "aws-rds"_L1)
        aws = {{u"aws-secret"_s, words("AWS Secrets Manager")}, {u"aws-parameter"_s, words("AWS: a parameter of Systems Manager")}};
    return QList<QPair<QString, QString>>{{u"env-file"_s, words("An .env file of this computer")}} + aws
         + QList<QPair<QString, QString>>{
            {u"render-variable"_s, words("Render: a service's or group's variable")},
            {u"railway-variable"_s, words("Railway: a service's variable")},
            {u"no-app"_s, words("Nowhere: leave the app out")}};
}

QList<QPair<QString, QString>> cutoverKinds(const QString &provider, const QString &appKind)
{
    QList<QPair<QString, QString>> kinds;
    if (appKind == "render-variable"_L1 || (provider == "render"_L1 && appKind != "no-app"_L1))
        kinds.append({u"render-deploy"_s, words("Render deploys it anew")});
    if (appKind == "railway-variable"_L1 || (provider == "railway"_L1 && appKind != "no-app"_L1))
        kinds.append({u"railway-redeploy"_s, words("Railway deploys it anew")});
    const bool isAtAws = provider == "aws-rds"_L1 && appKind != "no-app"_L1;
    if (isAtAws && appKind.startsWith("aws"_L1))
        kinds.append({u"ecs"_s, words("ECS rolls its service out anew")});
    if (appKind != "no-app"_L1)
        kinds.append({u"command"_s, words("A command of this computer restarts it")});
    if (isAtAws)
        kinds += QList<QPair<QString, QString>>{{u"route53"_s, words("A record of Route 53 leads to it")},
                                                {u"rds-rename"_s, words("RDS swaps the names (minutes without)")}};
    if (appKind != "no-app"_L1)
        kinds.append({u"rfc2136"_s, words("A record of a name server leads to it")});
    kinds.append({u"none"_s, words("By hand: the console only says when")});
    return kinds;
}

} // namespace shuttler::ui
