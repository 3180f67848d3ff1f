// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/RestoreRun.h"

#include "core/base/Files.h"
#include "core/providers/pgbackrest/CatchUp.h"
#include "core/providers/pgbackrest/ServerLog.h"
#include "core/providers/pgbackrest/ServerSettings.h"
#include "core/providers/pgbackrest/SourceConfiguration.h"

#include <QDir>
#include <QFile>
#include <QThread>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

using Making = InstanceRecord::Making;

constexpr qint64 AsGoodAsFull = 16 * 1024 * 1024;

Error nameTaken(const InstanceId &id)
{
    return Error(Fault::Refused, u"There is already a server named %1."_s.arg(id.toString()))
        .means(u"It was left alone; nothing was restored."_s)
        .todo(u"Choose another name for the new server."_s);
}

QString megabytes(qint64 bytes)
{
    return QString::number((bytes + 999'999) / 1'000'000) + u" MB"_s;
}

bool isEmptyFolder(const QString &folder)
{
    return QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

/// Nothing of anybody's: at most a record that was never finished being written.
bool isFreeFolder(const QString &folder)
{
    const QStringList entries =
        QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    return std::all_of(entries.begin(), entries.end(),
                       [](const QString &name) { return name == nameWhileWritten(u"instance.json"_s); });
}

/// archive-get as the copy's restore_command, with a lock and a spool of its own, so that it never meets the source's archiving.
/// Many files are fetched ahead by several workers; for a few, starting these would take longer than fetching.
QString restoreCommand(const Site &site, const InstanceRecord &record, const QString &folder)
{
    constexpr qint64 WorthFetchingAhead = 128 * 1024 * 1024;
    QStringList arguments{u"--config="_s + site.tool().config(),  u"--stanza="_s + record.source.toString(),
                          u"--pg1-path="_s + folder + u"/data"_s, u"--lock-path="_s + folder + u"/lock"_s,
                          u"--log-level-console=warn"_s,          u"--log-level-file=off"_s};
    if (record.choice.replayBytes >= WorthFetchingAhead)
        arguments +=
            {u"--archive-async"_s, u"--spool-path="_s + folder + u"/spool"_s, u"--archive-get-queue-max=512MiB"_s,
             u"--process-max=%1"_s.arg(std::clamp(QThread::idealThreadCount(), 2, 8))};
    else
        arguments.append(u"--no-archive-async"_s);
    return commandSetting(site.tool().program(), arguments + QStringList{u"archive-get"_s}, u"%f \"%p\""_s);
}

} // namespace

Progressed progressOf(const Site &site, const InstanceRecord &record)
{
    Progressed progress;
    const LocalCluster cluster = site.clusterOf(record.id);
    progress.isRunning = cluster.running().has_value();
    progress.isRecovering = QFile::exists(cluster.dataFolder() + u"/recovery.signal"_s);
    if (progress.isRecovering) {
        const ServerStory story = serverStoryIn(site.logFileOf(record.id));
        if (!progress.isRunning || story.paused)
            progress.gaveUp = story.fatal;
    }
    return progress;
}

Outcome RestoreRun::tryToCatchUp(const InstanceId &source, Job &job) const
{
    Result<Instant> caught = catchUp(m_site, source, std::chrono::minutes(1), job);
    if (!caught && caught.error().fault() == Fault::Cancelled)
        return std::move(caught).error();
    return Done{}; // A source that is gone cannot hand over more; what is there decides.
}

Result<RecoveryChoice> RestoreRun::resolve(const RestoreRequest &request, Job &job) const
{
    const Lister lister(m_site);
    Result<StanzaView> view = lister.look(request.source, job);
    if (!view)
        return std::move(view).error();
    if (const auto *moment = std::get_if<AtMoment>(&request.target)) {
        // Between a backup's end and the whole second after it, only a fresh look at the source can tell that nothing is missing.
        const auto within =
            std::find_if(view->reach.stretches.cbegin(), view->reach.stretches.cend(), [&](const Stretch &stretch) {
                return stretch.isReachable() && stretch.from() <= moment->moment && moment->moment <= stretch.until();
            });
        const bool isProven = within == view->reach.stretches.cend()
                           || (within->lastEnd && moment->moment <= within->lastEnd->time)
                           || (within->completeTo && moment->moment <= *within->completeTo);
        if (!isProven) {
            if (Outcome caught = tryToCatchUp(request.source, job); !caught)
                return std::move(caught).error();
            view = lister.look(request.source, job);
            if (!view)
                return std::move(view).error();
        }
    }
    if (const auto *aim = std::get_if<AtBackup>(&request.target)) {
        for (const Backup &backup : std::as_const(view->backups))
            if (backup.id == aim->backup && !backup.isUsable())
                return Error(backup.health == BackupHealth::BeingMade ? Fault::Refused : Fault::Corrupt,
                             u"Backup %1 cannot be restored from."_s.arg(backup.id.toString()))
                    .means(backup.healthReason + u" Nothing was restored."_s)
                    .todo(u"Choose another backup."_s);
    }
    return chooseRecovery(request.target, view->reach, view->usable);
}

Outcome RestoreRun::start(const RestoreRequest &request, Job &job) const
{
    if (Outcome stopped = job.checkStop(); !stopped)
        return stopped;
    const InstanceId &id = request.newInstance;
    if (!InstanceBook::isName(id.toString()))
        return Error(Fault::BadInput, u"\"%1\" cannot be the name of a server."_s.arg(id.toString()))
            .means(u"Nothing was restored."_s)
            .todo(u"Use letters, digits, - and _, at most 63."_s);
    if (m_site.isFirst(id))
        return nameTaken(id);
    Result<std::optional<InstanceRecord>> known = m_site.book().find(id);
    if (!known)
        return std::move(known).error();
    if (*known && ((*known)->tag != request.tag || (*known)->source != request.source))
        return nameTaken(id);
    const QString folder = m_site.book().folderOf(id);
    if (!*known && QFile::exists(folder) && !isFreeFolder(folder))
        return nameTaken(id);

    InstanceRecord record;
    std::optional<FolderLock> lock;
    if (*known) {
        Result<FolderLock> taken = m_site.lock(id);
        if (!taken)
            return std::move(taken).error();
        lock = *std::move(taken);
        record = **known;
    } else {
        if (!m_site.knowsStanza(request.source.toString()))
            return Error(Fault::NotFound, u"There are no backups of a server %1."_s.arg(request.source.toString()))
                .means(u"Nothing was restored."_s)
                .todo(u"Choose a server that has backups."_s);
        job.progress.stage(u"Looking for the backup to begin with"_s);
        Result<RecoveryChoice> choice = resolve(request, job);
        if (!choice)
            return std::move(choice).error();
        record.id = id;
        record.tag = request.tag;
        record.source = request.source;
        record.target = request.target;
        record.choice = *std::move(choice);
    }

    const Progressed progress = progressOf(m_site, record);
    if (record.making == Making::Started && !progress.gaveUp.isEmpty() && !progress.isRunning) {
        // It gave up, perhaps for want of something that is there now: from the start, but keeping every file that is right.
        Result<RecoveryChoice> choice = resolve(request, job);
        if (!choice)
            return std::move(choice).error();
        record.choice = *std::move(choice);
        record.making = Making::Ordered;
    }
    if (record.heldUntil || progress.isRunning)
        return progress.isRunning && record.making != Making::Started ? launch(record, job) : Outcome(Done{});

    if (record.making == Making::Ordered) {
        if (Outcome ordered = order(record, job); !ordered)
            return ordered;
        if (!lock) {
            Result<FolderLock> taken = m_site.lock(id);
            if (!taken)
                return std::move(taken).error();
            lock = *std::move(taken);
        }
        if (Outcome copied = copy(record, job); !copied)
            return std::move(copied).error().during(
                u"copying backup %1 to %2"_s.arg(record.choice.label, id.toString()));
        if (Outcome prepared = setUp(record, job); !prepared)
            return std::move(prepared).error().during(u"setting up %1"_s.arg(id.toString()));
    }
    return launch(record, job);
}

/// The last look before something is made, and then the intent.
Outcome RestoreRun::order(InstanceRecord &record, Job &job) const
{
    Result<postgres::PgTools> tools = postgres::PgTools::find(record.choice.version.toInt(), m_site.settings().bin);
    if (!tools)
        return std::move(tools).error();
    const QString folder = m_site.book().folderOf(record.id);
    const SpaceNeed need{record.choice.sizeBytes, record.choice.replayBytes, bytesIn(folder)};
    if (Outcome enough = checkSpace(need, m_freeBytes(m_site.settings().instances), m_site.settings().instances);
        !enough)
        return enough;

    if (Outcome made = m_site.book().makeFolder(m_site.settings().instances); !made)
        return made;
    Result<FolderLock> oneAtATime =
        FolderLock::waitFor(m_site.settings().instances); // Two must not find the same port free.
    if (!oneAtATime)
        return std::move(oneAtATime).error();
    if (record.port == 0) {
        Result<int> port = chooseFreePort(m_site);
        if (!port)
            return std::move(port).error();
        record.port = *port;
        record.createdAt = job.clock.now();
    }
    if (Outcome made = m_site.book().makeFolder(folder); !made)
        return made;
    return m_site.book().keep(record);
}

Outcome RestoreRun::copy(const InstanceRecord &record, Job &job) const
{
    const QString folder = m_site.book().folderOf(record.id);
    const LocalCluster cluster = m_site.clusterOf(record.id);
    const QString data = cluster.dataFolder();
    for (const QString &path : {data, folder + u"/spool"_s, folder + u"/lock"_s, folder + u"/tablespaces"_s})
        if (Outcome made = m_site.book().makeFolder(path); !made)
            return made;

    // An attempt that was cut off: every file is held against its checksum again. Where even the list of files had not arrived
    // yet, nothing is worth keeping; it is our own folder.
    const bool isSecondAttempt = QFile::exists(data + u"/PG_VERSION"_s) || QFile::exists(data + u"/backup.manifest"_s);
    QFile::remove(data + u"/postmaster.pid"_s);
    if (!isSecondAttempt && !isEmptyFolder(data)) {
        if (!QDir(data).removeRecursively())
            return Error(Fault::Refused, u"What an earlier attempt left in %1 could not be removed."_s.arg(data))
                .todo(u"Remove the folder by hand, then continue."_s);
        if (Outcome made = m_site.book().makeFolder(data); !made)
            return made;
    }

    const RecoveryChoice &choice = record.choice;
    PgBackRestCall call{u"restore"_s, record.source.toString(), {}, {}, std::chrono::hours(48)};
    call.options = {u"--pg1-path="_s + data,
                    u"--set="_s + choice.label,
                    u"--repo=%1"_s.arg(choice.repository),
                    u"--type="_s + choice.type,
                    u"--archive-mode=off"_s,
                    u"--tablespace-map-all="_s + folder + u"/tablespaces"_s,
                    u"--lock-path="_s + folder + u"/lock"_s,
                    u"--process-max=%1"_s.arg(std::clamp(QThread::idealThreadCount(), 2, 8))};
    if (choice.type != u"default"_s)
        call.options.append(u"--target-action=promote"_s);
    if (!choice.target.isEmpty())
        call.options.append(u"--target="_s + choice.target);
    if (isSecondAttempt)
        call.options.append(u"--delta"_s);

    job.progress.stage(isSecondAttempt ? u"Checking and completing the files of backup %1 (%2)"_s.arg(
                           choice.label, megabytes(choice.sizeBytes))
                                       : u"Copying backup %1 (%2)"_s.arg(choice.label, megabytes(choice.sizeBytes)));
    QFile log(folder + u"/restore.log"_s);
    const bool logged = log.open(QIODevice::WriteOnly | QIODevice::Append);
    log.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    Outcome copied = m_site.tool().act(call, job, [&](const QByteArray &line) {
        if (logged)
            log.write(line + '\n');
        if (const std::optional<CopyProgress> progress = readCopyProgress(line))
            job.progress.counted(qint64(double(choice.sizeBytes) * progress->percent / 100.0), choice.sizeBytes,
                                 u"bytes"_s);
    });
    if (!copied) {
        const Error &error = copied.error();
        if (error.fault() == Fault::Cancelled)
            return copied;
        // pgBackRest says which file it could not write, but not that the disk is full.
        const qint64 left = m_freeBytes(folder);
        const bool isFull = error.fault() == Fault::Refused && left < AsGoodAsFull;
        const QString what = isFull                              ? u"The disk is full: %1 are left in %2."_s.arg(megabytes(left), folder)
                             : error.fault() == Fault::Corrupt ? u"Backup %1: %2"_s.arg(choice.label, error.what())
                                                               : error.what();
        return Error(error.fault(), what)
            .means(
                u"The new server is not there. What was copied so far lies in %1; the source and the app are as they were."_s
                    .arg(folder))
            .todo(isFull
                      ? u"Free some disk space, then start the same restore again: it goes on where this one stopped."_s
                      : error.todo())
            .details(error.details());
    }
    // Success is what a second look shows, not what was answered.
    if (!cluster.exists() || !QFile::exists(data + u"/recovery.signal"_s))
        return Error(Fault::Corrupt,
                     u"pgBackRest reported success, but there is no complete data directory in %1."_s.arg(data))
            .means(u"The new server is not there; the source and the app are as they were."_s)
            .todo(u"Look at restore.log in that folder; choose another backup."_s);
    return Done{};
}

/// The copy's own port and name, and nothing that could reach its source or others.
Outcome RestoreRun::setUp(InstanceRecord &record, Job &job) const
{
    const QString folder = m_site.book().folderOf(record.id);
    const LocalCluster cluster = m_site.clusterOf(record.id);
    const LocalCluster source = m_site.clusterOf(record.source);
    if (Outcome brought = bringConfiguration(source.dataFolder(), source.lastArguments(), cluster.major(),
                                             cluster.dataFolder(), m_site.as());
        !brought)
        return brought;

    SettingChanges changes{
        {u"port"_s, QString::number(record.port)},
        {u"unix_socket_directories"_s, m_site.settings().socket},
        {u"cluster_name"_s, record.id.toString()},
        {u"recovery_target_timeline"_s, record.choice.timeline}, // pgBackRest takes it for some types only.
        {u"restore_command"_s, restoreCommand(m_site, record, folder)},
        {u"archive_mode"_s, u"off"_s},
        {u"archive_command"_s,
         u"/bin/false"_s}, // Its source's would fill its source's archive, should somebody switch archiving on.
        {u"synchronous_standby_names"_s, QString()}, // No standby follows the copy: commits would wait for ever.
        {u"primary_conninfo"_s, QString()},
        {u"primary_slot_name"_s, QString()},
    };
    // Where the source was told on its command line where to listen, the files say something else.
    if (Result<postgres::Connection> server = m_site.session(record.source, postgres::Access::ReadOnly, job))
        if (Result<postgres::Rows> listens =
                server->query(u"SELECT setting, source FROM pg_settings WHERE name = 'listen_addresses'"_s, job);
            listens && listens->text(0, 1) != u"configuration file"_s)
            changes.insert(u"listen_addresses"_s, listens->text(0, 0));
    if (Outcome changed = changeSettings(cluster.dataFolder(), changes); !changed)
        return changed;

    Result<QMap<QString, QString>> control = cluster.control(job);
    if (!control)
        return std::move(control).error();
    const QMap<QString, QString> sourceControl =
        source.exists() ? source.control(job).value_or(QMap<QString, QString>()) : QMap<QString, QString>();
    const qint64 configuredPages = cluster.configured(u"shared_buffers"_s, job).value_or(u"0"_s).toLongLong();
    record.recoveryOptions =
        recoveryOptions(*control, sourceControl, cluster.major(), record.choice.sizeBytes + record.choice.replayBytes,
                        freeMemory(), configuredPages * 8192, m_freeBytes(folder));
    record.making = Making::Copied;
    return m_site.book().keep(record);
}

Outcome RestoreRun::launch(InstanceRecord &record, Job &job) const
{
    const bool isRecovering = QFile::exists(m_site.dataFolderOf(record.id) + u"/recovery.signal"_s);
    job.progress.stage(isRecovering
                           ? u"Starting %1: it replays the changes since the backup"_s.arg(record.id.toString())
                           : u"Starting %1"_s.arg(record.id.toString()));
    if (Outcome started = m_site.startServer(record.id, isRecovering ? record.recoveryOptions : QStringList(), job);
        !started)
        return started;
    if (record.making == Making::Started)
        return Done{};
    record.making = Making::Started;
    return m_site.book().keep(record);
}

} // namespace shuttler::pgbackrest
