// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/AwsCredentialSource.h"
#include "core/net/Patience.h"
#include "core/restore/RestoreWorld.h"
#include "core/secrets/SecretStore.h"
#include "core/targets/Place.h"

#include <map>

namespace shuttler::app {

/// Gives a world the ports of its clouds. Whatever is asked with the same credential is asked from one budget, in every world.
class Clouds {
public:
    explicit Clouds(SecretStore &secrets) : m_secrets(secrets) {}

    /// Fills in provider, target and cut-over where the environment names a cloud for them; leaves the others alone. Fault::BadInput names
    /// the setting that is missing, wrong or unknown.
    Outcome furnish(RestoreWorld &world) { return furnish(world, m_secrets); }
    /// The same with credentials from elsewhere, which outlive the world.
    Outcome furnish(RestoreWorld &world, SecretStore &secrets);
    /// What there is to choose at a cloud that `access` leads to: the keys of its table in an environment's file.
    Result<QList<Place>> places(PlaceKind kind, const QMap<QString, QString> &access, SecretStore &secrets, Job &job);

private:
    class Lines;
    std::shared_ptr<net::RateBudget> budgetOf(const QString &credential);
    /// Of the keychain under `credential`, or of the AWS command line's `profile`.
    static net::AwsCredentialSource awsCredentials(const QString &credential, const QString &profile, SecretStore &secrets);

    SecretStore &m_secrets;
    std::mutex m_mutex;
    std::map<QString, std::shared_ptr<net::RateBudget>> m_budgets;
};

} // namespace shuttler::app
