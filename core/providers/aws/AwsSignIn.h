// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/AwsCredentialSource.h"
#include "core/net/AwsProfile.h"
#include "core/secrets/SecretStore.h"

#include <mutex>

namespace shuttler::aws {

/// As whom AWS is asked, in an environment's words.
struct Identity {
    QString credential; ///< A name in the keychain; or
    QString profile;    ///< one of ~/.aws.
    std::optional<net::AwsRole> role; ///< Taken on with what those two give.
    QString region;
    QUrl signIn; ///< STS.
    QUrl portal; ///< Of the single sign-on; empty: AWS's own.
};

/// Signs in at AWS: keys from the keychain or a profile, the profile's single sign-on, roles with and without a second factor. Temporary keys are
/// handed out until shortly before their end and then got anew. The code of a role's device is read from the keychain, where a
/// person puts it ("<credential or profile>/mfa-code") and where it is removed once used; what it opened is kept there too
/// ("…/session"), so that the next program of this person need not ask again. Thread-safe.
class AwsSignIn {
public:
    /// `client` does not sign; both outlive it.
    AwsSignIn(Identity identity, net::HttpClient &client, SecretStore &secrets);
    static net::AwsCredentialSource sourceOf(std::shared_ptr<AwsSignIn> signIn);

    Result<net::AwsCredentials> current(Job &job);
    /// AWS has said that those have run out.
    Result<net::AwsCredentials> renewed(Job &job);

private:
    Result<net::AwsCredentials> signIn(Job &job);
    Result<net::AwsCredentials> ofProfile(const QString &name, int depth, Job &job);
    Result<net::AwsCredentials> asRole(const net::AwsRole &role, net::AwsCredentials with, Job &job);
    Result<QString> codeFor(const net::AwsRole &role, Job &job);
    std::optional<net::AwsCredentials> kept(Job &job);
    void keep(const net::AwsCredentials &keys, Job &job);
    QString nameOf(const QString &what) const;

    const Identity m_identity;
    net::HttpClient &m_client;
    SecretStore &m_secrets;
    std::mutex m_mutex;
    std::optional<net::AwsCredentials> m_held; ///< Only what has an end.
    std::optional<Instant> m_gotAt;
    bool m_neededCode = false;
};

} // namespace shuttler::aws
