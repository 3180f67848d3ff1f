// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/LocalCluster.h"

#include "core/base/Files.h"
#include "core/providers/pgbackrest/PostmasterFile.h"
#include "core/providers/pgbackrest/ServerLog.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>

#include <csignal>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

constexpr Micros Glance = std::chrono::milliseconds(5);

/// Dead, but its parent has not taken notice yet: PostgreSQL takes such a one for a running server.
bool isUnnoticed(pid_t pid)
{
    return pid > 0 && ::kill(pid, 0) == 0 && !isAlive(pid);
}

QString wordsFrom(const CommandResult &result)
{
    return QString::fromUtf8(result.errors + result.output).trimmed().right(2000);
}

} // namespace

bool LocalCluster::exists() const
{
    return QFile::exists(m_data + u"/PG_VERSION"_s) && QFile::exists(m_data + u"/global/pg_control"_s);
}

int LocalCluster::major() const
{
    const Result<QByteArray> version = readWholeFile(m_data + u"/PG_VERSION"_s);
    return version ? version->trimmed().toInt() : 0;
}

std::optional<LocalCluster::Running> LocalCluster::running() const
{
    const std::optional<PostmasterFile> file = PostmasterFile::read(m_data);
    if (!file || !isServerOf(m_data, file->pid))
        return std::nullopt;
    return Running{file->pid, file->port, file->status};
}

QStringList LocalCluster::lastArguments() const
{
    const Result<QByteArray> file = readWholeFile(m_data + u"/postmaster.opts"_s);
    if (!file)
        return {};
    QStringList words = QProcess::splitCommand(QString::fromUtf8(*file).trimmed());
    if (!words.isEmpty())
        words.removeFirst();
    return words;
}

Result<CommandResult> LocalCluster::call(const QString &program, const QStringList &arguments, Micros ceiling,
                                         Job &job) const
{
    Result<postgres::PgTools> found = tools();
    if (!found)
        return std::move(found).error();
    Command command;
    command.program = found->program(program);
    command.arguments = arguments;
    command.as = m_as;
    command.ceiling = ceiling;
    return runCommand(command, job);
}

Outcome LocalCluster::start(const QStringList &arguments, const QString &logFile, Job &job) const
{
    if (running())
        return Done{};
    Result<postgres::PgTools> found = tools();
    if (!found)
        return std::move(found).error();
    if (Outcome stopped = job.checkStop(); !stopped)
        return stopped;

    const pid_t before = PostmasterFile::read(m_data).value_or(PostmasterFile()).pid;
    for (int looks = 0; isUnnoticed(before) && looks < 1000; ++looks)
        if (Outcome slept = job.sleepFor(Glance); !slept)
            return slept;
    removeStaleNotes(m_data);

    Command command;
    command.program = found->program(u"postgres"_s);
    command.arguments = arguments;
    command.as = m_as;
    const qint64 saidBefore = QFileInfo(logFile).size();
    Result<pid_t> pid = startDetached(command, logFile);
    if (!pid)
        return std::move(pid).errorDuring(u"starting the server in %1"_s.arg(m_data));
    for (;;) {
        if (const auto server = running(); server && !server->status.isEmpty())
            return Done{};
        if (!isAlive(*pid) && !running()) {
            const QByteArray said = readWholeFile(logFile).value_or(QByteArray()).mid(saidBefore);
            const ServerStory story = readServerLog(said);
            return Error(Fault::Refused, u"The database server in %1 gave up while starting."_s.arg(m_data))
                .means(u"Its files are there, but nobody can use them yet."_s)
                .todo(u"Its own reason is under Details; put it right, then continue."_s)
                .details(story.fatal.isEmpty() ? QString::fromUtf8(said.right(2000)) : story.fatal);
        }
        if (Outcome slept = job.sleepFor(Glance); !slept)
            return slept;
    }
}

Outcome LocalCluster::waitUntilReady(Micros patience, Job &job) const
{
    const Instant begun = job.clock.now();
    for (;;) {
        const std::optional<Running> server = running();
        if (server && server->status == u"ready"_s)
            return Done{};
        if (!server)
            return Error(Fault::Refused, u"The database server in %1 stopped while it was starting."_s.arg(m_data))
                .means(u"Nobody can use it yet."_s)
                .todo(u"Look at its log beside the data directory."_s);
        if (job.clock.now() - begun > patience)
            return Error(Fault::Unreachable, u"The database server in %1 is still starting."_s.arg(m_data))
                .means(u"It may become ready later."_s)
                .todo(u"Wait a little, then continue."_s);
        if (Outcome slept = job.sleepFor(Glance); !slept)
            return slept;
    }
}

Outcome LocalCluster::stop(Job &job) const
{
    if (!running())
        return Done{};
    // pg_ctl's own wait looks ten times a second; ours notices sooner.
    Result<CommandResult> result =
        call(u"pg_ctl"_s, {u"stop"_s, u"-D"_s, m_data, u"-m"_s, u"fast"_s, u"-W"_s}, std::chrono::minutes(1), job);
    if (!result)
        return std::move(result).errorDuring(u"stopping the server in %1"_s.arg(m_data));
    const Instant begun = job.clock.now();
    while (running()) {
        if (result->exitCode != 0 || job.clock.now() - begun > std::chrono::minutes(10))
            return Error(Fault::Refused, u"The database server in %1 did not stop."_s.arg(m_data))
                .means(u"It still runs; its files were left alone."_s)
                .todo(u"Look at its log; a backup or an archive that hangs can hold it up."_s)
                .details(wordsFrom(*result));
        if (Outcome slept = job.sleepFor(Glance); !slept)
            return slept;
    }
    return Done{};
}

Result<QMap<QString, QString>> LocalCluster::control(Job &job) const
{
    Result<CommandResult> result = call(u"pg_controldata"_s, {u"-D"_s, m_data}, std::chrono::minutes(1), job);
    if (!result)
        return std::move(result).error();
    if (result->exitCode != 0)
        return Error(Fault::Corrupt, u"%1 is not a readable PostgreSQL data directory."_s.arg(m_data))
            .means(u"The state of this server is not known."_s)
            .todo(u"Check that the folder is whole and that the user that runs PostgreSQL may read it."_s)
            .details(wordsFrom(*result));
    QMap<QString, QString> values;
    for (const QByteArray &line : result->output.split('\n'))
        if (const qsizetype colon = line.indexOf(':'); colon > 0)
            values.insert(QString::fromUtf8(line.left(colon)), QString::fromUtf8(line.mid(colon + 1).trimmed()));
    return values;
}

Result<QString> LocalCluster::configured(const QString &setting, Job &job) const
{
    Result<CommandResult> result =
        call(u"postgres"_s, {u"-D"_s, m_data, u"-C"_s, setting}, std::chrono::minutes(1), job);
    if (!result)
        return std::move(result).error();
    if (result->exitCode != 0)
        return Error(Fault::Refused, u"The setting %1 of the server in %2 could not be read."_s.arg(setting, m_data))
            .means(u"It cannot be compared."_s)
            .todo(u"Check the server's configuration files; its words are under Details."_s)
            .details(wordsFrom(*result));
    return QString::fromUtf8(result->output).trimmed();
}

} // namespace shuttler::pgbackrest
