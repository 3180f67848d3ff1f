// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "PracticeFixture.h"

#include "core/base/Files.h"
#include "core/postgres/Connection.h"
#include "core/postgres/ConnectionString.h"
#include "core/practice/AppSettings.h"
#include "core/practice/Leftovers.h"
#include "core/providers/pgbackrest/PgBackRestProvider.h"
#include "tests/support/Jobs.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QJsonObject>
#include <QScopeGuard>
#include <QTcpServer>
#include <QUrl>

#include <csignal>
#include <thread>

#include <sys/stat.h>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// A Practice after a crash or a restart of the computer: nothing of it runs, its notes name processes that are gone or others' by now.
class tst_PracticeStart : public QObject {
    Q_OBJECT
    std::unique_ptr<PracticeFixture> m_fixture;
    const EnvironmentName m_name{u"practice"_s};
    PracticeStatus m_made;

    static constexpr int Patience = 30'000; ///< For a busy computer.

    PracticeWorld &world() { return m_fixture->world(); }
    PracticeStatus now() { return world().status(m_name, test::testJob()).value_or(PracticeStatus()); }
    QString folder() const { return m_made.directory; }
    static int firstNumberIn(const QString &file)
    {
        return readWholeFile(file).value_or(QByteArray()).split('\n').first().toInt();
    }
    pid_t serverPid() const { return firstNumberIn(folder() + u"/pg/postmaster.pid"_s); }
    pid_t appPid() { return pid_t(askApp(now(), "/bookings").value(u"pid"_s).toInteger()); }

    /// What a power failure does to it.
    void killEverything()
    {
        for (const LivingProcess &process : processesOf(folder()))
            ::kill(process.pid, SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(processesOf(folder()).isEmpty(), Patience);
    }
    void killTheApp()
    {
        const pid_t app = appPid();
        QVERIFY(app > 0);
        ::kill(app, SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(!now().appRuns, Patience);
    }
    static void replaceInPlace(const QString &file, const QByteArray &from, const QByteArray &to)
    {
        const QByteArray text = readWholeFile(file).value_or(QByteArray());
        QVERIFY2(text.contains(from), qPrintable(file));
        QFile written(file);
        QVERIFY(written.open(QIODevice::WriteOnly | QIODevice::Truncate));
        written.write(QByteArray(text).replace(from, to));
    }
    /// Somebody else's process, of the user that runs the servers.
    static pid_t startStranger()
    {
        Command sleep;
        sleep.program = u"/usr/bin/sleep"_s;
        sleep.arguments = {u"300"_s};
        sleep.as = RunAs::forServers().value_or(std::nullopt);
        return startDetached(sleep, u"/dev/null"_s).value_or(-1);
    }
    Result<postgres::Connection> session()
    {
        Result<ConnectionInfo> info = postgres::parseConnectionString(now().connection);
        if (!info)
            return std::move(info).error();
        return postgres::Connection::open(*info, {}, test::testJob());
    }
    qint64 ask(const QString &sql)
    {
        Result<postgres::Connection> connection = session();
        const Result<postgres::Rows> rows =
            connection ? connection->query(sql, test::testJob()) : Error(connection.error());
        return rows ? rows->integer(0, 0) : -1;
    }
    void verifyItIsWellAgain()
    {
        QVERIFY(now().isRunning());
        QCOMPARE(now().healthUrl, m_made.healthUrl);
        QTRY_COMPARE_WITH_TIMEOUT(askApp(now(), "/health/db").value(u"database"_s).toString(), u"connected"_s,
                                  Patience);
        QTRY_VERIFY_WITH_TIMEOUT(askApp(now(), "/bookings").value(u"count"_s).toInt() > 0, Patience);
    }
    PgBackRestProvider provider()
    {
        return PgBackRestProvider(*PgBackRestSettings::from(m_fixture->environments().find(m_name)->providerSettings));
    }
    void pointTheAppAt(int fromPort, int toPort)
    {
        replaceInPlace(m_made.envFile, "&port=" + QByteArray::number(fromPort), "&port=" + QByteArray::number(toPort));
    }

private slots:
    void initTestCase()
    {
        m_fixture = std::make_unique<PracticeFixture>();
        const Result<PracticeStatus> made = world().create(m_name, PracticeSize::Small, test::testJob());
        VERIFY_OK(made);
        m_made = *made;
    }
    void init() { VERIFY_OK(world().start(m_name, test::testJob())); }

    void whatRunsIsLeftAlone()
    {
        const pid_t server = serverPid();
        const pid_t app = appPid();
        QVERIFY(server > 0 && app > 0);
        VERIFY_OK(world().start(m_name, test::testJob()));
        QCOMPARE(serverPid(), server);
        QCOMPARE(appPid(), app);
    }

    void afterAPowerFailureEverythingThatWasCommittedIsThere()
    {
        QTRY_VERIFY_WITH_TIMEOUT(askApp(now(), "/bookings").value(u"count"_s).toInt() >= 5, Patience);
        const qint64 before = ask(u"SELECT count(*) FROM fee_payments"_s);
        QVERIFY(before > 0);
        killEverything();
        QVERIFY(QFile::exists(folder() + u"/pg/postmaster.pid"_s) && QFile::exists(folder() + u"/app/app.pid"_s));
        QVERIFY(!now().databaseRuns && !now().appRuns);

        const Result<PracticeStatus> started = world().start(m_name, test::testJob());

        VERIFY_OK(started);
        QVERIFY(started->isRunning());
        QCOMPARE(started->connection, m_made.connection);
        QVERIFY(ask(u"SELECT count(*) FROM fee_payments"_s) >= before);
        verifyItIsWellAgain();
    }

    void aNumberThatIsSomebodyElsesNowIsNotTrusted()
    {
        const QByteArray server = QByteArray::number(serverPid());
        const QByteArray app = QByteArray::number(appPid());
        killEverything();
        const pid_t stranger = startStranger();
        QVERIFY(stranger > 0);
        const QByteArray strangers = QByteArray::number(stranger);
        replaceInPlace(folder() + u"/pg/postmaster.pid"_s, server + '\n', strangers + '\n');
        replaceInPlace(folder() + u"/s/.s.PGSQL.5432.lock"_s, server + '\n', strangers + '\n');
        replaceInPlace(folder() + u"/app/app.pid"_s, app + '\n', strangers + '\n');
        QVERIFY(!now().databaseRuns && !now().appRuns);

        const Result<PracticeStatus> started = world().start(m_name, test::testJob());

        const bool strangerLives = ::kill(stranger, 0) == 0;
        ::kill(stranger, SIGKILL);
        VERIFY_OK(started);
        QVERIFY(strangerLives);
        QVERIFY(serverPid() != stranger);
        verifyItIsWellAgain();
    }

    /// A session that is busy does not notice that its server is gone, and keeps the next one from starting.
    void aServerThatDiedAloneIsStartedInSpiteOfWhatItLeft()
    {
        std::jthread busy([this] {
            if (Result<postgres::Connection> connection = session()) [[maybe_unused]]
                const auto lost = connection->script("DO $$ BEGIN LOOP END LOOP; END $$", test::testJob());
        });
        const QString who =
            u"SELECT coalesce(max(pid), 0) FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'"_s;
        QTRY_VERIFY_WITH_TIMEOUT(ask(who) > 0, Patience);
        const auto neverForEver = qScopeGuard([pid = pid_t(ask(who))] {
            if (pid > 0)
                ::kill(pid, SIGKILL);
        });
        const pid_t server = serverPid();
        QVERIFY(server > 0);
        ::kill(server, SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(!now().databaseRuns, Patience);
        const pid_t app = appPid();

        VERIFY_OK(world().start(m_name, test::testJob()));

        QCOMPARE(appPid(), app); // It waited, and needed no start.
        verifyItIsWellAgain();
    }

    void anAppThatDiedAloneIsStartedAtItsPort()
    {
        const pid_t server = serverPid();
        killTheApp();
        VERIFY_OK(world().start(m_name, test::testJob()));
        QCOMPARE(serverPid(), server);
        verifyItIsWellAgain();
    }

    void anAppWhoseNoteIsLostIsNotStartedTwice()
    {
        const pid_t app = appPid();
        QVERIFY(QFile::remove(folder() + u"/app/app.pid"_s));
        VERIFY_OK(world().start(m_name, test::testJob()));
        QCOMPARE(appPid(), app);
        VERIFY_OK(world().restartApp(m_name, test::testJob()));
        QVERIFY(appPid() != app);
    }

    void aTakenPortIsSaidAndNoOtherIsChosen()
    {
        killTheApp();
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, quint16(QUrl(m_made.healthUrl).port())));

        const Result<PracticeStatus> refused = world().start(m_name, test::testJob());

        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY2(refused.error().what().contains(QString::number(other.serverPort())),
                 qPrintable(refused.error().what()));
        QVERIFY(!refused.error().means().isEmpty() && refused.error().todo().contains(u"Stop the other program"_s));
        QVERIFY(now().databaseRuns && !now().appRuns);
        other.close();
        VERIFY_OK(world().start(m_name, test::testJob()));
        verifyItIsWellAgain();
    }

    void aFolderOfTheSocketsIsTheServersAlone()
    {
        killEverything();
        const QString sockets = folder() + u"/s"_s;
        const auto openToOthers = [&sockets] {
            return QFile::permissions(sockets)
                 & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther);
        };
        QCOMPARE(::chmod(QFile::encodeName(sockets).constData(), 0777), 0);
        const Result<PracticeStatus> refused = world().start(m_name, test::testJob());
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY(refused.error().what().contains(sockets) && !refused.error().todo().isEmpty());
        QVERIFY(!now().databaseRuns);

        // Below /tmp, or of a session, it is gone after a restart of the computer.
        QVERIFY(QDir(sockets).removeRecursively());
        VERIFY_OK(world().start(m_name, test::testJob()));
        QVERIFY(!openToOthers());
        verifyItIsWellAgain();
    }

    /// A restore is open, and has prepared the app's DATABASE_URL: it moves at the cut-over and not before.
    void anAppWhoseMoveIsOnlyPreparedIsNotStarted()
    {
        killTheApp();
        pointTheAppAt(5432, 5433);

        const Result<PracticeStatus> refused = world().start(m_name, test::testJob());

        pointTheAppAt(5433, 5432);
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY2(refused.error().what().contains(u"5433"_s) && refused.error().what().contains(u"5432"_s),
                 qPrintable(refused.error().what()));
        QVERIFY(refused.error().todo().contains(u"shuttlerctl restore list"_s));
        QVERIFY(now().databaseRuns && !now().appRuns);
    }

    void aCopyThatServesIsWhatIsStarted()
    {
        Environment environment = *m_fixture->environments().find(m_name);
        const InstanceId first = environment.instance;
        const InstanceId copy(u"practice-r1"_s);
        VERIFY_OK(provider().catchUp(first, test::testJob()));
        VERIFY_OK(provider().startRestore({first, copy, u"r1"_s, AtLatest{}}, test::testJob()));
        QTRY_VERIFY_WITH_TIMEOUT(provider().state(copy, test::testJob())->phase == InstancePhase::Available,
                                 2 * Patience);
        VERIFY_OK(provider().hold(first, SystemClock().now() + Seconds(3600), test::testJob()));
        environment.instance = copy;
        environment.lineage = {first};
        VERIFY_OK(m_fixture->environments().save(environment));
        pointTheAppAt(5432, provider().connection(copy, test::testJob())->port);
        killEverything();

        const Result<PracticeStatus> started = world().start(m_name, test::testJob());

        VERIFY_OK(started);
        QVERIFY(started->connection != m_made.connection);
        QVERIFY(provider().state(copy, test::testJob())->phase == InstancePhase::Available);
        QVERIFY(provider().state(first, test::testJob())->phase == InstancePhase::Held); // Nobody asked for that one.
        verifyItIsWellAgain();
        QTRY_VERIFY_WITH_TIMEOUT(
            ask(u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'academy-app'"_s) >= 1, Patience);
    }

    void whatWasNeverMadeCannotBeStarted()
    {
        VERIFY_FAULT(world().start(EnvironmentName(u"two"_s), test::testJob()), Fault::NotFound);
    }

    void cleanupTestCase() { m_fixture.reset(); }
};

SHUTTLER_TEST(tst_PracticeStart)
#include "tst_PracticeStart.moc"
