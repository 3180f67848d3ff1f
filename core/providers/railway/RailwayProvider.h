// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/railway/RailwayApi.h"

namespace shuttler {

/// PostgreSQL at Railway, an ordinary service with a volume. Where point-in-time recovery is on, any moment in its bucket is restored
/// into a sibling service of the same environment. Volume backups are listed, but no new service can be made from them.
class RailwayProvider final : public Provider {
public:
    RailwayProvider(RailwaySettings settings, net::HttpClient &client, SecretStore &secrets);

    Capabilities capabilities() const override;
    Result<Account> signIn(const InstanceId &serving, Job &job) override;
    Result<QList<Instance>> instances(Job &job) override;
    Result<BackupListing> backups(const InstanceId &instance, const QList<InstanceId> &lineage, Job &job) override;
    Result<BackupHealth> verifyBackup(const InstanceId &instance, const BackupId &backup, Job &job) override;
    Result<Instant> catchUp(const InstanceId &instance, Job &job) override;
    Outcome startRestore(const RestoreRequest &request, Job &job) override;
    Result<std::optional<Instance>> findRestore(const QString &tag, Job &job) override;
    Result<InstanceState> state(const InstanceId &instance, Job &job) override;
    Result<ConnectionInfo> connection(const InstanceId &instance, Job &job) override;
    Result<QList<SettingComparison>> compareSettings(const InstanceId &source, const InstanceId &copy,
                                                     Job &job) override;
    Outcome protect(const InstanceId &instance, Job &job) override;
    Result<Backup> takeBackup(const InstanceId &instance, const QString &name, Job &job) override;
    Result<Retention> retention(const InstanceId &instance, Job &job) override;
    Outcome setRetention(const InstanceId &instance, int days, Job &job) override;
    Outcome hold(const InstanceId &instance, Instant until, Job &job) override;
    Outcome wake(const InstanceId &instance, Job &job) override;
    /// Refused with a final backup or with backups kept: none of them can be used without the volume.
    Outcome destroy(const InstanceId &instance, const RetirePolicy &policy, Job &job) override;

private:
    RailwaySettings m_settings;
    SecretStore &m_secrets;
    railway::Api m_api;
};

} // namespace shuttler
