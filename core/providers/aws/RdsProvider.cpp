// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsProvider.h"

#include "core/providers/aws/RdsChange.h"
#include "core/providers/aws/RdsComparison.h"
#include "core/providers/aws/RdsLister.h"
#include "core/providers/aws/RdsLook.h"
#include "core/providers/aws/RdsRestore.h"
#include "core/providers/aws/RdsRetirement.h"
#include "core/providers/aws/RdsSignIn.h"

namespace shuttler {

using namespace Qt::StringLiterals;

RdsProvider::RdsProvider(RdsSettings settings, aws::AwsClients clients, SecretStore &secrets)
    : m_settings(std::move(settings))
    , m_site(m_settings, clients, secrets)
{}

Capabilities RdsProvider::capabilities() const
{
    Capabilities can;
    can.providerName = u"Amazon RDS"_s;
    can.anySecond = true;
    can.takesBackups = true;
    can.wholeSecondsOnly = true;
    can.catchesUp = true; // By waiting: RDS cannot be asked to hurry.
    can.catchUpTakes = std::chrono::minutes(5);
    can.holdsInstances = true;
    can.setsRetention = true;
    return can;
}

Result<Account> RdsProvider::signIn(const InstanceId &serving, Job &job)
{
    return aws::signInAt(m_site, serving, job);
}

Result<QList<Instance>> RdsProvider::instances(Job &job)
{
    return aws::instancesOf(m_site, job);
}

Result<BackupListing> RdsProvider::backups(const InstanceId &instance, const QList<InstanceId> &lineage, Job &job)
{
    return aws::listingOf(m_site, instance, lineage, job);
}

Result<BackupHealth> RdsProvider::verifyBackup(const InstanceId &instance, const BackupId &backup, Job &job)
{
    return aws::verifiedAt(m_site, instance, backup, job);
}

Result<Instant> RdsProvider::catchUp(const InstanceId &instance, Job &job)
{
    return aws::catchUpOf(m_site, instance, job);
}

Outcome RdsProvider::startRestore(const RestoreRequest &request, Job &job)
{
    return aws::startRestoreAt(m_site, request, job);
}

Result<std::optional<Instance>> RdsProvider::findRestore(const QString &tag, Job &job)
{
    return aws::madeBy(m_site, tag, job);
}

Result<InstanceState> RdsProvider::state(const InstanceId &instance, Job &job)
{
    return aws::stateOf(m_site, instance, job);
}

Result<ConnectionInfo> RdsProvider::connection(const InstanceId &instance, Job &job)
{
    return aws::connectionTo(m_site, instance, job);
}

Result<QList<SettingComparison>> RdsProvider::compareSettings(const InstanceId &source, const InstanceId &copy, Job &job)
{
    Result<aws::DbInstance> wanted = m_site.mustFind(source, job);
    if (!wanted)
        return std::move(wanted).error();
    Result<aws::DbInstance> found = m_site.mustFind(copy, job);
    if (!found)
        return std::move(found).error();
    return aws::compared(*wanted, *found, m_settings);
}

Outcome RdsProvider::protect(const InstanceId &instance, Job &job)
{
    return aws::protectInstance(m_site, instance, job);
}

Result<Backup> RdsProvider::takeBackup(const InstanceId &instance, const QString &name, Job &job)
{
    return aws::takeSnapshot(m_site, instance, name, job);
}

Result<Retention> RdsProvider::retention(const InstanceId &instance, Job &job)
{
    return aws::retentionOf(m_site, instance, job);
}

Outcome RdsProvider::setRetention(const InstanceId &instance, int days, Job &job)
{
    return aws::setRetentionOf(m_site, instance, days, job);
}

Outcome RdsProvider::hold(const InstanceId &instance, Instant until, Job &job)
{
    return aws::holdInstance(m_site, instance, until, job);
}

Outcome RdsProvider::wake(const InstanceId &instance, Job &job)
{
    return aws::wakeInstance(m_site, instance, job);
}

Outcome RdsProvider::destroy(const InstanceId &instance, const RetirePolicy &policy, Job &job)
{
    return aws::destroyInstance(m_site, instance, policy, job);
}

} // namespace shuttler
