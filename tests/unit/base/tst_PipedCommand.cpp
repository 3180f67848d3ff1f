// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/PipedCommand.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QElapsedTimer>

#include <csignal>
#include <thread>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;
using Pipes = PipedCommand::Pipes;
using Taken = PipedCommand::Taken;

/// A program beside us: what goes in, what comes out, and how it ends.
class tst_PipedCommand : public QObject {
    Q_OBJECT

    static std::unique_ptr<PipedCommand> start(const QString &script, Pipes pipes, Job &job = testJob())
    {
        Command command;
        command.program = u"/bin/sh"_s;
        command.arguments = {u"-c"_s, script};
        Result<std::unique_ptr<PipedCommand>> started = PipedCommand::start(command, pipes, job);
        return started ? *std::move(started) : nullptr;
    }
    static Result<QByteArray> readAll(PipedCommand &program, Job &job = testJob())
    {
        QByteArray all;
        QByteArray room(300'000, Qt::Uninitialized);
        for (;;) {
            const Result<qint64> got = program.read(room.data(), room.size(), job);
            if (!got)
                return got.error();
            if (*got == 0)
                return all;
            all.append(room.constData(), *got);
        }
    }

private slots:
    void moreGoesThroughThanAPipeHolds()
    {
        const QByteArray bytes = QByteArray("0123456789abcdef").repeated(500'000);
        auto program = start(u"cat; echo to me >&2"_s, Pipes::Both);
        QVERIFY(program);
        std::thread writing([&] {
            [[maybe_unused]] const Result<Taken> taken = program->write(bytes, testJob());
            program->closeInput();
        });
        const Result<QByteArray> got = readAll(*program);
        writing.join();
        VERIFY_OK(got);
        QVERIFY(*got == bytes);
        const Result<CommandResult> end = program->finish();
        VERIFY_OK(end);
        QCOMPARE(end->exitCode, 0);
        QCOMPARE(end->errors, QByteArray("to me\n"));
        QCOMPARE(end->output, QByteArray()); // It went elsewhere.
    }

    void theEndOfItsOutputIsNotItsSuccess()
    {
        auto program = start(u"echo half; exit 3"_s, Pipes::Output);
        QCOMPARE(readAll(*program).value_or(QByteArray()), QByteArray("half\n"));
        QCOMPARE(program->finish()->exitCode, 3);
        auto killed = start(u"echo half; kill -9 $$"_s, Pipes::Output);
        QCOMPARE(readAll(*killed).value_or(QByteArray()), QByteArray("half\n"));
        QVERIFY(killed->finish()->exitCode > 128);
    }

    void aProgramThatReadsNoMoreIsNoError()
    {
        auto program = start(u"head -c 3 >/dev/null; exit 0"_s, Pipes::Input);
        const QByteArray bytes(1 << 20, 'x');
        Taken taken = Taken::All;
        while (taken == Taken::All)
            taken = program->write(bytes, testJob()).value_or(Taken::NoLongerWanted);
        QCOMPARE(program->write(bytes, testJob()).value_or(Taken::All), Taken::NoLongerWanted);
        QCOMPARE(program->finish()->exitCode, 0);
    }

    void aProgramThatIsNotThereIsSaidAtTheEnd()
    {
        Command command;
        command.program = u"/nowhere/pg_dump"_s;
        auto program = PipedCommand::start(command, Pipes::Both, testJob());
        VERIFY_OK(program);
        QCOMPARE(readAll(**program).value_or("x"), QByteArray());
        VERIFY_FAULT((*program)->finish(), Fault::NotFound);
    }

    void theStopIsHeardWhileItHangs_data()
    {
        QTest::addColumn<bool>("isReading");
        QTest::newRow("reading") << true;
        QTest::newRow("writing") << false;
    }
    void theStopIsHeardWhileItHangs()
    {
        QFETCH(bool, isReading);
        std::stop_source stop;
        SilentProgress silent;
        SystemClock clock;
        Job job{stop.get_token(), silent, clock};
        auto program = start(u"exec sleep 1000"_s, Pipes::Both, job);
        const std::jthread stopping([&] { stop.request_stop(); });
        QElapsedTimer timer;
        timer.start();
        if (isReading)
            VERIFY_FAULT(readAll(*program, job), Fault::Cancelled);
        else
            VERIFY_FAULT(program->write(QByteArray(10'000'000, 'x'), job), Fault::Cancelled);
        VERIFY_FAULT(program->finish(), Fault::Cancelled);
        QVERIFY(timer.elapsed() < 5'000);
    }

    void whatIsForgottenIsEnded()
    {
        QElapsedTimer timer;
        timer.start();
        QByteArray pid(20, ' ');
        {
            auto program = start(u"echo $$; exec sleep 1000"_s, Pipes::Output);
            const Result<qint64> got = program->read(pid.data(), pid.size(), testJob());
            VERIFY_OK(got);
            pid.truncate(*got);
        }
        QVERIFY(pid.trimmed().toInt() > 1);
        QCOMPARE(::kill(pid.trimmed().toInt(), 0), -1);
        QVERIFY(timer.elapsed() < 5'000);
    }

    void aPasswordIsInItsEnvironmentAndNowhereElse()
    {
        Command command;
        command.program = u"/bin/sh"_s;
        command.arguments = {u"-c"_s, u"tr '\\0' ' ' < /proc/$$/cmdline; printf %s \"$PGPASSWORD\" | cksum"_s};
        command.secrets.insert(u"PGPASSWORD"_s, std::make_shared<const Secret>(QByteArray("p'ä\"$x")));
        command.secrets.insert(u"NONE"_s, nullptr);
        const Result<CommandResult> said = runCommand(command, testJob());
        VERIFY_OK(said);
        Command same;
        same.program = u"/usr/bin/cksum"_s;
        same.input = "p'ä\"$x";
        QVERIFY(said->output.endsWith(runCommand(same, testJob())->output));
        QVERIFY(!said->output.contains("ä"));
    }
};

SHUTTLER_TEST(tst_PipedCommand)
#include "tst_PipedCommand.moc"
