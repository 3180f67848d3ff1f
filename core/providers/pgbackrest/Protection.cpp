// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/Protection.h"

#include "core/providers/pgbackrest/PgBackRestConfig.h"
#include "core/providers/pgbackrest/PgBackRestWire.h"
#include "core/providers/pgbackrest/ServerLog.h"
#include "core/providers/pgbackrest/ServerSettings.h"

#include <QDir>

#include <algorithm>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

/// What the source's section says about repositories and limits holds for the copy too; what it says about the server does not.
PgBackRestConfig::Keys sectionFor(const Site &site, const InstanceRecord &record, const PgBackRestConfig &config)
{
    PgBackRestConfig::Keys keys{{u"pg1-path"_s, site.dataFolderOf(record.id)},
                                {u"pg1-port"_s, QString::number(record.port)},
                                {u"pg1-socket-path"_s, site.settings().socket},
                                {u"pg1-user"_s, site.settings().ownerRole}};
    for (const auto &[key, value] : config.keysOf(record.source.toString())) {
        if (key == u"pg1-user"_s)
            keys.last().second = value;
        else if (!key.startsWith(u"pg"_s))
            keys.append({key, value});
    }
    return keys;
}

QString archiveCommand(const Site &site, const InstanceId &id)
{
    return commandSetting(site.tool().program(),
                          {u"--config="_s + site.tool().config(), u"--stanza="_s + id.toString(), u"archive-push"_s},
                          u"\"%p\""_s);
}

/// pgBackRest deletes a stanza only after it was told to stop working for it.
Outcome deleteStanza(const Site &site, const QString &stanza, Job &job)
{
    if (Outcome stopped = site.tool().act({u"stop"_s, stanza, {}, {}, std::chrono::minutes(10)}, job); !stopped)
        return stopped;
    if (Outcome deleted =
            site.tool().act({u"stanza-delete"_s, stanza, {u"--force"_s}, {}, std::chrono::hours(12)}, job);
        !deleted)
        return std::move(deleted).error().during(u"deleting the stanza %1"_s.arg(stanza));
    return Done{};
}

/// Whether a stanza is what is left when its making was cut off: of its two lists one is there, and nothing else of it.
/// Where anything was archived or saved, a list that is missing is damage, and not ours to clear away.
bool isHalfMade(const Site &site, const QString &stanza, Job &job)
{
    int lists = 0;
    for (const QString &kind : {u"archive"_s, u"backup"_s}) {
        const Result<QByteArray> json = site.tool().ask(
            {u"repo-ls"_s, stanza, {u"--output=json"_s}, {kind + u'/' + stanza}, std::chrono::minutes(10)}, job);
        if (!json)
            return false;
        const Result<QMap<QString, RepoEntry>> found = readRepoList(*json);
        if (!found)
            return false;
        QStringList names = found->keys();
        names.removeAll(u"."_s);
        if (std::any_of(names.begin(), names.end(), [&](const QString &name) { return !name.startsWith(kind + u".info"_s); }))
            return false;
        lists += names.isEmpty() ? 0 : 1;
    }
    return lists == 1;
}

Outcome createStanza(const Site &site, const InstanceRecord &record, Job &job)
{
    const QString stanza = record.id.toString();
    const PgBackRestCall create{u"stanza-create"_s, stanza, {}, {}, std::chrono::minutes(10)};
    Outcome created = site.tool().act(create, job);
    if (created || record.isProtected || !isHalfMade(site, stanza, job))
        return created;
    job.progress.line(u"Its stanza was only half made, and holds nothing: it is made anew."_s);
    if (Outcome deleted = deleteStanza(site, stanza, job); !deleted)
        return deleted;
    return site.tool().act(create, job);
}

Outcome switchArchivingOn(const Site &site, const InstanceRecord &record, Job &job)
{
    const LocalCluster cluster = site.clusterOf(record.id);
    const QString command = archiveCommand(site, record.id);
    SettingChanges changes{{u"archive_mode"_s, u"on"_s}, {u"archive_command"_s, command}};
    for (const char *setting : {"restore_command", "recovery_target", "recovery_target_action", "recovery_target_time",
                                "recovery_target_xid", "recovery_target_timeline"})
        changes.insert(QString::fromLatin1(setting), std::nullopt);
    if (Outcome changed = changeSettings(cluster.dataFolder(), changes); !changed)
        return changed;

    bool isOn = false;
    if (Result<postgres::Connection> server = site.session(record.id, postgres::Access::ReadOnly, job)) {
        Result<postgres::Rows> now =
            server->query(u"SELECT current_setting('archive_mode'), current_setting('archive_command')"_s, job);
        isOn = now && now->text(0, 0) == u"on"_s && now->text(0, 1) == command;
    }
    if (!isOn) {
        // A restart, which also ends the larger sizes it had for its recovery.
        if (Outcome stopped = cluster.stop(job); !stopped)
            return stopped;
        if (Outcome started = site.startServer(record.id, {}, job); !started)
            return started;
    }
    return cluster.waitUntilReady(std::chrono::minutes(5), job);
}

} // namespace

Outcome protectServer(const Site &site, const InstanceId &id, Job &job)
{
    if (Outcome exists = site.mustExist(id); !exists)
        return exists;
    if (site.isFirst(id))
        return Done{}; // It brought its stanza along; that is how we know it.
    Result<FolderLock> lock = site.lock(id);
    if (!lock)
        return std::move(lock).error();
    Result<std::optional<InstanceRecord>> found = site.book().find(id);
    if (!found)
        return std::move(found).error();
    InstanceRecord record = **found;
    if (record.heldUntil || QFile::exists(site.dataFolderOf(id) + u"/recovery.signal"_s))
        return Error(Fault::Refused, u"%1 is not up yet."_s.arg(id.toString()))
            .means(u"It has no backups of its own so far."_s)
            .todo(u"Wait until its restore has ended, or wake it, then try again."_s);
    // Not running, or just coming up, is what a crash in the middle of the restart leaves.
    if (Outcome started = site.startServer(id, {}, job); !started)
        return started;
    if (Outcome ready = site.clusterOf(id).waitUntilReady(std::chrono::minutes(5), job); !ready)
        return ready;
    if (!record.recoveredTo)
        record.recoveredTo = serverStoryIn(site.logFileOf(id)).recoveredTo;

    job.progress.stage(u"Giving %1 backups of its own"_s.arg(id.toString()));
    Outcome written = editConfig(site.settings().config, [&](const PgBackRestConfig &config) {
        return config.hasSection(id.toString()) ? config
                                                : config.withSection(id.toString(), sectionFor(site, record, config));
    });
    if (!written)
        return written;
    if (Outcome created = createStanza(site, record, job); !created)
        return std::move(created).error().during(u"creating the stanza %1"_s.arg(id.toString()));
    if (Outcome on = switchArchivingOn(site, record, job); !on)
        return std::move(on).error().during(u"switching archiving on"_s);
    if (Outcome checked = site.tool().act({u"check"_s, id.toString(), {}, {}, std::chrono::minutes(10)}, job); !checked)
        return std::move(checked).error().during(u"checking that changes arrive"_s);

    for (const QString &left : {u"/spool"_s, u"/lock"_s}) // Only its recovery needed them.
        QDir(site.book().folderOf(id) + left).removeRecursively();
    record.isProtected = true;
    return site.book().keep(record);
}

Outcome removeBackups(const Site &site, const InstanceId &id, Job &job)
{
    const QString stanza = id.toString();
    if (!site.knowsStanza(stanza))
        return Done{};
    job.progress.stage(u"Removing the backups of %1"_s.arg(stanza));
    if (Outcome deleted = deleteStanza(site, stanza, job); !deleted)
        return deleted;
    if (!site.isFirst(id))
        if (Outcome written = editConfig(site.settings().config,
                                         [&](const PgBackRestConfig &config) { return config.withoutSection(stanza); });
            !written)
            return written;
    QDir(site.book().notesFolderOf(id)).removeRecursively();
    return Done{};
}

} // namespace shuttler::pgbackrest
