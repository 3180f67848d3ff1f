// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Jobs.h"
#include "tests/support/Test.h"
#include "ui/shell/BackgroundJob.h"

#include <QSignalSpy>
#include <QThread>

#include <latch>

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

class tst_BackgroundJob : public QObject {
    Q_OBJECT

private slots:
    void workRunsElsewhereAndItsResultArrivesHere()
    {
        BackgroundJob job(m_clock);
        QThread *worked = nullptr;
        std::optional<Result<int>> result;
        job.start<int>([&](Job &) -> Result<int> { worked = QThread::currentThread(); return 7; }, this,
                       [&](Result<int> got) { result = std::move(got); QCOMPARE(QThread::currentThread(), thread()); });
        QVERIFY(job.isRunning());
        QTRY_VERIFY(result.has_value());
        QCOMPARE(**result, 7);
        QVERIFY(worked != thread());
        QVERIFY(!job.isRunning());
    }

    void progressComesInOrderBeforeTheResult()
    {
        BackgroundJob job(m_clock);
        QStringList heard;
        connect(&job, &BackgroundJob::stageBegan, this, [&](const QString &stage) { heard.append(stage); });
        connect(&job, &BackgroundJob::lineAdded, this, [&](const QString &line) { heard.append(line); });
        job.start<Done>(
            [](Job &work) -> Outcome {
                work.progress.stage(u"first"_s);
                work.progress.line(u"a line"_s);
                work.progress.stage(u"second"_s);
                return Done{};
            },
            this, [&](Outcome) { heard.append(u"finished"_s); });
        QTRY_COMPARE(heard, (QStringList{u"first"_s, u"a line"_s, u"second"_s, u"finished"_s}));
    }

    void aMillionCountsDoNotFloodTheWindow()
    {
        BackgroundJob job(m_clock);
        QSignalSpy counts(&job, &BackgroundJob::counted);
        bool finished = false;
        job.start<Done>(
            [](Job &work) -> Outcome {
                for (qint64 i = 1; i <= 1'000'000; ++i)
                    work.progress.counted(i, 1'000'000, u"rows"_s);
                return Done{};
            },
            this, [&](Outcome) { finished = true; });
        job.wait(); // Nobody listens while it counts: all but the newest may go.
        QTRY_VERIFY(finished);
        QCOMPARE(counts.size(), 1);
        QCOMPARE(counts.last().first().toLongLong(), 1'000'000);
    }

    void theResultIsForgottenWhenWhoeverAskedIsGone()
    {
        BackgroundJob job(m_clock);
        QSignalSpy ended(&job, &BackgroundJob::ended);
        auto receiver = std::make_unique<QObject>();
        bool called = false;
        std::latch go(1);
        job.start<Done>([&go](Job &) -> Outcome { go.wait(); return Done{}; }, receiver.get(), [&](Outcome) { called = true; });
        receiver.reset();
        go.count_down();
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY(!called);
    }

    void stoppingIsSeenByTheWork()
    {
        BackgroundJob job(m_clock);
        std::optional<Outcome> result;
        job.start<Done>([](Job &work) { return work.sleepFor(std::chrono::hours(1)); }, this, [&](Outcome outcome) { result = std::move(outcome); });
        job.stop();
        QVERIFY(job.isStopping());
        QTRY_VERIFY(result.has_value());
        VERIFY_FAULT(*result, Fault::Cancelled);
    }

    void destroyingItStopsTheWorkAndWaits()
    {
        bool stopped = false;
        bool called = false;
        {
            BackgroundJob job(m_clock);
            job.start<Done>(
                [&stopped](Job &work) -> Outcome {
                    Outcome slept = work.sleepFor(std::chrono::hours(1));
                    stopped = true;
                    return slept;
                },
                this, [&](Outcome) { called = true; });
        }
        QVERIFY(stopped);
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }

    void afterItHasFinishedItCanBeStartedAgainFromItsOwnResult()
    {
        BackgroundJob job(m_clock);
        QList<int> results;
        const std::function<void(int)> start = [&](int number) {
            job.start<int>([number](Job &) -> Result<int> { return number; }, this, [&](Result<int> got) {
                results.append(*got);
                if (*got < 3)
                    start(*got + 1);
            });
        };
        start(1);
        QTRY_COMPARE(results, (QList<int>{1, 2, 3}));
    }

private:
    SystemClock m_clock;
};

SHUTTLER_TEST(tst_BackgroundJob)

#include "tst_BackgroundJob.moc"
