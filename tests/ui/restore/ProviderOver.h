// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"

#include <memory>

namespace shuttler::ui::test {

/// A provider over another one: passes everything on. Tests change single answers.
class ProviderOver : public Provider {
public:
    explicit ProviderOver(std::unique_ptr<Provider> below) : m_below(std::move(below)) {}

    Capabilities capabilities() const override { return m_below->capabilities(); }
    Result<Account> signIn(const InstanceId &id, Job &job) override { return m_below->signIn(id, job); }
    Result<QList<Instance>> instances(Job &job) override { return m_below->instances(job); }
    Result<BackupListing> backups(const InstanceId &id, const QList<InstanceId> &lineage, Job &job) override { return m_below->backups(id, lineage, job); }
    Result<BackupHealth> verifyBackup(const InstanceId &id, const BackupId &backup, Job &job) override { return m_below->verifyBackup(id, backup, job); }
    Result<Instant> catchUp(const InstanceId &id, Job &job) override { return m_below->catchUp(id, job); }
    Outcome startRestore(const RestoreRequest &request, Job &job) override { return m_below->startRestore(request, job); }
    Result<std::optional<Instance>> findRestore(const QString &tag, Job &job) override { return m_below->findRestore(tag, job); }
    Result<InstanceState> state(const InstanceId &id, Job &job) override { return m_below->state(id, job); }
    Result<ConnectionInfo> connection(const InstanceId &id, Job &job) override { return m_below->connection(id, job); }
    Result<QList<SettingComparison>> compareSettings(const InstanceId &source, const InstanceId &copy, Job &job) override { return m_below->compareSettings(source, copy, job); }
    Outcome protect(const InstanceId &id, Job &job) override { return m_below->protect(id, job); }
    Result<Backup> takeBackup(const InstanceId &id, const QString &name, Job &job) override { return m_below->takeBackup(id, name, job); }
    Result<Retention> retention(const InstanceId &id, Job &job) override { return m_below->retention(id, job); }
    Outcome setRetention(const InstanceId &id, int days, Job &job) override { return m_below->setRetention(id, days, job); }
    Outcome hold(const InstanceId &id, Instant until, Job &job) override { return m_below->hold(id, until, job); }
    Outcome wake(const InstanceId &id, Job &job) override { return m_below->wake(id, job); }
    Outcome destroy(const InstanceId &id, const RetirePolicy &policy, Job &job) override { return m_below->destroy(id, policy, job); }

protected:
    Provider &below() const { return *m_below; }

private:
    std::unique_ptr<Provider> m_below;
};

} // namespace shuttler::ui::test
