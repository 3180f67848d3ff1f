// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"
#include "tests/integration/verify/Databases.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// "name: same, only left, only right, changed" of every table that is not equal.
static QStringList differences(const Result<Comparison> &comparison)
{
    if (!comparison)
        return {QString::fromUtf8(describe(comparison.error()))};
    QStringList all;
    for (const TableDifference &table : comparison->tables)
        if (!table.notCompared.isEmpty())
            all.append(table.name + u": "_s + table.notCompared);
        else if (!table.isEqual())
            all.append(table.name
                       + u": %1 same, %2 left, %3 right, %4 changed"_s.arg(table.same)
                             .arg(table.onlyLeft)
                             .arg(table.onlyRight)
                             .arg(table.changed));
    return all;
}

class tst_Comparison : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;

    Result<Comparison> compare(const QString &left, const QString &right)
    {
        return compareDatabases(m_databases->at(left), m_databases->at(right), testJob());
    }
    void copyAndChange(const QByteArray &sql)
    {
        VERIFY_OK(m_databases->run(u"postgres"_s, "DROP DATABASE IF EXISTS other"));
        VERIFY_OK(m_databases->copy(u"shop"_s, u"other"_s));
        VERIFY_OK(m_databases->run(u"other"_s, sql));
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        VERIFY_OK(m_databases->make(u"shop"_s, R"sql(
            CREATE TABLE numbered (id int PRIMARY KEY, words text, data json);
            INSERT INTO numbered SELECT n, 'row ' || n, json_build_object('n', n) FROM generate_series(-500, 19500) n;
            CREATE TABLE tagged (id uuid PRIMARY KEY, words text);
            INSERT INTO tagged SELECT md5(n::text)::uuid, 'row ' || n FROM generate_series(1, 3000) n;
            CREATE TABLE paired (a text, b int, words text, PRIMARY KEY (a, b));
            INSERT INTO paired SELECT 'k' || n % 10, n, 'row ' || n FROM generate_series(1, 500) n;
            CREATE TABLE heap (n int, words text);
            INSERT INTO heap SELECT n % 7, 'same' FROM generate_series(1, 700) n;
            CREATE TABLE parted (id int PRIMARY KEY, words text) PARTITION BY RANGE (id);
            CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (100);
            CREATE TABLE parted_high PARTITION OF parted FOR VALUES FROM (100) TO (200);
            INSERT INTO parted SELECT n, 'p' FROM generate_series(1, 150) n;
            CREATE TABLE "odd ""name%1" ("the key" int PRIMARY KEY, "%2" text);
            INSERT INTO "odd ""name%1" VALUES (1, 'one'), (2, NULL);
        )sql"));
    }

    void equalDatabasesAreEqual()
    {
        copyAndChange("SELECT 1");
        const Result<Comparison> comparison = compare(u"shop"_s, u"other"_s);
        QCOMPARE(differences(comparison), QStringList());
        QVERIFY(comparison->isEqual());
        QCOMPARE(comparison->tables.size(), 7);
    }

    void everyDifferenceIsFoundAndCounted()
    {
        copyAndChange(R"sql(
            DELETE FROM numbered WHERE id IN (-500, 7, 8);
            UPDATE numbered SET data = '{"n":12}' WHERE id = 12;
            INSERT INTO numbered VALUES (30000, 'more', NULL), (1000000, 'far away', NULL);
            UPDATE tagged SET words = 'other' WHERE id = md5('77')::uuid;
            DELETE FROM paired WHERE b = 3; INSERT INTO paired VALUES ('new', 1, 'x');
            UPDATE heap SET words = 'else' WHERE ctid IN (SELECT ctid FROM heap WHERE n = 3 LIMIT 2);
            DELETE FROM parted WHERE id = 120;
            UPDATE "odd ""name%1" SET "%2" = 'two' WHERE "the key" = 2;
        )sql");
        const Result<Comparison> comparison = compare(u"shop"_s, u"other"_s);
        QCOMPARE(differences(comparison),
                 (QStringList{u"\"odd \"\"name%1\": 1 same, 0 left, 0 right, 1 changed"_s,
                              u"heap: 698 same, 2 left, 2 right, 0 changed"_s, u"numbered: 19997 same, 3 left, 2 right, 1 changed"_s,
                              u"paired: 499 same, 1 left, 1 right, 0 changed"_s,
                              u"parted_high: 50 same, 1 left, 0 right, 0 changed"_s, u"tagged: 2999 same, 0 left, 0 right, 1 changed"_s}));
        QVERIFY(!comparison->isEqual());
        for (const TableDifference &table : comparison->tables)
            if (table.name == u"numbered"_s)
                QCOMPARE(table.examples.size(), 5);
            else if (table.name == u"paired"_s)
                QVERIFY2(table.examples.isEmpty(), "a key of words may be a name");
    }

    void aTableEmptiedIsFoundWholly()
    {
        copyAndChange("TRUNCATE numbered, heap");
        QCOMPARE(differences(compare(u"shop"_s, u"other"_s)), (QStringList{u"heap: 0 same, 700 left, 0 right, 0 changed"_s,
                                                                           u"numbered: 0 same, 20001 left, 0 right, 0 changed"_s}));
        QCOMPARE(differences(compare(u"other"_s, u"shop"_s)), (QStringList{u"heap: 0 same, 0 left, 700 right, 0 changed"_s,
                                                                           u"numbered: 0 same, 0 left, 20001 right, 0 changed"_s}));
    }

    /// The sums say that rows differ, and the index leads past them: whatever else is said, it must not be "equal".
    void anIndexThatLacksRowsDoesNotMakeTablesEqual()
    {
        copyAndChange(
            "SET allow_system_table_mods = on; UPDATE pg_index SET indisready = false WHERE indexrelid = 'numbered_pkey'::regclass");
        VERIFY_OK(m_databases->run(u"other"_s, "INSERT INTO numbered VALUES (19999, 'unseen', NULL)"));
        VERIFY_OK(m_databases->run(u"other"_s, "SET allow_system_table_mods = on; UPDATE pg_index SET indisready = true "
                                               "WHERE indexrelid = 'numbered_pkey'::regclass"));
        VERIFY_OK(m_databases->run(u"other"_s,
                                   "ALTER DATABASE other SET enable_seqscan = off; ALTER DATABASE other SET enable_bitmapscan = off"));
        const Result<Comparison> comparison = compare(u"shop"_s, u"other"_s);
        QCOMPARE(differences(comparison), (QStringList{u"numbered: 20001 same, 0 left, 1 right, 0 changed"_s}));
        QVERIFY(!comparison->isEqual());
    }

    void aLargeTableWithoutANumberForAKeyIsLookedAtInParts()
    {
        VERIFY_OK(m_databases->make(
            u"worded"_s,
            "CREATE TABLE words (id text PRIMARY KEY, n int); INSERT INTO words SELECT 'w' || n, n FROM generate_series(1, 60000) n; "
            "CREATE TABLE tenants (tenant int, n int, words text, PRIMARY KEY (tenant, n)); "
            "INSERT INTO tenants SELECT 1, n, 'x' FROM generate_series(1, 60000) n"));
        VERIFY_OK(m_databases->copy(u"worded"_s, u"worded2"_s));
        VERIFY_OK(m_databases->run(
            u"worded2"_s,
            "UPDATE words SET n = -1 WHERE id = 'w77'; DELETE FROM words WHERE id = 'w5'; INSERT INTO words VALUES ('new', 1); "
            "UPDATE tenants SET words = 'y' WHERE n IN (3, 59999)"));
        QCOMPARE(differences(compare(u"worded"_s, u"worded2"_s)), (QStringList{u"tenants: 59998 same, 0 left, 0 right, 2 changed"_s,
                                                                               u"words: 59998 same, 1 left, 1 right, 1 changed"_s}));
    }

    void whatCannotBeComparedIsNamed()
    {
        copyAndChange(
            "DROP TABLE heap; CREATE TABLE more (n int); ALTER TABLE tagged ADD extra int; CREATE UNLOGGED TABLE scratch (n int)");
        const Result<Comparison> comparison = compare(u"shop"_s, u"other"_s);
        QCOMPARE(differences(comparison), (QStringList{u"heap: only on the left"_s, u"more: only on the right"_s,
                                                       u"scratch: only on the right"_s, u"tagged: other columns"_s}));
        QVERIFY(!comparison->isEqual());
    }

    void aDumpBroughtBackIsEqual()
    {
        VERIFY_OK(m_databases->dumpAndRestore(u"shop"_s, u"again"_s, *m_databases));
        const Result<Comparison> comparison = compare(u"shop"_s, u"again"_s);
        QCOMPARE(differences(comparison), QStringList());
    }

    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        SilentProgress silent;
        SystemClock clock;
        Job job{stop.get_token(), silent, clock};
        VERIFY_FAULT(compareDatabases(m_databases->at(u"shop"_s), m_databases->at(u"shop"_s), job), Fault::Cancelled);
    }

    void aFewRowsAmongMoreThanAMillionAreFound()
    {
        VERIFY_OK(m_databases->make(u"long"_s, "CREATE TABLE long (id int PRIMARY KEY, words text);"
                                               "INSERT INTO long SELECT n, 'row' FROM generate_series(1, 1400000) AS n"));
        VERIFY_OK(m_databases->copy(u"long"_s, u"longer"_s));
        VERIFY_OK(m_databases->run(u"longer"_s, "UPDATE long SET words = 'moved' WHERE id IN (1, 700000);"
                                                "DELETE FROM long WHERE id = 1399999; INSERT INTO long VALUES (1400001, 'new')"));
        const Result<Comparison> comparison = compare(u"long"_s, u"longer"_s);
        QCOMPARE(differences(comparison), QStringList{u"long: 1399997 same, 1 left, 1 right, 2 changed"_s});
        QCOMPARE(comparison->tables.front().examples, QStringList({u"1"_s, u"1399999"_s, u"700000"_s, u"1400001"_s}));
    }
};

SHUTTLER_TEST(tst_Comparison)
#include "tst_Comparison.moc"
