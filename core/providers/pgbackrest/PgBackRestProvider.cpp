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

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace pgbackrest;

PgBackRestProvider::PgBackRestProvider(PgBackRestSettings settings, FreeBytes freeBytes)
    : m_settings(std::move(settings)), m_freeBytes(std::move(freeBytes))
{
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

Result<Account> PgBackRestProvider::signIn(Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return signInTo(*site, job);
}

Result<QList<Instance>> PgBackRestProvider::instances(Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return instancesOf(*site, job);
}

Result<BackupListing> PgBackRestProvider::backups(const InstanceId &instance, const QList<InstanceId> &lineage, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    const Lister lister(*site);
    BackupListing listing;
    listing.askedAt = job.clock.now();
    QList<InstanceId> all{instance};
    for (const InstanceId &earlier : lineage)
        if (!all.contains(earlier))
            all.append(earlier);
    for (const InstanceId &each : std::as_const(all)) {
        Result<StanzaView> view = lister.look(each, job);
        if (!view && (each == instance || view.error().fault() == Fault::Cancelled))
            return std::move(view).error().during(u"listing the backups of %1"_s.arg(each.toString()));
        if (!view) {
            listing.remarks.append(u"The backups of %1 could not be listed: %2"_s.arg(each.toString(), view.error().what()));
            continue;
        }
        listing.backups += view->backups;
        listing.remarks += view->remarks;
        if (const std::optional<RecoveryWindow> window = view->reach.window())
            listing.windows.append({each, *window});
    }
    std::stable_sort(listing.backups.begin(), listing.backups.end(), [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
    std::stable_sort(listing.windows.begin(), listing.windows.end(),
                     [](const InstanceWindow &a, const InstanceWindow &b) { return a.window.earliest() < b.window.earliest(); });
    return listing;
}

Result<BackupHealth> PgBackRestProvider::verifyBackup(const InstanceId &instance, const BackupId &backup, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return verifyBackupOf(*site, instance, backup, job);
}

Result<Instant> PgBackRestProvider::catchUp(const InstanceId &instance, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return pgbackrest::catchUp(*site, instance, std::chrono::minutes(5), job);
}

Outcome PgBackRestProvider::startRestore(const RestoreRequest &request, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return RestoreRun(*site, m_freeBytes).start(request, job);
}

Result<std::optional<Instance>> PgBackRestProvider::findRestore(const QString &tag, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return madeBy(*site, tag, job);
}

Result<InstanceState> PgBackRestProvider::state(const InstanceId &instance, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return stateOf(*site, instance, job);
}

Result<ConnectionInfo> PgBackRestProvider::connection(const InstanceId &instance, Job &)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    if (Outcome exists = site->mustExist(instance); !exists)
        return std::move(exists).error();
    return site->readerOf(instance);
}

Result<QList<SettingComparison>> PgBackRestProvider::compareSettings(const InstanceId &source, const InstanceId &copy, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return compareServers(*site, source, copy, job);
}

Outcome PgBackRestProvider::protect(const InstanceId &instance, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return protectServer(*site, instance, job);
}

Result<Backup> PgBackRestProvider::takeBackup(const InstanceId &instance, const QString &name, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return takeBackupOf(*site, instance, name, job);
}

Result<Retention> PgBackRestProvider::retention(const InstanceId &instance, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return retentionOf(*site, instance, job);
}

Outcome PgBackRestProvider::setRetention(const InstanceId &instance, int days, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return setRetentionOf(*site, instance, days, job);
}

Outcome PgBackRestProvider::hold(const InstanceId &instance, Instant until, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return holdServer(*site, instance, until, job);
}

Outcome PgBackRestProvider::wake(const InstanceId &instance, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return wakeServer(*site, instance, job);
}

Outcome PgBackRestProvider::destroy(const InstanceId &instance, const RetirePolicy &policy, Job &job)
{
    Result<Site> site = Site::open(m_settings);
    if (!site)
        return std::move(site).error();
    return destroyServer(*site, instance, policy, job);
}

} // namespace shuttler
