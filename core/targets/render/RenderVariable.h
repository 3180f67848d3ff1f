// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/render/RenderApi.h"
#include "core/secrets/KeptValue.h"
#include "core/targets/ConnectionTarget.h"

namespace shuttler {

/// Which variable at Render.
struct RenderVariableSettings {
    RenderAccess access;
    QString service;  ///< "srv-…"; or
    QString group;    ///< "evg-…"
    QString variable; ///< DATABASE_URL

    /// Keys: service or group, credential, endpoint, ca.
    static Result<RenderVariableSettings> from(const QMap<QString, QString> &table, const QString &variable);
};

/// A variable of one service at Render, or of an environment group. Within Render databases have other addresses than from outside:
/// whoever reads here gets the address as it is reached from outside, and a value written is turned into the inner one where the
/// present one is. The value from before a run is kept in the keychain.
class RenderVariable final : public ConnectionTarget {
public:
    RenderVariable(RenderVariableSettings settings, net::HttpClient &client, SecretStore &secrets);

    QString describe() const override;
    /// Refuses a group whose services would be deployed by the mere change of it.
    Outcome check(Job &job) override;
    /// A Blueprint that holds the service or group.
    Result<QString> rival(Job &job) override;
    Result<DatabaseUrl> read(Job &job) override;
    Outcome write(const DatabaseUrl &value, const QString &tag, Job &job) override;
    Outcome putBack(const QString &tag, Job &job) override;
    Outcome forget(const QString &tag, Job &job) override;

private:
    struct Stored {
        QByteArray text;
        DatabaseUrl url;
    };
    Result<Stored> stored(Job &job);
    Outcome put(const QByteArray &text, Job &job);
    QString path() const;
    KeptValue before(const QString &tag) const;

    RenderVariableSettings m_settings;
    SecretStore &m_secrets;
    render::Api m_api;
};

} // namespace shuttler
