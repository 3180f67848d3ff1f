// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/CatchUp.h"

#include "core/base/Files.h"
#include "core/providers/pgbackrest/PgBackRestConfig.h"
#include "core/providers/pgbackrest/StanzaNotes.h"

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

constexpr Micros Tick = std::chrono::milliseconds(10);

/// Where on its timeline an archived name stands; names of history and backup files are longer and count by their beginning.
QString placeOn(const QString &walName)
{
    return walName.left(24);
}

/// archive-push writes down why it failed when it works in the background.
QString reasonInSpool(const Site &site, const QString &stanza, const QString &segment)
{
    const Result<PgBackRestConfig> config = readConfig(site.settings().config);
    const QString spool =
        config ? config->value(stanza, u"spool-path"_s).value_or(u"/var/spool/pgbackrest"_s) : QString();
    for (const QString &name : {segment, u"global"_s})
        if (const Result<QByteArray> reason = readWholeFile(u"%1/archive/%2/out/%3.error"_s.arg(spool, stanza, name)))
            return QString::fromUtf8(*reason).section(u'\n', 1).trimmed();
    return {};
}

/// A commit takes its time a little before it is written; one that took its time before we asked must come before the end of the file.
/// So we wait for those who are writing now, after that moment, and a tenth of a second at most: who takes longer is not committing yet.
/// Asked of the locks, which each of them holds on itself: a snapshot's bounds leave out those that are younger than all that ended.
Outcome letCommitsLand(postgres::Connection &server, Job &job)
{
    postgres::Parameter writing;
    for (Micros waited{}; waited < std::chrono::milliseconds(100); waited += Tick) {
        Result<postgres::Rows> still = server.query(
            u"SELECT string_agg(transactionid::text, ',') FROM pg_locks WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted "
            "AND pid IS DISTINCT FROM pg_backend_pid() AND ($1::text IS NULL OR transactionid::text = ANY (string_to_array($1::text, ',')))"_s,
            {writing}, job);
        if (!still)
            return std::move(still).error();
        if (still->isNull(0, 0))
            return Done{};
        writing = still->bytes(0, 0);
        if (Outcome slept = job.sleepFor(Tick); !slept)
            return slept;
    }
    return Done{};
}

Error archiveFails(const QString &segment, const QString &reason)
{
    return Error(Fault::Refused,
                 u"The database server cannot hand its changes to the archive: %1 was turned away."_s.arg(segment))
        .means(
            u"Nothing committed since then can be restored from backups, and the server keeps these files until its disk is full."_s)
        .todo(
            reason.contains("No space left"_L1)
                ? u"Free space where the repository lies; the server then goes on by itself."_s
                : u"Check archive_command and the rights and space of the repository; the server then goes on by itself."_s)
        .details(reason.isEmpty() ? u"The reason stands in the server's log."_s : reason);
}

} // namespace

Result<Instant> catchUp(const Site &site, const InstanceId &instance, Micros patience, Job &job)
{
    const QString stanza = instance.toString();
    if (Outcome exists = site.mustExist(instance); !exists)
        return std::move(exists).error();
    Result<postgres::Connection> server = site.session(instance, postgres::Access::ReadWrite, job);
    if (!server)
        return std::move(server).errorDuring(u"asking %1 for its newest changes"_s.arg(stanza));
    Result<postgres::Rows> now = server->query(
        u"SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, current_setting('archive_mode'), pg_is_in_recovery()"_s,
        job);
    if (!now)
        return std::move(now).error();
    if (now->text(0, 1) == u"off"_s || now->text(0, 2) == u"t"_s || !site.knowsStanza(stanza))
        return Error(Fault::Refused, u"%1 has no backups of its own yet."_s.arg(stanza))
            .means(u"Its newest changes are nowhere but in itself."_s)
            .todo(u"Protect it first: give it backups of its own."_s);
    const Instant moment = Instant::fromUnixMicros(now->integer(0, 0));

    if (Outcome settled = letCommitsLand(*server, job); !settled)
        return std::move(settled).error();
    Result<postgres::Rows> closed =
        server->query(u"SELECT pg_walfile_name(pg_switch_wal()), (SELECT failed_count FROM pg_stat_archiver)"_s, job);
    if (!closed)
        return std::move(closed).errorDuring(u"closing the current record of changes"_s);
    const QString segment = closed->text(0, 0);
    const qint64 failedBefore = closed->integer(0, 1);

    const Instant begun = job.clock.now();
    for (;;) {
        Result<postgres::Rows> archiver = server->query(
            u"SELECT coalesce(last_archived_wal, ''), coalesce(last_failed_wal, ''), failed_count, "
            "coalesce(last_failed_time > last_archived_time, last_failed_time IS NOT NULL) FROM pg_stat_archiver"_s,
            job);
        if (!archiver)
            return std::move(archiver).error();
        if (placeOn(archiver->text(0, 0)) >= segment)
            break;
        if (archiver->integer(0, 2) > failedBefore + 1 && archiver->text(0, 3) == u"t"_s)
            return archiveFails(archiver->text(0, 1), reasonInSpool(site, stanza, archiver->text(0, 1)));
        if (job.clock.now() - begun > patience)
            return Error(Fault::Unreachable,
                         u"The newest changes of %1 (%2) have not reached the archive in time."_s.arg(stanza, segment))
                .means(u"Everything older can be restored; the newest changes cannot yet."_s)
                .todo(u"Wait and try again, or check how fast the repository takes files."_s)
                .details(archiver->integer(0, 2) > failedBefore ? reasonInSpool(site, stanza, segment) : QString());
        if (Outcome slept = job.sleepFor(Tick); !slept)
            return std::move(slept).error();
    }
    const std::optional<WalSegment> last = WalSegment::parse(segment);
    if (!last)
        return Error(Fault::Corrupt, u"The server named its record of changes \"%1\"."_s.arg(segment))
            .todo(u"Check the version of the server."_s);
    if (Outcome kept = StanzaNotes::change(site.book().notesFolderOf(instance),
                                           [&](StanzaNotes &notes) {
                                               notes.catchUp = StanzaNotes::CatchUp{moment, *last};
                                           });
        !kept)
        return std::move(kept).error();
    return moment;
}

} // namespace shuttler::pgbackrest
