// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/secrets/KeptValue.h"
#include "core/targets/ConnectionTarget.h"
#include "core/targets/aws/AwsAccess.h"
#include "core/targets/aws/JsonCalls.h"

namespace shuttler {

/// Which parameter of AWS Systems Manager.
struct AwsParameterSettings {
    AwsAccess access;
    QString parameter; ///< "/prod/app/DATABASE_URL"
    QString variable;  ///< DATABASE_URL

    /// Keys: parameter, region, credential or profile, endpoint, ca.
    static Result<AwsParameterSettings> from(const QMap<QString, QString> &table, const QString &variable);
};

/// A parameter in AWS's Parameter Store, in any shape that SecretText knows; its type, key and tier stay. Apps read it when they start,
/// so a written one is live with the next start. The value from before a run is kept in the keychain.
class AwsParameter final : public ConnectionTarget {
public:
    AwsParameter(AwsParameterSettings settings, net::HttpClient &client, SecretStore &secrets);

    QString describe() const override;
    Outcome check(Job &job) override;
    Result<DatabaseUrl> read(Job &job) override;
    Outcome write(const DatabaseUrl &value, const QString &tag, Job &job) override;
    Outcome putBack(const QString &tag, Job &job) override;
    Outcome forget(const QString &tag, Job &job) override;

private:
    struct Stored {
        QByteArray text;
        qint64 version = 0;
    };
    Result<Stored> stored(Job &job) const;
    /// What `PutParameter` would otherwise reset: Type, KeyId, Tier, DataType.
    Result<QJsonObject> traits(Job &job) const;
    Outcome put(const QByteArray &text, Job &job) const;
    KeptValue before(const QString &tag) const;

    AwsParameterSettings m_settings;
    SecretStore &m_secrets;
    aws::JsonCalls m_calls;
};

} // namespace shuttler
