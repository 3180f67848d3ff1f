// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/render/RenderApi.h"
#include "core/targets/Cutover.h"

namespace shuttler {

struct RenderDeploySettings {
    RenderAccess access;
    QStringList services; ///< "srv-…"

    /// Keys: service (several with commas between), credential, endpoint, ca.
    static Result<RenderDeploySettings> from(const QMap<QString, QString> &table);
};

/// Deploys services at Render anew, as they are built now, and waits until each is live. Whether an
/// earlier one of unclear end moved the app is for others to look at before this is run again.
class RenderDeploy final : public Cutover {
public:
    RenderDeploy(RenderDeploySettings settings, net::HttpClient &client, SecretStore &secrets);

    QString describe() const override;
    Outcome check(Job &job) override;
    Outcome run(Job &job) override;

private:
    struct Deploy {
        QString id;
        QString status;
    };
    Result<QList<Deploy>> deploysOf(const QString &service, Job &job);
    Result<QString> begin(const QString &service, Job &job);
    Outcome waitUntilLive(const QString &service, const QString &deploy, Job &job);

    RenderDeploySettings m_settings;
    render::Api m_api;
};

} // namespace shuttler
