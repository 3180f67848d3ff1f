// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/secrets/SecretStore.h"
#include "tests/support/Written.h"

#include <map>

namespace shuttler::test {

/// A keychain in memory. What a test put in can be looked at.
class MemorySecrets final : public SecretStore {
public:
    MemorySecrets &with(const QString &name, const QByteArray &plain)
    {
        written::secret(plain);
        m_secrets[name] = std::make_shared<const Secret>(Secret(QByteArray(plain.constData(), plain.size())));
        return *this;
    }
    QByteArray plain(const QString &name) const
    {
        const auto found = m_secrets.find(name);
        return found == m_secrets.end() ? QByteArray() : found->second->expose([](const char *text) { return QByteArray(text); });
    }
    qsizetype size() const { return qsizetype(m_secrets.size()); }

    QString describe() const override { return QStringLiteral("the memory of a test"); }
    Result<std::shared_ptr<const Secret>> read(const QString &name, Job &) override
    {
        const auto found = m_secrets.find(name);
        if (found == m_secrets.end())
            return Error(Fault::NotFound, QStringLiteral("There is no secret named ") + name)
                .means(QStringLiteral("It is needed.")).todo(QStringLiteral("Put it there."));
        return found->second;
    }
    Outcome write(const QString &name, const Secret &secret, Job &) override
    {
        m_secrets[name] = std::make_shared<const Secret>(secret.clone());
        written::secret(plain(name));
        return Done{};
    }
    Outcome forget(const QString &name, Job &) override
    {
        if (m_secrets.erase(name) == 0)
            return Error(Fault::NotFound, QStringLiteral("There is no secret named ") + name);
        return Done{};
    }

private:
    std::map<QString, std::shared_ptr<const Secret>> m_secrets;
};

} // namespace shuttler::test
