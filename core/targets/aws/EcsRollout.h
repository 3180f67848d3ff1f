// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/Cutover.h"
#include "core/targets/aws/AwsAccess.h"
#include "core/targets/aws/JsonCalls.h"

namespace shuttler {

/// Which service of Amazon ECS.
struct EcsRolloutSettings {
    AwsAccess access;
    QString cluster; ///< Name or ARN.
    QString service;

    /// Keys: cluster, service, region, credential or profile, endpoint, ca.
    static Result<EcsRolloutSettings> from(const QMap<QString, QString> &table);
};

/// Lets a service at Amazon ECS start its tasks anew, with its task definition as it is: tasks read their secrets only when they start.
/// Returns when ECS calls the rollout complete. Whether an earlier one of unclear end moved the app is for others to look at before
/// this is run again.
class EcsRollout final : public Cutover {
public:
    EcsRollout(EcsRolloutSettings settings, net::HttpClient &client);

    QString describe() const override;
    Outcome check(Job &job) override;
    Outcome run(Job &job) override;

private:
    Result<QJsonObject> service(Job &job) const;
    Outcome waitFor(const QString &deployment, Job &job) const;
    Error failed(const QString &what, const QString &why, const QJsonObject &service) const;

    EcsRolloutSettings m_settings;
    aws::JsonCalls m_calls;
};

} // namespace shuttler
