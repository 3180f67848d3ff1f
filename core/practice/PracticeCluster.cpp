// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/PracticeCluster.h"

#include "core/base/Files.h"

#include <QFile>

namespace shuttler {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

namespace {

/// As a value in postgresql.conf.
QString asSetting(QString text)
{
    return u'\'' + text.replace(u'\\', u"\\\\"_s).replace(u'\'', u"''"_s) + u'\'';
}

/// As one word of a shell command in a setting where % introduces a placeholder.
QString asArchiveWord(QString text)
{
    return u'\'' + text.replace(u'\'', u"'\\''"_s).replace(u'%', u"%%"_s) + u'\'';
}

} // namespace

Outcome runToSuccess(const Command &command, const QString &activity, Job &job)
{
    Result<CommandResult> result =
        runCommand(command, job, [&job](const QByteArray &line) { job.progress.line(QString::fromUtf8(line)); });
    if (!result)
        return std::move(result).errorDuring(activity);
    if (result->exitCode == 0)
        return Done{};
    return Error(Fault::Refused, u"%1 failed (exit code %2)."_s.arg(command.program).arg(result->exitCode))
        .means(u"The Practice cannot go on without it."_s)
        .todo(u"Look at its words under Details; often the disk is full or a package is missing."_s)
        .details(QString::fromUtf8((result->errors + result->output).trimmed().right(4000)))
        .during(activity);
}

PracticeCluster::PracticeCluster(postgres::PgTools tools, std::optional<RunAs> as, const PracticeRecord &record,
                                 QString backupProgram, QString stanza)
    : m_tools(std::move(tools))
    , m_as(std::move(as))
    , m_record(record)
    , m_backupProgram(std::move(backupProgram))
    , m_stanza(std::move(stanza))
{}

Outcome PracticeCluster::initialise(Job &job) const
{
    const PracticeFolder &folder = m_record.folder;
    const QStringList arguments{
        u"-D"_s,       folder.cluster(), u"-U"_s,   academy::owner,        u"-A"_s,
        u"trust"_s,    u"-E"_s,          u"UTF8"_s, u"--locale=C.UTF-8"_s, u"--data-checksums"_s,
        u"--no-sync"_s};
    if (Outcome made = call(u"initdb"_s, arguments, job); !made)
        return made;
    // The folder of the socket lets in nobody but its owner; the app has to show its password all the same.
    const QByteArray rules = "local all " + academy::app.toUtf8()
                           + " scram-sha-256\n"
                             "local all all trust\n";
    if (Outcome written = writeFileFor(m_as, folder.cluster() + u"/pg_hba.conf"_s, rules); !written)
        return written;
    Result<QByteArray> shipped = readWholeFile(folder.cluster() + u"/postgresql.conf"_s);
    if (!shipped)
        return std::move(shipped).error();
    return writeFileFor(m_as, folder.cluster() + u"/postgresql.conf"_s, *shipped + '\n' + servingSettings());
}

QByteArray PracticeCluster::servingSettings() const
{
    const PracticeFolder &folder = m_record.folder;
    const QString archive = u"%1 --config=%2 --stanza=%3 archive-push \"%p\""_s.arg(
        asArchiveWord(m_backupProgram), asArchiveWord(folder.backupSettings()), asArchiveWord(m_stanza));
    const QStringList lines{
        u"# Shuttler Ops, Practice"_s,
        u"listen_addresses = ''"_s,
        u"unix_socket_directories = "_s + asSetting(folder.sockets),
        u"port = %1"_s.arg(m_record.databasePort),
        u"max_connections = 50"_s,
        u"shared_buffers = 128MB"_s,
        u"dynamic_shared_memory_type = mmap"_s, // In the data folder: a killed server leaves nothing in /dev/shm.
        u"wal_level = replica"_s,
        u"archive_mode = on"_s,
        u"archive_command = "_s + asSetting(archive),
        u"archive_timeout = 60s"_s,
        u"track_commit_timestamp = on"_s,
        u"max_wal_size = 1GB"_s,
        u"timezone = 'UTC'"_s,
        u"log_timezone = 'UTC'"_s,
        u"lc_messages = 'C'"_s};
    return lines.join(u'\n').toUtf8() + '\n';
}

Outcome PracticeCluster::startForLoading(Job &job) const
{
    // With wal_level=minimal what is made and filled in one transaction goes past the log altogether.
    return start({u"fsync=off"_s, u"synchronous_commit=off"_s, u"full_page_writes=off"_s, u"wal_level=minimal"_s,
                  u"max_wal_senders=0"_s, u"archive_mode=off"_s, u"autovacuum=off"_s, u"max_wal_size=4GB"_s,
                  u"shared_buffers=256MB"_s},
                 job);
}

/// amcheck belongs to PostgreSQL, but some pack it apart: then the checks say that they miss it, as on any other server.
static Outcome letTheReaderLookIntoIndexes(Connection &inside, Job &job)
{
    const QByteArray reader = academy::reader.toUtf8();
    const QByteArray sql = "DO $$ BEGIN IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'amcheck') THEN CREATE EXTENSION amcheck; "
                           "GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) TO " + reader
                         + "; IF to_regproc('verify_heapam') IS NOT NULL THEN GRANT EXECUTE ON FUNCTION verify_heapam TO " + reader
                         + "; END IF; END IF; END $$";
    if (Result<Rows> made = inside.script(sql, job); !made)
        return std::move(made).errorDuring(u"letting the reader look into indexes"_s);
    return Done{};
}

Outcome PracticeCluster::makeDatabase(const Secret &appPassword, Job &job) const
{
    Result<Connection> connection = session(u"postgres"_s, job);
    if (!connection)
        return std::move(connection).error();
    const QByteArray password =
        appPassword.expose([](const char *plain) { return Connection::literal(QString::fromUtf8(plain)).toUtf8(); });
    const QByteArray app = academy::app.toUtf8();
    const QByteArray reader = academy::reader.toUtf8();
    if (Result<Rows> roles =
            connection->script("CREATE ROLE " + app + " LOGIN PASSWORD " + password + "; CREATE ROLE " + reader
                                   + " LOGIN; GRANT pg_read_all_data, pg_monitor TO " + reader + "; ALTER ROLE "
                                   + reader + " SET default_transaction_read_only = on",
                               job);
        !roles)
        return std::move(roles).errorDuring(u"making the roles"_s);
    if (Result<Rows> made = connection->script("CREATE DATABASE " + academy::database.toUtf8(), job); !made)
        return std::move(made).errorDuring(u"making the database"_s);

    // The app is a guest in the owner's tables, now and in those to come.
    Result<Connection> inside = session(academy::database, job);
    if (!inside)
        return std::move(inside).error();
    if (Result<Rows> granted =
            inside->script("ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + app
                               + "; ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO " + app,
                           job);
        !granted)
        return std::move(granted).errorDuring(u"granting the app its rights"_s);
    return letTheReaderLookIntoIndexes(*inside, job);
}

Outcome PracticeCluster::startServing(Job &job) const
{
    if (Outcome stopped = stop(job); !stopped)
        return stopped;
    if (Outcome synced = call(u"initdb"_s, {u"--sync-only"_s, u"-D"_s, m_record.folder.cluster()}, job); !synced)
        return synced;
    return start({}, job);
}

ConnectionInfo PracticeCluster::connection(const QString &database, const QString &user) const
{
    ConnectionInfo info;
    info.host = m_record.folder.sockets;
    info.port = m_record.databasePort;
    info.database = database;
    info.user = user;
    return info;
}

Result<Connection> PracticeCluster::session(const QString &database, Job &job) const
{
    postgres::SessionOptions options;
    options.access = postgres::Access::ReadWrite;
    return Connection::open(connection(database, academy::owner), options, job);
}

Outcome PracticeCluster::start(const QStringList &settings, Job &job) const
{
    QStringList arguments{u"start"_s,
                          u"-w"_s,
                          u"-t"_s,
                          u"120"_s,
                          u"-s"_s,
                          u"-D"_s,
                          m_record.folder.cluster(),
                          u"-l"_s,
                          m_record.folder.logs() + u"/postgresql.log"_s};
    if (!settings.isEmpty())
        arguments += {u"-o"_s, u"-c "_s + settings.join(u" -c "_s)};
    Outcome started = call(u"pg_ctl"_s, arguments, job);
    if (started || started.error().fault() != Fault::Refused)
        return started;
    const Result<QByteArray> log = readWholeFile(m_record.folder.logs() + u"/postgresql.log"_s);
    return Error(started.error()).details(log ? QString::fromUtf8(log->right(2000)).trimmed() : QString());
}

Outcome PracticeCluster::stop(Job &job) const
{
    return call(
        u"pg_ctl"_s,
        {u"stop"_s, u"-w"_s, u"-t"_s, u"300"_s, u"-s"_s, u"-m"_s, u"fast"_s, u"-D"_s, m_record.folder.cluster()}, job);
}

Outcome PracticeCluster::call(const QString &program, const QStringList &arguments, Job &job) const
{
    Command command;
    command.program = m_tools.program(program);
    command.arguments = arguments;
    command.as = m_as;
    command.ceiling = std::chrono::hours(1);
    return runToSuccess(command, u"running "_s + program, job);
}

} // namespace shuttler
