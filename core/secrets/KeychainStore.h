// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/secrets/SecretStore.h"

namespace shuttler {

/// The keychain of the person's own session: the Secret Service (GNOME Keyring, KeePassXC, KWallet). Never a plain file instead of it.
/// Needs a QCoreApplication; may be called on any thread. A service that does not answer is given up after ten seconds.
class KeychainStore final : public SecretStore {
public:
    QString describe() const override;
    Result<std::shared_ptr<const Secret>> read(const QString &name, Job &job) override;
    Outcome write(const QString &name, const Secret &secret, Job &job) override;
    Outcome forget(const QString &name, Job &job) override;
};

} // namespace shuttler
