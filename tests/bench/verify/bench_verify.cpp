// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/OrphanSql.h"
#include "core/verify/RowPass.h"
#include "tests/bench/verify/Academy.h"
#include "tests/bench/verify/Race.h"
#include "tests/support/Jobs.h"

#include "core/postgres/ConnectionString.h"
#include "core/verify/Inspection.h"

#include <QCommandLineParser>
#include <QCoreApplication>

using namespace shuttler;
using namespace shuttler::bench;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

namespace {

/// Questions shared out over as many connections as ours, which know nothing of each other, the largest table's first: an owner's own
/// session, with the planner's choice and one more process where the server likes.
Outcome separately(const ConnectionInfo &database, const std::function<QStringList(const Schema &, const Table &)> &questionsOf)
{
    Result<Subject> subject = Subject::open(database, PatienceWithCopies, ConnectionsWithCopies, test::testJob());
    if (!subject)
        return std::move(subject).error();
    QList<Errand> errands;
    for (const Table &table : std::as_const(subject->schema.tables))
        for (const QString &question : questionsOf(subject->schema, table))
            errands.append({table.bytes, {}, [question](Snapshot &snapshot, Job &job) -> Outcome {
                                Result<postgres::Rows> rows = snapshot.ask(question, job);
                                return rows ? Outcome(Done{}) : Outcome(std::move(rows).error());
                            }});
    return subject->crew.work(subject->snapshot, errands, [](qsizetype) { return Done{}; }, test::testJob());
}

Outcome countSequentially(const ConnectionInfo &database)
{
    Result<Subject> subject = Subject::open(database, PatienceWithCopies, 1, test::testJob());
    if (!subject)
        return std::move(subject).error();
    if (Outcome set = subject->snapshot.spend({}, test::testJob()); !set)
        return set;
    for (const Table &table : std::as_const(subject->schema.tables))
        if (Result<postgres::Rows> rows = subject->snapshot.ask(u"SELECT count(*) FROM "_s + table.inSql(), test::testJob()); !rows)
            return std::move(rows).error();
    return Done{};
}

QStringList orphansOf(const Schema &schema, const Table &table)
{
    QStringList questions;
    for (const ForeignKey &key : schema.foreignKeys)
        if (key.table == table.name)
            questions.append(orphanSql(key, table, *schema.find(key.parentSchema, key.parent)).count);
    const Result<QList<ReferenceRule>> rules = readReferenceRules(u":/academy/references.toml"_s);
    for (const ReferenceRule &rule : *rules)
        if (const RuleSql sql = orphanSql(rule, schema); rule.from.table == table.name && sql.missing.isEmpty())
            questions.append(sql.sql.count);
    return questions;
}

/// Count, one NOT EXISTS per reference, and the statement by which pgcopydb compares data (Debian's 0.10 has no command for it).
QStringList threePasses(const Schema &schema, const Table &table)
{
    return QStringList{u"SELECT count(*) FROM "_s + table.inSql(),
                       u"SELECT count(1), sum(hashtext(t::text)::bigint) FROM "_s + table.inSql() + u" AS t"_s}
         + orphansOf(schema, table);
}

QStringList theUsualRecipe(const Schema &, const Table &table)
{
    const QString order = table.primaryKey.isEmpty() ? u"t::text"_s : u"t."_s + postgres::Connection::quoted(table.primaryKey.front());
    return {u"SELECT md5(string_agg(md5(t::text), '' ORDER BY "_s + order + u")) FROM "_s + table.inSql() + u" AS t"_s};
}

} // namespace

/// What it costs to prove a database's contents, in units of counting its rows with one connection. Makes an academy of 23 million rows, or
/// looks at the one given (no gaps then).
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addPositionalArgument(u"CONNECTION"_s, u"An academy that is there already."_s);
    parser.addOption({u"rounds"_s, u"How often each is measured."_s, u"N"_s, u"5"_s});
    parser.addOption({u"ours"_s, u"Without the others' ways."_s});
    parser.addHelpOption();
    parser.process(application);
    const int rounds = parser.value(u"rounds"_s).toInt();

    ConnectionInfo database;
    std::unique_ptr<test::TempCluster> server;
    if (!parser.positionalArguments().isEmpty()) {
        Result<ConnectionInfo> given = postgres::parseConnectionString(parser.positionalArguments().front());
        if (!given)
            return fail(given.error());
        database = *std::move(given);
    } else {
        Result<std::unique_ptr<test::TempCluster>> started = largeServer();
        if (!started)
            return fail(started.error());
        server = *std::move(started);
        if (Outcome made = makeAcademy(*server); !made)
            return fail(made.error());
        database = server->socket(u"academy"_s);
    }

    const Contender count{u"count(*), one connection"_s, [&] { return countSequentially(database); }};
    const Contender references{u"counts and all references"_s, [&] { return proveAcademy(database, false); }};
    QList<Contender> all{count, references,
                         {u"counts, all references, checksum of every row"_s, [&] { return proveAcademy(database, true); }}};
    if (!parser.isSet(u"ours"_s))
        all += {{u"count + NOT EXISTS + hashtext, separately"_s, [&] { return separately(database, threePasses); }},
                {u"md5(string_agg(md5(row) ORDER BY key))"_s, [&] { return separately(database, theUsualRecipe); }}};
    if (Outcome done = race(all, rounds); !done)
        return fail(done.error());
    bool good = judge(u"counts and references, times a count"_s, all[1].median() / all[0].median(), 1.2);
    good &= judge(u"with checksums, times a count"_s, all[2].median() / all[0].median(), 2.75);
    if (all.size() > 3) {
        good &= judge(u"faster than separate passes"_s, all[3].median() / all[2].median(), 3.5, false);
        good &= judge(u"faster than the usual recipe"_s, all[4].median() / all[2].median(), 5, false);
    }
    if (server) {
        if (Outcome made = makeGaps(*server, 10'001); !made)
            return fail(made.error());
        QList<Contender> withGaps{count, references};
        if (Outcome done = race(withGaps, rounds); !done)
            return fail(done.error());
        good &= judge(u"counts and references with 10,000 gaps, times a count"_s, withGaps[1].median() / withGaps[0].median(), 1.4);
    }
    return finish(good);
}
