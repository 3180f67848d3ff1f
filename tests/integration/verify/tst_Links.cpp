// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/verify/Databases.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QFile>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_Links : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;
    QTemporaryDir m_folder;

    QList<Finding> findingsOf(const QString &database, const QString &references = {})
    {
        VerifyRequest request;
        request.copy = m_databases->at(database);
        request.referencesFile = references;
        const auto report = SqlVerifier().contentsGate(request, testJob());
        if (!report)
            return {Finding{
                u"error"_s, CheckGroup::Links, QString::fromUtf8(describe(report.error())), Verdict::Failed, {}, {}, {}, {}, {}, 0}};
        QList<Finding> links;
        for (const Finding &finding : report->findings)
            if (finding.group == CheckGroup::Links)
                links.append(finding);
        return links;
    }

    QString rules(const QByteArray &toml)
    {
        const QString path = m_folder.filePath(u"references.toml"_s);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            file.write(toml);
        return path;
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
    }

    void provesEveryKindOfKey_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("damage");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("found");
        const auto row = [](const char *name, const QByteArray &sql, const QByteArray &damage, const char16_t *subject,
                            const char16_t *found) {
            QTest::newRow(name) << sql << damage << QString::fromUtf16(subject) << QString::fromUtf16(found);
        };
        row("several columns",
            "CREATE TABLE p (a int, b text, PRIMARY KEY (a, b)); CREATE TABLE c (x int, y text, FOREIGN KEY (x, y) REFERENCES p);"
            "INSERT INTO p VALUES (1, 'a'), (2, 'b'); INSERT INTO c VALUES (1, 'a'), (1, NULL), (NULL, 'z'), (NULL, NULL)",
            "INSERT INTO c VALUES (1, 'b')", u"c.(x, y) → p.(a, b)", u"1 missing");
        row("all or nothing",
            "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE c (x int, y int, FOREIGN KEY (x, y) REFERENCES p MATCH FULL);"
            "INSERT INTO p VALUES (1, 1); INSERT INTO c VALUES (1, 1), (NULL, NULL)",
            "INSERT INTO c VALUES (1, NULL), (7, 7)", u"c.(x, y) → p.(a, b)", u"2 missing: 7, 7; 1");
        row("to itself",
            "CREATE TABLE c (id int PRIMARY KEY, boss int REFERENCES c); INSERT INTO c VALUES (1, NULL), (2, 1), (3, 3)",
            "INSERT INTO c VALUES (4, 9)", u"c.boss → c.id", u"1 missing: 9");
        row("with many gaps",
            "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p);"
            "INSERT INTO p SELECT n FROM generate_series(-1000, 2000) n WHERE n % 3 <> 0 OR n > 1900; INSERT INTO c SELECT id FROM p; "
            "INSERT INTO c VALUES (NULL)",
            "INSERT INTO c VALUES (3), (-999), (-1001)", u"c.p → p.id", u"3 missing: -1001; -999; 3");
        row("of another integer type",
            "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (p smallint REFERENCES p); INSERT INTO p VALUES (1); INSERT INTO c "
            "VALUES (1)",
            "INSERT INTO c VALUES (2)", u"c.p → p.id", u"1 missing: 2");
        row("from partitions",
            "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int, p int REFERENCES p) PARTITION BY LIST (id);"
            "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1); CREATE TABLE c2 PARTITION OF c DEFAULT;"
            "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1), (2, 1)",
            "INSERT INTO c2 VALUES (3, 5)", u"c.p → p.id", u"1 missing: 5");
        row("to partitions",
            "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);"
            "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20); CREATE TABLE c (p int REFERENCES p);"
            "INSERT INTO p VALUES (1), (11); INSERT INTO c VALUES (1), (11)",
            "INSERT INTO c VALUES (12)", u"c.p → p.id", u"1 missing: 12");
        row("checked late",
            "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED);"
            "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)",
            "INSERT INTO c VALUES (2), (2), (3)", u"c.p → p.id", u"3 missing: 2; 3");
        row("never checked",
            "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);"
            "ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p NOT VALID",
            "INSERT INTO c VALUES (2)", u"c.p → p.id", u"1 missing: 2");
        row("of words that differ in case only",
            "CREATE EXTENSION citext; CREATE TABLE p (id citext PRIMARY KEY); CREATE TABLE c (p citext REFERENCES p);"
            "INSERT INTO p VALUES ('Ann'); INSERT INTO c VALUES ('ANN')",
            "INSERT INTO c VALUES ('Bob')", u"c.p → p.id", u"1 missing");
        row("of other collations",
            "CREATE TABLE p (id text COLLATE \"C\" PRIMARY KEY); CREATE TABLE c (p text COLLATE \"POSIX\" REFERENCES p);"
            "INSERT INTO p VALUES ('a'); INSERT INTO c VALUES ('a')",
            "INSERT INTO c VALUES ('b')", u"c.p → p.id", u"1 missing");
        row("of an enum",
            "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE p (id mood PRIMARY KEY); CREATE TABLE c (p mood REFERENCES p);"
            "INSERT INTO p VALUES ('sad'); INSERT INTO c VALUES ('sad')",
            "INSERT INTO c VALUES ('glad')", u"c.p → p.id", u"1 missing: glad");
        row("that a child table does not fulfil",
            "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE p_more () INHERITS (p); CREATE TABLE c (p int REFERENCES p);"
            "INSERT INTO p VALUES (1); INSERT INTO p_more VALUES (2); INSERT INTO c VALUES (1)",
            "INSERT INTO c VALUES (2)", u"c.p → p.id", u"1 missing: 2");
        row("named like our own words",
            "CREATE TABLE c (c int PRIMARY KEY, p int, t int, k int, p0 int, question int); "
            "CREATE TABLE p (p int PRIMARY KEY, c int REFERENCES c (c), t int, k int);"
            "INSERT INTO c VALUES (1); INSERT INTO p VALUES (1, 1)",
            "INSERT INTO p VALUES (2, 5)", u"p.c → c.c", u"1 missing: 5");
    }
    void provesEveryKindOfKey()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QByteArray, damage);
        QFETCH(QString, subject);
        QFETCH(QString, found);
        VERIFY_OK(m_databases->run(u"postgres"_s, "DROP DATABASE IF EXISTS keys"));
        VERIFY_OK(m_databases->make(u"keys"_s, sql));

        const QList<Finding> whole = findingsOf(u"keys"_s);
        QVERIFY2(whole.size() == 1 && whole[0].verdict == Verdict::Passed, complaints(whole).constData());
        QCOMPARE(whole[0].subject, subject);

        VERIFY_OK(m_databases->run(u"keys"_s, "SET session_replication_role = replica; " + damage));
        const QList<Finding> broken = findingsOf(u"keys"_s);
        QVERIFY2(broken.size() == 1 && broken[0].verdict == Verdict::Failed, complaints(broken).constData());
        QCOMPARE(broken[0].subject, subject);
        QCOMPARE(broken[0].found, found);
        QVERIFY(!broken[0].sql.isEmpty());
    }

    /// A bit that the server counts in another order would make every row look lost, and be found out by a join that costs more.
    void provesAKeyWithManyGapsInThePass()
    {
        if (m_databases->cluster().tools().major() < 14)
            return; // Only short lists there.
        VERIFY_OK(m_databases->make(
            u"gaps"_s, "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p);"
                       "INSERT INTO p SELECT n FROM generate_series(-1000, 2000) n WHERE n % 3 <> 0; INSERT INTO c SELECT id FROM p"));
        const QList<Finding> links = findingsOf(u"gaps"_s);
        QVERIFY2(links.size() == 1 && links[0].verdict == Verdict::Passed, complaints(links).constData());
        QVERIFY2(links[0].sql.contains(u"get_bit("_s), qPrintable(links[0].sql.left(200)));
    }

    void looksAtTheRowsAndNotAtAnIndexThatLacksThem()
    {
        VERIFY_OK(m_databases->make(u"lying"_s, R"sql(
            CREATE TABLE p (id int PRIMARY KEY, filler text);
            CREATE TABLE c (p int);
            CREATE INDEX c_p ON c (p);
            INSERT INTO p SELECT n, repeat('x', 100) FROM generate_series(1, 5000) n;
            INSERT INTO c SELECT n FROM generate_series(1, 5000) n;
            ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p;
            ANALYZE;
            ALTER DATABASE lying SET enable_seqscan = off;
            SET session_replication_role = replica;
            SET allow_system_table_mods = on;
            UPDATE pg_index SET indisready = false, indisvalid = false WHERE indexrelid = 'c_p'::regclass)sql"));
        VERIFY_OK(m_databases->run(u"lying"_s, "SET session_replication_role = replica; INSERT INTO c VALUES (9999)"));
        VERIFY_OK(m_databases->run(u"lying"_s,
                                   "SET allow_system_table_mods = on; "
                                   "UPDATE pg_index SET indisready = true, indisvalid = true WHERE indexrelid = 'c_p'::regclass"));

        const QList<Finding> findings = findingsOf(u"lying"_s);

        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings[0].found, u"1 missing: 9999"_s);
    }

    void followsRules_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<QString>("found");
        QTest::addColumn<Verdict>("verdict");
        const QByteArray people = "CREATE TABLE owners (id int PRIMARY KEY); CREATE TABLE coaches (id int); "
                                  "INSERT INTO owners VALUES (1); INSERT INTO coaches VALUES (1), (2), (2);";
        QTest::newRow("any of several") << people + "CREATE TABLE c (who int); INSERT INTO c VALUES (1), (2), (NULL), (3)"
                                        << QByteArray("from = \"c.who\"\nto = [\"owners.id\", \"coaches.id\"]") << u"1 missing: 3"_s
                                        << Verdict::Failed;
        QTest::newRow("a parent that is there twice")
            << people + "CREATE TABLE c (kind text, who int); INSERT INTO c VALUES ('coach', 2), ('coach', 3)"
            << QByteArray("from = \"c.who\"\nkind = \"c.kind\"\nto = { coach = \"coaches.id\" }") << u"1 missing: coach 3"_s
            << Verdict::Failed;
        QTest::newRow("the wrong kind")
            << people + "CREATE TABLE c (kind text, who int); INSERT INTO c VALUES ('owner', 1), ('owner', 2), ('coach', 2)"
            << QByteArray("from = \"c.who\"\nkind = \"c.kind\"\nto = { coach = \"coaches.id\", owner = \"owners.id\" }")
            << u"1 missing: owner 2"_s << Verdict::Failed;
        QTest::newRow("an unknown kind and none")
            << people + "CREATE TABLE c (kind text, who int); INSERT INTO c VALUES ('guest', 1), (NULL, 1), (NULL, NULL)"
            << QByteArray("from = \"c.who\"\nkind = \"c.kind\"\nto = { coach = \"coaches.id\" }") << u"2 missing: 1; guest 1"_s
            << Verdict::Failed;
        QTest::newRow("a kind that is an enum")
            << people + "CREATE TYPE kind AS ENUM ('coach'); CREATE TABLE c (kind kind, who int); INSERT INTO c VALUES ('coach', 2)"
            << QByteArray("from = \"c.who\"\nkind = \"c.kind\"\nto = { coach = \"coaches.id\" }") << u"0 missing"_s << Verdict::Passed;
        QTest::newRow("by way of a parent")
            << people
                   + "CREATE TABLE videos (key int PRIMARY KEY, kind text); CREATE TABLE c (video int, who int);"
                     "INSERT INTO videos VALUES (1, 'owner'), (2, 'coach'), (3, 'all'); "
                     "INSERT INTO c VALUES (1, 1), (2, 2), (1, 2), (3, NULL), (4, 1)"
            << QByteArray(
                   "from = \"c.who\"\nkind = \"videos.kind\"\nvia = \"c.video\"\nto = { coach = \"coaches.id\", owner = \"owners.id\" }")
            << u"2 missing: 1; owner 2"_s << Verdict::Failed;
        QTest::newRow("case does not matter there")
            << QByteArray("CREATE EXTENSION citext; CREATE TABLE p (mail citext); CREATE TABLE c (mail citext); "
                          "INSERT INTO p VALUES ('A@b'); INSERT INTO c VALUES ('a@B')")
            << QByteArray("from = \"c.mail\"\nto = \"p.mail\"") << u"0 missing"_s << Verdict::Passed;
        QTest::newRow("no such column") << people + "CREATE TABLE c (who int)" << QByteArray("from = \"c.whom\"\nto = \"owners.id\"")
                                        << u"no column c.whom"_s << Verdict::Warned;
        QTest::newRow("types that cannot be compared")
            << people + "CREATE TABLE c (who json)" << QByteArray("from = \"c.who\"\nto = \"owners.id\"") << QString()
            << Verdict::NotChecked;
        QTest::newRow("tolerated, but by what measure")
            << people + "CREATE TABLE c (who int); INSERT INTO c VALUES (7)"
            << QByteArray("from = \"c.who\"\nto = \"owners.id\"\ntolerate = \"baseline\"") << u"1 missing: 7"_s << Verdict::Warned;
        QTest::newRow("names that need quotes") << QByteArray(
            "CREATE SCHEMA \"my.own\"; CREATE TABLE \"my.own\".\"it's \"\"%1\" (\"from\" int); CREATE TABLE \"select\" (\"to\nbe\" int);"
            "INSERT INTO \"my.own\".\"it's \"\"%1\" VALUES (5)")
                                                << QByteArray(
                                                       "from = '''\"my.own\".\"it's \"\"%1\".from'''\nto = \"select.\\\"to\\nbe\\\"\"")
                                                << u"1 missing: 5"_s << Verdict::Failed;
    }
    void followsRules()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QByteArray, toml);
        QFETCH(QString, found);
        QFETCH(Verdict, verdict);
        VERIFY_OK(m_databases->run(u"postgres"_s, "DROP DATABASE IF EXISTS ruled"));
        VERIFY_OK(m_databases->make(u"ruled"_s, sql));

        const QList<Finding> findings = findingsOf(u"ruled"_s, rules("[[reference]]\n" + toml + '\n'));

        QVERIFY2(!findings.isEmpty() && findings.last().check == u"reference"_s, complaints(findings).constData());
        QVERIFY2(findings.last().verdict == verdict, complaints(findings).constData());
        if (!found.isEmpty())
            QCOMPARE(findings.last().found, found);
    }

    void opensNothingWhenTheRulesAreBroken()
    {
        VerifyRequest request;
        request.copy = m_databases->at(u"there is no such database"_s);
        request.referencesFile = rules("[[reference]]\nfrom = \"a\"\nto = \"b.c\"\n");
        VERIFY_FAULT(SqlVerifier().contentsGate(request, testJob()), Fault::BadInput);
        VERIFY_FAULT(SqlVerifier().verify(request, testJob()), Fault::BadInput);
        BaselineOptions options;
        options.referencesFile = request.referencesFile;
        VERIFY_FAULT(SqlVerifier().takeBaseline(request.copy, options, testJob()), Fault::BadInput);
    }
};

SHUTTLER_TEST(tst_Links)
#include "tst_Links.moc"
