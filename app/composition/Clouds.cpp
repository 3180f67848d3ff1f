// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Clouds.h"

#include "core/net/AwsClient.h"
#include "core/net/QtHttpClient.h"
#include "core/providers/aws/RdsProvider.h"
#include "core/providers/render/RenderProvider.h"
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
    const auto lineFor = [&](const auto &access) -> net::HttpClient & { return lines->patient(access.ca, budgetOf(access.credential)); };

    if (environment.provider == u"aws-rds"_s) {
        Result<RdsSettings> settings = RdsSettings::from(environment.providerSettings);
        if (!settings)
            return std::move(settings).error();
        const auto line = [&](const QString &service) -> net::HttpClient & {
            return lines->aws(settings->ca, awsCredentials(settings->credential, settings->profile), settings->region, service,
                              budgetOf(settings->credential + settings->profile + service));
        };
        const aws::AwsClients clients{line(u"rds"_s), line(u"sts"_s)};
        world.provider = std::make_unique<RdsProvider>(*std::move(settings), clients, m_secrets);
    }
    if (environment.provider == u"render"_s) {
        Result<RenderSettings> settings = RenderSettings::from(environment.providerSettings);
        if (!settings)
            return std::move(settings).error();
        net::HttpClient &line = lineFor(settings->access);
        world.provider = std::make_unique<RenderProvider>(*std::move(settings), line, m_secrets);
    }
    if (environment.app.kind == u"render-variable"_s) {
        Result<RenderVariableSettings> settings = RenderVariableSettings::from(environment.app.settings, environment.app.variable);
        if (!settings)
            return std::move(settings).error();
        net::HttpClient &line = lineFor(settings->access);
        world.target = std::make_unique<RenderVariable>(*std::move(settings), line, m_secrets);
    }
    if (environment.cutover.kind == u"render-deploy"_s) {
        Result<RenderDeploySettings> settings = RenderDeploySettings::from(environment.cutover.settings);
        if (!settings)
            return std::move(settings).error();
        net::HttpClient &line = lineFor(settings->access);
        world.cutover = std::make_unique<RenderDeploy>(*std::move(settings), line, m_secrets);
    }
    world.lines = std::move(lines);
    return Done{};
}

} // namespace shuttler::app
