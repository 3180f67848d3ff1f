// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/render/RenderProvider.h"

#include "core/providers/render/RenderActs.h"
#include "core/providers/render/RenderBackups.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace render;

RenderProvider::RenderProvider(RenderSettings settings, net::HttpClient &client, SecretStore &secrets)
    : m_settings(std::move(settings))
    , m_secrets(secrets)
    , m_api(client, secrets, m_settings.access, m_settings.workspace)
{}

Capabilities RenderProvider::capabilities() const
{
    Capabilities can;
    can.providerName = u"Render"_s;
    can.anySecond = true;
    can.takesBackups = true;
    can.catchesUp = true;
    can.holdsInstances = true;
    can.listsWhereItBegins = false;
    can.onlyToLookAt = {BackupKind::Dump};
    can.backupsOutliveInstance = false;
    can.catchUpTakes = can.lag = m_settings.lag;
    return can;
}

Result<Account> RenderProvider::signIn(const InstanceId &serving, Job &job)
{
    Result<QList<QJsonObject>> owners = m_api.all(u"/owners"_s, u"owner"_s, job);
    if (!owners)
        return std::move(owners).error();
    Account account;
    QStringList names;
    for (const QJsonObject &owner : std::as_const(*owners))
        names.append(owner.value(u"name"_s).toString());
    account.identity = names.isEmpty() ? u"nobody's workspace at Render"_s : names.join(u", "_s) + u" at Render"_s;
    account.permissions.append({1, u"Use Render's API"_s, u"API key"_s, true, {}, {}, true});

    Result<std::optional<Database>> database = m_api.find(serving, job);
    if (!database)
        return std::move(database).error();
    const QString name = serving.toString();
    account.permissions.append({2, u"See the database %1"_s.arg(name), u"member of its workspace"_s, database->has_value(),
                                u"Its backups cannot be listed, nor anything be restored from them."_s,
                                u"Use the key of a member of its workspace, or correct its name in the environment."_s, true});
    bool isAvailable = false;
    QString said;
    if (*database) {
        Result<Recovery> recovery = recoveryOf(m_api, **database, job);
        if (!recovery)
            return std::move(recovery).error();
        isAvailable = recovery->isAvailable();
        said = recovery->status;
    }
    account.permissions.append(
        {4, u"Restore %1 to a moment"_s.arg(name), u"point-in-time recovery"_s, isAvailable,
         u"Render makes no copy of it at any moment%1."_s.arg(said.isEmpty() ? QString() : u" (\"%1\")"_s.arg(said)),
         u"Choose a paid plan for it; of a new database, wait for its first backup."_s, true});
    return account;
}

Result<QList<Instance>> RenderProvider::instances(Job &job)
{
    Result<QList<Database>> databases = m_api.databases(job);
    if (!databases)
        return std::move(databases).error();
    QList<Instance> all;
    for (const Database &each : std::as_const(*databases))
        all.append(instanceOf(each));
    return all;
}

Result<BackupListing> RenderProvider::backups(const InstanceId &instance, const QList<InstanceId> &lineage, Job &job)
{
    return listingOf(m_api, m_settings.lag, instance, lineage, job);
}

Result<BackupHealth> RenderProvider::verifyBackup(const InstanceId &instance, const BackupId &backup, Job &job)
{
    Result<BackupListing> listing = listingOf(m_api, m_settings.lag, instance, {}, job);
    if (!listing)
        return std::move(listing).error();
    if (!listing->find(backup))
        return Error(Fault::NotFound, u"Render has no export %1 of %2."_s.arg(backup.toString(), instance.toString()))
            .means(u"Nothing was read."_s)
            .todo(u"List the backups again."_s);
    return Error(Fault::Refused, u"Render does not read an export back."_s)
        .means(u"Whether it is sound is not known."_s)
        .todo(u"Restore to a moment and check the copy: that proves what can be restored."_s);
}

Result<Instant> RenderProvider::catchUp(const InstanceId &instance, Job &job)
{
    return waitOutTheLag(m_api, m_settings.lag, instance, job);
}

Outcome RenderProvider::startRestore(const RestoreRequest &request, Job &job)
{
    return startRestoreAt(m_api, m_settings, request, job);
}

Result<std::optional<Instance>> RenderProvider::findRestore(const QString &tag, Job &job)
{
    return madeBy(m_api, tag, job);
}

Result<InstanceState> RenderProvider::state(const InstanceId &instance, Job &job)
{
    Result<std::optional<Database>> database = m_api.find(instance, job);
    if (!database)
        return std::move(database).error();
    return *database ? stateOf(**database) : InstanceState{};
}

Result<ConnectionInfo> RenderProvider::connection(const InstanceId &instance, Job &job)
{
    Result<Database> database = m_api.mustFind(instance, job);
    if (!database)
        return std::move(database).error();
    Result<Addresses> addresses = m_api.addressesOf(database->vendorId, job);
    if (!addresses)
        return std::move(addresses).error();
    ConnectionInfo info = addresses->external.connection();
    info.sslRootCert = m_settings.databaseCa;
    if (m_settings.user.isEmpty())
        return info;
    Result<std::shared_ptr<const Secret>> password = m_secrets.read(m_settings.password, job);
    if (!password)
        return std::move(password).errorDuring(u"reading the password of %1"_s.arg(m_settings.user));
    info.user = m_settings.user;
    info.password = *std::move(password);
    return info;
}

Result<QList<SettingComparison>> RenderProvider::compareSettings(const InstanceId &source, const InstanceId &copy, Job &job)
{
    QList<Database> details;
    for (const InstanceId &each : {source, copy}) {
        Result<Database> database = m_api.mustFind(each, job);
        if (!database)
            return std::move(database).error();
        Result<net::JsonAnswer> answer = m_api.get(u"/postgres/"_s + database->vendorId, job);
        if (!answer)
            return std::move(answer).errorDuring(u"looking at %1"_s.arg(each.toString()));
        details.append(databaseIn(answer->json.object()));
    }
    return compare(details[0], details[1]);
}

/// Render backs up every paid database from its first minute on.
Outcome RenderProvider::protect(const InstanceId &instance, Job &job)
{
    Result<Database> database = m_api.mustFind(instance, job);
    if (!database)
        return std::move(database).error();
    Result<Recovery> recovery = recoveryOf(m_api, *database, job);
    if (!recovery)
        return std::move(recovery).error();
    if (recovery->status == u"NOT_AVAILABLE"_s)
        return Error(Fault::Refused, u"Render keeps no backups of %1."_s.arg(instance.toString()))
            .means(u"It works, but could not be restored later on."_s)
            .todo(u"Give it a paid plan at Render, then continue."_s);
    return Done{};
}

Result<Backup> RenderProvider::takeBackup(const InstanceId &instance, const QString &, Job &job)
{
    return exportNow(m_api, instance, job); // Exports have no names.
}

Result<Retention> RenderProvider::retention(const InstanceId &instance, Job &job)
{
    return retentionOf(m_api, instance, job);
}

Outcome RenderProvider::setRetention(const InstanceId &, int, Job &)
{
    return Error(Fault::Refused, u"How long Render keeps backups cannot be set."_s)
        .means(u"It follows from the plan of the workspace: 3 or 7 days, exports 7. Nothing was changed."_s)
        .todo(u"Keep backups of your own outside of Render for more than 7 days."_s);
}

Outcome RenderProvider::hold(const InstanceId &instance, Instant, Job &job)
{
    return suspend(m_api, instance, job);
}

Outcome RenderProvider::wake(const InstanceId &instance, Job &job)
{
    return resume(m_api, instance, job);
}

Outcome RenderProvider::destroy(const InstanceId &instance, const RetirePolicy &policy, Job &job)
{
    return destroyFor(m_api, instance, policy, job);
}

} // namespace shuttler
