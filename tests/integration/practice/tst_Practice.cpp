// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "PracticeFixture.h"

#include "core/postgres/Connection.h"
#include "core/postgres/ConnectionString.h"
#include "core/practice/Leftovers.h"
#include "tests/support/Jobs.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>

#include <csignal>
#include <sys/shm.h>

using namespace shuttler;
using namespace Qt::StringLiterals;

class tst_Practice : public QObject {
    Q_OBJECT
    std::unique_ptr<PracticeFixture> m_fixture;
    const EnvironmentName m_name{u"practice"_s};
    PracticeStatus m_status;

    qint64 ask(const QString &sql)
    {
        const Result<ConnectionInfo> info = postgres::parseConnectionString(m_status.connection);
        if (!info)
            return -1;
        Result<postgres::Connection> connection = postgres::Connection::open(*info, {}, test::testJob());
        if (!connection)
            return -1;
        const Result<postgres::Rows> rows = connection->query(sql, test::testJob());
        return rows ? rows->integer(0, 0) : -1;
    }

private slots:
    void initTestCase()
    {
        m_fixture = std::make_unique<PracticeFixture>();
        test::RecordingProgress progress;
        const SystemClock clock;
        Job job{{}, progress, clock};
        Result<PracticeStatus> made = m_fixture->world().create(m_name, PracticeSize::Small, job);
        VERIFY_OK(made);
        m_status = *made;
        QVERIFY(progress.stages().size() >= 4);
    }

    void everythingIsThereAndRuns()
    {
        QVERIFY(m_status.databaseRuns);
        QVERIFY(m_status.appRuns);
        QCOMPARE(m_status.size, u"small"_s);
        QVERIFY(m_status.incidents.isEmpty());
        QCOMPARE(m_fixture->baselinesTaken(), 1);
        QCOMPARE(ask(u"SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"_s), 38);
        QCOMPARE(ask(u"SELECT count(*) FROM pg_constraint WHERE contype = 'f'"_s), 13);
        QCOMPARE(ask(u"SELECT (current_setting('data_checksums') = 'on' AND current_setting('archive_mode') = 'on' "
                     "AND current_setting('track_commit_timestamp') = 'on' AND current_setting('fsync') = 'on' "
                     "AND current_setting('listen_addresses') = '')::int"_s),
                 1);
        QVERIFY(ask(u"SELECT archived_count FROM pg_stat_archiver"_s) > 0);
    }

    void itsReaderMayLookIntoIndexesAndTables()
    {
        QCOMPARE(ask(u"SELECT (has_function_privilege('shuttler_reader', 'bt_index_check(regclass, boolean)', 'EXECUTE') "
                     "AND has_function_privilege('shuttler_reader', to_regproc('verify_heapam'), 'EXECUTE'))::int"_s),
                 1);
    }

    void theEnvironmentIsWrittenDown()
    {
        const Result<Environment> environment = m_fixture->environments().find(m_name);
        VERIFY_OK(environment);
        QVERIFY(environment->kind == EnvironmentKind::Practice);
        QCOMPARE(environment->instance.toString(), u"practice"_s);
        QCOMPARE(environment->app.file, m_status.envFile);
        QCOMPARE(environment->cutover.healthUrl, m_status.healthUrl);
        QVERIFY(QFile::exists(environment->referencesFile) && QFile::exists(environment->sanityFile));
    }

    void theConnectionShowsNoPassword()
    {
        QFile env(m_status.envFile);
        QVERIFY(env.open(QIODevice::ReadOnly));
        const QByteArray text = env.readAll();
        QVERIFY(text.contains("DATABASE_URL=postgresql://shuttler_app:"));
        const QByteArray password = text.mid(text.indexOf("shuttler_app:") + 13, 48);
        QVERIFY(!m_status.connection.contains(QString::fromLatin1(password)));
        QVERIFY(!(env.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void theAppKeepsBooking()
    {
        const int before = askApp(m_status, "/bookings").value(u"count"_s).toInt();
        QTRY_VERIFY(askApp(m_status, "/bookings").value(u"count"_s).toInt() > before);
    }

    void aTakenNameIsRefusedAndNothingIsTouched()
    {
        VERIFY_FAULT(m_fixture->world().create(m_name, PracticeSize::Small, test::testJob()), Fault::Refused);
        QVERIFY(m_fixture->world().status(m_name, test::testJob())->appRuns);
    }

    void aBadNameIsRefused()
    {
        VERIFY_FAULT(m_fixture->world().create(EnvironmentName(u"../x"_s), PracticeSize::Small, test::testJob()),
                     Fault::BadInput);
        VERIFY_FAULT(m_fixture->world().status(EnvironmentName(u"nobody"_s), test::testJob()), Fault::NotFound);
        VERIFY_FAULT(m_fixture->world().destroy(EnvironmentName(u"nobody"_s), test::testJob()), Fault::NotFound);
    }

    void aRestartedAppReadsItsSettingsAnew()
    {
        const qint64 before = askApp(m_status, "/bookings").value(u"pid"_s).toInteger();
        VERIFY_OK(m_fixture->world().restartApp(m_name, test::testJob()));
        const qint64 after = askApp(m_status, "/bookings").value(u"pid"_s).toInteger();
        QVERIFY(after > 0 && after != before);
        QVERIFY(m_fixture->world().status(m_name, test::testJob())->appRuns);
    }

    void anAppThatDiedIsNotReportedAsRunningAndCanBeStarted()
    {
        ::kill(pid_t(askApp(m_status, "/bookings").value(u"pid"_s).toInteger()), SIGKILL);
        QTRY_VERIFY(!m_fixture->world().status(m_name, test::testJob())->appRuns);
        VERIFY_OK(m_fixture->world().restartApp(m_name, test::testJob()));
        QVERIFY(m_fixture->world().status(m_name, test::testJob())->appRuns);
    }

    void anIncidentNamesItsLastGoodSecondAndIsRemembered()
    {
        const Instant begun = SystemClock().now();
        const Result<Incident> incident = m_fixture->world().breakIt(m_name, IncidentKind::BadImport, test::testJob());
        VERIFY_OK(incident);
        QVERIFY(incident->at >= begun);
        QVERIFY(incident->lastGood < incident->at && incident->at - incident->lastGood <= Seconds(1));
        QVERIFY(SystemClock().now() >= incident->at.flooredToSecond() + Seconds(1)); // Its second is over.
        QVERIFY(incident->rows > 0);
        const Result<PracticeStatus> status = m_fixture->world().status(m_name, test::testJob());
        VERIFY_OK(status);
        QCOMPARE(status->incidents.size(), 1);
        QCOMPARE(status->incidents[0].at.toString(), incident->at.toString());
    }

    void moreIncidentsMayFollow()
    {
        for (const IncidentKind kind : {IncidentKind::MassDelete, IncidentKind::DropTable, IncidentKind::Truncate})
            VERIFY_OK(m_fixture->world().breakIt(m_name, kind, test::testJob()));
        QCOMPARE(m_fixture->world().status(m_name, test::testJob())->incidents.size(), 4);
        QCOMPARE(ask(u"SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"_s), 37);
    }

    void resetBringsTheStartBack()
    {
        const Result<PracticeStatus> status = m_fixture->world().reset(m_name, test::testJob());
        VERIFY_OK(status);
        m_status = *status;
        QVERIFY(status->incidents.isEmpty() && status->databaseRuns && status->appRuns);
        QCOMPARE(ask(u"SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"_s), 38);
        QVERIFY(ask(u"SELECT count(*) FROM fees"_s) > 0);
    }

    void destroyLeavesNothingBehindEvenWhenTheServerWasKilledAndTheRecordIsLost()
    {
        QFile pidFile(m_status.directory + u"/pg/postmaster.pid"_s);
        QVERIFY(pidFile.open(QIODevice::ReadOnly));
        const int sharedMemory = pidFile.readAll().split('\n').value(6).simplified().split(' ').value(1).toInt();
        shmid_ds segment{};
        QCOMPARE(::shmctl(sharedMemory, IPC_STAT, &segment), 0);
        for (const LivingProcess &process : processesOf(m_status.directory))
            if (process.program == u"postgres"_s)
                ::kill(process.pid, SIGKILL);
        QFile::remove(m_fixture->state() + u"/practice/practice/practice.toml"_s);

        VERIFY_OK(m_fixture->world().destroy(m_name, test::testJob()));

        QCOMPARE(m_fixture->traces(), QStringList());
        QVERIFY(::shmctl(sharedMemory, IPC_STAT, &segment) != 0);
    }

    void cleanupTestCase() { m_fixture.reset(); }
};

SHUTTLER_TEST(tst_Practice)
#include "tst_Practice.moc"
