// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/AcademyLoader.h"
#include "core/practice/IncidentScript.h"
#include "tests/support/Jobs.h"
#include "tests/support/TempCluster.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::postgres;
using namespace Qt::StringLiterals;

class tst_AcademyDatabase : public QObject {
    Q_OBJECT
    std::unique_ptr<test::TempCluster> m_cluster;
    std::optional<Connection> m_connection;

    qint64 count(const QString &sql)
    {
        const Result<Rows> rows = m_connection->query(u"SELECT count(*) FROM "_s + sql, test::testJob());
        return rows ? rows->integer(0, 0) : -1;
    }

private slots:
    void initTestCase()
    {
        Result<std::unique_ptr<test::TempCluster>> cluster = test::TempCluster::start();
        VERIFY_OK(cluster);
        m_cluster = std::move(*cluster);
        VERIFY_OK(m_cluster->run("CREATE DATABASE filled"));
        Result<Connection> filling = m_cluster->session(u"filled"_s);
        VERIFY_OK(filling);
        VERIFY_OK(loadAcademy(*filling, PracticeSize::Small, SystemClock().now(), test::testJob()));
    }

    /// Every test breaks a fresh copy.
    void init()
    {
        m_connection.reset();
        VERIFY_OK(m_cluster->run("DROP DATABASE IF EXISTS academy"));
        VERIFY_OK(m_cluster->run("CREATE DATABASE academy TEMPLATE filled"));
        Result<Connection> connection = m_cluster->session(u"academy"_s);
        VERIFY_OK(connection);
        m_connection = std::move(*connection);
    }

    void itHasTheBackendsShape()
    {
        QCOMPARE(count(u"pg_tables WHERE schemaname = 'public'"_s), 38);
        QCOMPARE(count(u"pg_constraint WHERE contype = 'f'"_s), 13);
        QCOMPARE(count(u"pg_indexes WHERE schemaname = 'public'"_s), 111);
        QCOMPARE(count(u"pg_sequences WHERE schemaname = 'public'"_s), 38);
    }

    void itIsOfTheSizeItSays()
    {
        const Result<Rows> rows = m_connection->query(
            u"SELECT sum((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', tablename), false, true, "
            "'')))[1]::text::bigint) "
            "FROM pg_tables WHERE schemaname = 'public'"_s,
            test::testJob());
        VERIFY_OK(rows);
        QVERIFY2(rows->integer(0, 0) > 14'000 && rows->integer(0, 0) < 28'000, qPrintable(rows->text(0, 0)));
    }

    void anIncidentDoesItsDamageAndSaysWhen_data()
    {
        QTest::addColumn<QString>("word");
        QTest::newRow("wrong import") << u"bad-import"_s;
        QTest::newRow("dropped table") << u"drop-table"_s;
        QTest::newRow("mass delete") << u"mass-delete"_s;
        QTest::newRow("emptied table") << u"truncate"_s;
    }
    void anIncidentDoesItsDamageAndSaysWhen()
    {
        QFETCH(QString, word);
        const QMap<QString, QString> hit{{u"bad-import"_s, u"fee_payments WHERE amount = 0"_s},
                                         {u"truncate"_s, u"fees"_s},
                                         {u"mass-delete"_s, u"attendance"_s},
                                         {u"drop-table"_s, u"pg_tables WHERE schemaname = 'public'"_s}};
        const qint64 attendance = count(u"attendance"_s);
        const qint64 books = count(u"fees"_s) + count(u"fee_payments"_s) + count(u"fee_installments"_s);
        const qint64 before = count(hit[word]);
        const Result<IncidentScript> script = IncidentScript::load(*incidentFrom(word));
        VERIFY_OK(script);
        const Instant begun = SystemClock().now();

        const Result<Damage> damage = letLoose(*script, *m_connection, test::testJob());

        VERIFY_OK(damage);
        QVERIFY(begun <= damage->at && damage->at <= SystemClock().now());
        QVERIFY(damage->rows > 0);
        if (word == u"bad-import"_s) {
            QCOMPARE(before, 0);
            QVERIFY(count(hit[word]) > 0 && count(hit[word]) <= damage->rows);
        } else if (word == u"drop-table"_s) {
            QCOMPARE(count(hit[word]), 37);
            QCOMPARE(damage->rows, attendance);
        } else if (word == u"truncate"_s) {
            QCOMPARE(count(u"fees"_s), 0);
            QCOMPARE(count(u"fee_payments"_s), 0);
            QCOMPARE(damage->rows, books);
        } else {
            QVERIFY(count(hit[word]) > 0 && count(hit[word]) < before);
        }
    }

    void theSameIncidentTwiceFindsNothingLeft_data()
    {
        QTest::addColumn<QString>("word");
        QTest::newRow("dropped table") << u"drop-table"_s;
        QTest::newRow("emptied table") << u"truncate"_s;
    }
    void theSameIncidentTwiceFindsNothingLeft()
    {
        QFETCH(QString, word);
        const Result<IncidentScript> script = IncidentScript::load(*incidentFrom(word));
        VERIFY_OK(letLoose(*script, *m_connection, test::testJob()));
        VERIFY_FAULT(letLoose(*script, *m_connection, test::testJob()), Fault::Refused);
        VERIFY_OK(
            m_connection->query(u"SELECT 1"_s, test::testJob())); // The session is not stuck in a broken transaction.
    }

    void cleanupTestCase()
    {
        m_connection.reset();
        m_cluster.reset();
    }
};

SHUTTLER_TEST(tst_AcademyDatabase)
#include "tst_AcademyDatabase.moc"
