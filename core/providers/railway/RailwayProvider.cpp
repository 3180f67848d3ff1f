// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayProvider.h"

#include "core/providers/railway/RailwayArchive.h"
#include "core/providers/railway/RailwayBackups.h"
#include "core/providers/railway/RailwayEntrance.h"
#include "core/providers/railway/RailwayProtection.h"
#include "core/providers/railway/RailwayRestore.h"
#include "core/providers/railway/RailwayRetirement.h"

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace railway;

RailwayProvider::RailwayProvider(RailwaySettings settings, net::HttpClient &client, SecretStore &secrets)
    : m_settings(std::move(settings))
    , m_secrets(secrets)
    , m_api(client, secrets, m_settings.access)
{}

Capabilities RailwayProvider::capabilities() const
{
    Capabilities can;
    can.providerName = u"Railway"_s;
    can.anySecond = true;
    can.takesBackups = true;
    can.catchesUp = true;
    can.holdsInstances = true;
    can.onlyToLookAt = {BackupKind::Snapshot, BackupKind::ManualSnapshot};
    can.backupsOutliveInstance = false;
    can.catchUpTakes = std::chrono::minutes(2);
    return can;
}

Result<Account> RailwayProvider::signIn(const InstanceId &serving, Job &job)
{
    Account account;
    if (m_settings.access.isProjectToken) {
        Result<QJsonObject> token = m_api.ask(u"query ProjectTokenContext { projectToken { id name projectId environmentId } }"_s, {}, job);
        if (!token)
            return std::move(token).error();
        account.identity = u"project token %1 at Railway"_s.arg(token->value(u"projectToken"_s)[u"name"_s].toString());
    } else {
        Result<QJsonObject> me = m_api.ask(u"query WhoAmI { me { id name email } }"_s, {}, job);
        if (!me && me.error().fault() != Fault::Refused)
            return std::move(me).error();
        account.identity = me ? me->value(u"me"_s)[u"email"_s].toString() + u" at Railway"_s
                              : u"workspace token at Railway"_s; // Which is nobody's.
    }
    Result<Topology> topology = m_api.topology(job);
    if (!topology)
        return std::move(topology).error();
    account.permissions.append({1, u"See the environment"_s, u"token"_s, true, {}, {}, true});
    Result<std::optional<Service>> service = vendor().pick(topology->services, serving);
    if (!service)
        return std::move(service).error();
    const QString name = serving.toString();
    account.permissions.append({2, u"See the database %1"_s.arg(name), u"member of the project"_s, service->has_value(),
                                u"Its backups cannot be listed, nor anything be restored from them."_s,
                                u"Correct its name in the environment; names count letter for letter."_s, true});
    bool isOn = false;
    if (*service) {
        Result<QMap<QString, QString>> variables = m_api.variablesOf((*service)->vendorId, false, job);
        if (!variables)
            return std::move(variables).error();
        isOn = isArchiving(*variables);
    }
    account.permissions.append({4, u"Restore %1 into a new service"_s.arg(name), u"point-in-time recovery"_s, isOn,
                                u"Railway can put a volume backup back over the database only, never into a new one."_s,
                                u"Turn on point-in-time recovery for it at Railway, and keep at least 6 full backups (WAL_BACKUP_RETENTION_FULL) for 35 days."_s,
                                true});
    return account;
}

Result<QList<Instance>> RailwayProvider::instances(Job &job)
{
    Result<Topology> topology = m_api.topology(job);
    if (!topology)
        return std::move(topology).error();
    QList<Instance> all;
    for (const Service &each : std::as_const(topology->services)) {
        if (!isDatabase(each) && each.tag.isEmpty())
            continue;
        Result<std::optional<Instant>> until = heldUntil(m_api, each, job);
        if (!until)
            return std::move(until).error();
        all.append(instanceOf(each));
        all.last().heldUntil = *until;
    }
    return all;
}

Result<BackupListing> RailwayProvider::backups(const InstanceId &instance, const QList<InstanceId> &lineage, Job &job)
{
    return backupsOf(m_api, instance, lineage, job);
}

Result<BackupHealth> RailwayProvider::verifyBackup(const InstanceId &instance, const BackupId &backup, Job &job)
{
    Result<BackupListing> listing = backups(instance, {}, job);
    if (!listing)
        return std::move(listing).error();
    if (!listing->find(backup))
        return Error(Fault::NotFound, u"There is no backup %1 of %2 at Railway."_s.arg(backup.toString(), instance.toString()))
            .means(u"Nothing was read."_s)
            .todo(u"List the backups again."_s);
    return Error(Fault::Refused, u"Railway does not read a backup back."_s)
        .means(u"Whether it is sound is not known."_s)
        .todo(u"Restore to a moment and check the copy: that proves what can be restored."_s);
}

Result<Instant> RailwayProvider::catchUp(const InstanceId &instance, Job &job)
{
    return waitForBucket(m_api, instance, job);
}

Outcome RailwayProvider::startRestore(const RestoreRequest &request, Job &job)
{
    return startRestoreAt(m_api, request, job);
}

Result<std::optional<Instance>> RailwayProvider::findRestore(const QString &tag, Job &job)
{
    return madeBy(m_api, tag, job);
}

Result<InstanceState> RailwayProvider::state(const InstanceId &instance, Job &job)
{
    Result<std::optional<Service>> service = m_api.find(instance, job);
    if (!service)
        return std::move(service).error();
    return *service ? stateOf(**service) : InstanceState{};
}

Result<ConnectionInfo> RailwayProvider::connection(const InstanceId &instance, Job &job)
{
    return entranceTo(m_api, m_settings, m_secrets, instance, job);
}

Result<QList<SettingComparison>> RailwayProvider::compareSettings(const InstanceId &source, const InstanceId &copy, Job &job)
{
    Result<Service> old = m_api.mustFind(source, job);
    if (!old)
        return std::move(old).error();
    Result<Service> made = m_api.mustFind(copy, job);
    if (!made)
        return std::move(made).error();
    return compare(*old, *made);
}

Outcome RailwayProvider::protect(const InstanceId &instance, Job &job)
{
    return protectService(m_api, instance, job);
}

Result<Backup> RailwayProvider::takeBackup(const InstanceId &instance, const QString &name, Job &job)
{
    return backUpVolume(m_api, instance, name, job);
}

Result<Retention> RailwayProvider::retention(const InstanceId &instance, Job &job)
{
    return retentionOf(m_api, instance, job);
}

Outcome RailwayProvider::setRetention(const InstanceId &, int days, Job &)
{
    const int weeks = (days + 6) / 7 + 1;
    return Error(Fault::Refused, u"How long Railway keeps backups is not set from here: it restarts the database."_s)
        .means(u"It follows from WAL_BACKUP_RETENTION_FULL of the database's service. Nothing was changed."_s)
        .todo(u"Set it to %1 there, at a quiet hour, for %2 days."_s.arg(weeks).arg(days));
}

Outcome RailwayProvider::hold(const InstanceId &instance, Instant until, Job &job)
{
    return railway::hold(m_api, instance, until, job);
}

Outcome RailwayProvider::wake(const InstanceId &instance, Job &job)
{
    return railway::wake(m_api, instance, job);
}

Outcome RailwayProvider::destroy(const InstanceId &instance, const RetirePolicy &policy, Job &job)
{
    return destroyFor(m_api, instance, policy, job);
}

} // namespace shuttler
