// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/base/Process.h"
#include "tests/support/Child.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace shuttler;
using namespace Qt::StringLiterals;

static Command shell(const QString &script)
{
    Command command;
    command.program = u"/bin/sh"_s;
    command.arguments = {u"-c"_s, script};
    return command;
}

static bool runs(pid_t pid)
{
    const Result<QByteArray> stat = readWholeFile(u"/proc/%1/stat"_s.arg(pid));
    const qsizetype name = stat ? stat->lastIndexOf(')') : -1;
    return name > 0 && stat->at(name + 2) != 'Z';
}

class tst_Process : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void aProgramThatFailsIsAResult()
    {
        const auto result = runCommand(shell(u"echo out; echo err >&2; exit 7"_s), test::testJob());
        VERIFY_OK(result);
        QCOMPARE(result->exitCode, 7);
        QCOMPARE(result->output, QByteArray("out\n"));
        QCOMPARE(result->errors, QByteArray("err\n"));
    }

    void aProgramThatIsNotThereIsAnErrorWithAdvice()
    {
        const auto result = runCommand({u"/nowhere/pg_ctl"_s, {}, {}, {}, {}, {}}, test::testJob());
        VERIFY_FAULT(result, Fault::NotFound);
        QVERIFY(result.error().what().contains(u"/nowhere/pg_ctl"_s));
        QVERIFY(!result.error().todo().isEmpty());
    }

    void noShellEverSeesTheArguments()
    {
        Command command;
        command.program = u"/bin/echo"_s;
        command.arguments = {u"$(touch x); 'a b' \"%\" ; * ?"_s};
        const auto result = runCommand(command, test::testJob());
        VERIFY_OK(result);
        QCOMPARE(result->output, QByteArray("$(touch x); 'a b' \"%\" ; * ?\n"));
    }

    void theEnvironmentIsSmallAndInUtc()
    {
        qputenv("SHUTTLER_TEST_LEAK", "leak");
        Command command;
        command.program = u"/usr/bin/env"_s;
        command.environment = {{u"PGHOST"_s, u"/run/x"_s}};
        const auto result = runCommand(command, test::testJob());
        qunsetenv("SHUTTLER_TEST_LEAK");
        VERIFY_OK(result);
        QVERIFY(!result->output.contains("leak"));
        for (const char *line : {"TZ=UTC\n", "LANG=C.UTF-8\n", "PGHOST=/run/x\n"})
            QVERIFY2(result->output.contains(line), line);
    }

    void takesAndGivesMoreThanAPipeHolds()
    {
        Command command;
        command.program = u"/bin/cat"_s;
        command.input = QByteArray(3'000'000, 'x');
        const auto result = runCommand(command, test::testJob());
        VERIFY_OK(result);
        QCOMPARE(result->output, command.input);
    }

    void handsOverEachLineAlsoAnUnfinishedLast()
    {
        QList<QByteArray> lines;
        VERIFY_OK(runCommand(shell(u"printf 'one\\ntwo\\nthr'; printf ee"_s), test::testJob(),
                             [&](const QByteArray &line) { lines.append(line); }));
        QCOMPARE(lines, (QList<QByteArray>{"one", "two", "three"}));
    }

    void stopsWhenAskedTo()
    {
        std::stop_source stop;
        SilentProgress progress;
        const SystemClock clock;
        Job job{stop.get_token(), progress, clock};
        pid_t pid = 0;
        const auto result = runCommand(shell(u"echo $$; exec sleep 60"_s), job, [&](const QByteArray &line) {
            pid = line.toInt();
            stop.request_stop();
        });
        VERIFY_FAULT(result, Fault::Cancelled);
        QVERIFY(pid > 0 && !runs(pid));
    }

    void doesNotStartWhenAlreadyAskedToStop()
    {
        std::stop_source stop;
        stop.request_stop();
        SilentProgress progress;
        const SystemClock clock;
        Job job{stop.get_token(), progress, clock};
        const QString trace = m_folder.filePath(u"trace"_s);
        VERIFY_FAULT(runCommand(shell(u"touch "_s + trace), job), Fault::Cancelled);
        QVERIFY(!QFile::exists(trace));
    }

    void endsAtItsCeilingAndKeepsTheLastWords()
    {
        Command command = shell(u"echo waiting for a lock >&2; exec sleep 60"_s);
        command.ceiling = std::chrono::milliseconds(300);
        const auto result = runCommand(command, test::testJob());
        VERIFY_FAULT(result, Fault::Unreachable);
        QCOMPARE(result.error().details().trimmed(), u"waiting for a lock"_s);
    }

    void nobodyIsLeftWorkingForADeadConsole()
    {
        test::Child console([](const auto &say) {
            const auto result = runCommand(shell(u"echo $$; exec sleep 60"_s), test::testJob(), say);
            return result ? 0 : 1;
        });
        const pid_t worker = console.hear().toInt();
        QVERIFY(worker > 0);
        QTRY_VERIFY(runs(worker));

        console.kill();

        QTRY_VERIFY(!runs(worker));
    }

    void rootHandsItsServersToPostgres()
    {
        const auto as = RunAs::forServers();
        VERIFY_OK(as);
        QCOMPARE(as->has_value(), ::geteuid() == 0);
        if (!as->has_value())
            return;
        Command command;
        command.program = u"/usr/bin/id"_s;
        command.as = *as;
        const auto result = runCommand(command, test::testJob());
        VERIFY_OK(result);
        QVERIFY2(result->output.contains("(postgres)") && !result->output.contains("root"), result->output.constData());
    }

    void aDetachedProgramOutlivesUsAndWritesItsLog()
    {
        const QString log = m_folder.filePath(u"detached.log"_s);
        test::Child console([&](const auto &say) {
            const auto pid = startDetached(shell(u"echo started; exec sleep 60"_s), log);
            say(pid ? QByteArray::number(*pid) : "0");
            return 0;
        });
        const pid_t pid = console.hear().toInt();
        QCOMPARE(console.wait(), 0);
        QVERIFY(pid > 0);
        QTRY_COMPARE(readWholeFile(log).value_or(QByteArray()), QByteArray("started\n"));
        QVERIFY(runs(pid));
        QVERIFY(::getsid(pid) != ::getsid(0)); // A terminal that closes does not take it along.
        ::kill(pid, SIGKILL);
    }

    void aDetachedProgramInheritsNothingOfOurs()
    {
        rlimit limit = {};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        const int low = ::open("/dev/null", O_RDONLY);
        const int high = ::fcntl(low, F_DUPFD, std::min<int>(2000, int(limit.rlim_cur) - 1));
        QVERIFY(low >= 0 && high > low);
        const QString log = m_folder.filePath(u"fds.log"_s);
        Command command;
        command.program = u"/bin/ls"_s;
        command.arguments = {u"/proc/self/fd"_s};

        const auto pid = startDetached(command, log);

        ::close(low);
        ::close(high);
        VERIFY_OK(pid);
        QTRY_COMPARE(readWholeFile(log).value_or(QByteArray()),
                     QByteArray("0\n1\n2\n3\n")); // 3 is its own look at the folder.
    }

    void aDetachedProgramThatCannotStartIsAnError()
    {
        VERIFY_FAULT(startDetached({u"/nowhere/pg_ctl"_s, {}, {}, {}, {}, {}}, m_folder.filePath(u"log"_s)),
                     Fault::NotFound);
    }
};

SHUTTLER_TEST(tst_Process)
#include "tst_Process.moc"
