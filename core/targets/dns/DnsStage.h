// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/secrets/KeptValue.h"
#include "core/targets/dns/DnsRecord.h"

namespace shuttler {

/// A change of one record: decided, made or taken back.
struct DnsMove {
    DnsAnswer from;
    DnsAnswer to;
};

/// What is to become of one record, kept in the keychain so that it survives us: there is no room for it in DNS.
class DnsStage {
public:
    DnsStage(QString name, SecretStore &secrets) : m_name(std::move(name)), m_secrets(secrets) {}

    /// The change that waits for the cut-over.
    Result<std::optional<DnsMove>> next(Job &job) const { return load(nextMove(), job); }
    Outcome setNext(const DnsMove &move, Job &job) { return store(nextMove(), move, job); }
    Outcome dropNext(Job &job) { return nextMove().forget(job); }

    /// What the run of that tag changes, with what stood there before it.
    Result<std::optional<DnsMove>> of(const QString &tag, Job &job) const { return load(moveOf(tag), job); }
    Outcome keep(const QString &tag, const DnsMove &move, Job &job) { return store(moveOf(tag), move, job); }
    Outcome forget(const QString &tag, Job &job) { return moveOf(tag).forget(job); }

private:
    KeptValue nextMove() const { return {m_secrets, QStringLiteral("next/dns/") + m_name}; }
    KeptValue moveOf(const QString &tag) const { return KeptValue::before(m_secrets, tag, QStringLiteral("dns/") + m_name); }
    Result<std::optional<DnsMove>> load(const KeptValue &value, Job &job) const;
    Outcome store(KeptValue value, const DnsMove &move, Job &job);

    QString m_name;
    SecretStore &m_secrets;
};

} // namespace shuttler
