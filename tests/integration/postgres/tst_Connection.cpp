// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Connection.h"
#include "tests/support/Jobs.h"
#include "tests/support/TempCluster.h"
#include "tests/support/Test.h"

#include <QElapsedTimer>
#include <QFile>

#include <csignal>
#include <future>

using namespace shuttler;
using namespace shuttler::postgres;
using namespace Qt::StringLiterals;

class tst_Connection : public QObject {
    Q_OBJECT
    std::unique_ptr<test::TempCluster> m_cluster;

    Result<Connection> readOnly(const QString &database = u"postgres"_s)
    {
        return Connection::open(m_cluster->socket(database), {}, test::testJob());
    }

private slots:
    void initTestCase()
    {
        Result<std::unique_ptr<test::TempCluster>> cluster = test::TempCluster::start();
        VERIFY_OK(cluster);
        m_cluster = std::move(*cluster);
        VERIFY_OK(m_cluster->run("CREATE TABLE things (id int PRIMARY KEY, name text)"));
    }

    void init() { VERIFY_OK(m_cluster->run("TRUNCATE things")); }

    void everySessionSpeaksTheSameDialect()
    {
        VERIFY_OK(m_cluster->run(
            "ALTER ROLE postgres SET TimeZone = 'Asia/Kolkata'; ALTER ROLE postgres SET DateStyle = 'SQL, DMY'"));
        Result<Connection> connection = readOnly();
        VERIFY_OK(connection);
        const Result<Rows> rows = connection->query(
            u"SELECT timestamptz '2026-11-18 11:42:06.25Z', interval '90 min', 0.1::float8 + 0.2::float8, "
            "current_setting('client_encoding')"_s,
            test::testJob());
        VERIFY_OK(m_cluster->run("ALTER ROLE postgres RESET ALL"));
        VERIFY_OK(rows);
        QCOMPARE(rows->text(0, 0), u"2026-11-18 11:42:06.25+00"_s);
        QCOMPARE(rows->text(0, 1), u"PT1H30M"_s);
        QCOMPARE(rows->text(0, 2), u"0.30000000000000004"_s);
        QCOMPARE(rows->text(0, 3), u"UTF8"_s);
    }

    void aReadOnlySessionRefusesToChange()
    {
        Result<Connection> connection = readOnly();
        VERIFY_OK(connection);
        VERIFY_FAULT(connection->query(u"INSERT INTO things VALUES (1, 'x')"_s, test::testJob()), Fault::Refused);
        QCOMPARE(connection->lastState(), QByteArray("25006"));
        QCOMPARE(connection->query(u"SELECT count(*) FROM things"_s, test::testJob())->integer(0, 0), 0);
    }

    void nullIsToldApartFromEmpty()
    {
        Result<Connection> connection = readOnly();
        VERIFY_OK(connection);
        const Result<Rows> rows =
            connection->query(u"SELECT $1::text AS a, $2::text AS b, $3::bigint"_s,
                              {std::nullopt, QByteArray(""), QByteArray("9007199254740993")}, test::testJob());
        VERIFY_OK(rows);
        QVERIFY(rows->isNull(0, 0));
        QVERIFY(!rows->isNull(0, 1));
        QCOMPARE(rows->columnName(1), u"b"_s);
        QCOMPARE(rows->integer(0, 2), 9007199254740993);
    }

    void aScriptIsOneTransaction()
    {
        Result<Connection> connection = m_cluster->session();
        VERIFY_OK(connection);
        VERIFY_FAULT(connection->script("INSERT INTO things VALUES (1, 'x'); INSERT INTO things VALUES (1, 'y')",
                                        test::testJob()),
                     Fault::Refused);
        QCOMPARE(connection->query(u"SELECT count(*) FROM things"_s, test::testJob())->integer(0, 0), 0);
        const Result<Rows> changed =
            connection->script("INSERT INTO things VALUES (1, 'x'), (2, 'y')", test::testJob());
        VERIFY_OK(changed);
        QCOMPARE(changed->affected(), 2);
    }

    void aStopCancelsTheRunningStatementOnTheServerWithinASecond()
    {
        Result<Connection> connection = readOnly();
        VERIFY_OK(connection);
        std::stop_source stop;
        SilentProgress progress;
        SystemClock clock;
        Job job{stop.get_token(), progress, clock};
        QElapsedTimer sinceStop;
        auto stopper = std::async(std::launch::async, [&] {
            Result<Connection> watcher = readOnly();
            while (watcher
                   && watcher->query(u"SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"_s,
                                     test::testJob())
                              ->size()
                          == 0)
                ;
            sinceStop.start();
            stop.request_stop();
        });

        VERIFY_FAULT(connection->query(u"SELECT pg_sleep(60)"_s, job), Fault::Cancelled);
        stopper.get();

        QVERIFY2(sinceStop.elapsed() < 1000, qPrintable(QString::number(sinceStop.elapsed())));
        const Result<Rows> after = connection->query(u"SELECT 1"_s, test::testJob());
        VERIFY_OK(after); // The session itself is still good.
    }

    void theServersOwnTimeoutEndsASlowQuestion()
    {
        SessionOptions options;
        options.statementTimeout = std::chrono::milliseconds(150);
        Result<Connection> connection = Connection::open(m_cluster->socket(), options, test::testJob());
        VERIFY_OK(connection);
        VERIFY_FAULT(connection->query(u"SELECT pg_sleep(60)"_s, test::testJob()), Fault::Unreachable);
        QCOMPARE(connection->lastState(), QByteArray("57014"));
    }

    void aLockedTableIsNotWaitedForForever()
    {
        Result<Connection> holder = m_cluster->session();
        VERIFY_OK(holder);
        VERIFY_OK(holder->query(u"BEGIN"_s, test::testJob()));
        VERIFY_OK(holder->query(u"LOCK TABLE things"_s, test::testJob()));
        SessionOptions options;
        options.lockTimeout = std::chrono::milliseconds(100);
        Result<Connection> connection = Connection::open(m_cluster->socket(), options, test::testJob());
        VERIFY_OK(connection);
        VERIFY_FAULT(connection->query(u"SELECT * FROM things"_s, test::testJob()), Fault::Unreachable);
        QCOMPARE(connection->lastState(), QByteArray("55P03"));
    }

    void aServerThatGoesAwayIsNeverASuccess_data()
    {
        QTest::addColumn<int>("access");
        QTest::addColumn<QString>("fault");
        QTest::newRow("looking: nothing happened") << int(Access::ReadOnly) << u"unreachable"_s;
        QTest::newRow("changing: nobody knows") << int(Access::ReadWrite) << u"outcome-unknown"_s;
    }
    void aServerThatGoesAwayIsNeverASuccess()
    {
        QFETCH(int, access);
        QFETCH(QString, fault);
        SessionOptions options;
        options.access = Access(access);
        Result<Connection> connection = Connection::open(m_cluster->socket(), options, test::testJob());
        VERIFY_OK(connection);
        const Result<Rows> pid = connection->query(u"SELECT pg_backend_pid()"_s, test::testJob());
        VERIFY_OK(pid);
        auto killer = std::async(std::launch::async, [&] {
            Result<Connection> other = m_cluster->session();
            if (!other)
                return;
            while (
                other->query(u"SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"_s, test::testJob())->size()
                == 0)
                ;
            [[maybe_unused]] const auto ended =
                other->query(u"SELECT pg_terminate_backend($1::int)"_s, {pid->bytes(0, 0)}, test::testJob());
        });

        int rows = 0;
        const Outcome streamed = connection->stream(
            u"SELECT g, pg_sleep(CASE WHEN g = 1000 THEN 60 ELSE 0 END) FROM generate_series(1, 2000) g"_s, {},
            [&rows](const Rows &) { return ++rows > 0; }, test::testJob());
        killer.get();

        QVERIFY(!streamed);
        QCOMPARE(wordFor(streamed.error().fault()), fault);
        const Result<Rows> after = connection->query(u"SELECT 1"_s, test::testJob());
        QVERIFY(!after);
    }

    void aServerThatFallsSilentIsGivenUp()
    {
        SessionOptions options;
        options.statementTimeout = std::chrono::milliseconds(100);
        Result<Connection> connection = Connection::open(m_cluster->socket(), options, test::testJob());
        VERIFY_OK(connection);
        const Result<Rows> pid = connection->query(u"SELECT pg_backend_pid()"_s, test::testJob());
        VERIFY_OK(pid);
        ::kill(pid_t(pid->integer(0, 0)), SIGSTOP);
        const Result<Rows> rows = connection->query(u"SELECT 1"_s, test::testJob());
        ::kill(pid_t(pid->integer(0, 0)), SIGCONT);
        VERIFY_FAULT(rows, Fault::Unreachable);
    }

    void hostileNamesAreOnlyNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("url and quotes") << u"a b?pool=5'\"%"_s;
        QTest::newRow("looks like a connection string") << u"host=elsewhere dbname=x"_s;
        QTest::newRow("looks like a URL") << u"postgresql://elsewhere/x"_s;
        QTest::newRow("backslash and newline") << u"a\\b\nc"_s;
        QTest::newRow("right to left") << u"אקדמיה"_s;
        QTest::newRow("63 bytes") << QString(63, u'x');
    }
    void hostileNamesAreOnlyNames()
    {
        QFETCH(QString, name);
        const QByteArray quoted = Connection::quoted(name).toUtf8();
        VERIFY_OK(m_cluster->run("CREATE DATABASE " + quoted));
        VERIFY_OK(m_cluster->run("CREATE TABLE " + quoted + " (" + quoted + " text)", name));
        VERIFY_OK(
            m_cluster->run("INSERT INTO " + quoted + " VALUES (" + Connection::literal(name).toUtf8() + ")", name));
        Result<Connection> connection = readOnly(name);
        VERIFY_OK(connection);
        const Result<Rows> rows =
            connection->query(u"SELECT current_database(), "_s + Connection::quoted(name) + u" FROM "_s
                                  + Connection::quoted(name) + u" WHERE "_s + Connection::quoted(name) + u" = $1"_s,
                              {name.toUtf8()}, test::testJob());
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), 1);
        QCOMPARE(rows->text(0, 0), name);
        QCOMPARE(rows->text(0, 1), name);
        *connection = std::move(*readOnly());
        VERIFY_OK(m_cluster->run("DROP DATABASE " + quoted));
    }

    void theEnvironmentHasNoSay()
    {
        const QList<QByteArray> names{"PGHOST",    "PGPORT",    "PGUSER",    "PGDATABASE",
                                      "PGOPTIONS", "PGSERVICE", "PGSSLMODE", "PGAPPNAME"};
        for (const QByteArray &name : names)
            qputenv(name.constData(), "nonsense");
        Result<Connection> connection = readOnly();
        for (const QByteArray &name : names)
            qunsetenv(name.constData());
        VERIFY_OK(connection);
        QCOMPARE(connection->query(u"SELECT current_setting('application_name')"_s, test::testJob())->text(0, 0),
                 u"shuttler-ops"_s);
    }

    void threeHundredThousandRowsStreamInFlatMemory()
    {
        const auto residentKilobytes = [] {
            QFile status(u"/proc/self/statm"_s);
            return status.open(QIODevice::ReadOnly) ? status.readAll().split(' ')[1].toLongLong() * 4 : 0;
        };
        Result<Connection> connection = readOnly();
        VERIFY_OK(connection);
        qint64 sum = 0;
        qint64 atFirst = 0;
        qint64 most = 0;
        int rows = 0;
        const Outcome streamed = connection->stream(
            u"SELECT g, repeat('x', 200) FROM generate_series(1, 300000) g"_s, {},
            [&](const Rows &row) {
                sum += row.integer(0, 0);
                if (++rows == 1000)
                    atFirst = residentKilobytes();
                if (rows % 10'000 == 0)
                    most = std::max(most, residentKilobytes());
                return true;
            },
            test::testJob());
        VERIFY_OK(streamed);
        QCOMPARE(rows, 300'000);
        QCOMPARE(sum, 300'000LL * 300'001 / 2);
#ifndef __SANITIZE_ADDRESS__ // Which keeps for a while what was freed.
        QVERIFY2(most - atFirst < 8 * 1024, qPrintable(u"grew by %1 KiB"_s.arg(most - atFirst)));
#endif
    }

    void aStreamMayBeLeftEarlyAndTheSessionGoesOn()
    {
        Result<Connection> connection = readOnly();
        VERIFY_OK(connection);
        int rows = 0;
        VERIFY_OK(connection->stream(
            u"SELECT generate_series(1, 100000000)"_s, {}, [&rows](const Rows &) { return ++rows < 10; },
            test::testJob()));
        QCOMPARE(rows, 10);
        QCOMPARE(connection->query(u"SELECT 7"_s, test::testJob())->integer(0, 0), 7);
    }

    void anErrorInTheMiddleOfAStreamIsAnError()
    {
        Result<Connection> connection = readOnly();
        VERIFY_OK(connection);
        int rows = 0;
        const Outcome streamed = connection->stream(
            u"SELECT 1 / (1000 - g) FROM generate_series(1, 2000) g"_s, {},
            [&rows](const Rows &) { return ++rows > 0; }, test::testJob());
        VERIFY_FAULT(streamed, Fault::Refused);
        QCOMPARE(connection->lastState(), QByteArray("22012"));
        QCOMPARE(connection->query(u"SELECT 7"_s, test::testJob())->integer(0, 0), 7);
    }

    void copyCarriesBothWaysByteForByte()
    {
        Result<Connection> connection = m_cluster->session();
        VERIFY_OK(connection);
        int next = 0;
        VERIFY_OK(connection->copyIn(
            u"COPY things FROM STDIN"_s,
            [&next]() -> Result<QByteArray> {
                if (next == 50'000)
                    return QByteArray();
                ++next;
                return QByteArray::number(next) + "\ttab\\tand\\\\back \xC3\xA9\n";
            },
            test::testJob()));
        QByteArray out;
        VERIFY_OK(connection->copyOut(
            u"COPY (SELECT * FROM things ORDER BY id) TO STDOUT"_s, [&out](const QByteArray &piece) { out += piece; },
            test::testJob()));
        QCOMPARE(out.count('\n'), 50'000);
        QVERIFY(out.startsWith("1\ttab\\tand\\\\back \xC3\xA9\n2\t"));
        QVERIFY(out.endsWith("50000\ttab\\tand\\\\back \xC3\xA9\n"));
    }

    void aCopyThatIsCalledOffLeavesNothing()
    {
        Result<Connection> connection = m_cluster->session();
        VERIFY_OK(connection);
        int pieces = 0;
        const Outcome copied = connection->copyIn(
            u"COPY things FROM STDIN"_s,
            [&pieces]() -> Result<QByteArray> {
                if (++pieces < 100)
                    return QByteArray::number(pieces) + "\tx\n";
                return Error(Fault::Corrupt, u"the source broke"_s);
            },
            test::testJob());
        VERIFY_FAULT(copied, Fault::Corrupt);
        QCOMPARE(connection->query(u"SELECT count(*) FROM things"_s, test::testJob())->integer(0, 0), 0);
    }

    void aWrongCopyIsRefusedAndTheSessionGoesOn()
    {
        Result<Connection> connection = readOnly();
        VERIFY_OK(connection);
        VERIFY_FAULT(connection->copyOut(
                         u"COPY nowhere TO STDOUT"_s, [](const QByteArray &) {}, test::testJob()),
                     Fault::NotFound);
        VERIFY_FAULT(connection->copyIn(
                         u"COPY things FROM STDIN"_s, [] { return QByteArray(); }, test::testJob()),
                     Fault::Refused);
        VERIFY_FAULT(connection->copyOut(
                         u"SELECT 1"_s, [](const QByteArray &) {}, test::testJob()),
                     Fault::Defect);
        QCOMPARE(connection->query(u"SELECT 7"_s, test::testJob())->integer(0, 0), 7);
    }

    void aMissingDatabaseIsNamed()
    {
        const Result<Connection> connection = readOnly(u"no such"_s);
        VERIFY_FAULT(connection, Fault::Refused);
        QVERIFY(connection.error().what().contains(u"no such"_s));
    }

    void nobodyAtTheSocketIsUnreachable()
    {
        ConnectionInfo info = m_cluster->socket();
        info.port = 5999;
        VERIFY_FAULT(Connection::open(info, {}, test::testJob()), Fault::Unreachable);
    }

    void cleanupTestCase()
    {
        m_cluster.reset();
    }
};

SHUTTLER_TEST(tst_Connection)
#include "tst_Connection.moc"
