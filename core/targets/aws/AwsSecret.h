// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/ConnectionTarget.h"
#include "core/targets/Cutover.h"
#include "core/targets/aws/AwsAccess.h"
#include "core/targets/aws/SecretVersions.h"

namespace shuttler {

/// Which secret of AWS Secrets Manager.
struct AwsSecretSettings {
    AwsAccess access;
    QString secret;   ///< Name or ARN.
    QString variable; ///< DATABASE_URL

    /// Keys: secret, region, credential or profile, endpoint, ca.
    static Result<AwsSecretSettings> from(const QMap<QString, QString> &table, const QString &variable);
};

/// A secret in AWS Secrets Manager, in any shape that SecretText knows. `write` adds a version that apps do not get; it bears the label
/// "shuttler-staged" until `AwsSecretGoesLive` makes it current. The version from before a run bears "shuttler-before-<tag>", so that
/// nothing is kept outside of AWS. "AWSPENDING" is not used: that belongs to rotation.
class AwsSecret final : public ConnectionTarget {
public:
    AwsSecret(AwsSecretSettings settings, net::HttpClient &client);

    QString describe() const override;
    /// Refuses a secret that a service of AWS keeps by itself.
    Outcome check(Job &job) override;
    /// Its own rotation.
    Result<QString> rival(Job &job) override;
    Result<DatabaseUrl> read(Job &job) override;
    Outcome write(const DatabaseUrl &value, const QString &tag, Job &job) override;
    Outcome putBack(const QString &tag, Job &job) override;
    Outcome forget(const QString &tag, Job &job) override;

private:
    AwsSecretSettings m_settings;
    aws::SecretVersions m_versions;
};

/// Makes the staged version of a secret the one that apps get. Comes before the redeploy that makes them get it.
class AwsSecretGoesLive final : public Cutover {
public:
    AwsSecretGoesLive(AwsSecretSettings settings, net::HttpClient &client);

    QString describe() const override;
    Outcome check(Job &job) override;
    Outcome run(Job &job) override;

private:
    AwsSecretSettings m_settings;
    aws::SecretVersions m_versions;
};

} // namespace shuttler
