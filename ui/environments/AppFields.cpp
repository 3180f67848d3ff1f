// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/FieldRules.h"
#include "ui/environments/FieldSpec.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// What a cloud that nobody is signed in to yet has to be told.
QList<FieldSpec> wayTo(const QString &cloud)
{
    QList<FieldSpec> fields = signInFields(cloud);
    if (cloud == "aws"_L1)
        fields.prepend(FieldSpec::text(u"region"_s, FieldSpec::tr("Region"), u"eu-central-1"_s, rule::awsRegion));
    return cloud.isEmpty() ? fields : fields + addressFields(cloud);
}

FieldSpec commandField(const QString &label)
{
    return FieldSpec::text(u"command"_s, label, u"/usr/bin/systemctl restart academy"_s, rule::commandLine);
}

QList<FieldSpec> namedPlace(const QString &kind)
{
    if (kind == "render-deploy"_L1)
        return {FieldSpec::text(u"service"_s, FieldSpec::tr("Services"), u"srv-…, srv-…"_s, rule::renderServices)
                    .hinted(FieldSpec::tr("Everything that reads the variable."))
                    .listed(PlaceKind::RenderServices)
                    .many()};
    if (kind == "railway-redeploy"_L1)
        return {FieldSpec::text(u"service"_s, FieldSpec::tr("Services"), u"web, worker"_s, rule::notBlank)
                    .hinted(FieldSpec::tr("Everything that reads the variable."))
                    .listed(PlaceKind::RailwayServices)
                    .many()};
    if (kind == "ecs"_L1)
        return {FieldSpec::text(u"cluster"_s, FieldSpec::tr("Cluster"), u"academy"_s, rule::oneWord),
                FieldSpec::text(u"service"_s, FieldSpec::tr("Service"), u"web"_s, rule::oneWord)};
    const FieldSpec record = FieldSpec::text(u"record"_s, FieldSpec::tr("Record"), u"db.example.org"_s, rule::dnsName)
                                 .hinted(FieldSpec::tr("The name in the app's DATABASE_URL."));
    if (kind == "route53"_L1)
        return {FieldSpec::text(u"zone"_s, FieldSpec::tr("Hosted zone"), u"Z0123456789ABC"_s, rule::hostedZone)
                    .hinted(FieldSpec::tr("Its id.")),
                record};
    if (kind == "rfc2136"_L1)
        return {
            FieldSpec::text(u"server"_s, FieldSpec::tr("Name server"), u"ns1.example.org"_s, rule::oneWord),
            FieldSpec::text(u"zone"_s, FieldSpec::tr("Zone"), u"example.org"_s, rule::dnsName),
            record,
            FieldSpec::text(u"key-name"_s, FieldSpec::tr("Name of the key"), u"console-key"_s, rule::dnsName),
            FieldSpec::secret(u"dns-key"_s, FieldSpec::tr("Key"), rule::base64)
                .hinted(FieldSpec::tr("As in the server's key file, base64.")),
            FieldSpec::choice(u"algorithm"_s, FieldSpec::tr("Its algorithm"),
                              {{QString(), u"hmac-sha256"_s}, {u"hmac-sha384"_s, u"hmac-sha384"_s}, {u"hmac-sha512"_s, u"hmac-sha512"_s}})
                .rarely(),
            FieldSpec::text(u"port"_s, FieldSpec::tr("Port of the name server"), u"53"_s, rule::port).rarely()};
    return {};
}

} // namespace

QList<FieldSpec> appFields(const QString &kind, const QString &provider)
{
    const FieldSpec variable =
        FieldSpec::text(u"variable"_s, FieldSpec::tr("Variable"), u"DATABASE_URL"_s, rule::oneWord).usually(u"DATABASE_URL"_s);
    const bool isElsewhere = cloudOf(kind) != cloudOf(provider);
    QList<FieldSpec> fields = isElsewhere ? wayTo(cloudOf(kind)) : QList<FieldSpec>();
    fields.removeIf([](const FieldSpec &field) { return field.key == u"ca"_s; }); // [app] has one for all that it asks.
    if (kind == "env-file"_L1)
        fields += FieldSpec::text(u"file"_s, FieldSpec::tr("File"), u"/srv/academy/.env"_s, rule::wholePath);
    else if (kind == "aws-secret"_L1)
        fields += FieldSpec::text(u"secret"_s, FieldSpec::tr("Secret"), u"production/academy"_s, rule::awsName)
                      .hinted(FieldSpec::tr("Its name or ARN: the URL itself, or RDS's own JSON."));
    else if (kind == "aws-parameter"_L1)
        fields += FieldSpec::text(u"parameter"_s, FieldSpec::tr("Parameter"), u"/production/DATABASE_URL"_s, rule::awsName);
    else if (kind == "render-variable"_L1)
        fields += FieldSpec::text(u"service"_s, FieldSpec::tr("Service or group"), u"srv-… / evg-…"_s, rule::renderHolder)
                      .hinted(FieldSpec::tr("A group must not deploy its services by itself."))
                      .listed(PlaceKind::RenderHolders);
    else if (kind == "railway-variable"_L1)
        fields += FieldSpec::text(u"service"_s, FieldSpec::tr("Service"), u"web"_s, rule::notBlank)
                      .hinted(FieldSpec::tr("A reference to the database is kept as one."))
                      .listed(PlaceKind::RailwayServices);
    else
        return {};
    fields.append(variable);
    return fields;
}

QList<FieldSpec> cutoverFields(const QString &kind, const QString &provider, const QString &appKind)
{
    const QString cloud = cloudOf(kind);
    const bool isElsewhere = cloud != cloudOf(provider) && cloud != cloudOf(appKind) && kind != "rds-rename"_L1;
    QList<FieldSpec> fields = (isElsewhere ? wayTo(cloud) : QList<FieldSpec>()) + namedPlace(kind);
    if (kind == "command"_L1)
        fields += commandField(FieldSpec::tr("Command")).hinted(FieldSpec::tr("Program with its whole path. There is no shell."));
    if (kind == "route53"_L1 || kind == "rfc2136"_L1 || kind == "rds-rename"_L1)
        fields +=
            commandField(FieldSpec::tr("Then this command")).hinted(FieldSpec::tr("For an app that keeps its connections.")).optional();
    return fields
         + QList<FieldSpec>{
             FieldSpec::text(u"health-url"_s, FieldSpec::tr("Health address"), u"https://academy.example/health"_s, rule::webAddress)
                 .hinted(FieldSpec::tr("How its users reach the app."))
                 .optional(),
             FieldSpec::text(u"database-health-url"_s, FieldSpec::tr("One that asks the database"), u"https://academy.example/health/db"_s,
                             rule::webAddress)
                 .optional()};
}

Choices appKinds(const QString &provider)
{
    Choices kinds{{u"env-file"_s, FieldSpec::tr("An .env file of this computer")}};
    const Choices clouds{{u"aws-secret"_s, FieldSpec::tr("AWS Secrets Manager")},
                         {u"aws-parameter"_s, FieldSpec::tr("AWS: a parameter of Systems Manager")},
                         {u"render-variable"_s, FieldSpec::tr("Render: a service's or group's variable")},
                         {u"railway-variable"_s, FieldSpec::tr("Railway: a service's variable")}};
    // Where the database is, the app mostly is too.
    for (const bool isOwn : {true, false})
        for (const auto &kind : clouds)
            if ((cloudOf(kind.first) == cloudOf(provider)) == isOwn)
                kinds.append(kind);
    kinds.append({u"no-app"_s, FieldSpec::tr("Nowhere: leave the app out")});
    return kinds;
}

QMap<QString, QString> appCosts()
{
    const QString deployed =
        FieldSpec::tr("A new value is live with the next deploy: one that somebody starts before the cut-over moves the app already.");
    return {{u"env-file"_s, FieldSpec::tr("A new value is live with the app's next start. The file has to be on this computer.")},
            {u"aws-secret"_s, FieldSpec::tr("A new value waits beside the present one until the cut-over; nothing reads it before.")},
            {u"aws-parameter"_s,
             FieldSpec::tr("A new value is live with the next start: a task that starts before the cut-over reads it already.")},
            {u"render-variable"_s, deployed},
            {u"railway-variable"_s, deployed},
            {u"no-app"_s, FieldSpec::tr("You point the app at the restored database yourself; steps 5 and 7 only say when.")}};
}

Choices cutoverKinds(const QString &provider, const QString &appKind)
{
    const Choices byHand{{u"none"_s, FieldSpec::tr("By hand: the console only says when")}};
    if (appKind == "no-app"_L1)
        return byHand;
    Choices kinds;
    const auto isAt = [&](const QString &cloud) { return cloudOf(appKind) == cloud || cloudOf(provider) == cloud; };
    if (isAt(u"render"_s))
        kinds.append({u"render-deploy"_s, FieldSpec::tr("Render deploys it anew")});
    if (isAt(u"railway"_s))
        kinds.append({u"railway-redeploy"_s, FieldSpec::tr("Railway deploys it anew")});
    if (cloudOf(appKind) == "aws"_L1)
        kinds.append({u"ecs"_s, FieldSpec::tr("ECS rolls its service out anew")});
    kinds.append({u"command"_s, FieldSpec::tr("A command of this computer restarts it")});
    kinds.append({u"route53"_s, FieldSpec::tr("A record of Route 53 leads to it")});
    kinds.append({u"rfc2136"_s, FieldSpec::tr("A record of a name server leads to it")});
    if (provider == "aws-rds"_L1)
        kinds.append({u"rds-rename"_s, FieldSpec::tr("RDS swaps the names of the instances")});
    return kinds + byHand;
}

QMap<QString, QString> cutoverCosts()
{
    const QString deploy = FieldSpec::tr("Costs a deploy of each service, some minutes; the old one serves until the new one is live.");
    const QString dns =
        FieldSpec::tr("The app needs no new value, but follows only when its resolver asks again: after the record's TTL, mostly minutes.");
    return {{u"render-deploy"_s, deploy},
            {u"railway-redeploy"_s, deploy},
            {u"ecs"_s, FieldSpec::tr("Costs a rollout, some minutes; the old tasks serve until the new ones are healthy.")},
            {u"command"_s, FieldSpec::tr("Costs what the command costs: mostly a restart, during which requests fail.")},
            {u"route53"_s, dns},
            {u"rfc2136"_s, dns},
            {u"rds-rename"_s,
             FieldSpec::tr("Costs some minutes in which no database answers: both instances restart. The app needs no new value.")},
            {u"none"_s, FieldSpec::tr("The app stays on the old database until you restart it yourself.")}};
}

} // namespace shuttler::ui
