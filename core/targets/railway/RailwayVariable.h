// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/railway/RailwayApi.h"
#include "core/secrets/KeptValue.h"
#include "core/targets/ConnectionTarget.h"

namespace shuttler {

/// Which variable at Railway.
struct RailwayVariableSettings {
    RailwayAccess access;
    QString service; ///< Id or name.
    QString variable;

    /// Keys: project, environment, service, credential, token, endpoint, ca.
    static Result<RailwayVariableSettings> from(const QMap<QString, QString> &table, const QString &variable);
};

/// A variable of a service at Railway. Where it refers to its database ("${{Postgres.DATABASE_URL}}") it goes on doing so: only the name
/// in the reference changes. Whoever reads here gets the value that it comes to, with the address as it is reached from outside.
/// A change deploys nothing. The value from before a run is kept in the keychain.
class RailwayVariable final : public ConnectionTarget {
public:
    RailwayVariable(RailwayVariableSettings settings, net::HttpClient &client, SecretStore &secrets);

    QString describe() const override;
    Outcome check(Job &job) override;
    Result<DatabaseUrl> read(Job &job) override;
    Outcome write(const DatabaseUrl &value, const QString &tag, Job &job) override;
    Outcome putBack(const QString &tag, Job &job) override;
    Outcome forget(const QString &tag, Job &job) override;

private:
    struct Stored {
        QString service;  ///< Its id.
        QString written;  ///< As it stands there.
        DatabaseUrl url;  ///< What it comes to, within Railway.
        QList<railway::Service> services;
    };
    Result<Stored> stored(Job &job);
    /// The service at the other end of `url`, which is one within Railway, and the way to it from outside.
    Result<std::optional<railway::Api::Proxy>> outsideOf(const DatabaseUrl &url, const QList<railway::Service> &services, Job &job);
    Result<QString> wordingFor(const DatabaseUrl &value, const Stored &present, Job &job);
    Outcome put(const QString &service, const QString &text, Job &job);
    KeptValue before(const QString &tag) const;

    RailwayVariableSettings m_settings;
    SecretStore &m_secrets;
    railway::Api m_api;
};

} // namespace shuttler
