// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/Retirement.h"

#include "core/base/Files.h"
#include "core/providers/pgbackrest/BackupActs.h"
#include "core/providers/pgbackrest/Protection.h"

#include <QDir>
#include <QFileInfo>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

using Making = InstanceRecord::Making;

Result<InstanceRecord> recordFor(const Site &site, const InstanceId &id)
{
    Result<std::optional<InstanceRecord>> record = site.book().find(id);
    if (!record)
        return std::move(record).error();
    if (*record)
        return **record;
    InstanceRecord first;
    first.id = id;
    first.port = site.settings().port;
    first.making = Making::Started;
    return first;
}

bool isRecovering(const Site &site, const InstanceId &id)
{
    return QFile::exists(site.dataFolderOf(id) + u"/recovery.signal"_s);
}

Error couldNotRemove(const QString &path)
{
    return Error(Fault::Refused, u"%1 could not be removed."_s.arg(path))
        .means(u"The server is stopped; part of its files are still there."_s)
        .todo(u"Check who owns that path, then destroy it again: it goes on where it stopped."_s);
}

/// Everything in a folder but `last`; links are removed, not followed.
Outcome removeAllBut(const QString &folder, const QStringList &last)
{
    for (const QFileInfo &entry :
         QDir(folder).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        if (last.contains(entry.fileName()))
            continue;
        const bool removed = entry.isDir() && !entry.isSymLink() ? QDir(entry.filePath()).removeRecursively()
                                                                 : QFile::remove(entry.filePath());
        if (!removed)
            return couldNotRemove(entry.filePath());
    }
    return Done{};
}

/// `marks` go last: by them a removal that was cut off is recognised and finished.
Outcome removeFolder(const QString &folder, const QStringList &marks)
{
    for (const QStringList &last : {marks, QStringList()})
        if (Outcome removed = removeAllBut(folder, last); !removed)
            return removed;
    if (!QDir().rmdir(folder) && !QDir(folder).isEmpty())
        return couldNotRemove(folder);
    return Done{};
}

Outcome finalBackupOf(const Site &site, const InstanceId &id, Job &job)
{
    Result<InstanceRecord> record = recordFor(site, id);
    if (!record)
        return std::move(record).error();
    if (!site.clusterOf(id).exists() || record->making != Making::Started || isRecovering(site, id))
        return Done{}; // It was never complete: there is nothing in it that its source does not have.
    const bool wasRunning = site.clusterOf(id).running().has_value();
    if (Outcome started = site.startServer(id, {}, job); !started)
        return started;
    if (Outcome ready = site.clusterOf(id).waitUntilReady(std::chrono::minutes(5), job); !ready)
        return ready;
    Result<Backup> backup = takeBackupOf(site, id, u"final backup before it was destroyed"_s, job);
    if (!wasRunning)
        if (Outcome stopped = site.clusterOf(id).stop(job); !stopped)
            return stopped;
    if (backup)
        return Done{};
    const Error &error = backup.error();
    return Error(error.fault(), u"The final backup of %1 failed: %2"_s.arg(id.toString(), error.what()))
        .means(u"Nothing was destroyed."_s)
        .todo(error.todo())
        .details(error.details());
}

/// The first server's directory, and nothing but a directory of PostgreSQL's.
Outcome removeFirst(const Site &site, Job &job)
{
    const LocalCluster cluster = site.clusterOf(InstanceId(site.settings().stanza));
    const QString data = cluster.dataFolder();
    if (!QFileInfo::exists(data)
        || QDir(data).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        return Done{};
    if (!QFile::exists(data + u"/PG_VERSION"_s))
        return Error(Fault::Refused, u"%1 is not a PostgreSQL data directory."_s.arg(data))
            .means(u"Nothing was removed."_s)
            .todo(u"Check \"data\" in the environment's settings."_s);
    if (Outcome stopped = cluster.stop(job); !stopped)
        return stopped;
    for (const QFileInfo &space :
         QDir(data + u"/pg_tblspc"_s).entryInfoList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot))
        job.progress.line(
            u"The tablespace in %1 lies outside the data directory and was left there."_s.arg(space.symLinkTarget()));
    return removeFolder(data, {u"PG_VERSION"_s});
}

} // namespace

Outcome holdServer(const Site &site, const InstanceId &id, Instant until, Job &job)
{
    if (Outcome exists = site.mustExist(id); !exists)
        return exists;
    Result<FolderLock> lock = site.lock(id);
    if (!lock)
        return std::move(lock).error();
    Result<InstanceRecord> record = recordFor(site, id);
    if (!record)
        return std::move(record).error();
    record->heldUntil = until;
    if (Outcome kept = site.book().keep(*record); !kept)
        return kept;
    job.progress.stage(u"Stopping %1"_s.arg(id.toString()));
    return site.clusterOf(id).stop(job);
}

Outcome wakeServer(const Site &site, const InstanceId &id, Job &job)
{
    if (Outcome exists = site.mustExist(id); !exists)
        return exists;
    Result<FolderLock> lock = site.lock(id);
    if (!lock)
        return std::move(lock).error();
    Result<InstanceRecord> record = recordFor(site, id);
    if (!record)
        return std::move(record).error();
    job.progress.stage(u"Starting %1"_s.arg(id.toString()));
    const bool recovers = isRecovering(site, id);
    if (Outcome started = site.startServer(id, recovers ? record->recoveryOptions : QStringList(), job); !started)
        return started;
    if (!recovers)
        if (Outcome ready = site.clusterOf(id).waitUntilReady(std::chrono::minutes(10), job); !ready)
            return ready;
    if (!record->heldUntil)
        return Done{};
    record->heldUntil.reset();
    return site.book().keep(*record);
}

Outcome destroyServer(const Site &site, const InstanceId &id, const RetirePolicy &policy, Job &job)
{
    if (!InstanceBook::isName(id.toString()))
        return Error(Fault::NotFound, u"There is no server \"%1\"."_s.arg(id.toString()))
            .means(u"Nothing was destroyed."_s)
            .todo(u"Check its name."_s);
    const bool isFirst = site.isFirst(id);
    const QString folder = isFirst ? site.settings().data : site.book().folderOf(id);
    Result<std::optional<InstanceRecord>> record = site.book().find(id);
    if (!record)
        return std::move(record).error();
    const QStringList entries =
        QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    const bool isOurs = isFirst || *record || std::all_of(entries.begin(), entries.end(), [](const QString &name) {
                            return name == nameWhileWritten(u"instance.json"_s);
                        });
    if (!isOurs)
        return Error(Fault::Refused, u"%1 is no server that Shuttler Ops restored."_s.arg(folder))
            .means(u"Nothing was removed."_s)
            .todo(u"Look into the folder; remove it by hand if nobody needs it."_s);

    if (QFileInfo::exists(folder)) {
        if (policy.finalBackup && (isFirst || *record))
            if (Outcome backed = finalBackupOf(site, id, job); !backed)
                return backed;
        Result<FolderLock> lock = site.lock(id);
        if (!lock)
            return std::move(lock).error();
        job.progress.stage(u"Removing %1"_s.arg(id.toString()));
        if (isFirst) {
            if (Outcome removed = removeFirst(site, job); !removed)
                return removed;
        } else {
            if (Outcome stopped = site.clusterOf(id).stop(job); !stopped)
                return stopped;
            if (Outcome removed = removeFolder(folder, {u"instance.json"_s}); !removed)
                return removed;
        }
    }
    if (isFirst && *record)
        if (Outcome forgotten = site.book().forget(id); !forgotten)
            return forgotten;
    return policy.keepBackups ? Outcome(Done{}) : removeBackups(site, id, job);
}

} // namespace shuttler::pgbackrest
