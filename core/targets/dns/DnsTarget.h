// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/ConnectionTarget.h"
#include "core/targets/dns/DnsStage.h"

namespace shuttler {

/// The address behind a DATABASE_URL that names its server by a record of ours: the URL stays as it is for ever, and what is written
/// here is where the record is to lead. Reading gives the URL as if it named that server itself. A written address waits in the
/// keychain for the `DnsCutover`; putting back changes the record at once where it was changed already, and waits as that does.
class DnsTarget final : public ConnectionTarget {
public:
    /// `url` is where the app finds its DATABASE_URL.
    DnsTarget(std::unique_ptr<ConnectionTarget> url, std::shared_ptr<DnsRecord> record, SecretStore &secrets);

    QString describe() const override;
    /// Refuses a URL that names another server, and a record that is remembered for longer than an app is waited for.
    Outcome check(Job &job) override;
    Result<DatabaseUrl> read(Job &job) override;
    Outcome write(const DatabaseUrl &value, const QString &tag, Job &job) override;
    Outcome putBack(const QString &tag, Job &job) override;
    Outcome forget(const QString &tag, Job &job) override;

private:
    Result<DatabaseUrl> urlOfApp(Job &job);

    std::unique_ptr<ConnectionTarget> m_url;
    std::shared_ptr<DnsRecord> m_record;
    DnsStage m_stage;
};

} // namespace shuttler
