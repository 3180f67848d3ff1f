// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/StagedCloud.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/e2e/window/Screen.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// An owner without a mouse, whose database is at AWS: from an empty window to the data of a chosen second.
class tst_RdsByKeyboard : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void anRdsEnvironmentIsAdded();
    void itsDataOfAChosenSecondIsBack();
    void aRestoreLeftInStepFourGoesOnInAnotherWindow();
    void cleanupTestCase();

private:
    void openWindow();
    QString state() { return runs().at(0)[u"state"_s].toString(); }
    QJsonArray runs() { return m_cloud->ctl().run({u"restore"_s, u"list"_s}).json.value(u"runs"_s).toArray(); }
    void fill(const QStringList &fields);

    TestKeyring m_keyring;
    std::unique_ptr<StagedCloud> m_cloud;
    std::unique_ptr<Screen> m_screen;
    QJsonObject m_written; ///< The environment as it was staged, to be entered by hand.
    QString m_ca;
    QProcess m_window;
};

void tst_RdsByKeyboard::initTestCase()
{
    if (!Simulator::isPossible(u"rds"_s) || !TestKeyring::missing().isEmpty())
        QSKIP("The simulated RDS and a keychain are needed: packaging/install-deps --test");
    m_cloud = std::make_unique<StagedCloud>();
    VERIFY_OK(m_cloud->stageRds());
    m_written = m_cloud->ctl().run({u"env"_s, u"show"_s, u"production"_s}).json.value(u"environments"_s)[0].toObject();
    QVERIFY(!m_written.isEmpty());
    m_ca = m_cloud->simulator().caFile();
    // Only the app and the database stay: what the console knows, it is told by keys.
    QVERIFY(QFile::remove(m_cloud->ctl().config() + u"/environments/production.toml"_s));
    qunsetenv("CREDENTIALS_DIRECTORY");
    VERIFY_OK(m_keyring.start());
    m_screen = std::make_unique<Screen>(1280, 830);
    QVERIFY2(m_screen->trouble().isEmpty(), m_screen->trouble().constData());
}

void tst_RdsByKeyboard::openWindow()
{
    m_screen->show(m_window, qEnvironmentVariable("SHUTTLER_BIN") + u"/shuttler-ops"_s,
                   {u"--config"_s, m_cloud->ctl().config(), u"--state"_s, m_cloud->ctl().state()});
}

/// Each text into its field, and on to the next one; an empty one is passed by.
void tst_RdsByKeyboard::fill(const QStringList &fields)
{
    for (qsizetype i = 0; i < fields.size(); ++i) {
        if (!fields[i].isEmpty())
            m_screen->type(fields[i]);
        if (i + 1 < fields.size())
            m_screen->press({u"Tab"_s});
    }
}

void tst_RdsByKeyboard::anRdsEnvironmentIsAdded()
{
    const QJsonObject keys = m_cloud->simulator().credentials();
    const QJsonObject source = m_cloud->simulator().sourceNamed();
    Ctl &ctl = m_cloud->ctl();
    openWindow();
    QVERIFY(m_screen->waitFor(u"Shuttler Ops"_s, 60));
    QVERIFY(m_screen->pressUntil({u"Tab"_s, u"space"_s}, u"Add an environment, 1 of 3"_s, 30)); // From Practice, AWS is the next.
    fill({u"production"_s, {}, {}, source.value(u"database"_s).toString(), u"eu-central-1"_s});
    m_screen->press({u"Tab"_s, u"space"_s, u"Tab"_s}); // What is seldom needed.
    fill({m_cloud->simulator().endpoint(), m_ca});
    m_screen->picture(u"rds-01-provider"_s);
    QVERIFY(m_screen->pressUntil({u"Return"_s}, u"Add an environment, 2 of 3"_s, 30));
    fill({{}, keys.value(u"accessKey"_s).toString(), keys.value(u"secretKey"_s).toString(), {}, {}, source.value(u"user"_s).toString(),
          source.value(u"password"_s).toString(), m_ca});
    QVERIFY(m_screen->pressUntil({u"Return"_s}, u"Add an environment, 2 of 3: Signed in"_s, 60));
    m_screen->picture(u"rds-02-signed-in"_s);
    QVERIFY(m_screen->pressUntil({u"Return"_s}, u"Add an environment, 3 of 3"_s, 30));
    fill({{}, {}, m_written.value(u"envFile"_s).toString(), {}, {}, u"/bin/sh "_s + m_written.value(u"redeploy"_s)[1].toString(),
          m_written.value(u"healthUrl"_s).toString(), m_written.value(u"healthUrl"_s).toString() + u"/db"_s});
    m_screen->picture(u"rds-03-app"_s);
    QVERIFY(ctl.run({u"env"_s, u"list"_s}).json.value(u"environments"_s).toArray().isEmpty());
    QVERIFY(m_screen->pressUntil({u"Return"_s}, u"Overview · production"_s, 60));
    m_screen->picture(u"rds-04-overview"_s);

    const QJsonObject added = ctl.run({u"env"_s, u"show"_s, u"production"_s}).json.value(u"environments"_s)[0].toObject();
    for (const QString &key : {u"instance"_s, u"database"_s, u"envFile"_s, u"redeploy"_s, u"healthUrl"_s})
        QCOMPARE(added.value(key), m_written.value(key));
    QCOMPARE(added.value(u"providerSettings"_s)[u"credential"_s].toString(), u"production/aws-keys"_s);
    QVERIFY(m_screen->pressUntil({u"ctrl+9"_s}, u"Environments · production"_s, 30));
    m_screen->picture(u"rds-05-environments"_s);
    const CtlAnswer checked = ctl.run({u"env"_s, u"check"_s, u"production"_s});
    QVERIFY2(checked.exit == 0, checked.describe().constData());
}

void tst_RdsByKeyboard::itsDataOfAChosenSecondIsBack()
{
    Ctl &ctl = m_cloud->ctl();
    Simulator &simulator = m_cloud->simulator();
    const QString old = m_cloud->instance();
    const CtlAnswer backup = ctl.run({u"backup"_s, u"production"_s, u"--name"_s, u"nightly"_s});
    QVERIFY2(backup.exit == 0, backup.describe().constData());
    VERIFY_OK(m_cloud->startApp());
    // The second before somebody broke it; the window of what can be restored ends a little later, and stands still.
    const Instant lastGood = SystemClock().now().flooredToSecond() + Seconds(1);
    QTRY_VERIFY(SystemClock().now() > lastGood + Seconds(1));
    VERIFY_OK(StagedPractice::run(simulator.source(), "DELETE FROM notifications; UPDATE students SET email = 'x' || id"));
    const Result<QJsonObject> shipped = simulator.post(u"ship"_s, {});
    VERIFY_OK(shipped);
    const Result<Instant> newest = Instant::parse(shipped->value(u"newest"_s).toString());
    VERIFY_OK(newest);
    QVERIFY(*newest > lastGood);

    QVERIFY(m_screen->pressUntil({u"ctrl+shift+r"_s}, u"Step 1 of 7"_s, 60));
    m_screen->picture(u"rds-06-step1"_s);
    QVERIFY(m_screen->pressUntil({u"ctrl+Return"_s}, u"Step 2 of 7"_s, 60));
    m_screen->picture(u"rds-07-step2"_s);
    QVERIFY(m_screen->pressUntil({u"ctrl+Return"_s}, u"Step 3 of 7"_s, 60));
    m_screen->press({u"Left"_s}); // From the backup to an exact second; entered again, the step begins with its field.
    QVERIFY(m_screen->pressUntil({u"alt+Left"_s}, u"Step 2 of 7"_s, 30));
    QVERIFY(m_screen->pressUntil({u"ctrl+Return"_s}, u"Step 3 of 7"_s, 30));
    m_screen->press({u"Home"_s, u"ctrl+Right"_s, u"ctrl+Right"_s, u"ctrl+Right"_s}); // Past day, month and year.
    m_screen->type(lastGood.toString().mid(11, 8).remove(u':'));
    m_screen->picture(u"rds-08-step3"_s);
    QVERIFY(m_screen->pressUntil({u"ctrl+Return"_s}, u"Step 4 of 7, Restore to"_s, 60));
    m_screen->picture(u"rds-09-plan"_s);
    VERIFY_OK(simulator.post(u"options"_s, {{u"shipEvery"_s, 5}}));
    QVERIFY(m_screen->leave(u"Step 4 of 7, Restore to"_s, {u"ctrl+Return"_s}, 60));
    QVERIFY(m_screen->waitFor(u"Step 4 of 7, Restored"_s, 300));
    m_screen->picture(u"rds-10-step4"_s);
    QVERIFY(m_screen->pressUntil({u"ctrl+Return"_s}, u"Step 5 of 7"_s, 60));
    m_screen->picture(u"rds-11-step5"_s);
    QVERIFY(m_screen->pressUntil({u"Tab"_s, u"Tab"_s, u"Return"_s}, u"Save the new DATABASE_URL"_s, 30));
    QVERIFY(m_screen->pressUntil({u"Tab"_s, u"Return"_s}, u"Step 5 of 7"_s, 30));
    QVERIFY(m_screen->pressUntil({u"ctrl+Return"_s}, u"Step 6 of 7"_s, 60));
    m_screen->picture(u"rds-12-step6"_s);
    QVERIFY(m_screen->pressUntil({u"ctrl+Return"_s}, u"Step 7 of 7"_s, 180));
    m_screen->picture(u"rds-13-step7"_s);
    m_screen->press({u"ctrl+Return"_s});
    QVERIFY(QTest::qWaitFor([this] { return state() == u"done"_s; }, 240'000));
    m_screen->picture(u"rds-14-done"_s);

    const CtlAnswer run = ctl.run({u"restore"_s, u"show"_s, runs().at(0)[u"run"_s].toString()});
    QCOMPARE(run.json.value(u"moment"_s).toString(), lastGood.toString());
    QVERIFY(m_cloud->instance() != old);
    const Result<DatabaseUrl> url = m_cloud->databaseUrl();
    VERIFY_OK(url);
    QVERIFY(url->port() != simulator.source().port);
    QCOMPARE(StagedPractice::ask(url->connection(), u"SELECT count(*) > 0 FROM notifications"_s), u"t"_s);
    QCOMPARE(StagedPractice::ask(url->connection(), u"SELECT count(*) FROM students WHERE email LIKE 'x%'"_s), u"0"_s);
}

void tst_RdsByKeyboard::aRestoreLeftInStepFourGoesOnInAnotherWindow()
{
    const auto instances = [this] { return m_cloud->simulator().get(u"state"_s)->value(u"instances"_s).toArray().size(); };
    const qsizetype before = instances();
    QVERIFY(m_screen->pressUntil({u"ctrl+Return"_s}, u"Overview · production"_s, 30)); // Finish.
    QVERIFY(m_screen->pressUntil({u"ctrl+shift+r"_s}, u"Step 1 of 7"_s, 60));
    for (const QString &step : {u"Step 2 of 7"_s, u"Step 3 of 7"_s, u"Step 4 of 7, Restore to"_s})
        QVERIFY(m_screen->pressUntil({u"ctrl+Return"_s}, step, 60));
    QVERIFY(m_screen->leave(u"Step 4 of 7, Restore to"_s, {u"ctrl+Return"_s}, 60));
    QVERIFY(QTest::qWaitFor([&] { return instances() > before; }, 60'000));
    m_screen->press({u"ctrl+q"_s});
    if (!m_window.waitForFinished(3000)) {
        m_screen->picture(u"rds-15-closing"_s);
        m_screen->press({u"Tab"_s, u"Return"_s}); // "Close", which is not the safe answer.
    }
    QVERIFY(m_window.waitForFinished(60'000));
    QVERIFY(state() != u"done"_s);

    openWindow();
    QVERIFY(m_screen->waitFor(u"Overview · production"_s, 60));
    QVERIFY(m_screen->pressUntil({u"ctrl+shift+r"_s}, u"Step "_s, 60));
    m_screen->picture(u"rds-16-continued"_s);
    QVERIFY(m_screen->pressUntil({u"ctrl+Return"_s}, u"Step 5 of 7"_s, 240));
    QCOMPARE(instances(), before + 1); // Gone on with, not begun again.
    QCOMPARE(runs().size(), 2);
}

void tst_RdsByKeyboard::cleanupTestCase()
{
    if (m_window.state() == QProcess::NotRunning)
        return;
    m_window.terminate();
    m_window.waitForFinished(30'000);
}

SHUTTLER_TEST(tst_RdsByKeyboard)
#include "tst_RdsByKeyboard.moc"
