// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/secrets/SecretStore.h"
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
    Result<std::optional<DnsMove>> next(Job &job) const { return load(nextName(), job); }
    Outcome setNext(const DnsMove &move, Job &job) { return store(nextName(), move, job); }
    Outcome dropNext(Job &job) { return drop(nextName(), job); }

    /// What the run of that tag changes, with what stood there before it.
    Result<std::optional<DnsMove>> of(const QString &tag, Job &job) const { return load(runName(tag), job); }
    Outcome keep(const QString &tag, const DnsMove &move, Job &job) { return store(runName(tag), move, job); }
    Outcome forget(const QString &tag, Job &job) { return drop(runName(tag), job); }

private:
    QString nextName() const { return QStringLiteral("next/dns/") + m_name; }
    QString runName(const QString &tag) const { return QStringLiteral("before/%1/dns/%2").arg(tag, m_name); }
    Result<std::optional<DnsMove>> load(const QString &key, Job &job) const;
    Outcome store(const QString &key, const DnsMove &move, Job &job);
    Outcome drop(const QString &key, Job &job);

    QString m_name;
    SecretStore &m_secrets;
};

} // namespace shuttler
