// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/secrets/SecretStore.h"

#include <map>
#include <mutex>
#include <optional>

namespace shuttler::app {

/// A store, and behind it a person with a device: what is wanted as "…/mfa-code" comes from a file descriptor where one is named (once),
/// else from the store, else from whoever sits at the terminal. Nothing of it is kept. What such a code opened ("…/session") lasts as
/// long as this program also where the store keeps nothing. May be used on any thread.
class AskedCodes final : public SecretStore {
public:
    /// `descriptor` is read when a code is needed, not before; `asks` says that there is a terminal to ask on.
    AskedCodes(std::unique_ptr<SecretStore> kept, std::optional<int> descriptor, bool asks)
        : m_kept(std::move(kept)), m_descriptor(descriptor), m_asks(asks) {}

    QString describe() const override { return m_kept->describe(); }
    /// Fault::BadInput where what was given is no code of six digits.
    Result<std::shared_ptr<const Secret>> read(const QString &name, Job &job) override;
    Outcome write(const QString &name, const Secret &secret, Job &job) override;
    Outcome forget(const QString &name, Job &job) override;

private:
    Result<std::shared_ptr<const Secret>> code(const QString &name, Job &job);

    std::unique_ptr<SecretStore> m_kept;
    std::mutex m_mutex;
    std::optional<int> m_descriptor; ///< Nothing once it was read.
    const bool m_asks;
    bool m_wasGiven = false; ///< The last code came from a person: the store has nothing to forget.
    std::map<QString, std::shared_ptr<const Secret>> m_sessions;
};

} // namespace shuttler::app
