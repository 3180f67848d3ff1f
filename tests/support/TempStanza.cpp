// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/TempStanza.h"

#include "tests/support/Jobs.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace shuttler::test {

using namespace Qt::StringLiterals;

Result<std::unique_ptr<TempStanza>> TempStanza::start(const Options &options)
{
    std::unique_ptr<TempStanza> made(new TempStanza);
    TempCluster::Options cluster;
    cluster.settings =
        QStringList{u"archive_mode = on"_s, u"wal_level = replica"_s, u"max_wal_senders = 3"_s} + options.settings;
    Result<std::unique_ptr<TempCluster>> started = TempCluster::start(cluster);
    if (!started)
        return std::move(started).error();
    made->m_cluster = *std::move(started);
    made->m_database = options.database;
    if (Outcome prepared = made->prepare(options); !prepared)
        return std::move(prepared).error();
    return made;
}

Outcome TempStanza::prepare(const Options &options)
{
    for (const QString &path :
         {repository(), instances(), folder() + u"/log"_s, folder() + u"/spool"_s, folder() + u"/lock"_s}) {
        QDir().mkdir(path);
        giveToServers(path);
    }
    const QStringList lines = QStringList{u"[global]"_s,
                                          u"repo1-path="_s + repository(),
                                          u"repo1-retention-full=2"_s,
                                          u"lock-path="_s + folder() + u"/lock"_s,
                                          u"spool-path="_s + folder() + u"/spool"_s,
                                          u"log-path="_s + folder() + u"/log"_s,
                                          u"log-level-file=off"_s,
                                          u"compress-type=lz4"_s,
                                          u"process-max=2"_s,
                                          u"job-retry=0"_s,
                                          u"archive-timeout=30"_s}
                            + options.configuration
                            + QStringList{QString(),
                                          u"["_s + stanza() + u"]"_s,
                                          u"pg1-path="_s + m_cluster->dataFolder(),
                                          u"pg1-port=%1"_s.arg(m_cluster->port()),
                                          u"pg1-socket-path="_s + folder(),
                                          u"pg1-user=postgres"_s,
                                          QString()};
    QFile config(configFile());
    if (!config.open(QIODevice::WriteOnly) || config.write(lines.join(u'\n').toUtf8()) < 0)
        return Error(Fault::Refused, u"The test's pgBackRest configuration could not be written."_s);
    config.close();
    giveToServers(configFile());

    const QString push = u"/usr/bin/pgbackrest --config=%1 --stanza=%2 archive-push %p"_s.arg(configFile(), stanza());
    if (Outcome set =
            m_cluster->run("ALTER SYSTEM SET archive_command = " + postgres::Connection::literal(push).toUtf8());
        !set)
        return set;
    if (Outcome loaded = m_cluster->run("SELECT pg_reload_conf()"); !loaded)
        return loaded;
    if (m_database != u"postgres"_s)
        if (Outcome created = m_cluster->run("CREATE DATABASE " + postgres::Connection::quoted(m_database).toUtf8());
            !created)
            return created;
    if (Result<QByteArray> created = backrest({u"stanza-create"_s}); !created)
        return std::move(created).error();
    if (options.firstBackup)
        if (Result<QByteArray> taken = backrest({u"backup"_s, u"--type=full"_s, u"--start-fast"_s}); !taken)
            return std::move(taken).error();
    return Done{};
}

TempStanza::~TempStanza()
{
    if (!m_cluster)
        return;
    for (const QString &name : QDir(instances()).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (const QString data = instances() + u'/' + name + u"/data"_s; QFile::exists(data + u"/postmaster.pid"_s))
            [[maybe_unused]]
            const auto stopped =
                m_cluster->program(u"pg_ctl"_s, {u"stop"_s, u"-w"_s, u"-s"_s, u"-D"_s, data, u"-m"_s, u"immediate"_s});
}

QMap<QString, QString> TempStanza::table() const
{
    return {{u"config"_s, configFile()},
            {u"stanza"_s, stanza()},
            {u"data"_s, m_cluster->dataFolder()},
            {u"socket"_s, folder()},
            {u"port"_s, QString::number(m_cluster->port())},
            {u"instances"_s, instances()},
            {u"owner-role"_s, u"postgres"_s},
            {u"database"_s, m_database}};
}

Result<QByteArray> TempStanza::backrest(const QStringList &arguments, const QString &of) const
{
    Result<std::optional<RunAs>> as = RunAs::forServers();
    if (!as)
        return std::move(as).error();
    Command command;
    command.program = u"/usr/bin/pgbackrest"_s;
    command.arguments = QStringList{u"--config="_s + configFile(), u"--stanza="_s + of} + arguments;
    command.as = *as;
    command.ceiling = std::chrono::minutes(2);
    Result<CommandResult> result = runCommand(command, testJob());
    if (!result)
        return std::move(result).error();
    if (result->exitCode != 0)
        return Error(Fault::Refused,
                     u"pgbackrest %1 ended with code %2."_s.arg(arguments.join(u' ')).arg(result->exitCode))
            .details(QString::fromUtf8(result->errors + result->output));
    return result->output;
}

QString TempStanza::ask(int port, const QString &sql) const
{
    ConnectionInfo info = m_cluster->socket(m_database);
    info.port = port;
    Result<postgres::Connection> connection = postgres::Connection::open(info, {}, testJob());
    if (!connection)
        return u"error: "_s + connection.error().forLog();
    Result<postgres::Rows> rows = connection->query(sql, testJob());
    if (!rows)
        return u"error: "_s + rows.error().forLog();
    return rows->size() == 1 ? rows->text(0, 0) : u"error: %1 rows"_s.arg(rows->size());
}

QStringList TempStanza::filesBelow(const QString &folder, const QString &pattern)
{
    QStringList files;
    QDirIterator each(folder, {pattern}, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (each.hasNext())
        files.append(each.next());
    files.sort();
    return files;
}

bool TempStanza::damage(const QString &file)
{
    QFile victim(file);
    if (!victim.open(QIODevice::ReadWrite) || victim.size() == 0)
        return false;
    const qint64 middle = victim.size() / 2;
    char byte = 0;
    return victim.seek(middle) && victim.read(&byte, 1) == 1 && victim.seek(middle)
        && victim.putChar(char(byte ^ 0x10));
}

} // namespace shuttler::test
