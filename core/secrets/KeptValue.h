// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/secrets/SecretStore.h"

namespace shuttler {

/// One value that outlives the program: what stood somewhere before a run, for its way back; or what is decided and not done yet.
class KeptValue {
public:
    KeptValue(SecretStore &secrets, QString name) : m_secrets(secrets), m_name(std::move(name)) {}
    /// What stood at `place` ("render/srv-1/DATABASE_URL") before the run of that tag.
    static KeptValue before(SecretStore &secrets, const QString &tag, const QString &place)
    {
        return {secrets, QStringLiteral("before/%1/%2").arg(tag, place)};
    }

    const QString &name() const { return m_name; }
    /// Null when none is kept.
    Result<std::shared_ptr<const Secret>> find(Job &job) const;
    /// Fault::NotFound when none is kept, in a person's words for the value of `what`: "DATABASE_URL of the service srv-1".
    Result<QByteArray> text(const QString &what, Job &job) const;
    /// Replaces what was kept.
    Outcome keep(QByteArray value, Job &job);
    /// Leaves what was kept: a step that is repeated finds its own work, and not what stood there before.
    Outcome keepFirst(QByteArray value, Job &job);
    /// Done also when none was kept.
    Outcome forget(Job &job);

private:
    SecretStore &m_secrets;
    QString m_name;
};

} // namespace shuttler
