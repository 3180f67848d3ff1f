// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/pgbackrest/PgBackRestSettings.h"
#include "core/providers/pgbackrest/Room.h"

namespace shuttler {

/// Self-hosted PostgreSQL on this computer, whose backups and archive are pgBackRest's. Everything but the bookkeeping is done by
/// pgBackRest and PostgreSQL's own programs. As root, all of them run as the servers' own user.
class PgBackRestProvider final : public Provider {
public:
    explicit PgBackRestProvider(PgBackRestSettings settings,
                                pgbackrest::FreeBytes freeBytes = pgbackrest::freeBytesOnDisk);

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
    template <typename Act>
    auto onSite(Act act) const -> std::invoke_result_t<Act, const pgbackrest::Site &>;

    PgBackRestSettings m_settings;
    pgbackrest::FreeBytes m_freeBytes;
};

} // namespace shuttler
