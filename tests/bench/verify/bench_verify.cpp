// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/ConnectionString.h"
#include "core/verify/OrphanSql.h"
#include "core/verify/RowPass.h"
#include "core/verify/checks/Checks.h"
#include "tests/bench/verify/Academy.h"
#include "tests/support/Jobs.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>

using namespace shuttler;
using namespace shuttler::bench;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

namespace {

int rounds = 5;
constexpr int Connections = 2;

QTextStream out(stdout);

/// One way to look at a database, and how long it took each time.
struct Contender {
    QString name;
    std::function<Outcome(const ConnectionInfo &)> look;
    QList<double> seconds;
};

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Result<QList<ReferenceRule>> academyRules()
{
    return readReferenceRules(u":/academy/references.toml"_s);
}

/// As SqlVerifier does it: one pass, then what it could not prove.
Outcome ours(const ConnectionInfo &database, bool checksums)
{
    VerifyRequest request;
    request.copy = database;
    request.referencesFile = u":/academy/references.toml"_s;
    Result<Inspection> inspection = Inspection::begin(request, {}, test::testJob());
    if (!inspection)
        return std::move(inspection).error();
    if (Outcome scanned = inspection->scan(checksums, test::testJob()); !scanned)
        return scanned;
    if (Outcome checked = checkForeignKeys(*inspection, test::testJob()); !checked)
        return checked;
    if (Outcome checked = checkReferences(*inspection, test::testJob()); !checked)
        return checked;
    if (qEnvironmentVariableIsSet("BENCH_VERBOSE"))
        for (const Finding &finding : inspection->report(test::testJob()).findings)
            if (!finding.sql.startsWith(u"-- A proof"_s))
                out << finding.seconds << ' ' << finding.subject << ' ' << finding.found << ' ' << finding.sql.left(200) << Qt::endl;
    const FindingSummary summary = summaryOf(inspection->report(test::testJob()).findings);
    if (summary.failed > 0 || summary.passed < 30)
        return Error(Fault::Corrupt, u"%1 links passed, %2 failed: the bench looks at something else than it says."_s.arg(summary.passed).arg(summary.failed));
    return Done{};
}

/// Questions shared out over so many connections that know nothing of each other, the largest table's first.
Outcome separately(const ConnectionInfo &database, int connections, const std::function<QStringList(const Schema &, const Table &)> &ofTable)
{
    Result<Subject> subject = Subject::open(database, PatienceWithCopies, connections, test::testJob());
    if (!subject)
        return std::move(subject).error();
    QList<Errand> errands;
    for (const Table &table : std::as_const(subject->schema.tables)) {
        for (const QString &question : ofTable(subject->schema, table)) {
            errands.append({table.bytes, {}, [question](Snapshot &snapshot, Job &job) -> Outcome {
                                Result<postgres::Rows> rows = snapshot.ask(question, job);
                                return rows ? Outcome(Done{}) : Outcome(std::move(rows).error());
                            }});
        }
    }
    // An owner's own session: the planner's choice, with one more process where the server likes.
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

QString countOf(const Table &table)
{
    return u"SELECT count(*) FROM "_s + table.inSql();
}

QStringList orphansOf(const Schema &schema, const Table &table)
{
    QStringList questions;
    for (const ForeignKey &key : schema.foreignKeys)
        if (key.table == table.name)
            questions.append(orphanSql(key, table, *schema.find(key.parentSchema, key.parent)).count);
    const Result<QList<ReferenceRule>> rules = academyRules();
    for (const ReferenceRule &rule : *rules)
        if (const RuleSql sql = orphanSql(rule, schema); rule.from.table == table.name && sql.missing.isEmpty())
            questions.append(sql.sql.count);
    return questions;
}

/// Count, one NOT EXISTS per reference, and the statement by which pgcopydb 0.17 compares data (its 0.10 has none).
QStringList threePasses(const Schema &schema, const Table &table)
{
    return QStringList{countOf(table), u"SELECT count(1), sum(hashtext(t::text)::bigint) FROM "_s + table.inSql() + u" AS t"_s}
         + orphansOf(schema, table);
}

QStringList theUsualRecipe(const Schema &, const Table &table)
{
    const QString order = table.primaryKey.isEmpty() ? u"t::text"_s : u"t."_s + postgres::Connection::quoted(table.primaryKey.front());
    return {u"SELECT md5(string_agg(md5(t::text), '' ORDER BY "_s + order + u")) FROM "_s + table.inSql() + u" AS t"_s};
}

/// Fails the bench where a budget is broken.
bool judge(const QString &what, double ratio, double budget, bool atMost)
{
    const bool good = atMost ? ratio <= budget : ratio >= budget;
    out << (good ? "  " : "! ") << what << ": " << ratio << " (" << (atMost ? "at most " : "at least ") << budget << ")" << Qt::endl;
    return good;
}

Outcome run(QList<Contender> &contenders, const ConnectionInfo &database)
{
    for (int round = 0; round <= rounds; ++round) // The first only warms up.
        for (Contender &contender : contenders) {
            QElapsedTimer timer;
            timer.start();
            if (Outcome looked = contender.look(database); !looked)
                return std::move(looked).errorDuring(contender.name);
            if (round > 0)
                contender.seconds.append(double(timer.nsecsElapsed()) / 1e9);
        }
    for (const Contender &contender : std::as_const(contenders))
        out << contender.name.leftJustified(52) << median(contender.seconds) << " s" << Qt::endl;
    return Done{};
}

} // namespace

/// `bench_verify` makes an academy of 20 million rows and looks at it; `bench_verify CONNECTION` looks at one that is there (no gaps).
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    out.setRealNumberNotation(QTextStream::FixedNotation);
    out.setRealNumberPrecision(2);
    ConnectionInfo database;
    std::unique_ptr<test::TempCluster> cluster;
    QCommandLineParser parser;
    parser.addPositionalArgument(u"CONNECTION"_s, u"An academy that is there already; without it one of 20 million rows is made."_s);
    parser.addOption({u"rounds"_s, u"How often each is measured."_s, u"N"_s, u"5"_s});
    parser.addOption({u"only"_s, u"Only what has this in its name, and the count."_s, u"TEXT"_s});
    parser.addHelpOption();
    parser.process(application);
    rounds = parser.value(u"rounds"_s).toInt();
    if (!parser.positionalArguments().isEmpty()) {
        Result<ConnectionInfo> given = postgres::parseConnectionString(parser.positionalArguments().front());
        if (!given) {
            out << given.error().forLog() << Qt::endl;
            return 2;
        }
        database = *std::move(given);
    } else {
        Result<std::unique_ptr<test::TempCluster>> made = largeAcademy();
        if (!made) {
            out << made.error().forLog() << Qt::endl;
            return 2;
        }
        cluster = *std::move(made);
        database = cluster->socket(u"academy"_s);
    }

    QList<Contender> contenders{
        {u"count(*), one connection"_s, countSequentially, {}},
        {u"counts and all references"_s, [](const ConnectionInfo &db) { return ours(db, false); }, {}},
        {u"counts, all references, checksum of every row"_s, [](const ConnectionInfo &db) { return ours(db, true); }, {}},
        {u"count + NOT EXISTS + hashtext, separately"_s,
         [](const ConnectionInfo &db) { return separately(db, Connections, threePasses); }, {}},
        {u"md5(string_agg(md5(row) ORDER BY key))"_s,
         [](const ConnectionInfo &db) { return separately(db, Connections, theUsualRecipe); }, {}},
    };
    if (parser.isSet(u"only"_s))
        erase_if(contenders, [&](const Contender &contender) {
            return !contender.name.startsWith(u"count(*)"_s) && !contender.name.contains(parser.value(u"only"_s));
        });
    if (Outcome done = run(contenders, database); !done) {
        out << done.error().forLog() << Qt::endl;
        return 2;
    }
    if (parser.isSet(u"only"_s)) {
        for (const Contender &contender : std::as_const(contenders))
            out << contender.name << ": " << median(contender.seconds) / median(contenders[0].seconds) << " times a count" << Qt::endl;
        return 0;
    }
    const auto seconds = [&](int place) { return median(contenders[place].seconds); };
    bool good = judge(u"counts and references, times a count"_s, seconds(1) / seconds(0), 1.2, true);
    good &= judge(u"with checksums, times a count"_s, seconds(2) / seconds(0), 2.75, true);
    good &= judge(u"faster than separate passes"_s, seconds(3) / seconds(2), 3.5, false);
    good &= judge(u"faster than the usual recipe"_s, seconds(4) / seconds(2), 5, false);
    if (cluster) {
        QList<Contender> withGaps{contenders[0], contenders[1]};
        for (Contender &contender : withGaps)
            contender.seconds.clear();
        if (Outcome made = makeGaps(*cluster, 10'001); !made) {
            out << made.error().forLog() << Qt::endl;
            return 2;
        }
        if (Outcome done = run(withGaps, database); !done) {
            out << done.error().forLog() << Qt::endl;
            return 2;
        }
        good &= judge(u"counts and references with 10,000 gaps, times a count"_s, median(withGaps[1].seconds) / median(withGaps[0].seconds), 1.4, true);
    }
    out << (good ? "within budget" : "OVER BUDGET") << Qt::endl;
    return good ? 0 : 1;
}
