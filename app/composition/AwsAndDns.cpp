// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/AwsAndDns.h"

#include "core/targets/CommandCutover.h"
#include "core/targets/CutoverInTurn.h"
#include "core/targets/aws/AwsRights.h"
#include "core/targets/aws/RdsRename.h"
#include "core/targets/dns/DnsCutover.h"
#include "core/targets/dns/DnsTarget.h"
#include "core/targets/dns/Rfc2136Record.h"

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

/// `client` is the kind's own way, which outlives the world.
template <typename Settings>
void addRights(RestoreWorld &world, const Settings &settings, net::HttpClient &client)
{
    world.rights.append([settings, &client](Job &job) { return rightsFor(settings, client, job); });
}

Outcome furnishTarget(RestoreWorld &world, SecretStore &secrets, const AwsLine &line)
{
    const AppTarget &app = world.environment.app;
    QMap<QString, QString> entries = app.settings;
    if (!app.ca.isEmpty()) // Whom [app] trusts is trusted for the place of its DATABASE_URL as well.
        entries.insert(u"ca"_s, app.ca);
    if (app.kind == u"aws-secret"_s) {
        const Result<AwsSecretSettings> settings = AwsSecretSettings::from(entries, app.variable);
        if (!settings)
            return settings.error();
        net::HttpClient &client = line(settings->access, u"secretsmanager"_s);
        world.target = std::make_unique<AwsSecret>(*settings, client);
        addRights(world, *settings, client);
        if (world.cutover)
            world.cutover = std::make_unique<CutoverInTurn>(std::make_unique<AwsSecretGoesLive>(*settings, client), std::move(world.cutover));
    }
    if (app.kind == u"aws-parameter"_s) {
        const Result<AwsParameterSettings> settings = AwsParameterSettings::from(entries, app.variable);
        if (!settings)
            return settings.error();
        net::HttpClient &client = line(settings->access, u"ssm"_s);
        world.target = std::make_unique<AwsParameter>(*settings, client, secrets);
        addRights(world, *settings, client);
    }
    return Done{};
}

Outcome furnishRollout(RestoreWorld &world, const AwsLine &line)
{
    if (world.environment.cutover.kind != u"ecs"_s)
        return Done{};
    const Result<EcsRolloutSettings> settings = EcsRolloutSettings::from(world.environment.cutover.settings);
    if (!settings)
        return settings.error();
    net::HttpClient &client = line(settings->access, u"ecs"_s);
    world.cutover = std::make_unique<EcsRollout>(*settings, client);
    addRights(world, *settings, client);
    return Done{};
}

/// Null where the cut-over is no matter of DNS.
Result<std::shared_ptr<DnsRecord>> recordOf(RestoreWorld &world, SecretStore &secrets, const AwsLine &line)
{
    const CutoverSettings &cutover = world.environment.cutover;
    if (cutover.kind == u"route53"_s) {
        const Result<Route53Settings> settings = Route53Settings::from(cutover.settings);
        if (!settings)
            return settings.error();
        net::HttpClient &client = line(settings->access, u"route53"_s);
        addRights(world, *settings, client);
        return std::shared_ptr<DnsRecord>(std::make_shared<Route53Record>(*settings, client));
    }
    if (cutover.kind == u"rfc2136"_s) {
        const Result<Rfc2136Settings> settings = Rfc2136Settings::from(cutover.settings);
        if (!settings)
            return settings.error();
        return std::shared_ptr<DnsRecord>(std::make_shared<Rfc2136Record>(*settings, secrets));
    }
    return std::shared_ptr<DnsRecord>();
}

Error namesNoApp()
{
    return Error(Fault::BadInput, u"The cut-over changes where a name leads, and nothing says where the app's DATABASE_URL is."_s)
        .means(u"Whether the app goes by that name cannot be told; nothing was touched."_s)
        .todo(u"Add [app] to the environment."_s);
}

/// Apps keep their connections: one that does is restarted after the name leads elsewhere.
void addCommand(RestoreWorld &world)
{
    if (const QStringList &command = world.environment.cutover.command; !command.isEmpty())
        world.cutover = std::make_unique<CutoverInTurn>(std::move(world.cutover), std::make_unique<CommandCutover>(command));
}

} // namespace

Outcome furnishAwsAndDns(RestoreWorld &world, SecretStore &secrets, const AwsLine &line)
{
    if (Outcome furnished = furnishRollout(world, line); !furnished)
        return furnished;
    if (Outcome furnished = furnishTarget(world, secrets, line); !furnished)
        return furnished;
    Result<std::shared_ptr<DnsRecord>> record = recordOf(world, secrets, line);
    if (!record)
        return std::move(record).error();
    if (!*record)
        return Done{};
    if (!world.target)
        return namesNoApp();
    world.target = std::make_unique<DnsTarget>(std::move(world.target), *record, secrets);
    world.cutover = std::make_unique<DnsCutover>(*record, secrets);
    addCommand(world);
    return Done{};
}

Outcome furnishRename(RestoreWorld &world, SecretStore &secrets, const std::optional<aws::AwsClients> &rds)
{
    const Environment &environment = world.environment;
    if (environment.cutover.kind != u"rds-rename"_s)
        return Done{};
    if (!rds)
        return Error(Fault::BadInput, u"The cut-over \"rds-rename\" renames instances at RDS, and the provider is \"%1\"."_s.arg(
                                          environment.provider))
            .means(u"Nothing was touched."_s)
            .todo(u"Choose another cut-over."_s);
    if (!world.target)
        return namesNoApp();
    if (Outcome sound = SettingsTable(environment.cutover.settings, u"The cut-over's settings of RDS"_s).outcome(); !sound)
        return sound;
    const Result<RdsSettings> settings = RdsSettings::from(environment.providerSettings);
    if (!settings)
        return settings.error();
    world.target = std::make_unique<RdsRenameTarget>(std::move(world.target), environment.instance, *settings, *rds, secrets);
    world.cutover = std::make_unique<RdsRename>(environment.instance, *settings, *rds, secrets);
    addCommand(world);
    return Done{};
}

} // namespace shuttler::app
