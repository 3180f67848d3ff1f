// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/AwsSignature.h"

#include <functional>

namespace shuttler::net {

/// Where the credentials of AWS calls come from, asked anew for each call: what is renewed elsewhere counts at once.
class AwsCredentialSource {
public:
    using Get = std::function<Result<AwsCredentials>(Job &job)>;

    template <typename Asked>
        requires std::is_invocable_r_v<Result<AwsCredentials>, Asked, Job &>
    AwsCredentialSource(Asked get) : m_get(std::move(get)) {}
    /// `renew` is asked instead once AWS has said that what `get` gave has run out.
    AwsCredentialSource(Get get, Get renew) : m_get(std::move(get)), m_renew(std::move(renew)) {}

    Result<AwsCredentials> operator()(Job &job) const { return m_get(job); }
    Result<AwsCredentials> renewed(Job &job) const { return m_renew ? m_renew(job) : m_get(job); }

private:
    Get m_get;
    Get m_renew;
};

/// "ACCESSKEY:SECRET" or "ACCESSKEY:SECRET:TOKEN", as they are kept in the keychain. `name` is what it is kept under, for the error.
Result<AwsCredentials> awsKeysIn(const Secret &text, const QString &name);

} // namespace shuttler::net
