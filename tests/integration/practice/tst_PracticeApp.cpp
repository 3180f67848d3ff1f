// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/AcademyLoader.h"
#include "tests/support/Jobs.h"
#include "tests/support/TempCluster.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// The stand-in app as a process, against a real database.
class tst_PracticeApp : public QObject {
    Q_OBJECT
    std::unique_ptr<test::TempCluster> m_cluster;
    QTemporaryDir m_folder;
    int m_port = 0;
    std::unique_ptr<QProcess> m_app;

    void writeEnv(const QByteArray &text)
    {
        QFile file(m_folder.filePath(u".env"_s));
        if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            file.write(text);
    }
    QByteArray url(const QByteArray &database = "academy") const
    {
        return "postgresql://shuttler_app:se%27cret@/" + database + "?host=" + m_cluster->socketFolder().toUtf8()
             + "&port=" + QByteArray::number(m_cluster->port());
    }
    void startApp()
    {
        m_port = test::freePort();
        m_app = std::make_unique<QProcess>();
        m_app->setProcessChannelMode(QProcess::MergedChannels);
        m_app->start(qEnvironmentVariable("SHUTTLER_BIN") + u"/shuttler-practice-app"_s,
                     {u"--env"_s, m_folder.filePath(u".env"_s), u"--pid-file"_s, m_folder.filePath(u"pid"_s),
                      u"--port"_s, QString::number(m_port), u"--rate"_s, u"50"_s});
        m_app->waitForStarted();
    }
    QByteArray ask(const QByteArray &request) const
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(m_port));
        if (!socket.waitForConnected(2000))
            return {};
        socket.write(request);
        QByteArray answer;
        while (socket.waitForReadyRead(6000))
            answer += socket.readAll();
        return answer + socket.readAll();
    }
    QByteArray get(const QByteArray &path) const { return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"); }
    QJsonObject bookings() const
    {
        const QByteArray answer = get("/bookings");
        return QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4)).object();
    }

private slots:
    void initTestCase()
    {
        if (qEnvironmentVariableIsEmpty("SHUTTLER_BIN"))
            qputenv("SHUTTLER_BIN", QCoreApplication::applicationDirPath().toUtf8());
        test::TempCluster::Options options;
        options.hbaFirst = "local all shuttler_app scram-sha-256\n";
        Result<std::unique_ptr<test::TempCluster>> cluster = test::TempCluster::start(options);
        VERIFY_OK(cluster);
        m_cluster = std::move(*cluster);
        VERIFY_OK(m_cluster->run("CREATE ROLE shuttler_app LOGIN PASSWORD 'se''cret'"));
        VERIFY_OK(m_cluster->run("CREATE DATABASE academy"));
        Result<postgres::Connection> filling = m_cluster->session(u"academy"_s);
        VERIFY_OK(filling);
        VERIFY_OK(loadAcademy(*filling, PracticeSize::Small, SystemClock().now(), test::testJob()));
        VERIFY_OK(m_cluster->run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO shuttler_app; "
                                 "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO shuttler_app",
                                 u"academy"_s));
    }

    void init() { writeEnv("# the app\nDATABASE_URL='" + url() + "'\nLOG_LEVEL=info\n"); }

    void cleanup()
    {
        if (m_app) {
            m_app->terminate();
            m_app->waitForFinished(10'000);
            m_app.reset();
        }
    }

    void itBooksWhatTheDatabaseThenHolds()
    {
        const auto payments = [this] {
            Result<postgres::Connection> connection = m_cluster->session(u"academy"_s);
            return connection->query(u"SELECT count(*) FROM fee_payments"_s, test::testJob())->integer(0, 0);
        };
        const qint64 before = payments();
        startApp();
        QTRY_VERIFY(bookings().value(u"count"_s).toInt() >= 5);
        QCOMPARE(bookings().value(u"failed"_s).toInt(), 0);
        QCOMPARE(bookings().value(u"pid"_s).toInteger(), m_app->processId());
        QVERIFY(payments() >= before + 5);
        const Result<postgres::Rows> names =
            m_cluster->session(u"academy"_s)
                ->query(u"SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'academy-app'"_s,
                        test::testJob());
        VERIFY_OK(names);
        QCOMPARE(names->text(0, 0), u"shuttler_app"_s);
    }

    void itsHealthIsWordedLikeTheRealOnes()
    {
        startApp();
        QTRY_VERIFY(get("/health").startsWith("HTTP/1.1 200 "));
        QVERIFY(get("/health").endsWith(R"({"status":"ok","app":"shuttler","version":"1.0.0"})"));
        QTRY_VERIFY(get("/health/db").endsWith(R"({"status":"ok","database":"connected"})"));
        QVERIFY(get("/elsewhere").startsWith("HTTP/1.1 404 "));
        QVERIFY(ask("HEAD /health HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 405 "));
    }

    void itStaysUpWhileTheDatabaseIsGoneAndBooksAgainAfterwards()
    {
        startApp();
        QTRY_VERIFY(bookings().value(u"count"_s).toInt() >= 1);
        VERIFY_OK(m_cluster->stop(u"fast"_s));
        QTRY_VERIFY(get("/health/db").startsWith("HTTP/1.1 500 "));
        QVERIFY(get("/health/db").endsWith("Internal Server Error"));
        QVERIFY(get("/health").startsWith("HTTP/1.1 200 "));

        VERIFY_OK(m_cluster->startAgain());

        const int before = bookings().value(u"count"_s).toInt();
        QTRY_VERIFY(bookings().value(u"count"_s).toInt() > before);
        QTRY_VERIFY(get("/health/db").startsWith("HTTP/1.1 200 "));
    }

    void aLostTableMakesBookingsFailButNotTheApp()
    {
        startApp();
        QTRY_VERIFY(bookings().value(u"count"_s).toInt() >= 1);
        VERIFY_OK(m_cluster->run("ALTER TABLE attendance RENAME TO lost", u"academy"_s));
        QTRY_VERIFY(bookings().value(u"failed"_s).toInt() >= 2);
        VERIFY_OK(m_cluster->run("ALTER TABLE lost RENAME TO attendance", u"academy"_s));
        const int before = bookings().value(u"count"_s).toInt();
        QTRY_VERIFY(bookings().value(u"count"_s).toInt() > before);
    }

    void aChangeOfTheEnvFileCountsFromTheNextStart()
    {
        startApp();
        QTRY_VERIFY(get("/health/db").startsWith("HTTP/1.1 200 "));
        writeEnv("export DATABASE_URL=\"" + url("nowhere") + "\"\n");
        QVERIFY(get("/health/db").startsWith("HTTP/1.1 200 "));
        cleanup();
        startApp();
        QTRY_VERIFY(get("/health").startsWith("HTTP/1.1 200 "));
        QVERIFY(get("/health/db").startsWith("HTTP/1.1 500 "));
    }

    void itEndsCleanlyAndSaysNoPassword()
    {
        startApp();
        QTRY_VERIFY(QFile::exists(m_folder.filePath(u"pid"_s)) && !bookings().isEmpty());
        m_app->terminate();
        QVERIFY(m_app->waitForFinished(5000));
        QCOMPARE(m_app->exitCode(), 0);
        QCOMPARE(m_app->exitStatus(), QProcess::NormalExit);
        QVERIFY(!QFile::exists(m_folder.filePath(u"pid"_s)));
        QVERIFY(!m_app->readAll().contains("cret"));
    }

    void itEndsAtOnceWithoutADatabaseUrl()
    {
        writeEnv("OTHER=1\n");
        startApp();
        QVERIFY(m_app->waitForFinished(5000));
        QCOMPARE(m_app->exitCode(), 1);
        QVERIFY(m_app->readAll().contains("has no DATABASE_URL"));
    }

    void endlessHeadsAreCutOff()
    {
        startApp();
        QTRY_VERIFY(get("/health").startsWith("HTTP/1.1 200 "));
        QVERIFY(ask("GET /health HTTP/1.1\r\nX: " + QByteArray(10'000, 'x')).startsWith("HTTP/1.1 431 "));
        QVERIFY(ask("rubbish\r\n\r\n").startsWith("HTTP/1.1 400 "));
    }

    void cleanupTestCase() { m_cluster.reset(); }
};

SHUTTLER_TEST(tst_PracticeApp)
#include "tst_PracticeApp.moc"
