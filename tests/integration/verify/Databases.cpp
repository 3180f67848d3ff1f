// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/verify/Databases.h"

#include "core/base/Files.h"
#include "core/verify/Comparison.h"
#include "tests/support/Jobs.h"

namespace shuttler::test {

using namespace Qt::StringLiterals;
using postgres::Connection;

Result<std::unique_ptr<Databases>> Databases::start(const TempCluster::Options &options)
{
    Result<std::unique_ptr<TempCluster>> cluster = TempCluster::start(options);
    if (!cluster)
        return std::move(cluster).error();
    return std::unique_ptr<Databases>(new Databases(*std::move(cluster)));
}

Outcome Databases::make(const QString &database, const QByteArray &sql)
{
    if (Outcome made = m_cluster->run("CREATE DATABASE " + Connection::quoted(database).toUtf8()); !made)
        return made;
    return run(database, sql);
}

Outcome Databases::makeAcademy(const QString &database)
{
    QByteArray sql = "select set_config('academy.scale', 'small', false), set_config('academy.now', '"
                   + academyMoment().toString().toUtf8() + "', false);\n";
    for (const QString &name : {u"schema"_s, u"data"_s, u"constraints"_s}) {
        Result<QByteArray> part = readWholeFile(u":/academy/%1.sql"_s.arg(name));
        if (!part)
            return std::move(part).error();
        sql += *part + '\n';
    }
    return make(database, sql);
}

Result<Baseline> Databases::makeAcademyWithBaseline(const QString &database)
{
    if (Outcome made = makeAcademy(database); !made)
        return std::move(made).error();
    if (Outcome made = run(database, "CREATE EXTENSION amcheck"); !made)
        return std::move(made).error();
    BaselineOptions options;
    options.referencesFile = academyReferences();
    options.sanityFile = academySanity();
    return baselineOf(at(database), options);
}

Outcome Databases::makeShopWithRoles(const QString &database)
{
    return make(database, R"sql(
        CREATE TABLE goods (id int PRIMARY KEY, name text); INSERT INTO goods VALUES (1, 'racket'), (2, 'shuttle');
        CREATE TABLE sales (id serial PRIMARY KEY, good int REFERENCES goods, created_at timestamptz DEFAULT now());
        INSERT INTO sales (good) VALUES (1), (2), (2);
        CREATE TABLE diary (id int, of_whom text); INSERT INTO diary VALUES (1, 'ann'), (2, 'bob');
        CREATE SCHEMA tools; CREATE EXTENSION amcheck SCHEMA tools;
        GRANT USAGE ON SCHEMA tools TO PUBLIC; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA tools TO PUBLIC;
        CREATE ROLE nobody LOGIN; CREATE ROLE half LOGIN; CREATE ROLE one_column LOGIN; CREATE ROLE ann LOGIN;
        GRANT SELECT ON goods TO half; GRANT SELECT ON goods, diary TO one_column; GRANT SELECT (id) ON sales TO one_column;
        GRANT SELECT ON goods, sales, diary TO ann; GRANT SELECT ON SEQUENCE sales_id_seq TO half, one_column, ann)sql");
}

Outcome Databases::copy(const QString &from, const QString &to)
{
    return m_cluster->run("CREATE DATABASE " + Connection::quoted(to).toUtf8() + " TEMPLATE "
                          + Connection::quoted(from).toUtf8());
}

Result<QString> Databases::copyWith(const QString &from, const QByteArray &sql)
{
    if (Outcome dropped = dropCopy(); !dropped)
        return std::move(dropped).error();
    const QString name = u"copy%1"_s.arg(++m_copies);
    if (Outcome copied = copy(from, name); !copied)
        return std::move(copied).error();
    if (Outcome changed = run(name, "SET allow_system_table_mods = on; " + sql); !changed)
        return std::move(changed).error();
    return name;
}

Outcome Databases::dropCopy()
{
    return m_cluster->run("DROP DATABASE IF EXISTS copy" + QByteArray::number(m_copies));
}

Outcome Databases::dumpAndRestore(const QString &from, const QString &to, Databases &into)
{
    const QString file = m_cluster->folder() + u"/dump"_s;
    const QStringList server{u"-h"_s, m_cluster->socketFolder(), u"-p"_s, QString::number(m_cluster->port()), u"-U"_s, u"postgres"_s};
    const QStringList target{u"-h"_s, into.m_cluster->socketFolder(), u"-p"_s, QString::number(into.m_cluster->port()), u"-U"_s,
                             u"postgres"_s};
    Result<QByteArray> dumped = m_cluster->program(u"pg_dump"_s, QStringList{u"-Fc"_s, u"-f"_s, file, u"-d"_s, from} + server);
    if (!dumped)
        return std::move(dumped).error();
    if (Outcome made = into.m_cluster->run("CREATE DATABASE " + Connection::quoted(to).toUtf8() + " TEMPLATE template0"); !made)
        return made;
    Result<QByteArray> restored =
        into.m_cluster->program(u"pg_restore"_s, QStringList{u"--exit-on-error"_s, u"-d"_s, to} + target + QStringList{file});
    if (!restored)
        return std::move(restored).error();
    return Done{};
}

void Databases::waitForASleeper(const QString &database)
{
    Result<Connection> session = m_cluster->session();
    const QString question =
        u"SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = "_s + Connection::literal(database);
    for (int looks = 0; session && looks < 1'000; ++looks) {
        const Result<postgres::Rows> sleepers = session->query(question, testJob());
        if (!sleepers || sleepers->integer(0, 0) > 0 || !testJob().sleepFor(std::chrono::milliseconds(10)))
            return;
    }
}

VerifyRequest academyRequest(const ConnectionInfo &copy, const Baseline &baseline)
{
    VerifyRequest request;
    request.copy = copy;
    request.baseline = baseline;
    request.referencesFile = academyReferences();
    request.sanityFile = academySanity();
    return request;
}

Result<Baseline> baselineOf(const ConnectionInfo &database, const BaselineOptions &options)
{
    return SqlVerifier().takeBaseline(database, options, testJob());
}

QStringList named(const QList<Finding> &findings, Verdict verdict)
{
    QStringList names;
    for (const Finding &finding : findings)
        if (finding.verdict == verdict)
            names.append(finding.check + u": "_s + finding.subject);
    return names;
}

const Finding *find(const QList<Finding> &findings, const QString &check, const QString &subject)
{
    for (const Finding &finding : findings)
        if (finding.check == check && finding.subject == subject)
            return &finding;
    return nullptr;
}

Look look(const QString &how, VerifyRequest request, const ConnectionInfo &other, Job &job)
{
    Look look;
    const auto endOf = [](const auto &result) { return result ? Outcome(Done{}) : Outcome(result.error()); };
    if (how == u"baseline"_s) {
        BaselineOptions options;
        options.referencesFile = request.referencesFile;
        options.sanityFile = request.sanityFile;
        const auto baseline = SqlVerifier().takeBaseline(request.copy, options, job);
        look.outcome = endOf(baseline);
        look.isClean = baseline.has_value();
        return look;
    }
    if (how == u"compare"_s) {
        const auto comparison = compareDatabases(other, request.copy, job);
        look.outcome = endOf(comparison);
        look.isClean = comparison && comparison->isEqual();
        for (const TableDifference &table : comparison ? comparison->tables : QList<TableDifference>())
            if (!table.notCompared.isEmpty())
                look.notCompared.append(table.name);
        return look;
    }
    if (how == u"live"_s)
        request.live = std::exchange(request.copy, other);
    const auto report = SqlVerifier().verify(request, job);
    look.outcome = endOf(report);
    look.findings = report ? report->findings : QList<Finding>();
    look.notCompared = named(look.findings, Verdict::NotChecked);
    look.isClean = report && summaryOf(look.findings).verdict() == Verdict::Passed;
    return look;
}

QByteArray complaints(const QList<Finding> &findings)
{
    QString text;
    for (const Finding &finding : findings)
        if (finding.verdict != Verdict::Passed)
            text += u"\n  %1 %2: %3; expected %4, found %5. %6"_s.arg(wordFor(finding.verdict), finding.check, finding.subject,
                                                                     finding.expected, finding.found, finding.means);
    return text.toUtf8();
}

} // namespace shuttler::test
