// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"
#include "core/verify/SqlVerifier.h"
#include "tests/bench/verify/Academy.h"
#include "tests/bench/verify/Race.h"
#include "tests/support/Jobs.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>

using namespace shuttler;
using namespace shuttler::bench;
using namespace Qt::StringLiterals;

namespace {

/// 80 bytes a row with its header: 100 million are 8 GB.
Outcome makeReadings(test::TempCluster &server, const QByteArray &database, const QByteArray &rows)
{
    if (Outcome made = server.run("CREATE DATABASE " + database); !made)
        return made;
    const QString name = QString::fromLatin1(database);
    if (Outcome filled = server.run(
            "CREATE TABLE courts (id int PRIMARY KEY, name text NOT NULL);"
            "INSERT INTO courts SELECT n, 'Court ' || n FROM generate_series(1, 1000) AS n;"
            "CREATE TABLE readings AS SELECT n AS id, (n % 1000 + 1)::int AS court, timestamptz '2026-01-01 UTC' + n * interval '1 ms' "
            "AS read_at, "
            "'humidity ' || n % 100 AS remarks, (n % 7919)::int AS value FROM generate_series(1::int8, "
                + rows
                + ") AS n;"
                  "ALTER TABLE readings ADD PRIMARY KEY (id);"
                  "ALTER TABLE readings ADD FOREIGN KEY (court) REFERENCES courts NOT VALID",
            name);
        !filled)
        return filled;
    return server.run("VACUUM (FREEZE, ANALYZE)", name);
}

void forgetPeak()
{
    QFile file(u"/proc/self/clear_refs"_s);
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
}

/// The most memory this program had in use since forgetPeak(), in MiB.
double peak()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.simplified().split(' ').value(1).toDouble() / 1024;
    return 0;
}

Outcome verify(const ConnectionInfo &database)
{
    VerifyRequest request;
    request.copy = database;
    Result<VerifyReport> report = SqlVerifier().contentsGate(request, test::testJob());
    return report ? Outcome(Done{}) : Outcome(std::move(report).error());
}

Outcome takeBaseline(const ConnectionInfo &database)
{
    Result<Baseline> baseline = SqlVerifier().takeBaseline(database, {}, test::testJob());
    return baseline ? Outcome(Done{}) : Outcome(std::move(baseline).error());
}

Outcome compareWithItself(const ConnectionInfo &database)
{
    Result<Comparison> comparison = compareDatabases(database, database, test::testJob());
    if (!comparison)
        return std::move(comparison).error();
    return comparison->isEqual() ? Outcome(Done{}) : Outcome(Error(Fault::Corrupt, u"It does not equal itself."_s));
}

} // namespace

/// From 10 thousand rows to 100 million: this program's memory stays the same, and a row costs the same.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOption({u"rounds"_s, u"How often each is measured."_s, u"N"_s, u"3"_s});
    parser.addHelpOption();
    parser.process(application);

    Result<std::unique_ptr<test::TempCluster>> server = largeServer();
    if (!server)
        return fail(server.error());
    constexpr double OneGigabyte = 12'500'000;
    constexpr double FourGigabytes = 50'000'000;
    constexpr double EightGigabytes = 100'000'000;
    for (const auto &[name, rows] : {std::pair("small", 10'000.0), std::pair("one", OneGigabyte), std::pair("four", FourGigabytes),
                                     std::pair("eight", EightGigabytes)})
        if (Outcome made = makeReadings(**server, name, QByteArray::number(qint64(rows))); !made)
            return fail(made.error());

    bool good = true;
    const auto isFlat = [&](const QString &what, Outcome (*run)(const ConnectionInfo &), const QString &database) {
        forgetPeak();
        const Outcome done = run((*server)->socket(database));
        good &= done && judge(what + u", MiB of memory, "_s + database, peak(), 64);
        return done;
    };
    for (const QString &database : {u"small"_s, u"eight"_s})
        for (const auto &[what, run] :
             {std::pair(u"counts and references"_s, &verify), std::pair(u"baseline with checksums"_s, &takeBaseline),
              std::pair(u"compare"_s, &compareWithItself)})
            if (const Outcome done = isFlat(what, run, database); !done)
                return fail(done.error());

    const auto timed = [&](const QString &what, Outcome (*run)(const ConnectionInfo &), const QString &database) {
        return Contender{what + u", "_s + database, [run, where = (*server)->socket(database)] { return run(where); }};
    };
    QList<Contender> all;
    for (const auto &[what, run] : {std::pair(u"counts and references"_s, &verify), std::pair(u"baseline with checksums"_s, &takeBaseline)})
        for (const QString &database : {u"one"_s, u"four"_s, u"eight"_s})
            all.append(timed(what, run, database));
    if (Outcome done = race(all, parser.value(u"rounds"_s).toInt()); !done)
        return fail(done.error());
    for (const int place : {0, 3}) {
        // What a row more costs: to connect, to read the catalogue and to compile the question is paid once.
        const double early = (all[place + 1].median() - all[place].median()) / (FourGigabytes - OneGigabyte);
        const double late = (all[place + 2].median() - all[place + 1].median()) / (EightGigabytes - FourGigabytes);
        good &= judge(all[place].name.section(u',', 0, 0) + u": a row between 4 and 8 GB, times one between 1 and 4"_s, late / early, 1.15);
        good &= judge(all[place].name.section(u',', 0, 0) + u": a row between 4 and 8 GB, times one between 1 and 4"_s, late / early, 0.85,
                      false);
    }
    return finish(good);
}
