// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"
#include "core/verify/OrphanSql.h"
#include "core/verify/RowPass.h"
#include "tests/integration/verify/Databases.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;
using postgres::Connection;

/// Damage planted in the rows of a copy, each alone: found, and named so that somebody finds it again.
class tst_Damage : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;
    Baseline m_shop;
    Baseline m_academy;

    /// A link of the academy: the column that refers, the column that says what to (and how to get to it), and what a row must say there.
    struct Planting {
        QString subject;
        QString check;
        QString table;
        QString column;
        QString usable = u"true"_s; ///< Rows that refer to anything at all, as a condition on "c".
    };

    static QList<Planting> academyLinks(const verify::Schema &schema)
    {
        QList<Planting> all;
        for (const verify::ForeignKey &key : schema.foreignKeys)
            all.append({key.shown(), u"foreign-key"_s, key.table, key.columns.front()});
        const auto rules = verify::readReferenceRules(academyReferences());
        for (const verify::ReferenceRule &rule : rules ? *rules : QList<verify::ReferenceRule>()) {
            Planting planting{rule.shown(), u"reference"_s, rule.from.table, rule.from.column};
            if (rule.kind) {
                QStringList kinds;
                for (const verify::ReferenceTarget &target : rule.targets)
                    kinds.append(Connection::literal(target.kind));
                const QString kind =
                    rule.via ? u"(SELECT k.%1 FROM %2 k WHERE k.id = c.%3)"_s.arg(rule.kind->column, rule.kind->table, rule.via->column)
                             : u"c."_s + rule.kind->column;
                planting.usable = kind + u" IN ("_s + kinds.join(u", "_s) + u')';
            }
            all.append(planting);
        }
        return all;
    }

    Result<VerifyReport> exactGate(const QString &database, const Baseline &baseline)
    {
        VerifyRequest request;
        request.copy = m_databases->at(database);
        request.baseline = baseline;
        request.moment = baseline.takenAt;
        request.exact = true;
        return SqlVerifier().contentsGate(request, testJob());
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        VERIFY_OK(m_databases->make(u"shop"_s, R"sql(
            CREATE TABLE goods (id int PRIMARY KEY, label json, picture bytea, price numeric);
            INSERT INTO goods SELECT n, format('{"n": %s, "n": 0}', n)::json, decode(repeat('00ff', 20), 'hex'),
            (n || '.0')::numeric FROM generate_series(1, 2000) n;
            CREATE TABLE sold (LIKE goods INCLUDING ALL); INSERT INTO sold SELECT id, label, picture, price + 1 FROM goods;
            CREATE TABLE notes (label json, picture bytea); INSERT INTO notes SELECT '{"a":1}', '\x01' FROM generate_series(1, 100))sql"));
        const auto shop = baselineOf(m_databases->at(u"shop"_s));
        VERIFY_OK(shop);
        m_shop = *shop;
        const auto academy = m_databases->makeAcademyWithBaseline(u"academy"_s);
        VERIFY_OK(academy);
        m_academy = *academy;
    }

    void oneRowLostOfTenMillion()
    {
        VERIFY_OK(m_databases->make(
            u"large"_s,
            "CREATE TABLE numbers AS SELECT n AS id FROM generate_series(1, 10000000) n; ALTER TABLE numbers ADD PRIMARY KEY (id)"));
        const auto baseline = baselineOf(m_databases->at(u"large"_s));
        VERIFY_OK(baseline);
        VERIFY_OK(m_databases->run(u"large"_s, "DELETE FROM numbers WHERE id = 7654321"));

        const auto report = exactGate(u"large"_s, *baseline);

        VERIFY_OK(report);
        const Finding *rows = find(report->findings, u"rows"_s, u"numbers"_s);
        const Finding *contents = find(report->findings, u"contents"_s, u"numbers"_s);
        QVERIFY2(rows && contents, complaints(report->findings).constData());
        QCOMPARE(wordFor(rows->verdict), u"failed"_s);
        QCOMPARE(rows->found, u"9,999,999 (-1)"_s);
        QCOMPARE(contents->found, u"other rows, id 7,651,328 to 7,655,423"_s);
        VERIFY_OK(m_databases->run(u"postgres"_s, "DROP DATABASE large"));
    }

    void aSmallChangeIsNamedWithItsTableAndItsKeys_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QStringList>("found");     ///< By the check against a baseline: table, and where in it.
        QTest::addColumn<QStringList>("different"); ///< By comparison: table, key.
        const QString around1234 = u"goods: as many rows, but other contents, id 1,216 to 1,279"_s;
        const auto row = [](const char *name, const QByteArray &sql, const QStringList &found, const QStringList &different) {
            QTest::newRow(name) << sql << found << different;
        };
        row("a byte of a json, which says the same",
            "UPDATE goods SET label = replace(label::text, ': 1234', ':\t1234')::json WHERE id = 1234", {around1234},
            {u"goods 0 0 1: 1234"_s});
        row("the order of a json", "UPDATE goods SET label = '{\"n\": 0, \"n\": 1234}' WHERE id = 1234", {around1234},
            {u"goods 0 0 1: 1234"_s});
        row("a bit of a bytea", "UPDATE goods SET picture = set_bit(picture, 7, 1) WHERE id = 1234", {around1234},
            {u"goods 0 0 1: 1234"_s});
        row("the scale of a numeric", "UPDATE goods SET price = 1234.00 WHERE id = 1234", {around1234}, {u"goods 0 0 1: 1234"_s});
        row("two rows swapped between tables",
            "CREATE TEMP TABLE kept AS SELECT * FROM goods WHERE id = 77; DELETE FROM goods WHERE id = 77; INSERT INTO goods SELECT * "
            "FROM sold WHERE id = 77; "
            "DELETE FROM sold WHERE id = 77; INSERT INTO sold SELECT * FROM kept",
            {u"goods: as many rows, but other contents, id 64 to 127"_s, u"sold: as many rows, but other contents, id 64 to 127"_s},
            {u"goods 0 0 1: 77"_s, u"sold 0 0 1: 77"_s});
        row("two values swapped between rows",
            "UPDATE goods a SET price = b.price FROM goods b WHERE (a.id, b.id) IN ((5, 1999), (1999, 5))",
            {u"goods: as many rows, but other contents, id 0 to 63; id 1,984 to 2,047"_s}, {u"goods 0 0 2: 1999, 5"_s});
        row("a row lost", "DELETE FROM goods WHERE id = 1234", {u"goods: other rows, id 1,216 to 1,279"_s}, {u"goods 1 0 0: 1234"_s});
        row("another in its place", "UPDATE goods SET id = 5000 WHERE id = 1234",
            {u"goods: as many rows, but other contents, id 1,216 to 1,279; id 4,992 to 5,055"_s}, {u"goods 1 1 0: 1234, 5000"_s});
        row("a table emptied", "TRUNCATE sold", {u"sold: other rows"_s}, {u"sold 2000 0 0: "_s});
        row("a byte where there is no key", "UPDATE notes SET picture = '\\x02' WHERE ctid = '(0,3)'",
            {u"notes: as many rows, but other contents"_s}, {u"notes 1 1 0: "_s});
        row("the same row once more, where there is no key", "INSERT INTO notes SELECT * FROM notes LIMIT 1", {u"notes: other rows"_s},
            {u"notes 0 1 0: "_s});
    }
    void aSmallChangeIsNamedWithItsTableAndItsKeys()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QStringList, found);
        QFETCH(QStringList, different);
        const auto name = m_databases->copyWith(u"shop"_s, sql);
        VERIFY_OK(name);

        const auto report = exactGate(*name, m_shop);
        const auto comparison = compareDatabases(m_databases->at(u"shop"_s), m_databases->at(*name), testJob());

        VERIFY_OK(report);
        QStringList tables;
        for (const Finding &finding : report->findings)
            if (finding.check == u"contents"_s && finding.verdict == Verdict::Failed && finding.subject != u"every row"_s)
                tables.append(finding.subject + u": "_s + finding.found);
        QCOMPARE(tables, found);
        VERIFY_OK(comparison);
        tables.clear();
        for (const TableDifference &table : comparison->tables)
            if (!table.isEqual()) {
                QStringList keys = table.examples;
                keys.sort();
                tables.append(u"%1 %2 %3 %4: "_s.arg(table.name).arg(table.onlyLeft).arg(table.onlyRight).arg(table.changed)
                              + keys.join(u", "_s));
            }
        QCOMPARE(tables, different);
        QVERIFY(!comparison->isEqual());
    }

    /// Every link of the academy, the 13 that are declared and the 41 of its rules: a row that points nowhere, planted alone and taken
    /// back.
    void anOrphanInEveryLinkIsNamed()
    {
        auto subject = verify::Subject::open(m_databases->at(u"academy"_s), std::chrono::minutes(1), 1, testJob());
        VERIFY_OK(subject);
        const QList<Planting> links = academyLinks(subject->schema);
        QCOMPARE(links.size(), 13 + 41);
        auto session = m_databases->cluster().session(u"academy"_s);
        VERIFY_OK(session);
        VERIFY_OK(session->script("SET session_replication_role = replica", testJob()));
        VerifyRequest request;
        request.copy = m_databases->at(u"academy"_s);
        request.baseline = m_academy;
        request.moment = m_academy.takenAt;
        request.referencesFile = academyReferences();

        for (const Planting &link : links) {
            const bool isNumber = subject->schema.find(u"public"_s, link.table)->find(link.column)->isOf(u"int4");
            const auto row = session->query(
                u"SELECT c.id, c.%1::text FROM %2 c WHERE %3 ORDER BY c.id LIMIT 1"_s.arg(link.column, link.table, link.usable), testJob());
            VERIFY_OK(row);
            QVERIFY2(row->size() == 1, qPrintable(link.subject));
            const auto set = [&](const QString &value) {
                return session->script(
                    u"UPDATE %1 SET %2 = %3 WHERE id = %4"_s.arg(link.table, link.column, value, row->text(0, 0)).toUtf8(), testJob());
            };
            VERIFY_OK(set(isNumber ? u"1234567"_s : u"'nowhere'"_s));

            const auto report = SqlVerifier().contentsGate(request, testJob());

            VERIFY_OK(report);
            QStringList expected{link.check + u": "_s + link.subject};
            if (link.column == u"video_id"_s) // Nobody can say either for whom a video is that is not there.
                expected.append(u"reference: video_targets.target_id → batches.id, students.id"_s);
            QVERIFY2(named(report->findings, Verdict::Failed) == expected,
                     (link.subject.toUtf8() + complaints(report->findings)).constData());
            const Finding *finding = find(report->findings, link.check, link.subject);
            QVERIFY2(finding->found.startsWith(u"1 missing"_s) && finding->found.contains(u"1234567"_s) == isNumber,
                     qPrintable(finding->found));
            QVERIFY(finding->sql.contains(link.column) && !finding->means.isEmpty() && !finding->todo.isEmpty());
            VERIFY_OK(set(row->isNull(0, 1) ? u"NULL"_s : Connection::literal(row->text(0, 1))));
        }

        const auto whole = SqlVerifier().contentsGate(request, testJob());
        VERIFY_OK(whole);
        QVERIFY2(named(whole->findings, Verdict::Failed).isEmpty(), complaints(whole->findings).constData());
    }
};

SHUTTLER_TEST(tst_Damage)
#include "tst_Damage.moc"
