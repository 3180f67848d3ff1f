// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/StagedPractice.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The computer was restarted: `practice status` says so, and `practice start` is all that is needed.
class tst_PracticeComesBack : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theCommandIsNamedWhereOneLooksForIt();
    void whatRunsAlreadyIsNoMistake();
    void afterAPowerFailureOneCommandBringsItBack();
    void nobodyStartsItWhileARestoreIsDriven();
    void anOpenRestoreKeepsItsAppForTheCutOver();

private:
    /// Without --json, as a person reads it.
    QString inWords(const QStringList &arguments);
    QJsonObject status();
    void killEverything();
    CtlAnswer startAgain() { return m_practice.ctl().run({u"practice"_s, u"start"_s, u"--name"_s, m_practice.name()}); }

    StagedPractice m_practice;
    QString m_healthUrl;
};

QString tst_PracticeComesBack::inWords(const QStringList &arguments)
{
    QProcess process;
    process.start(qEnvironmentVariable("SHUTTLER_BIN", QCoreApplication::applicationDirPath()) + u"/shuttlerctl"_s,
                  QStringList{u"--config"_s, m_practice.ctl().config(), u"--state"_s, m_practice.ctl().state()} + arguments);
    process.waitForFinished(60'000);
    return QString::number(process.exitCode()) + u'\n' + QString::fromUtf8(process.readAllStandardOutput());
}

QJsonObject tst_PracticeComesBack::status()
{
    return m_practice.ctl().run({u"practice"_s, u"status"_s, u"--name"_s, m_practice.name()}).json.value(u"environment"_s).toObject();
}

void tst_PracticeComesBack::killEverything()
{
    QList<pid_t> pids{m_practice.appPid()};
    for (QDirIterator files(m_practice.directory(), {u"postmaster.pid"_s}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
         files.hasNext();)
        pids.append(contentOf(files.next()).split('\n').value(0).toInt());
    for (const pid_t pid : std::as_const(pids))
        QVERIFY(pid > 1 && ::kill(pid, SIGKILL) == 0);
    QTRY_COMPARE_WITH_TIMEOUT(status().value(u"databaseRuns"_s).toBool() || status().value(u"appRuns"_s).toBool(), false, 30'000);
}

void tst_PracticeComesBack::initTestCase()
{
    const CtlAnswer created = m_practice.create();
    QVERIFY2(created.exit == 0, created.describe().constData());
    m_healthUrl = created.json.value(u"environment"_s)[u"healthUrl"_s].toString();
    QVERIFY(m_practice.waitForBookings(1));
}

void tst_PracticeComesBack::theCommandIsNamedWhereOneLooksForIt()
{
    QVERIFY(inWords({u"practice"_s, u"--help"_s}).contains(u"|start|"_s));
    const CtlAnswer misspelt = m_practice.ctl().run({u"practice"_s, u"strat"_s});
    QCOMPARE(misspelt.exit, 2);
    QVERIFY2(misspelt.error().value(u"todo"_s).toString().contains(u"|start|"_s), misspelt.describe().constData());
    const CtlAnswer unknown = m_practice.ctl().run({u"practice"_s, u"start"_s, u"--name"_s, u"nobody"_s});
    QCOMPARE(unknown.exit, 2);
    QVERIFY2(unknown.error().value(u"what"_s).toString().contains(u"no Practice named \"nobody\""_s), unknown.describe().constData());
}

void tst_PracticeComesBack::whatRunsAlreadyIsNoMistake()
{
    const pid_t app = m_practice.appPid();
    const CtlAnswer again = startAgain();
    QVERIFY2(again.exit == 0, again.describe().constData());
    QCOMPARE(again.json.value(u"environment"_s)[u"state"_s].toString(), u"running"_s);
    const QString said = inWords({u"practice"_s, u"start"_s});
    QVERIFY2(said.startsWith(u"0\n"_s) && said.contains(u"runs already"_s), qPrintable(said));
    QCOMPARE(m_practice.appPid(), app);
}

void tst_PracticeComesBack::afterAPowerFailureOneCommandBringsItBack()
{
    const QString payments = u"SELECT count(*) FROM fee_payments"_s;
    const int before = StagedPractice::ask(m_practice.serving(), payments).toInt();
    QVERIFY(before > 0);
    killEverything();

    QCOMPARE(status().value(u"state"_s).toString(), u"stopped"_s);
    const QString said = inWords({u"practice"_s, u"status"_s});
    QVERIFY2(said.contains(u"stopped"_s) && said.contains(u"shuttlerctl practice start --name practice"_s), qPrintable(said));
    const CtlAnswer tooEarly = m_practice.ctl().run({u"practice"_s, u"break"_s, u"truncate"_s});
    QVERIFY2(tooEarly.error().value(u"todo"_s).toString().contains(u"practice start"_s), tooEarly.describe().constData());

    const CtlAnswer started = startAgain();

    QVERIFY2(started.exit == 0, started.describe().constData());
    QCOMPARE(started.json.value(u"environment"_s)[u"state"_s].toString(), u"running"_s);
    QCOMPARE(started.json.value(u"environment"_s)[u"healthUrl"_s].toString(), m_healthUrl);
    QVERIFY(StagedPractice::ask(m_practice.serving(), payments).toInt() >= before);
    QVERIFY(m_practice.waitForBookings(1));
}

void tst_PracticeComesBack::nobodyStartsItWhileARestoreIsDriven()
{
    killEverything();
    const QByteArray file = QFile::encodeName(m_practice.ctl().state() + u"/locks/practice.lock"_s);
    QDir().mkpath(m_practice.ctl().state() + u"/locks"_s);
    const int lock = ::open(file.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    QVERIFY(lock >= 0 && ::fcntl(lock, F_OFD_SETLK, &whole) == 0);
    const CtlAnswer refused = startAgain();
    ::close(lock);
    QVERIFY2(refused.exit == 3, refused.describe().constData());
    QCOMPARE(status().value(u"state"_s).toString(), u"stopped"_s);
    QCOMPARE(startAgain().exit, 0);
}

void tst_PracticeComesBack::anOpenRestoreKeepsItsAppForTheCutOver()
{
    const CtlAnswer prepared = m_practice.restore({u"--latest"_s, u"--until"_s, u"5"_s});
    QVERIFY2(prepared.exit == 0, prepared.describe().constData());
    killEverything();

    const CtlAnswer refused = startAgain();

    QVERIFY2(refused.exit == 3, refused.describe().constData());
    QVERIFY(refused.error().value(u"todo"_s).toString().contains(u"restore list"_s));
    QVERIFY(status().value(u"databaseRuns"_s).toBool() && !status().value(u"appRuns"_s).toBool());
    const CtlAnswer undone = m_practice.undo(prepared);
    QVERIFY2(undone.exit == 0, undone.describe().constData());
    QCOMPARE(startAgain().exit, 0);
    QCOMPARE(status().value(u"state"_s).toString(), u"running"_s);
    QVERIFY(m_practice.waitForBookings(1));
}

SHUTTLER_TEST(tst_PracticeComesBack)
#include "tst_PracticeComesBack.moc"
