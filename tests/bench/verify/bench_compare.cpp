// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Process.h"
#include "core/verify/Comparison.h"
#include "core/verify/RowPass.h"
#include "tests/bench/verify/Academy.h"
#include "tests/bench/verify/Race.h"
#include "tests/support/Jobs.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QStandardPaths>

using namespace shuttler;
using namespace shuttler::bench;
using namespace Qt::StringLiterals;

namespace {

Outcome compare(const ConnectionInfo &left, const ConnectionInfo &right, qint64 differing)
{
    Result<Comparison> comparison = compareDatabases(left, right, test::testJob());
    if (!comparison)
        return std::move(comparison).error();
    qint64 found = 0;
    for (const TableDifference &table : std::as_const(comparison->tables))
        found += table.onlyLeft + table.onlyRight + table.changed;
    if (found != differing || comparison->tables.size() < 38)
        return Error(Fault::Corrupt, u"%1 rows of %2 tables differ, not %3."_s.arg(found).arg(comparison->tables.size()).arg(differing));
    return Done{};
}

/// A hundred rows of the three largest tables and of a smaller one, spread over all their keys: lost, more, and other.
QByteArray damage()
{
    return "UPDATE attendance SET remarks = 'moved' WHERE id IN (SELECT min(id) + (max(id) - min(id)) / 40 * n FROM attendance, "
           "generate_series(1, 40) AS n GROUP BY n);"
           "UPDATE fees SET status = 'moved' WHERE id IN (SELECT min(id) + (max(id) - min(id)) / 10 * n FROM fees, generate_series(1, "
           "10) AS n GROUP BY n);"
           "DELETE FROM notifications WHERE id IN (SELECT min(id) + (max(id) - min(id)) / 25 * n FROM notifications, generate_series(1, "
           "25) AS n GROUP BY n);"
           "INSERT INTO login_history SELECT (jsonb_populate_record(h, jsonb_build_object('id', h.id + 100000000))).* FROM "
           "login_history AS h "
           "WHERE id IN (SELECT min(id) + (max(id) - min(id)) / 25 * n FROM login_history, generate_series(1, 25) AS n GROUP BY n);";
}

/// pg_comparator knows one table at a time, and only such as have a key. Its checksum functions belong to a server's own libraries.
Outcome byPeer(const test::TempCluster &server, const QList<std::pair<QString, QString>> &tables, const QString &checksums)
{
    for (const auto &[table, columns] : tables) {
        const auto place = [&](const QString &database) {
            return u"pgsql://postgres@127.0.0.1:%1/%2/public.%3?id:%4"_s.arg(QString::number(server.port()), database, table, columns);
        };
        Command command;
        command.program = QStandardPaths::findExecutable(u"pg_comparator"_s);
        command.arguments = {u"--cf="_s + checksums, u"--pg-text-cast"_s, u"--prefix=pgc_cmp"_s, place(u"academy"_s), place(u"equal"_s)};
        command.ceiling = std::chrono::minutes(30);
        Result<CommandResult> result = runCommand(command, test::testJob());
        if (!result)
            return std::move(result).error();
        if (result->exitCode != 0)
            return Error(Fault::Refused, u"pg_comparator, %1: exit code %2: %3"_s.arg(table)
                                             .arg(result->exitCode)
                                             .arg(QString::fromUtf8(result->errors.right(500))));
    }
    return Done{};
}

/// The tables whose key is "id", with their other columns.
Result<QList<std::pair<QString, QString>>> tablesForPeer(const ConnectionInfo &database)
{
    Result<verify::Subject> subject = verify::Subject::open(database, std::chrono::minutes(1), 1, test::testJob());
    if (!subject)
        return std::move(subject).error();
    QList<std::pair<QString, QString>> tables;
    for (const verify::Table &table : std::as_const(subject->schema.tables)) {
        if (table.primaryKey != QStringList{u"id"_s})
            continue;
        QStringList columns;
        for (const verify::Column &column : table.columns)
            if (column.name != u"id")
                columns.append(column.name);
        tables.append({table.name, columns.join(u',')});
    }
    return tables;
}

} // namespace

/// Two academies of 23 million rows each, row by row, beside hashing both and beside pg_comparator.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOption({u"rounds"_s, u"How often each is measured."_s, u"N"_s, u"5"_s});
    parser.addOption({u"ours"_s, u"Without pg_comparator."_s});
    parser.addHelpOption();
    parser.process(application);

    Result<std::unique_ptr<test::TempCluster>> started = largeServer();
    if (!started)
        return fail(started.error());
    test::TempCluster &server = **started;
    if (Outcome made = makeAcademy(server); !made)
        return fail(made.error());
    for (const char *name : {"equal", "damaged"})
        if (Outcome made = copyAcademy(server, name); !made)
            return fail(made.error());
    if (Outcome damaged = server.run(damage(), u"damaged"_s); !damaged)
        return fail(damaged.error());
    const ConnectionInfo left = server.socket(u"academy"_s);
    const ConnectionInfo equal = server.socket(u"equal"_s);
    const ConnectionInfo damaged = server.socket(u"damaged"_s);

    QList<Contender> all{{u"checksums of both, with counts and references"_s,
                          [&] {
                              const Outcome one = proveAcademy(left, true);
                              return one ? proveAcademy(equal, true) : one;
                          }},
                         {u"compare, equal"_s, [&] { return compare(left, equal, 0); }},
                         {u"compare, 100 rows differ"_s, [&] { return compare(left, damaged, 100); }}};
    if (!parser.isSet(u"ours"_s)) {
        if (QStandardPaths::findExecutable(u"pg_comparator"_s).isEmpty())
            return fail(Error(Fault::NotFound, u"pg_comparator is missing: packaging/install-deps --bench"_s));
        for (const QString &database : {u"academy"_s, u"equal"_s})
            if (Outcome ready = server.run("CREATE EXTENSION pgcmp", database); !ready)
                return fail(ready.error());
        const Result<QList<std::pair<QString, QString>>> tables = tablesForPeer(left);
        if (!tables)
            return fail(tables.error());
        all.append({u"pg_comparator as it comes, the tables with a key"_s,
                    [&, tables = *tables] { return byPeer(server, tables, u"ck"_s); },
                    {},
                    1});
        all.append(
            {u"pg_comparator with its fastest checksums"_s, [&, tables = *tables] { return byPeer(server, tables, u"fnv"_s); }, {}, 1});
    }
    if (Outcome done = race(all, parser.value(u"rounds"_s).toInt()); !done)
        return fail(done.error());
    bool good = judge(u"compare two equal databases, times the checksums of both"_s, all[1].median() / all[0].median(), 1.1);
    good &= judge(u"seconds more where 100 rows differ"_s, all[2].median() - all[1].median(), 0.5);
    if (all.size() > 3) {
        good &= judge(u"faster than pg_comparator as it comes"_s, all[3].median() / all[1].median(), 5, false);
        mention(u"faster than pg_comparator told to use its fastest checksums"_s, all[4].median() / all[1].median());
    }
    return finish(good);
}
