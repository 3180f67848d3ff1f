// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/FieldRules.h"
#include "ui/environments/FieldSpec.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// For the worst day: with a deleted instance RDS forgets these, and its defaults lead into another network.
QList<FieldSpec> rdsWhenItIsGone()
{
    return {
        FieldSpec::text(u"subnet-group"_s, FieldSpec::tr("Subnet group"), u"academy-private"_s, rule::oneWord)
            .hinted(FieldSpec::tr("This one and the next four count where the old instance is gone, and RDS has forgotten them."))
            .rarely(),
        FieldSpec::text(u"security-groups"_s, FieldSpec::tr("Security groups"), u"sg-0a1b…, sg-2c3d…"_s, rule::securityGroups).rarely(),
        FieldSpec::text(u"parameter-group"_s, FieldSpec::tr("Parameter group"), u"academy-pg15"_s, rule::oneWord).rarely(),
        FieldSpec::text(u"option-group"_s, FieldSpec::tr("Option group"), u"default:postgres-15"_s, rule::oneWord).rarely(),
        FieldSpec::text(u"instance-class"_s, FieldSpec::tr("Instance class"), u"db.t4g.medium"_s, rule::instanceClass).rarely(),
        FieldSpec::choice(u"copy-backups"_s, FieldSpec::tr("A copy's own backups"),
                          {{QString(), FieldSpec::tr("As its source has them")}, {u"none"_s, FieldSpec::tr("None: for throw-away copies")}})
            .rarely()};
}

QList<FieldSpec> databaseRole(const QString &usualUser, const QString &caHint)
{
    return {FieldSpec::text(u"user"_s, FieldSpec::tr("Database role"), u"console"_s, rule::oneWord).hinted(usualUser).optional(),
            FieldSpec::secret(u"password"_s, FieldSpec::tr("Its password")).optional(),
            FieldSpec::text(u"database-ca"_s, FieldSpec::tr("Database's authority"), u"/etc/ssl/database-ca.pem"_s, rule::wholePath)
                .hinted(caHint)
                .optional()};
}

QList<FieldSpec> awsSignIn()
{
    return {
        FieldSpec::choice(
            u"sign-in"_s, FieldSpec::tr("Sign in with"),
            {{u"keys"_s, FieldSpec::tr("An access key")}, {u"profile"_s, FieldSpec::tr("A profile of ~/.aws, single sign-on too")}})
            .meaning(
                {{u"keys"_s, FieldSpec::tr("It lasts until somebody ends it at AWS.")},
                 {u"profile"_s,
                  FieldSpec::tr("A single sign-on ends after hours: \"aws sso login\" renews it, and nightly jobs stop until then.")}}),
        FieldSpec::text(u"access-key"_s, FieldSpec::tr("Access key"), u"AKIA…"_s, rule::awsAccessKey)
            .optional()
            .with(u"sign-in"_s, u"keys"_s),
        FieldSpec::secret(u"secret-key"_s, FieldSpec::tr("Secret key")).optional().with(u"sign-in"_s, u"keys"_s),
        FieldSpec::secret(u"session-token"_s, FieldSpec::tr("Session token"))
            .hinted(FieldSpec::tr("Only with keys that end by themselves."))
            .optional()
            .with(u"sign-in"_s, u"keys"_s),
        FieldSpec::text(u"profile"_s, FieldSpec::tr("Profile"), u"shuttler-ops"_s, rule::notBlank)
            .with(u"sign-in"_s, u"profile"_s)
            .listed(PlaceKind::AwsProfiles),
        FieldSpec::choice(u"as"_s, FieldSpec::tr("Act as"),
                          {{u"itself"_s, FieldSpec::tr("Whoever that is")}, {u"role"_s, FieldSpec::tr("A role that it takes on")}})
            .meaning({{u"role"_s,
                       FieldSpec::tr("Its keys last an hour and renew themselves; with a device, a person enters its code each time.")}}),
        FieldSpec::text(u"role"_s, FieldSpec::tr("Role"), u"arn:aws:iam::123456789012:role/restores"_s, rule::awsRole)
            .with(u"as"_s, u"role"_s),
        FieldSpec::text(u"external-id"_s, FieldSpec::tr("External id"), {}, rule::oneWord)
            .hinted(FieldSpec::tr("Where a role of another account asks for one."))
            .optional()
            .with(u"as"_s, u"role"_s),
        FieldSpec::text(u"mfa"_s, FieldSpec::tr("Its device"), u"arn:aws:iam::123456789012:mfa/owner"_s, rule::awsDevice)
            .hinted(FieldSpec::tr("Where the role asks for a second factor."))
            .optional()
            .with(u"as"_s, u"role"_s),
        FieldSpec::secret(u"mfa-code"_s, FieldSpec::tr("Code of the device"), rule::deviceCode)
            .hinted(FieldSpec::tr("Where one is asked for: the six digits it shows now. Used once, not kept."))
            .optional()
            .forOnce()
            .with(u"as"_s, u"role"_s)
            .with(u"sign-in"_s, u"profile"_s)};
}

} // namespace

QString cloudOf(const QString &kind)
{
    if (kind == "ecs"_L1 || kind == "route53"_L1)
        return u"aws"_s;
    const QString cloud = kind.section(u'-', 0, 0);
    return QStringList{u"aws"_s, u"render"_s, u"railway"_s}.contains(cloud) ? cloud : QString();
}

QStringList keyPartsOf(const QString &cloud)
{
    if (cloud == "aws"_L1)
        return {u"access-key"_s, u"secret-key"_s, u"session-token"_s};
    if (cloud == "render"_L1)
        return {u"api-key"_s};
    return cloud == "railway"_L1 ? QStringList{u"api-token"_s} : QStringList();
}

QList<FieldSpec> signInFields(const QString &cloud)
{
    if (cloud == "aws"_L1)
        return awsSignIn();
    if (cloud == "render"_L1)
        return {FieldSpec::secret(u"api-key"_s, FieldSpec::tr("API key"))
                    .hinted(FieldSpec::tr("Account settings, API keys. Render has none that only reads."))};
    if (cloud == "railway"_L1)
        return {FieldSpec::choice(
                    u"token"_s, FieldSpec::tr("Kind of token"),
                    {{u"account"_s, FieldSpec::tr("Of an account or workspace")}, {u"project"_s, FieldSpec::tr("Of one project")}})
                    .hinted(FieldSpec::tr("One of a project reaches only that project, but cannot tell what it may do there.")),
                FieldSpec::secret(u"api-token"_s, FieldSpec::tr("Token"))
                    .hinted(FieldSpec::tr("Account settings, Tokens; or the project's settings.")),
                FieldSpec::text(u"where"_s, FieldSpec::tr("Project and environment"), {}, rule::railwayPlace)
                    .hinted(FieldSpec::tr("Leave it empty: what the token reaches is listed when it is tried."))
                    .optional()
                    .listed(PlaceKind::RailwayEnvironments)};
    return {};
}

QList<FieldSpec> addressFields(const QString &cloud)
{
    static const QMap<QString, QString> own{{u"aws"_s, u"https://rds.eu-central-1.amazonaws.com/"_s},
                                            {u"render"_s, u"https://api.render.com/v1"_s},
                                            {u"railway"_s, u"https://backboard.railway.com/graphql/v2"_s}};
    return {FieldSpec::text(u"endpoint"_s, FieldSpec::tr("Address, if not its own"), own.value(cloud), rule::httpsAddress)
                .hinted(FieldSpec::tr("Only for a private endpoint or a proxy of the house. Always https."))
                .rarely(),
            FieldSpec::text(u"ca"_s, FieldSpec::tr("Authority of that address"), u"/etc/ssl/house-ca.pem"_s, rule::wholePath).rarely()};
}

QList<FieldSpec> generalFields()
{
    return {FieldSpec::text(u"name"_s, FieldSpec::tr("Name"), u"production"_s, rule::environmentName)
                .hinted(FieldSpec::tr("How files and commands call it. It stays.")),
            FieldSpec::text(u"title"_s, FieldSpec::tr("Title"), FieldSpec::tr("Production")).optional(),
            FieldSpec::choice(u"kind"_s, FieldSpec::tr("Kind"),
                              {{u"production"_s, FieldSpec::tr("Production")}, {u"staging"_s, FieldSpec::tr("Staging")}}),
            FieldSpec::text(u"database"_s, FieldSpec::tr("Database"), u"academy"_s).hinted(FieldSpec::tr("The one the app uses."))};
}

QList<FieldSpec> promiseFields()
{
    return {FieldSpec::choice(u"grade"_s, FieldSpec::tr("Promise"),
                              {{u"any-second"_s, FieldSpec::tr("Any second can be restored")},
                               {u"backup-only"_s, FieldSpec::tr("One backup of each day is there")}}),
            FieldSpec::text(u"days"_s, FieldSpec::tr("For so many days"), u"30"_s, rule::days).usually(u"30"_s),
            FieldSpec::text(u"app-ca"_s, FieldSpec::tr("App's authority"), u"/etc/ssl/house-ca.pem"_s, rule::wholePath)
                .hinted(FieldSpec::tr("Where its health address has a certificate of your own authority."))
                .rarely(),
            FieldSpec::text(u"references"_s, FieldSpec::tr("Links to check"), u"/etc/shuttler/references.toml"_s, rule::wholePath)
                .hinted(FieldSpec::tr("Links between tables that the database does not know of."))
                .rarely(),
            FieldSpec::text(u"sanity"_s, FieldSpec::tr("Questions of your own"), u"/etc/shuttler/sanity.toml"_s, rule::wholePath)
                .hinted(FieldSpec::tr("SQL with the answers you expect, asked of each copy."))
                .rarely()};
}

QList<FieldSpec> placeFields(const QString &provider)
{
    if (provider == "aws-rds"_L1)
        return QList<FieldSpec>{FieldSpec::text(u"region"_s, FieldSpec::tr("Region"), u"eu-central-1"_s, rule::awsRegion)}
             + addressFields(u"aws"_s) + rdsWhenItIsGone();
    if (provider == "render"_L1)
        return QList<FieldSpec>{FieldSpec::text(u"workspace"_s, FieldSpec::tr("Workspace"), u"tea-…"_s, rule::oneWord)
                                    .hinted(FieldSpec::tr("Leave it empty to see all that the key reaches."))
                                    .optional()}
             + addressFields(u"render"_s)
             + QList<FieldSpec>{FieldSpec::text(u"environment"_s, FieldSpec::tr("Environment for copies"), u"evm-…"_s, rule::oneWord)
                                    .hinted(FieldSpec::tr("Empty: where the old database is."))
                                    .rarely(),
                                FieldSpec::text(u"lag"_s, FieldSpec::tr("Not restorable yet, seconds"), u"600"_s, rule::seconds)
                                    .hinted(FieldSpec::tr("How much before now Render cannot restore. Its own words: ten minutes."))
                                    .rarely()};
    if (provider == "railway"_L1)
        return addressFields(u"railway"_s)
             + QList<FieldSpec>{FieldSpec::choice(u"open-proxies"_s, FieldSpec::tr("Ways in from outside"),
                                                  {{QString(), FieldSpec::tr("Opened for copies only")},
                                                   {u"all"_s, FieldSpec::tr("Opened for the serving database too")}})
                                    .hinted(FieldSpec::tr("A TCP proxy is how this computer reaches a database there."))
                                    .rarely()};
    return {
        FieldSpec::text(u"config"_s, FieldSpec::tr("pgBackRest configuration"), u"/etc/pgbackrest.conf"_s, rule::wholePath),
        FieldSpec::text(u"stanza"_s, FieldSpec::tr("Stanza"), u"main"_s, rule::oneWord),
        FieldSpec::text(u"data"_s, FieldSpec::tr("Data folder"), u"/var/lib/postgresql/15/main"_s, rule::wholePath),
        FieldSpec::text(u"socket"_s, FieldSpec::tr("Socket folder"), u"/var/run/postgresql"_s, rule::wholePath)
            .usually(u"/var/run/postgresql"_s),
        FieldSpec::text(u"port"_s, FieldSpec::tr("Port"), u"5432"_s, rule::port).usually(u"5432"_s),
        FieldSpec::text(u"instances"_s, FieldSpec::tr("Folder for restored servers"), u"/var/lib/postgresql/restored"_s, rule::wholePath),
        FieldSpec::text(u"program"_s, FieldSpec::tr("pgBackRest itself"), u"/usr/bin/pgbackrest"_s, rule::wholePath).rarely(),
        FieldSpec::text(u"bin"_s, FieldSpec::tr("PostgreSQL's programs"), u"/usr/lib/postgresql/15/bin"_s, rule::wholePath)
            .hinted(FieldSpec::tr("Empty: found by the server's version."))
            .rarely(),
        FieldSpec::text(u"owner-role"_s, FieldSpec::tr("Role that takes backups"), u"postgres"_s, rule::oneWord).rarely(),
        FieldSpec::text(u"reader-role"_s, FieldSpec::tr("Role that looks"), u"console"_s, rule::oneWord)
            .hinted(FieldSpec::tr("Need only read. Empty: the one that takes backups."))
            .rarely()};
}

QList<FieldSpec> keyFields(const QString &provider)
{
    const QList<FieldSpec> signIn = signInFields(cloudOf(provider));
    if (provider == "aws-rds"_L1)
        return signIn
             + databaseRole(FieldSpec::tr("Need only read. Empty: the instance's master user."),
                            FieldSpec::tr("Amazon's bundle of authorities: global-bundle.pem."));
    if (provider == "render"_L1)
        return signIn
             + databaseRole(FieldSpec::tr("Empty: the role that Render gives."),
                            FieldSpec::tr("Empty: this computer's list of authorities."));
    if (provider == "railway"_L1)
        return signIn
             + databaseRole(FieldSpec::tr("Empty: the role in the service's variables."),
                            FieldSpec::tr("Railway's databases show certificates of their own."));
    return {};
}

} // namespace shuttler::ui
