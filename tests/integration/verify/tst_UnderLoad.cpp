// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/verify/Gate.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QFile>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What happens while the server is at work for us, not waiting: each of these questions would take it seconds.
class tst_UnderLoad : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;

    /// Pages that nothing was written to yet, as a crash leaves them; holes in the files, so that they take no space.
    void growHollow(const QString &database, const QString &table, int gigabytes)
    {
        auto session = m_databases->cluster().session(database);
        VERIFY_OK(session);
        const auto path = session->query(u"SELECT pg_relation_filepath('%1')"_s.arg(table), testJob());
        VERIFY_OK(path);
        for (int part = 0; part < gigabytes; ++part) {
            QFile file(m_databases->cluster().dataFolder() + u'/' + path->text(0, 0) + (part > 0 ? u".%1"_s.arg(part) : QString()));
            QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(qint64(1) << 30));
            giveToServers(file.fileName());
        }
    }

    void addPhases() const
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("database");
        QTest::addColumn<QStringList>("only"); ///< The check, where it is asked by itself.
        QTest::addColumn<QString>("condition");
        QTest::addColumn<int>("sessions");
        const auto row = [](const char *name, const char *how, const char *database, const QStringList &only, const QString &condition,
                            int sessions) {
            QTest::newRow(name) << QString::fromLatin1(how) << QString::fromLatin1(database) << only << condition << sessions;
        };
        const QString scan = u"a.query LIKE '%FROM ONLY \"public\".\"wide%\" AS t%'"_s;
        const QString at = u"a.query LIKE '%%1%' AND EXISTS (SELECT FROM pg_locks WHERE pid = a.pid AND relation = '%2'::regclass)"_s;
        row("verify: the rows, over both connections", "verify", "wide", {}, scan, 2);
        row("baseline: the rows", "baseline", "wide", {}, scan, 1);
        row("compare: the rows of both", "compare", "wide", {}, scan, 2);
        row("amcheck: an index against its rows", "verify", "wide", {u"index-sound"_s}, at.arg(u"bt_index_check"_s, u"wide_key"_s), 1);
        if (m_databases->major() >= 14)
            row("amcheck: a table's pages", "verify", "hollow", {u"index-sound"_s}, at.arg(u"verify_heapam"_s, u"hollow"_s), 1);
    }

    Look lookAtIt(Job &job) const
    {
        QFETCH(QString, how);
        QFETCH(QString, database);
        QFETCH(QStringList, only);
        VerifyRequest request;
        request.copy = m_databases->at(database);
        if (!only.isEmpty())
            request.only = CheckQuestion{only, {}};
        return look(how, request, m_databases->at(database), job);
    }
    Result<std::unique_ptr<Gate>> watchIt() const
    {
        QFETCH(QString, database);
        QFETCH(QString, condition);
        QFETCH(int, sessions);
        return Gate::watch(*m_databases, database, condition, sessions);
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        // Little on the disk, much to unpack, write out and hash.
        VERIFY_OK(m_databases->make(u"wide"_s, R"sql(
            CREATE EXTENSION amcheck;
            CREATE TABLE wide (id int PRIMARY KEY, numbers int[]); INSERT INTO wide VALUES (0, array_fill(0, ARRAY[100000]));
            INSERT INTO wide SELECT n, numbers FROM wide, generate_series(1, 1500) n;
            CREATE TABLE wide2 (id int PRIMARY KEY, numbers int[]); INSERT INTO wide2 SELECT * FROM wide;
            CREATE UNIQUE INDEX wide_key ON wide (hash_array_extended(numbers || numbers || numbers, id));
        )sql"));
        VERIFY_OK(m_databases->make(u"hollow"_s,
                                    "CREATE EXTENSION amcheck; CREATE TABLE hollow (id int); INSERT INTO hollow VALUES (1); CHECKPOINT"));
        growHollow(u"hollow"_s, u"hollow"_s, 12);
    }

    void stopsWithinASecond_data() { addPhases(); }
    void stopsWithinASecond()
    {
        auto watch = watchIt();
        VERIFY_OK(watch);
        std::stop_source stop;
        const SystemClock clock;
        SilentProgress silent;
        Job job{stop.get_token(), silent, clock};
        Instant asked;
        (*watch)->whenReached([&](Gate &, qint64) {
            asked = clock.now();
            stop.request_stop();
        });

        const Look found = lookAtIt(job);
        const Instant ended = clock.now();

        auto session = m_databases->cluster().session();
        VERIFY_OK(session);
        const auto left = session->query(
            u"SELECT count(*) FROM pg_stat_activity WHERE datname IN ('wide', 'hollow') AND state = 'active' AND query NOT LIKE "
            "'%pg_stat_activity%'"_s,
            testJob());
        VERIFY_OK(left);
        QCOMPARE(left->integer(0, 0), 0);
        QVERIFY2((*watch)->wasReached(), "nobody was at work on that");
        VERIFY_FAULT(found.outcome, Fault::Cancelled);
        QVERIFY2(ended - asked < std::chrono::milliseconds(1000), qPrintable(QString::number((ended - asked).count())));
    }

    void aConnectionThatBreaksIsNoVerdict_data() { addPhases(); }
    void aConnectionThatBreaksIsNoVerdict()
    {
        auto watch = watchIt();
        VERIFY_OK(watch);
        (*watch)->whenReached([](Gate &gate, qint64) { gate.breakConnections(u"true"_s); });

        const Look found = lookAtIt(testJob());

        QVERIFY2((*watch)->wasReached(), "nobody was at work on that");
        VERIFY_FAULT(found.outcome, Fault::Unreachable);
        QVERIFY(found.findings.isEmpty() && !found.isClean);
    }

    void aServerThatIsRestartedIsNoVerdict_data() { addPhases(); }
    void aServerThatIsRestartedIsNoVerdict()
    {
        auto watch = watchIt();
        VERIFY_OK(watch);
        VERIFY_OK(m_databases->run(u"postgres"_s, "CHECKPOINT"));
        (*watch)->whenReached([](Gate &gate, qint64) {
            [[maybe_unused]] const Outcome stopped = gate.databases().cluster().stop(u"immediate"_s);
            [[maybe_unused]] const Outcome started = gate.databases().cluster().startAgain();
        });

        const Look found = lookAtIt(testJob());

        QVERIFY2((*watch)->wasReached(), "nobody was at work on that");
        VERIFY_FAULT(found.outcome, Fault::Unreachable);
        QVERIFY(found.findings.isEmpty() && !found.isClean);
    }
};

SHUTTLER_TEST(tst_UnderLoad)
#include "tst_UnderLoad.moc"
