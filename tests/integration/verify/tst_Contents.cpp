// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"
#include "tests/integration/verify/Databases.h"
#include "tests/integration/verify/EveryType.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QDir>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_Contents : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_plain;
    std::unique_ptr<Databases> m_odd; ///< Other zone, date style, digits, bytea, intervals, money.

    static QString checksumOf(Databases &databases, const QString &database, const QString &table = u"everything"_s)
    {
        const auto baseline = baselineOf(databases.at(database));
        if (!baseline)
            return QString::fromUtf8(describe(baseline.error()));
        const TableBaseline *found = baseline->find(u"public"_s, table);
        return found ? found->checksum : u"no such table"_s;
    }

private slots:
    void initTestCase()
    {
        auto plain = Databases::start();
        VERIFY_OK(plain);
        m_plain = *std::move(plain);
        TempCluster::Options options;
        options.settings = {u"TimeZone = 'Asia/Kolkata'"_s, u"DateStyle = 'German, DMY'"_s, u"IntervalStyle = 'sql_standard'"_s,
                            u"extra_float_digits = -10"_s, u"bytea_output = 'escape'"_s, u"xmlbinary = 'hex'"_s,
                            u"search_path = 'nowhere'"_s, u"enable_seqscan = off"_s, u"default_transaction_isolation = 'serializable'"_s,
                            u"statement_timeout = '1min'"_s, u"row_security = off"_s, u"quote_all_identifiers = on"_s};
        auto odd = Databases::start(options);
        VERIFY_OK(odd);
        m_odd = *std::move(odd);
        VERIFY_OK(m_plain->make(u"types"_s, everyType(m_plain->major())));
    }

    void dependOnNothingButTheRows()
    {
        const QString original = checksumOf(*m_plain, u"types"_s);
        QVERIFY2(original.startsWith(u"v2:"_s), qPrintable(original));

        VERIFY_OK(m_plain->dumpAndRestore(u"types"_s, u"restored"_s, *m_odd));
        QCOMPARE(checksumOf(*m_odd, u"restored"_s), original);
        const auto comparison = compareDatabases(m_plain->at(u"types"_s), m_odd->at(u"restored"_s), testJob());
        VERIFY_OK(comparison);
        QVERIFY(comparison->isEqual());

        // Other physical order, other object ids, other storage.
        VERIFY_OK(m_plain->copy(u"types"_s, u"moved"_s));
        VERIFY_OK(m_plain->run(u"moved"_s, "UPDATE everything SET words = words || ''"));
        VERIFY_OK(m_plain->run(u"moved"_s, "VACUUM FULL"));
        VERIFY_OK(m_plain->run(u"moved"_s, "ALTER TABLE everything SET (fillfactor = 50); CREATE INDEX i ON everything (id DESC); "
                                           "CLUSTER everything USING i"));
        QCOMPARE(checksumOf(*m_plain, u"moved"_s), original);

        // Other column order and column types that hold the same.
        VERIFY_OK(m_plain->run(u"moved"_s, "ALTER TABLE everything ALTER word TYPE text; ALTER TABLE everything ADD again int; "
                                           "UPDATE everything SET again = small; ALTER TABLE everything DROP small; "
                                           "ALTER TABLE everything RENAME again TO small"));
        QCOMPARE(checksumOf(*m_plain, u"moved"_s), original);
        VERIFY_OK(m_plain->dumpAndRestore(u"moved"_s, u"reordered"_s, *m_odd)); // The dropped column leaves no hole in the copy.
        QCOMPARE(checksumOf(*m_odd, u"reordered"_s), original);

        // Another disk.
        const QString elsewhere = m_plain->cluster().folder() + u"/elsewhere"_s;
        QVERIFY(QDir().mkdir(elsewhere));
        giveToServers(elsewhere);
        VERIFY_OK(m_plain->run(u"postgres"_s, "CREATE TABLESPACE elsewhere LOCATION '" + elsewhere.toUtf8() + '\''));
        VERIFY_OK(m_plain->run(u"moved"_s, "ALTER TABLE everything SET TABLESPACE elsewhere"));
        QCOMPARE(checksumOf(*m_plain, u"moved"_s), original);
    }

    void seeEveryChange_data()
    {
        QTest::addColumn<QByteArray>("set");
        for (const char *set :
             {"small = 3", "big = 0", "big = big + 1", "yes = false", "price = 1.00", "price = 'NaN'", "ratio = 0.2",
              "exact = exact + 1e-16", "words = 'kaese'", "words = words || ' '", "word = 'Word'", "code = 'Code'", "letter = 'y'",
              "label = 'Label'", "loose = 'loose'", "folded = 'folded'", "bytes = '\\x01ff'", "bytes = '\\x00ff00'",
              "day = '2026-11-19'", "at = '11:42:06.26'", "atz = '11:42:06.25+05:31'", "stamp = stamp + interval '1 microsecond'",
              "stampz = stampz + interval '1 microsecond'", "span = '32 days 03:04:05.678'",
              "ident = '6d1f3e52-07a4-4c7e-9d6a-3b1c5f0e8a28'", "raw = '{\"a\": 1}'", "tree = '{\"a\": 1.1}'", "doc = '<a b=\"d\"/>'",
              "feeling = 'sad'", "feelings = '{glad,sad}'", "numbers = '{1,2,3}'", "numbers = '{1,NULL,3,NULL}'", "texts[1] = 'a.b'",
              "blobs = '{\"\\\\x02\"}'", "stamps[1] = stamps[1] + interval '1 second'", "two.y = 'a  b'", "twos[1].x = 2",
              "ints = '[1,6)'", "floats = '[0.1,0.3)'", "many = '{[1,3),[5,8)}'", "mail = 'a@c'", "work = 'c@e'", "bits = B'10100'",
              "varbits = B'1010'", "net = '192.0.2.1/25'", "block = '192.0.2.0/25'", "mac = '08:00:2b:01:02:04'", "dot = '(0.1,0.3)'",
              "poly = '((0,0),(1,0),(0,2))'", "cash = '12.35'", "vector = 'a:1 b:3'", "query = 'a | b'", "lsn = '16/B374D849'",
              "class = 'pg_class'", "kv = 'k=>w'", "id = 3", "exact = '-0'::float8", "words = ''"})
            QTest::newRow(set) << QByteArray(set);
        for (const char *column : {"small", "yes", "price", "exact", "words", "bytes", "stampz", "raw", "feelings", "two", "folded"})
            QTest::addRow("%s = null", column) << QByteArray(column) + " = NULL";
    }
    void seeEveryChange()
    {
        QFETCH(QByteArray, set);
        static const QString original = checksumOf(*m_plain, u"types"_s);
        static const Outcome made = m_plain->copy(u"types"_s, u"changed"_s);
        VERIFY_OK(made);
        VERIFY_OK(m_plain->run(u"changed"_s, QByteArray("TRUNCATE everything;") + RowsOfEveryType));
        QCOMPARE(checksumOf(*m_plain, u"changed"_s), original);

        VERIFY_OK(m_plain->run(u"changed"_s, "UPDATE everything SET " + set + " WHERE id = 1"));

        const QString changed = checksumOf(*m_plain, u"changed"_s);
        QVERIFY2(changed.startsWith(u"v2:"_s), qPrintable(changed));
        QVERIFY(changed != original);
    }

    void tellZeroFromMinusZeroAndNothingFromNothing()
    {
        VERIFY_OK(m_plain->make(u"zeros"_s, "CREATE TABLE a (x float8); CREATE TABLE b (x float8); CREATE TABLE c (x text); "
                                            "CREATE TABLE d (x text); CREATE TABLE e (x float8); "
                                            "INSERT INTO a VALUES (0); INSERT INTO b VALUES ('-0'); INSERT INTO c VALUES (''); "
                                            "INSERT INTO d VALUES (NULL); INSERT INTO e VALUES ('NaN')"));
        QStringList sums;
        for (const QString &table : {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s})
            sums.append(checksumOf(*m_plain, u"zeros"_s, table));
        QCOMPARE(QSet<QString>(sums.begin(), sums.end()).size(), 5);
    }

    void seeRowsThatChangedPlacesBetweenTablesOrValues()
    {
        const QByteArray tables = "CREATE TABLE a (x int, y int); CREATE TABLE b (x int, y int); CREATE TABLE s (x int, y int);";
        VERIFY_OK(m_plain->make(u"before"_s, tables + "INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (2, 2); "
                                                      "INSERT INTO s VALUES (1, 2), (3, 4)"));
        VERIFY_OK(m_plain->make(u"after"_s, tables + "INSERT INTO a VALUES (2, 2); INSERT INTO b VALUES (1, 1); "
                                                     "INSERT INTO s VALUES (1, 4), (3, 2)"));
        for (const QString &table : {u"a"_s, u"b"_s, u"s"_s})
            QVERIFY(checksumOf(*m_plain, u"before"_s, table) != checksumOf(*m_plain, u"after"_s, table));
        QVERIFY(checksumOf(*m_plain, u"before"_s, u"a"_s) != checksumOf(*m_plain, u"before"_s, u"b"_s));
    }

    void areTheSameInAnotherEncoding()
    {
        const QByteArray sql = "CREATE TABLE everything (id int, words text, raw json, code char(8)); "
                               "INSERT INTO everything VALUES (1, 'Käse für Zoë', '{\"ä\": \"ö\"}', 'é'), (2, NULL, NULL, NULL)";
        VERIFY_OK(m_plain->make(u"utf8"_s, sql));
        VERIFY_OK(m_plain->run(u"postgres"_s, "CREATE DATABASE latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"));
        VERIFY_OK(m_plain->run(u"latin1"_s, sql));

        const QString sum = checksumOf(*m_plain, u"utf8"_s);

        QVERIFY2(sum.startsWith(u"v2:"_s), qPrintable(sum));
        const QString other = checksumOf(*m_plain, u"latin1"_s);
        if (m_plain->major() >= 14)
            QCOMPARE(other, sum);
        else
            QVERIFY2(other.startsWith(u"v2-LATIN1:"_s), qPrintable(other)); // Such a server hashes the bytes of its own encoding.
    }

    void areTakenOfTablesWithHundredsOfColumnsAndWithNone()
    {
        QByteArray wide = "CREATE TABLE none (); INSERT INTO none DEFAULT VALUES; CREATE TABLE empty (id int); CREATE TABLE everything (";
        for (int column = 0; column < 1500; ++column)
            wide += (column > 0 ? ", c" : "c") + QByteArray::number(column) + (column % 2 ? " text" : " int");
        wide += "); INSERT INTO everything (c0, c1) VALUES (1, 'x')";
        VERIFY_OK(m_plain->make(u"wide"_s, wide));

        const auto baseline = baselineOf(m_plain->at(u"wide"_s));

        VERIFY_OK(baseline);
        QCOMPARE(baseline->find(u"public"_s, u"everything"_s)->rows, 1);
        QCOMPARE(baseline->find(u"public"_s, u"none"_s)->rows, 1);
        QCOMPARE(baseline->find(u"public"_s, u"empty"_s)->checksum, u"v2:0000000000000000"_s);
    }

    void areLeftOutOnRequest()
    {
        BaselineOptions options;
        options.checksums = false;
        const auto baseline = baselineOf(m_plain->at(u"types"_s), options);
        VERIFY_OK(baseline);
        QCOMPARE(baseline->find(u"public"_s, u"everything"_s)->rows, 2);
        QVERIFY(baseline->find(u"public"_s, u"everything"_s)->checksum.isEmpty());
    }

    void areNotComparedAcrossByteOrders()
    {
        auto baseline = baselineOf(m_plain->at(u"types"_s));
        VERIFY_OK(baseline);
        baseline->byteOrder = u"other"_s;
        VerifyRequest request;
        request.copy = m_plain->at(u"types"_s);
        request.baseline = *baseline;
        request.moment = baseline->takenAt;
        request.exact = true;

        const auto report = SqlVerifier().contentsGate(request, testJob());

        VERIFY_OK(report);
        QVERIFY2(named(report->findings, Verdict::Failed).isEmpty(), complaints(report->findings).constData());
        const Finding *contents = find(report->findings, u"contents"_s, u"every row"_s);
        QVERIFY(contents);
        QCOMPARE(wordFor(contents->verdict), wordFor(Verdict::NotChecked));
        QVERIFY(contents->means.contains(u"byte order"_s));
    }

    void ofPartitionsAndChildrenCountOnceEach()
    {
        VERIFY_OK(m_plain->make(u"parts"_s, R"sql(
            CREATE TABLE visits (id int, day date) PARTITION BY RANGE (day);
            CREATE TABLE visits_2025 PARTITION OF visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE visits_2026 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (id);
            CREATE TABLE visits_2026_a PARTITION OF visits_2026 FOR VALUES IN (1, 2);
            CREATE TABLE visits_2026_b PARTITION OF visits_2026 DEFAULT;
            INSERT INTO visits VALUES (1, '2025-05-05'), (1, '2026-05-05'), (7, '2026-05-05'), (8, '2026-05-06');
            CREATE TABLE animals (name text);
            CREATE TABLE birds (wings int) INHERITS (animals);
            INSERT INTO animals VALUES ('cat');
            INSERT INTO birds VALUES ('owl', 2), ('emu', 2))sql"));

        const auto baseline = baselineOf(m_plain->at(u"parts"_s));

        VERIFY_OK(baseline);
        QCOMPARE(baseline->totalRows(), 7);
        QCOMPARE(baseline->tables.size(), 5);
        QCOMPARE(baseline->find(u"public"_s, u"visits_2026_b"_s)->rows, 2);
        QCOMPARE(baseline->find(u"public"_s, u"animals"_s)->rows, 1);
        QCOMPARE(baseline->find(u"public"_s, u"birds"_s)->rows, 2);

        // A partition that was detached still holds its rows; the table lacks them all the same.
        VERIFY_OK(m_plain->run(u"parts"_s, "ALTER TABLE visits DETACH PARTITION visits_2025"));
        VerifyRequest request;
        request.copy = m_plain->at(u"parts"_s);
        request.baseline = *baseline;
        const auto report = SqlVerifier().contentsGate(request, testJob());
        VERIFY_OK(report);
        QCOMPARE(named(report->findings, Verdict::Failed),
                 QStringList({u"relations: partitions and child tables"_s, u"partition-detached: visits_2025"_s}));
    }

    void namesWhatItDoesNotReach()
    {
        VERIFY_OK(m_plain->make(u"rest"_s, R"sql(
            CREATE TABLE kept (id int); INSERT INTO kept VALUES (1);
            CREATE UNLOGGED TABLE scratch (id int);
            CREATE EXTENSION file_fdw;
            CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
            CREATE FOREIGN TABLE elsewhere (line text) SERVER files OPTIONS (filename '/dev/null');
            CREATE MATERIALIZED VIEW filled AS SELECT * FROM kept;
            CREATE MATERIALIZED VIEW hollow AS SELECT * FROM kept WITH NO DATA;
            CREATE VIEW seen AS SELECT * FROM kept;
            SELECT lo_create(0))sql"));
        const auto baseline = baselineOf(m_plain->at(u"rest"_s));
        VERIFY_OK(baseline);
        QCOMPARE(baseline->tables.size(), 1);
        VerifyRequest request;
        request.copy = m_plain->at(u"rest"_s);
        request.baseline = *baseline;

        const auto report = SqlVerifier().contentsGate(request, testJob());

        VERIFY_OK(report);
        QCOMPARE(named(report->findings, Verdict::Warned),
                 QStringList({u"not-covered: elsewhere"_s, u"not-covered: scratch"_s, u"not-covered: 1 large object"_s}));
        QCOMPARE(named(report->findings, Verdict::Failed), QStringList{u"not-covered: hollow"_s});
        QVERIFY(named(report->findings, Verdict::Passed).contains(u"not-covered: filled"_s));
    }
};

SHUTTLER_TEST(tst_Contents)
#include "tst_Contents.moc"
