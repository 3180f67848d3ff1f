// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/StagedPractice.h"
#include "tests/e2e/Untouched.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>

#include <csignal>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Others want the same at the same time: the environment, the port.
class tst_TwoAtOnce : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aSecondRestoreIsToldWhoIsAtWorkSinceWhen();
    void aWaitingRestoreKeepsANewOneAway();
    void aTakenPortIsLeftToWhoHasIt();

private:
    StagedPractice m_practice;
};

void tst_TwoAtOnce::initTestCase()
{
    const CtlAnswer created = m_practice.create();
    QVERIFY2(created.exit == 0, created.describe().constData());
}

void tst_TwoAtOnce::aSecondRestoreIsToldWhoIsAtWorkSinceWhen()
{
    const QByteArray env = contentOf(m_practice.envFile());
    const std::unique_ptr<QProcess> first = m_practice.ctl().start({u"restore"_s, m_practice.name(), u"--latest"_s, u"--until"_s, u"4"_s});
    QByteArray said;
    QVERIFY(QTest::qWaitFor([&] { said += first->readAllStandardError(); return said.contains("[4/7]"); }, 60'000));
    // It stands still for as long as it takes to ask: the answer does not depend on who is faster.
    QVERIFY(::kill(pid_t(first->processId()), SIGSTOP) == 0);
    const CtlAnswer second = m_practice.restore({u"--latest"_s});
    const CtlAnswer list = m_practice.ctl().run({u"restore"_s, u"list"_s});
    const QString run = list.json.value(u"runs"_s)[0][u"run"_s].toString();
    const CtlAnswer undo = m_practice.ctl().run({u"restore"_s, u"undo"_s, run});
    ::kill(pid_t(first->processId()), SIGCONT);

    for (const CtlAnswer &refused : {second, undo}) {
        QVERIFY2(refused.exit == 3, refused.describe().constData());
        const QString what = refused.error().value(u"what"_s).toString();
        QVERIFY2(what.contains(u"process %1"_s.arg(first->processId())) && what.contains(u" since 20"_s) && what.contains(run), qPrintable(what));
        QVERIFY(!refused.error().value(u"means"_s).toString().isEmpty());
        QVERIFY(!refused.error().value(u"todo"_s).toString().isEmpty());
    }
    QCOMPARE(list.json.value(u"runs"_s).toArray().size(), 1);

    QVERIFY(first->waitForFinished(120'000));
    QCOMPARE(first->exitCode(), 0); // Nothing of that was in its way.
    QCOMPARE(contentOf(m_practice.envFile()), env);
    const CtlAnswer undone = m_practice.ctl().run({u"restore"_s, u"undo"_s, run});
    QVERIFY2(undone.exit == 0, undone.describe().constData());
}

void tst_TwoAtOnce::aWaitingRestoreKeepsANewOneAway()
{
    const CtlAnswer waiting = m_practice.restore({u"--latest"_s, u"--until"_s, u"3"_s});
    QVERIFY2(waiting.exit == 0, waiting.describe().constData());
    const Untouched before = Untouched::look(m_practice);
    QCOMPARE(complaintAbout(m_practice.restore({u"--latest"_s}), 3, StagedPractice::runOf(waiting), before, m_practice), QString());
    const CtlAnswer undone = m_practice.undo(waiting);
    QVERIFY2(undone.exit == 0, undone.describe().constData());
}

void tst_TwoAtOnce::aTakenPortIsLeftToWhoHasIt()
{
    const ConnectionInfo serving = m_practice.serving();
    const auto socketOf = [&](int port) { return u"%1/.s.PGSQL.%2"_s.arg(serving.host).arg(port); };
    // The next port belongs to somebody on the network, the one after that to somebody in the folder of sockets.
    QTcpServer network;
    [[maybe_unused]] const bool listens = network.listen(QHostAddress::Any, quint16(serving.port + 1)); // Or somebody else does.
    QVERIFY(writeTo(socketOf(serving.port + 2), "somebody else's"));

    const CtlAnswer restored = m_practice.restore({u"--latest"_s, u"--until"_s, u"4"_s});
    QVERIFY2(restored.exit == 0, restored.describe().constData());
    const ConnectionInfo copy = StagedPractice::copyOf(restored);
    QVERIFY2(copy.port > serving.port + 2, qPrintable(QString::number(copy.port)));
    QCOMPARE(contentOf(socketOf(serving.port + 2)), QByteArray("somebody else's"));
    QCOMPARE(StagedPractice::ask(copy, u"SELECT current_setting('port')"_s), QString::number(copy.port));

    const CtlAnswer undone = m_practice.undo(restored);
    QVERIFY2(undone.exit == 0, undone.describe().constData());
    QVERIFY(!QFile::exists(socketOf(copy.port)));
    QVERIFY(QFile::remove(socketOf(serving.port + 2)));
}

SHUTTLER_TEST(tst_TwoAtOnce)
#include "tst_TwoAtOnce.moc"
