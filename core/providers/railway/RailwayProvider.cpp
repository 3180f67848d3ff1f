// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayProvider.h"

#include "core/providers/railway/RailwayActs.h"
#include "core/providers/railway/RailwayArchive.h"

#include <QJsonArray>

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace railway;

namespace {

Result<QList<Backup>> snapshotsOf(Api &api, const Service &service, const InstanceId &instance, Job &job)
{
    if (service.volumeInstance.isEmpty())
        return QList<Backup>();
    Result<QJsonObject> data =
        api.ask(u"query VolumeBackups($volumeInstanceId: String!) { volumeInstanceBackupList(volumeInstanceId: $volumeInstanceId) "
                "{ id name createdAt expiresAt scheduleId usedMB volumeInstanceSizeMB } }"_s,
                {{u"volumeInstanceId"_s, service.volumeInstance}}, job);
    if (!data)
        return std::move(data).errorDuring(u"listing the volume backups of %1"_s.arg(instance.toString()));
    QList<Backup> all;
    const QJsonArray list = data->value(u"volumeInstanceBackupList"_s).toArray();
    for (const QJsonValue &each : list)
        all.append(snapshotIn(each.toObject(), instance));
    return all;
}

Outcome addTo(BackupListing &listing, Api &api, const Service &service, const InstanceId &instance, Job &job)
{
    Result<QMap<QString, QString>> variables = api.variablesOf(service.vendorId, false, job);
    if (!variables)
        return std::move(variables).error();
    Result<Archive> archive = archiveOf(api, instance, *variables, job);
    if (!archive)
        return std::move(archive).error();
    listing.backups += archive->backups;
    if (const std::optional<RecoveryWindow> window = archive->window())
        listing.windows.append({instance, *window});
    if (!archive->whyNot.isEmpty())
        listing.remarks.append(archive->whyNot);
    Result<QList<Backup>> snapshots = snapshotsOf(api, service, instance, job);
    if (!snapshots)
        return std::move(snapshots).error();
    listing.backups += *snapshots;
    return Done{};
}

} // namespace

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
    Result<std::optional<Service>> service = pick(topology->services, serving);
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
    for (const Service &each : std::as_const(topology->services))
        if (isDatabase(each) || !each.tag.isEmpty())
            all.append(instanceOf(each));
    return all;
}

Result<BackupListing> RailwayProvider::backups(const InstanceId &instance, const QList<InstanceId> &lineage, Job &job)
{
    Result<Topology> topology = m_api.topology(job);
    if (!topology)
        return std::move(topology).error();
    BackupListing listing;
    listing.askedAt = job.clock.now();
    for (const InstanceId &each : QList<InstanceId>{instance} + lineage) {
        Result<std::optional<Service>> service = pick(topology->services, each);
        if (!service)
            return std::move(service).error();
        if (!*service && lineage.isEmpty())
            return noSuchService(each);
        if (!*service) {
            listing.remarks.append(u"%1 is not at Railway any more: nothing can be restored from its backups."_s.arg(each.toString()));
            continue;
        }
        if (Outcome added = addTo(listing, m_api, **service, each, job); !added)
            return std::move(added).error();
    }
    std::sort(listing.backups.begin(), listing.backups.end(), [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
    std::sort(listing.windows.begin(), listing.windows.end(),
              [](const InstanceWindow &a, const InstanceWindow &b) { return a.window.earliest() < b.window.earliest(); });
    return listing;
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
    const Instant asked = job.clock.now().flooredToSecond();
    job.progress.stage(u"Waiting until the newest changes are in Railway's bucket"_s);
    for (;;) {
        Result<Service> service = m_api.mustFind(instance, job);
        if (!service)
            return std::move(service).error();
        Result<QMap<QString, QString>> variables = m_api.variablesOf(service->vendorId, false, job);
        if (!variables)
            return std::move(variables).error();
        Result<Archive> archive = archiveOf(m_api, instance, *variables, job);
        if (!archive)
            return std::move(archive).error();
        if (!archive->latest)
            return Error(Fault::Refused, archive->whyNot)
                .means(u"Nothing newer can be restored."_s)
                .todo(u"Turn on point-in-time recovery for it at Railway."_s);
        // A database that nobody writes to hands nothing over: after a while what is there has to do.
        if (*archive->latest >= asked)
            return asked;
        if (job.clock.now() - asked > std::chrono::minutes(5))
            return *archive->latest;
        if (Outcome slept = job.sleepFor(Seconds(10)); !slept)
            return std::move(slept).error();
    }
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
    Result<Service> service = m_api.mustFind(instance, job);
    if (!service)
        return std::move(service).error();
    Result<Api::Proxy> proxy = openProxy(m_api, *service, m_settings.opensProxies || !service->tag.isEmpty(), job);
    if (!proxy)
        return std::move(proxy).error();
    Result<QMap<QString, QString>> variables = m_api.variablesOf(service->vendorId, false, job);
    if (!variables)
        return std::move(variables).error();
    const auto either = [&](const QString &first, const QString &second) {
        return variables->value(variables->contains(first) ? first : second);
    };
    ConnectionInfo info;
    info.host = proxy->domain;
    info.port = proxy->port;
    info.database = either(u"PGDATABASE"_s, u"POSTGRES_DB"_s);
    info.user = either(u"PGUSER"_s, u"POSTGRES_USER"_s);
    info.sslRootCert = m_settings.databaseCa;
    if (!m_settings.user.isEmpty()) {
        Result<std::shared_ptr<const Secret>> password = m_secrets.read(m_settings.password, job);
        if (!password)
            return std::move(password).errorDuring(u"reading the password of %1"_s.arg(m_settings.user));
        info.user = m_settings.user;
        info.password = *std::move(password);
    } else {
        info.password = std::make_shared<const Secret>(Secret(either(u"PGPASSWORD"_s, u"POSTGRES_PASSWORD"_s).toUtf8()));
    }
    if (info.user.isEmpty() || info.database.isEmpty() || info.password->isEmpty())
        return Error(Fault::Refused, u"The variables of %1 do not say how to sign in."_s.arg(instance.toString()))
            .means(u"They may be sealed, so that nobody can read them back. It cannot be looked at."_s)
            .todo(u"Name user and password of a role in the environment."_s);
    return info;
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
    Result<Service> service = m_api.mustFind(instance, job);
    if (!service)
        return std::move(service).error();
    Result<QList<Backup>> before = snapshotsOf(m_api, *service, instance, job);
    if (!before)
        return std::move(before).error();
    Result<QJsonObject> ordered =
        m_api.change(u"mutation CreateVolumeBackup($volumeInstanceId: String!, $name: String) "
                     "{ volumeInstanceBackupCreate(volumeInstanceId: $volumeInstanceId, name: $name) { workflowId } }"_s,
                     {{u"volumeInstanceId"_s, service->volumeInstance}, {u"name"_s, name}}, job);
    if (!ordered)
        return std::move(ordered).errorDuring(u"ordering a volume backup of %1"_s.arg(instance.toString()));
    if (Outcome done = finish(m_api, ordered->value(u"volumeInstanceBackupCreate"_s)[u"workflowId"_s].toString(), job); !done)
        return std::move(done).error();
    for (int look = 0; look < 60; ++look) {
        Result<QList<Backup>> now = snapshotsOf(m_api, *service, instance, job);
        if (!now)
            return std::move(now).error();
        for (const Backup &each : std::as_const(*now))
            if (std::none_of(before->begin(), before->end(), [&](const Backup &old) { return old.id == each.id; }))
                return each;
        if (Outcome slept = job.sleepFor(Seconds(5)); !slept)
            return std::move(slept).error();
    }
    return Error(Fault::OutcomeUnknown, u"Railway shows no volume backup of %1 after it was ordered."_s.arg(instance.toString()))
        .means(u"Its database runs as before."_s)
        .todo(u"Look at its backups at Railway, then continue."_s);
}

Result<Retention> RailwayProvider::retention(const InstanceId &instance, Job &job)
{
    Result<Service> service = m_api.mustFind(instance, job);
    if (!service)
        return std::move(service).error();
    Result<QMap<QString, QString>> variables = m_api.variablesOf(service->vendorId, false, job);
    if (!variables)
        return std::move(variables).error();
    Retention retention;
    if (!isArchiving(*variables)) {
        retention.configured = u"no record of changes; volume backups as scheduled"_s;
        return retention;
    }
    const int fulls = variables->value(u"WAL_BACKUP_RETENTION_FULL"_s, u"4"_s).toInt();
    const int hours = variables->value(u"WAL_BACKUP_FULL_INTERVAL_HOURS"_s, u"168"_s).toInt();
    // The oldest full one goes when the next one is there: between two of them the reach is at its shortest.
    retention.configuredDays = std::max(0, fulls - 1) * hours / 24;
    retention.configured = u"%1 full backups, one every %2 hours"_s.arg(fulls).arg(hours);
    Result<Archive> archive = archiveOf(m_api, instance, *variables, job);
    if (!archive)
        return std::move(archive).error();
    if (const std::optional<RecoveryWindow> window = archive->window())
        retention.achievedDays = int((job.clock.now() - window->earliest()) / std::chrono::duration_cast<Micros>(std::chrono::days(1)));
    return retention;
}

Outcome RailwayProvider::setRetention(const InstanceId &, int days, Job &)
{
    const int weeks = (days + 6) / 7 + 1;
    return Error(Fault::Refused, u"How long Railway keeps backups is not set from here: it restarts the database."_s)
        .means(u"It follows from WAL_BACKUP_RETENTION_FULL of the database's service. Nothing was changed."_s)
        .todo(u"Set it to %1 there, at a quiet hour, for %2 days."_s.arg(weeks).arg(days));
}

Outcome RailwayProvider::hold(const InstanceId &instance, Instant, Job &job)
{
    return stop(m_api, instance, job);
}

Outcome RailwayProvider::wake(const InstanceId &instance, Job &job)
{
    return start(m_api, instance, job);
}

Outcome RailwayProvider::destroy(const InstanceId &instance, const RetirePolicy &policy, Job &job)
{
    return destroyFor(m_api, instance, policy, job);
}

} // namespace shuttler
