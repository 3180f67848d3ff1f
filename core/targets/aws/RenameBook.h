// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsSite.h"
#include "core/secrets/KeptValue.h"

namespace shuttler::aws {

/// Who swaps names with whom. Instances by their resource ids, which no rename changes.
struct RenameMove {
    QString name;     ///< The one that the app's DATABASE_URL leads to.
    QString oldId;    ///< Has it until the swap;
    QString setAside; ///< is called this afterwards.
    QString newId;    ///< Has it after the swap;
    QString made;     ///< was called this before,
    QString host;     ///< and was reached there.
    int port = 0;
};

/// The swaps that are decided, kept in the keychain so that they survive us.
class RenameBook {
public:
    explicit RenameBook(SecretStore &secrets) : m_secrets(secrets) {}

    KeptValue present(const QString &name) const; ///< The swap that the app's address is in.
    KeptValue of(const QString &tag) const;       ///< The swap of that run.
    static Result<std::optional<RenameMove>> read(const KeptValue &value, Job &job);
    static Outcome write(KeptValue value, const RenameMove &move, Job &job);

private:
    SecretStore &m_secrets;
};

/// Gives `id` the name `wanted`, unless it has it, and waits until it serves under it. Asked twice it is done once.
Outcome renameInstance(const RdsSite &site, const QString &id, const QString &wanted, Job &job);

} // namespace shuttler::aws
