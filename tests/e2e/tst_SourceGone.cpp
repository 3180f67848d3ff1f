// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Clock.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

#include <csignal>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The worst day: the server is dead and its files are gone. What reached the archive is enough.
class tst_SourceGone : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cannotPromiseWhatNeverReachedTheArchive();
    void restoresThroughAllSevenStepsWithoutTheOldServer();
    void isDestroyedWithoutLeftovers();

private:
    StagedPractice m_practice;
    QString m_moment;
    QString m_baseline;
};

void tst_SourceGone::initTestCase()
{
    const CtlAnswer created = m_practice.create();
    QVERIFY2(created.exit == 0, created.describe().constData());
    QVERIFY(m_practice.waitForBookings(3));
    const ConnectionInfo server = m_practice.serving();
    QVERIFY(::kill(m_practice.appPid(), SIGSTOP) == 0);
    m_baseline = m_practice.ctl().folder() + u"/baseline.json"_s;
    const CtlAnswer taken = m_practice.ctl().run({u"baseline"_s, m_practice.name(), u"--output"_s, m_baseline});
    QVERIFY2(taken.exit == 0, taken.describe().constData());
    m_moment = SystemClock().now().toString();
    QVERIFY(::kill(m_practice.appPid(), SIGCONT) == 0);
    QVERIFY(m_practice.waitForBookings(3));

    // The archive has the moment, and more.
    const QString closed = StagedPractice::ask(server, u"SELECT pg_walfile_name(pg_current_wal_lsn())"_s);
    VERIFY_OK(StagedPractice::run(server, "SELECT pg_switch_wal()"));
    QTRY_VERIFY_WITH_TIMEOUT(StagedPractice::ask(server, u"SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver"_s) >= closed, 60'000);
    QVERIFY(m_practice.waitForBookings(2));

    const QString data = m_practice.directory() + u"/pg"_s;
    const pid_t postmaster = contentOf(data + u"/postmaster.pid"_s).split('\n').value(0).toInt();
    QVERIFY(postmaster > 1 && ::kill(postmaster, SIGQUIT) == 0); // Immediate: no last word, no last file for the archive.
    QTRY_VERIFY_WITH_TIMEOUT(::kill(postmaster, 0) != 0, 30'000);
    QVERIFY(QDir(data).removeRecursively());
}

void tst_SourceGone::cannotPromiseWhatNeverReachedTheArchive()
{
    const CtlAnswer refused = m_practice.restore({u"--at"_s, SystemClock().now().toString()});
    QVERIFY2(refused.exit == 3, refused.describe().constData());
    QVERIFY(refused.error().value(u"what"_s).toString().contains(u"has not reached the archive"_s));
    QVERIFY(refused.error().value(u"todo"_s).toString().contains(u"or earlier"_s));
}

void tst_SourceGone::restoresThroughAllSevenStepsWithoutTheOldServer()
{
    const CtlAnswer restored = m_practice.restore({u"--at"_s, m_moment, u"--until"_s, u"4"_s});
    QVERIFY2(restored.exit == 0, restored.describe().constData());
    const CtlAnswer verified = m_practice.ctl().run({u"verify"_s, restored.json.value(u"connection"_s).toString(), u"--baseline"_s, m_baseline, u"--exact"_s});
    QVERIFY2(verified.exit == 0, verified.describe().constData());

    const CtlAnswer done = m_practice.resume(restored, {u"--accept-warnings"_s});
    QVERIFY2(done.exit == 0, done.describe().constData());
    QCOMPARE(done.json.value(u"state"_s).toString(), u"done"_s);
    for (const QJsonValue &step : done.json.value(u"steps"_s).toArray())
        QVERIFY2(step[u"result"_s] == u"done"_s, qPrintable(step[u"name"_s].toString()));
    QVERIFY(m_practice.waitForBookings(2));
    QCOMPARE(m_practice.environment().value(u"instance"_s), restored.json.value(u"instance"_s));

    // It goes on as any other: broken, and got back again.
    const CtlAnswer broken = m_practice.ctl().run({u"practice"_s, u"break"_s, u"truncate"_s});
    QVERIFY2(broken.exit == 0, broken.describe().constData());
    const QString lastGood = broken.json.value(u"incidents"_s)[0][u"lastGood"_s].toString();
    const CtlAnswer again = m_practice.restore({u"--at"_s, lastGood, u"--accept-warnings"_s});
    QVERIFY2(again.exit == 0, again.describe().constData());
    QVERIFY(m_practice.waitForBookings(1));
}

void tst_SourceGone::isDestroyedWithoutLeftovers()
{
    const pid_t app = m_practice.appPid();
    const CtlAnswer destroyed = m_practice.ctl().run({u"practice"_s, u"destroy"_s});
    QVERIFY2(destroyed.exit == 0, destroyed.describe().constData());
    QVERIFY(!QFile::exists(m_practice.directory()));
    QVERIFY(app > 1 && QTest::qWaitFor([app] { return ::kill(app, 0) != 0; }, 10'000));
    QVERIFY(!QFile::exists(m_practice.environmentFile()));
}

SHUTTLER_TEST(tst_SourceGone)
#include "tst_SourceGone.moc"
