// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/CommandCutover.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <thread>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

CommandCutover shell(const QString &script)
{
    return CommandCutover({u"/bin/sh"_s, u"-c"_s, script});
}

} // namespace

class tst_CommandCutover : public QObject {
    Q_OBJECT

private slots:
    void runsTheProgramWithItsArgumentsAsTheyAre()
    {
        QTemporaryDir folder;
        const QString trace = folder.filePath(u"trace"_s);
        CommandCutover cutover(
            {u"/bin/sh"_s, u"-c"_s, u"printf '%s|' \"$@\" > "_s + trace, u"sh"_s, u"a b"_s, u"$HOME;true"_s});
        VERIFY_OK(cutover.check(testJob()));
        VERIFY_OK(cutover.run(testJob()));
        QFile file(trace);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("a b|$HOME;true|"));
    }

    void aCommandThatCannotRunIsFoundOutBeforehand_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("empty") << QStringList();
        QTest::newRow("an empty program") << QStringList{QString()};
        QTest::newRow("not absolute") << QStringList{u"systemctl"_s, u"restart"_s};
        QTest::newRow("not there") << QStringList{u"/nowhere/systemctl"_s};
        QTest::newRow("a folder") << QStringList{u"/usr"_s};
        QTest::newRow("not executable") << QStringList{u"/etc/passwd"_s};
    }
    void aCommandThatCannotRunIsFoundOutBeforehand()
    {
        QFETCH(QStringList, command);
        CommandCutover cutover(command);
        const auto checked = cutover.check(testJob());
        VERIFY_FAULT(checked, Fault::BadInput);
        QVERIFY(!checked.error().means().isEmpty() && !checked.error().todo().isEmpty());
        VERIFY_FAULT(cutover.run(testJob()), Fault::BadInput);
    }

    void aFailureBringsItsLastWordsOnly()
    {
        const auto failed =
            shell(u"echo password=hunter2 >&2; for i in 1 2 3 4 5; do echo line $i >&2; done; exit 3"_s).run(testJob());
        VERIFY_FAULT(failed, Fault::Refused);
        QVERIFY(failed.error().what().contains(u"code 3"_s));
        QCOMPARE(failed.error().details(), u"line 1\nline 2\nline 3\nline 4\nline 5"_s);
    }

    void whatItPrintsIsNotShownWhenItWorks()
    {
        RecordingProgress progress;
        ManualClock clock;
        Job job{{}, progress, clock};
        VERIFY_OK(shell(u"echo password=hunter2"_s).run(job));
        QVERIFY(progress.lines().isEmpty());
    }

    void aCommandThatHadToBeStoppedMayHaveTakenEffect()
    {
        QTemporaryDir folder;
        const QString started = folder.filePath(u"started"_s);
        std::stop_source stop;
        SilentProgress progress;
        SystemClock clock;
        Job job{stop.get_token(), progress, clock};
        std::jthread stopper([&] {
            while (!QFile::exists(started))
                std::this_thread::yield();
            stop.request_stop();
        });
        QElapsedTimer took;
        took.start();
        VERIFY_FAULT(shell(u"touch %1; exec sleep 60"_s.arg(started)).run(job), Fault::OutcomeUnknown);
        QVERIFY(took.elapsed() < 10'000);
    }

    void aStopBeforehandRunsNothing()
    {
        QTemporaryDir folder;
        const QString trace = folder.filePath(u"trace"_s);
        std::stop_source stop;
        stop.request_stop();
        SilentProgress progress;
        SystemClock clock;
        Job job{stop.get_token(), progress, clock};
        VERIFY_FAULT(shell(u"touch "_s + trace).run(job), Fault::Cancelled);
        QVERIFY(!QFile::exists(trace));
    }
};

SHUTTLER_TEST(tst_CommandCutover)
#include "tst_CommandCutover.moc"
