// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsSite.h"

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

    Result<std::optional<RenameMove>> read(const QString &key, Job &job) const;
    Outcome write(const QString &key, const RenameMove &move, Job &job);
    Outcome forget(const QString &key, Job &job);
    /// The swap that the app's address is in.
    static QString present(const QString &name) { return QStringLiteral("next/rds/") + name; }
    static QString of(const QString &tag) { return QStringLiteral("before/%1/rds/name").arg(tag); }

private:
    SecretStore &m_secrets;
};

/// Gives `id` the name `wanted`, unless it has it, and waits until it serves under it. Asked twice it is done once.
Outcome renameInstance(const RdsSite &site, const QString &id, const QString &wanted, Job &job);

} // namespace shuttler::aws
