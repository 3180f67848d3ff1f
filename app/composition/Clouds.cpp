// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Clouds.h"

#include "app/composition/AwsAndDns.h"
#include "core/net/AwsClient.h"
#include "core/net/QtHttpClient.h"
#include "core/providers/aws/AwsSignIn.h"
#include "core/providers/aws/RdsProvider.h"
#include "core/providers/railway/RailwayProvider.h"
#include "core/providers/render/RenderProvider.h"
#include "core/targets/railway/RailwayPlaces.h"
#include "core/targets/railway/RailwayRedeploy.h"
#include "core/targets/railway/RailwayVariable.h"
#include "core/targets/render/RenderDeploy.h"
#include "core/targets/render/RenderPlaces.h"
#include "core/targets/render/RenderVariable.h"

#include <deque>

namespace shuttler::app {

using namespace Qt::StringLiterals;

/// The ways out of one world. What trusts another authority is another way.
class Clouds::Lines {
public:
    net::HttpClient &raw(const QString &ca)
    {
        std::unique_ptr<net::HttpClient> &client = m_raw[ca];
        if (!client)
            client = std::make_unique<net::QtHttpClient>(ca);
        return *client;
    }
    net::HttpClient &patient(const QString &ca, std::shared_ptr<net::RateBudget> budget)
    {
        return *m_patient.emplace_back(std::make_unique<net::PatientClient>(raw(ca), net::Patience{}, std::move(budget)));
    }
    net::HttpClient &aws(const QString &ca, net::AwsCredentialSource credentials, const QString &region, const QString &service,
                         std::shared_ptr<net::RateBudget> budget)
    {
        return *m_patient.emplace_back(net::awsClient(raw(ca), std::move(credentials), region, service, std::move(budget)));
    }

private:
    std::map<QString, std::unique_ptr<net::HttpClient>> m_raw;
    std::deque<std::unique_ptr<net::HttpClient>> m_patient; // After what they send through.
};

std::shared_ptr<net::RateBudget> Clouds::budgetOf(const QString &credential)
{
    const std::lock_guard lock(m_mutex);
    std::shared_ptr<net::RateBudget> &budget = m_budgets[credential];
    if (!budget)
        budget = std::make_shared<net::RateBudget>();
    return budget;
}

net::AwsCredentialSource Clouds::awsCredentials(const QString &credential, const QString &profile, SecretStore &secrets)
{
    return [&secrets, credential, profile](Job &job) -> Result<net::AwsCredentials> {
        if (!profile.isEmpty())
            return net::awsProfile(profile);
        Result<std::shared_ptr<const Secret>> text = secrets.read(credential, job);
        if (!text)
            return std::move(text).error();
        return net::awsKeysIn(**text, credential);
    };
}

/// The authority that [app] names is also the one that the place of DATABASE_URL is known by.
static QMap<QString, QString> targetSettings(const AppTarget &app)
{
    QMap<QString, QString> settings = app.settings;
    if (!app.ca.isEmpty())
        settings.insert(u"ca"_s, app.ca);
    return settings;
}

static aws::Identity identityOf(const RdsSettings &settings)
{
    aws::Identity identity{settings.credential, settings.profile, {}, settings.region, settings.signInEndpoint, settings.portal};
    if (!settings.role.isEmpty())
        identity.role = net::AwsRole{settings.role, settings.mfa, settings.externalId};
    return identity;
}

Outcome Clouds::furnish(RestoreWorld &world, SecretStore &secrets)
{
    const Environment &environment = world.environment;
    auto lines = std::make_shared<Lines>();
    std::optional<aws::AwsClients> rds;
    if (environment.provider == u"aws-rds"_s) {
        Result<RdsSettings> settings = RdsSettings::from(environment.providerSettings);
        if (!settings)
            return std::move(settings).error();
        const auto signIn = std::make_shared<aws::AwsSignIn>(identityOf(*settings), lines->raw(settings->ca), secrets);
        const auto line = [&](const QString &service) -> net::HttpClient & {
            return lines->aws(settings->ca, aws::AwsSignIn::sourceOf(signIn), settings->region, service,
                              budgetOf(settings->credential + settings->profile + service));
        };
        rds.emplace(aws::AwsClients{line(u"rds"_s), line(u"sts"_s)});
        world.provider = std::make_unique<RdsProvider>(*std::move(settings), *rds, secrets);
    }
    Outcome outcome = Done{};
    const auto open = [&]<typename Port>(auto &place, std::type_identity<Port>, auto settings) {
        if (!settings) {
            outcome = std::move(settings).error();
            return;
        }
        net::HttpClient &line = lines->patient(settings->access.ca, budgetOf(settings->access.credential));
        place = std::make_unique<Port>(*std::move(settings), line, secrets);
    };
    if (environment.provider == u"render"_s)
        open(world.provider, std::type_identity<RenderProvider>(), RenderSettings::from(environment.providerSettings));
    if (environment.provider == u"railway"_s)
        open(world.provider, std::type_identity<RailwayProvider>(), RailwaySettings::from(environment.providerSettings));
    if (environment.app.kind == u"render-variable"_s)
        open(world.target, std::type_identity<RenderVariable>(), RenderVariableSettings::from(targetSettings(environment.app), environment.app.variable));
    if (environment.app.kind == u"railway-variable"_s)
        open(world.target, std::type_identity<RailwayVariable>(), RailwayVariableSettings::from(targetSettings(environment.app), environment.app.variable));
    if (environment.cutover.kind == u"render-deploy"_s)
        open(world.cutover, std::type_identity<RenderDeploy>(), RenderDeploySettings::from(environment.cutover.settings));
    if (environment.cutover.kind == u"railway-redeploy"_s)
        open(world.cutover, std::type_identity<RailwayRedeploy>(), RailwayRedeploySettings::from(environment.cutover.settings));
    const auto awsLine = [&](const AwsAccess &access, const QString &service) -> net::HttpClient & {
        aws::Identity identity{access.credential, access.profile, {}, access.region, access.signIn, access.portal};
        if (!access.role.isEmpty())
            identity.role = net::AwsRole{access.role, access.mfa, access.externalId};
        const auto signIn = std::make_shared<aws::AwsSignIn>(std::move(identity), lines->raw(access.ca), secrets);
        return lines->aws(access.ca, aws::AwsSignIn::sourceOf(signIn), access.region, service,
                          budgetOf(access.credential + access.profile + service));
    };
    if (outcome)
        outcome = furnishAwsAndDns(world, secrets, awsLine);
    if (outcome)
        outcome = furnishRename(world, secrets, rds);
    world.lines = std::move(lines);
    return outcome;
}

/// Of ~/.aws, and how each signs in.
static Result<QList<Place>> awsProfiles()
{
    const Result<QStringList> names = net::AwsProfile::names();
    if (!names)
        return names.error();
    QList<Place> places;
    for (const QString &name : *names) {
        const Result<net::AwsProfile> profile = net::AwsProfile::named(name);
        if (!profile && profile.error().fault() == Fault::NotFound)
            continue; // A heading with nothing below it.
        if (!profile)
            return profile.error();
        const QString role = profile->role ? u"takes on %1"_s.arg(profile->role->arn.section(u'/', -1)) : QString();
        places.append({name, name, profile->ssoStartUrl.isEmpty() ? role : u"single sign-on"_s});
    }
    return places;
}

Result<QList<Place>> Clouds::places(PlaceKind kind, const QMap<QString, QString> &access, SecretStore &secrets, Job &job)
{
    if (kind == PlaceKind::AwsProfiles)
        return awsProfiles();
    Lines lines;
    SettingsTable table(access, u"The way to the cloud"_s);
    if (kind == PlaceKind::RenderServices || kind == PlaceKind::RenderHolders) {
        const RenderAccess render = RenderAccess::in(table);
        if (Outcome sound = table.outcome(); !sound)
            return std::move(sound).error();
        render::Api api(lines.patient(render.ca, budgetOf(render.credential)), secrets, render);
        return kind == PlaceKind::RenderServices ? render::servicesAt(api, job) : render::holdersAt(api, job);
    }
    const bool isAnywhere = kind == PlaceKind::RailwayEnvironments;
    const RailwayAccess railway = isAnywhere ? RailwayAccess::door(table) : RailwayAccess::in(table);
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    railway::Api api(lines.patient(railway.ca, budgetOf(railway.credential)), secrets, railway);
    return isAnywhere ? railway::environmentsAt(api, job) : railway::servicesAt(api, job);
}

} // namespace shuttler::app
