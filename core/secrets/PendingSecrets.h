// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/secrets/SecretStore.h"

#include <map>
#include <mutex>

namespace shuttler {

/// Secrets that somebody has just typed, before those that a store keeps: they can be tried out before anything is kept, and are gone
/// with this object unless `keep` was asked. May be used on any thread.
class PendingSecrets final : public SecretStore {
public:
    /// `kept` has to outlive this.
    explicit PendingSecrets(SecretStore &kept) : m_kept(kept) {}

    QString describe() const override { return m_kept.describe(); }
    /// What was typed, else what is kept.
    Result<std::shared_ptr<const Secret>> read(const QString &name, Job &job) override;
    /// Here only.
    Outcome write(const QString &name, const Secret &secret, Job &job) override;
    /// What was typed; what is kept stays.
    Outcome forget(const QString &name, Job &job) override;

    /// What lies in `other`, and not here: what a sign-in with the same secrets left there.
    void takeOver(const PendingSecrets &other);
    /// Hands everything that was typed to the store. All or nothing: when one is refused, the earlier ones are as they were.
    Outcome keep(Job &job);
    /// Undoes `keep`: what it replaced is back, what it added is gone.
    Outcome putBack(Job &job);

private:
    using Secrets = std::map<QString, std::shared_ptr<const Secret>>;
    Secrets typed() const;

    SecretStore &m_kept;
    mutable std::mutex m_mutex;
    Secrets m_typed;
    Secrets m_before; ///< Of each that `keep` wrote: what was there, or null.
};

} // namespace shuttler
