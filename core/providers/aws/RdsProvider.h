// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/aws/RdsSite.h"

namespace shuttler {

/// PostgreSQL on Amazon RDS: automated backups, snapshots, and restores into new instances, over RDS's own protocol.
/// Aurora and Multi-AZ clusters are listed, and refused everywhere else. `clients` sign and are patient (awsClient).
class RdsProvider final : public Provider {
public:
    RdsProvider(RdsSettings settings, aws::AwsClients clients, SecretStore &secrets);
    RdsProvider(const RdsProvider &) = delete;
    RdsProvider &operator=(const RdsProvider &) = delete;

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
    Outcome destroy(const InstanceId &instance, const RetirePolicy &policy, Job &job) override;

private:
    const RdsSettings m_settings;
    const aws::RdsSite m_site;
};

} // namespace shuttler
