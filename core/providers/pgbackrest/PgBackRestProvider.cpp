// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PgBackRestProvider.h"

#include "core/providers/pgbackrest/BackupActs.h"
#include "core/providers/pgbackrest/CatchUp.h"
#include "core/providers/pgbackrest/InstanceLook.h"
#include "core/providers/pgbackrest/Protection.h"
#include "core/providers/pgbackrest/RestoreRun.h"
#include "core/providers/pgbackrest/Retirement.h"
#include "core/providers/pgbackrest/SettingsComparison.h"
#include "core/providers/pgbackrest/SignIn.h"

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace pgbackrest;

PgBackRestProvider::PgBackRestProvider(PgBackRestSettings settings, FreeBytes freeBytes)
    : m_settings(std::move(settings))
    , m_freeBytes(std::move(freeBytes))
{}

/// Calls `act` with everything there is on this computer, or says why that cannot be had.
template <typename Act>
auto PgBackRestProvider::onSite(Act act) const -> std::invoke_result_t<Act, const Site &>
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return act(*site);
}

Capabilities PgBackRestProvider::capabilities() const
{
    Capabilities can;
    can.providerName = u"pgBackRest"_s;
    can.anySecond = true;
    can.takesBackups = true;
    can.catchesUp = true;
    can.holdsInstances = true;
    can.setsRetention = true;
    can.worksHere = true;
    return can;
}

Result<Account> PgBackRestProvider::signIn(const InstanceId &serving, Job &job)
{
    return onSite([&](const Site &site) { return signInTo(site, serving, job); });
}

Result<QList<Instance>> PgBackRestProvider::instances(Job &job)
{
    return onSite([&](const Site &site) { return instancesOf(site, job); });
}

Result<BackupListing> PgBackRestProvider::backups(const InstanceId &instance, const QList<InstanceId> &lineage,
                                                  Job &job)
{
    return onSite([&](const Site &site) { return Lister(site).listing(instance, lineage, job); });
}

Result<BackupHealth> PgBackRestProvider::verifyBackup(const InstanceId &instance, const BackupId &backup, Job &job)
{
    return onSite([&](const Site &site) { return verifyBackupOf(site, instance, backup, job); });
}

Result<Instant> PgBackRestProvider::catchUp(const InstanceId &instance, Job &job)
{
    return onSite([&](const Site &site) { return pgbackrest::catchUp(site, instance, std::chrono::minutes(5), job); });
}

Outcome PgBackRestProvider::startRestore(const RestoreRequest &request, Job &job)
{
    return onSite([&](const Site &site) { return RestoreRun(site, m_freeBytes).start(request, job); });
}

Result<std::optional<Instance>> PgBackRestProvider::findRestore(const QString &tag, Job &job)
{
    return onSite([&](const Site &site) { return madeBy(site, tag, job); });
}

Result<InstanceState> PgBackRestProvider::state(const InstanceId &instance, Job &job)
{
    return onSite([&](const Site &site) { return stateOf(site, instance, job); });
}

Result<ConnectionInfo> PgBackRestProvider::connection(const InstanceId &instance, Job &)
{
    return onSite([&](const Site &site) -> Result<ConnectionInfo> {
        if (Outcome exists = site.mustExist(instance); !exists)
            return std::move(exists).error();
        return site.readerOf(instance);
    });
}

Result<QList<SettingComparison>> PgBackRestProvider::compareSettings(const InstanceId &source, const InstanceId &copy,
                                                                     Job &job)
{
    return onSite([&](const Site &site) { return compareServers(site, source, copy, job); });
}

Outcome PgBackRestProvider::protect(const InstanceId &instance, Job &job)
{
    return onSite([&](const Site &site) { return protectServer(site, instance, job); });
}

Result<Backup> PgBackRestProvider::takeBackup(const InstanceId &instance, const QString &name, Job &job)
{
    return onSite([&](const Site &site) { return takeBackupOf(site, instance, name, job); });
}

Result<Retention> PgBackRestProvider::retention(const InstanceId &instance, Job &job)
{
    return onSite([&](const Site &site) { return retentionOf(site, instance, job); });
}

Outcome PgBackRestProvider::setRetention(const InstanceId &instance, int days, Job &job)
{
    return onSite([&](const Site &site) { return setRetentionOf(site, instance, days, job); });
}

Outcome PgBackRestProvider::hold(const InstanceId &instance, Instant until, Job &job)
{
    return onSite([&](const Site &site) { return holdServer(site, instance, until, job); });
}

Outcome PgBackRestProvider::wake(const InstanceId &instance, Job &job)
{
    return onSite([&](const Site &site) { return wakeServer(site, instance, job); });
}

Outcome PgBackRestProvider::destroy(const InstanceId &instance, const RetirePolicy &policy, Job &job)
{
    return onSite([&](const Site &site) { return destroyServer(site, instance, policy, job); });
}

} // namespace shuttler
