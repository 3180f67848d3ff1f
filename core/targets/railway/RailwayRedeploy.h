// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/railway/RailwayApi.h"
#include "core/targets/Cutover.h"

namespace shuttler {

struct RailwayRedeploySettings {
    RailwayAccess access;
    QStringList services; ///< Ids or names.

    /// Keys: project, environment, service (several with commas between), credential, token, endpoint, ca.
    static Result<RailwayRedeploySettings> from(const QMap<QString, QString> &table);
};

/// Deploys services at Railway anew, from the commit or image that they run now, with the variables as they are.
class RailwayRedeploy final : public Cutover {
public:
    RailwayRedeploy(RailwayRedeploySettings settings, net::HttpClient &client, SecretStore &secrets);

    QString describe() const override;
    Outcome check(Job &job) override;
    Outcome run(Job &job) override;

private:
    Result<QList<railway::Service>> services(Job &job);

    RailwayRedeploySettings m_settings;
    railway::Api m_api;
};

} // namespace shuttler
