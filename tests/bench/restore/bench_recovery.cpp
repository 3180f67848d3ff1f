// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Clock.h"
#include "core/postgres/Connection.h"
#include "core/postgres/PgTools.h"
#include "tests/bench/restore/Spans.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/support/Jobs.h"
#include "tests/support/TempCluster.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QTextStream>

using namespace shuttler;
using namespace shuttler::bench;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Rounds = 3;
constexpr double MostTimes = 0.8;
constexpr qint64 ChangesWanted = 1'000'000'000;
constexpr int PlainPort = 6432; // Names a socket only.

QTextStream out(stdout);

/// A stanza as pgBackRest makes it when nobody says otherwise, of the same server: gz, one process, one file of changes at a time.
class PlainStanza {
public:
    explicit PlainStanza(StagedPractice &practice)
        : m_server(practice.serving())
        , m_folder(practice.directory() + u"/plain"_s)
        , m_as(*RunAs::forServers())
        , m_tools(*postgres::PgTools::newest())
    {
    }

    QString archiveCommand() const { return u"/usr/bin/pgbackrest --config=%1 --stanza=plain archive-push \"%p\""_s.arg(configFile()); }
    Outcome make(const QString &source);
    Outcome backUp() const { return backrest({u"backup"_s, u"--type=full"_s, u"--start-fast"_s}); }
    /// Restores to the moment and waits until the copy takes writes; the seconds that took. The copy is left for questions.
    Result<double> restore(Instant moment);
    ConnectionInfo copy(const QString &database) const;
    void remove();

private:
    QString configFile() const { return m_folder + u"/pgbackrest.conf"_s; }
    QString data() const { return m_folder + u"/copy"_s; }
    Outcome run(const QString &program, const QStringList &arguments) const;
    Outcome backrest(const QStringList &arguments) const
    {
        return run(u"/usr/bin/pgbackrest"_s, QStringList{u"--config="_s + configFile(), u"--stanza=plain"_s} + arguments);
    }

    ConnectionInfo m_server;
    QString m_folder;
    std::optional<RunAs> m_as;
    postgres::PgTools m_tools;
};

Outcome PlainStanza::run(const QString &program, const QStringList &arguments) const
{
    Command command;
    command.program = program;
    command.arguments = arguments;
    command.as = m_as;
    Result<CommandResult> result = runCommand(command, testJob());
    if (!result)
        return std::move(result).error();
    if (result->exitCode != 0)
        return Error(Fault::Refused, u"%1 failed"_s.arg(program)).details(QString::fromUtf8(result->output + result->errors));
    return Done{};
}

Outcome PlainStanza::make(const QString &source)
{
    for (const QString &folder : {m_folder, m_folder + u"/repo"_s, m_folder + u"/lock"_s}) {
        if (!QDir().mkpath(folder))
            return Error(Fault::Refused, folder + u" could not be made"_s);
        giveToServers(folder);
    }
    const QStringList lines{u"[global]"_s,
                            u"repo1-path=%1/repo"_s.arg(m_folder),
                            u"lock-path=%1/lock"_s.arg(m_folder),
                            u"log-level-file=off"_s,
                            u"repo1-retention-full=2"_s,
                            u"[plain]"_s,
                            u"pg1-path="_s + source,
                            u"pg1-socket-path="_s + m_server.host,
                            u"pg1-port=%1"_s.arg(m_server.port),
                            u"pg1-user="_s + m_server.user,
                            u"pg1-database=postgres"_s};
    if (!writeTo(configFile(), lines.join(u'\n').toUtf8() + '\n'))
        return Error(Fault::Refused, u"its configuration could not be written"_s);
    giveToServers(configFile());
    return backrest({u"stanza-create"_s});
}

Result<double> PlainStanza::restore(Instant moment)
{
    if (!QDir().mkpath(data()))
        return Error(Fault::Refused, u"no folder for the copy"_s);
    QFile::setPermissions(data(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    giveToServers(data());
    const QString target = moment.toDateTime().toString(u"yyyy-MM-dd HH:mm:ss"_s) + u"+00"_s;
    QElapsedTimer timer;
    timer.start();
    if (Outcome restored = backrest({u"--pg1-path="_s + data(), u"restore"_s, u"--type=time"_s, u"--target="_s + target,
                                     u"--target-action=promote"_s, u"--archive-mode=off"_s});
        !restored)
        return std::move(restored).error();
    if (Outcome started = run(m_tools.program(u"pg_ctl"_s), {u"start"_s, u"-w"_s, u"-t"_s, u"600"_s, u"-s"_s, u"-D"_s, data(), u"-l"_s,
                                                             m_folder + u"/log"_s, u"-o"_s, u"-p %1"_s.arg(PlainPort)});
        !started)
        return std::move(started).error();
    while (StagedPractice::ask(copy(u"postgres"_s), u"SELECT pg_is_in_recovery()"_s) != u"f")
        if (timer.elapsed() > 600'000 || !testJob().sleepFor(std::chrono::milliseconds(20)))
            return Error(Fault::Unreachable, u"the plain copy did not come up"_s);
    return double(timer.elapsed()) / 1000;
}

ConnectionInfo PlainStanza::copy(const QString &database) const
{
    ConnectionInfo info = m_server;
    info.port = PlainPort;
    info.database = database;
    return info;
}

void PlainStanza::remove()
{
    [[maybe_unused]] const Outcome stopped =
        run(m_tools.program(u"pg_ctl"_s), {u"stop"_s, u"-w"_s, u"-s"_s, u"-m"_s, u"immediate"_s, u"-D"_s, data()});
    QDir(data()).removeRecursively();
}

Outcome write(StagedPractice &practice, const QStringList &pgbenchArguments)
{
    const ConnectionInfo server = practice.serving();
    Result<postgres::PgTools> tools = postgres::PgTools::newest();
    if (!tools)
        return std::move(tools).error();
    Command command;
    command.program = tools->program(u"pgbench"_s);
    command.arguments = QStringList{u"-h"_s, server.host, u"-p"_s, QString::number(server.port), u"-U"_s, server.user} + pgbenchArguments
                      + QStringList{u"bench"_s};
    command.environment.insert(u"PGOPTIONS"_s, u"-c synchronous_commit=off"_s);
    Result<CommandResult> result = runCommand(command, testJob());
    if (!result)
        return std::move(result).error();
    return result->exitCode == 0 ? Outcome(Done{}) : Error(Fault::Refused, u"pgbench failed"_s).details(QString::fromUtf8(result->errors));
}

/// Two backups of the same state, then the same changes in both archives. Returns the moment to go back to.
Result<Instant> prepare(StagedPractice &practice, PlainStanza &plain)
{
    const ConnectionInfo server = practice.serving();
    ConnectionInfo beside = server;
    beside.database = u"postgres"_s;
    if (Outcome made = plain.make(practice.directory() + u"/pg"_s); !made)
        return std::move(made).error();
    const QString ours = StagedPractice::ask(beside, u"SHOW archive_command"_s);
    const QString both = postgres::Connection::literal(ours + u" && "_s + plain.archiveCommand());
    for (const QString &sql : {u"ALTER SYSTEM SET archive_command = "_s + both, u"SELECT pg_reload_conf()"_s, u"CREATE DATABASE bench"_s})
        if (Outcome done = StagedPractice::run(beside, sql.toUtf8()); !done)
            return std::move(done).error();
    if (Outcome filled = write(practice, {u"-i"_s, u"-q"_s, u"-s"_s, u"20"_s}); !filled)
        return std::move(filled).error();
    if (const CtlAnswer taken = practice.ctl().run({u"backup"_s, practice.name(), u"--name"_s, u"before"_s}, 1200); taken.exit != 0)
        return Error(Fault::Refused, u"no backup"_s).details(QString::fromUtf8(taken.describe()));
    if (Outcome taken = plain.backUp(); !taken)
        return std::move(taken).error();

    const QString begin = StagedPractice::ask(beside, u"SELECT pg_current_wal_lsn()"_s);
    const QString sizeNow = u"SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '%1')::bigint"_s.arg(begin);
    while (StagedPractice::ask(beside, sizeNow).toLongLong() < ChangesWanted)
        if (Outcome written = write(practice, {u"-n"_s, u"-c"_s, u"4"_s, u"-T"_s, u"5"_s}); !written)
            return std::move(written).error();
    out << "changes to replay: " << StagedPractice::ask(beside, sizeNow).toLongLong() / 1'000'000 << " MB" << Qt::endl;
    const Instant moment = SystemClock().now().flooredToSecond() + Seconds(1);
    if (Outcome slept = testJob().sleepFor(Seconds(2)); !slept)
        return std::move(slept).error();
    const QString last = StagedPractice::ask(beside, u"SELECT pg_walfile_name(pg_current_wal_lsn())"_s);
    if (Outcome switched = StagedPractice::run(beside, "SELECT pg_switch_wal()"); !switched)
        return std::move(switched).error();
    while (StagedPractice::ask(beside, u"SELECT last_archived_wal FROM pg_stat_archiver"_s) < last)
        if (Outcome slept = testJob().sleepFor(Seconds(1)); !slept)
            return std::move(slept).error();
    return moment;
}

double secondsOf(const CtlAnswer &answer, const QStringList &names)
{
    double sum = 0;
    for (const QJsonValue &step : answer.json.value(u"steps"_s).toArray())
        if (names.contains(step[u"name"_s].toString()))
            sum += step[u"seconds"_s].toDouble();
    return sum;
}

int compare(StagedPractice &practice, PlainStanza &plain, Instant moment)
{
    const QString question = u"SELECT count(*) || ' ' || coalesce(sum(delta), 0) FROM pgbench_history"_s;
    QList<double> ours;
    QList<double> theirs;
    for (int round = 1; round <= Rounds; ++round) {
        // By turns, so that a busy machine is busy for both.
        const CtlAnswer restored =
            practice.ctl().run({u"restore"_s, practice.name(), u"--at"_s, moment.toString(), u"--until"_s, u"4"_s}, 1200);
        if (restored.exit != 0) {
            out << "a restore failed:\n" << restored.describe() << Qt::endl;
            return 2;
        }
        ConnectionInfo copy = StagedPractice::copyOf(restored);
        copy.database = u"bench"_s;
        const QString found = StagedPractice::ask(copy, question);
        practice.undo(restored);
        const Result<double> plainSeconds = plain.restore(moment);
        const QString plainFound = StagedPractice::ask(plain.copy(u"bench"_s), question);
        plain.remove();
        if (!plainSeconds || found != plainFound) {
            out << (plainSeconds ? u"the two copies differ: %1, %2"_s.arg(found, plainFound)
                                 : plainSeconds.error().forLog() + plainSeconds.error().details())
                << Qt::endl;
            return 2;
        }
        ours.append(secondsOf(restored, {u"restore-instance"_s, u"wait-until-ready"_s}));
        theirs.append(*plainSeconds);
        out << "round " << round << ": ours " << ours.last() << " s, pgBackRest's defaults " << theirs.last() << " s, same contents"
            << Qt::endl;
    }
    const double times = median(ours) / median(theirs);
    out << "restore until it takes writes, median of " << Rounds << ": ours " << median(ours) << " s, defaults " << median(theirs) << " s, "
        << times << " times (budget " << MostTimes << ")\n"
        << (times <= MostTimes ? "within budget" : "OVER BUDGET") << Qt::endl;
    return times <= MostTimes ? 0 : 1;
}

} // namespace

/// The restore itself, from the order until the copy takes writes, beside what pgBackRest does by default: the same server, the same
/// backup, the same changes.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    out.setRealNumberNotation(QTextStream::FixedNotation);
    out.setRealNumberPrecision(2);
    StagedPractice practice;
    if (const CtlAnswer created = practice.create(); created.exit != 0) {
        out << "the Practice could not be made:\n" << created.describe() << Qt::endl;
        return 2;
    }
    PlainStanza plain(practice);
    const Result<Instant> moment = prepare(practice, plain);
    if (!moment) {
        out << moment.error().forLog() << '\n' << moment.error().details() << Qt::endl;
        return 2;
    }
    return compare(practice, plain, *moment);
}
