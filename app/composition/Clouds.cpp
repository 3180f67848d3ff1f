// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Clouds.h"

#include "core/net/AwsClient.h"
#include "core/net/QtHttpClient.h"
#include "core/providers/aws/RdsProvider.h"
#include "core/providers/railway/RailwayProvider.h"
#include "core/providers/render/RenderProvider.h"
#include "core/targets/railway/RailwayRedeploy.h"
#include "core/targets/railway/RailwayVariable.h"
#include "core/targets/render/RenderDeploy.h"
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

net::AwsCredentialSource Clouds::awsCredentials(const QString &credential, const QString &profile)
{
    return [this, credential, profile](Job &job) -> Result<net::AwsCredentials> {
        if (!profile.isEmpty())
            return net::awsProfile(profile);
        Result<std::shared_ptr<const Secret>> text = m_secrets.read(credential, job);
        if (!text)
            return std::move(text).error();
        return net::awsKeysIn(**text, credential);
    };
}

Outcome Clouds::furnish(RestoreWorld &world)
{
    const Environment &environment = world.environment;
    auto lines = std::make_shared<Lines>();
    if (environment.provider == u"aws-rds"_s) {
        Result<RdsSettings> settings = RdsSettings::from(environment.providerSettings);
        if (!settings)
            return std::move(settings).error();
        if (!settings->role.isEmpty())
            return Error(Fault::BadInput, u"[provider] names a role to take on, which this version cannot."_s)
                .means(u"Nothing was asked of AWS."_s)
                .todo(u"Name a credential or a profile that has the rights itself, and remove role and mfa."_s);
        const auto line = [&](const QString &service) -> net::HttpClient & {
            return lines->aws(settings->ca, awsCredentials(settings->credential, settings->profile), settings->region, service,
                              budgetOf(settings->credential + settings->profile + service));
        };
        const aws::AwsClients clients{line(u"rds"_s), line(u"sts"_s)};
        world.provider = std::make_unique<RdsProvider>(*std::move(settings), clients, m_secrets);
    }
    Outcome outcome = Done{};
    const auto open = [&]<typename Port>(auto &place, std::type_identity<Port>, auto settings) {
        if (!settings) {
            outcome = std::move(settings).error();
            return;
        }
        net::HttpClient &line = lines->patient(settings->access.ca, budgetOf(settings->access.credential));
        place = std::make_unique<Port>(*std::move(settings), line, m_secrets);
    };
    if (environment.provider == u"render"_s)
        open(world.provider, std::type_identity<RenderProvider>(), RenderSettings::from(environment.providerSettings));
    if (environment.provider == u"railway"_s)
        open(world.provider, std::type_identity<RailwayProvider>(), RailwaySettings::from(environment.providerSettings));
    if (environment.app.kind == u"render-variable"_s)
        open(world.target, std::type_identity<RenderVariable>(), RenderVariableSettings::from(environment.app.settings, environment.app.variable));
    if (environment.app.kind == u"railway-variable"_s)
        open(world.target, std::type_identity<RailwayVariable>(), RailwayVariableSettings::from(environment.app.settings, environment.app.variable));
    if (environment.cutover.kind == u"render-deploy"_s)
        open(world.cutover, std::type_identity<RenderDeploy>(), RenderDeploySettings::from(environment.cutover.settings));
    if (environment.cutover.kind == u"railway-redeploy"_s)
        open(world.cutover, std::type_identity<RailwayRedeploy>(), RailwayRedeploySettings::from(environment.cutover.settings));
    world.lines = std::move(lines);
    return outcome;
}

} // namespace shuttler::app
