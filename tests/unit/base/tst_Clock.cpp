// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Clock.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QElapsedTimer>

#include <thread>

using namespace shuttler;
using namespace Qt::StringLiterals;

class tst_Clock : public QObject {
    Q_OBJECT

private slots:
    void aSleeperWakesWhenAskedToStop()
    {
        std::stop_source stop;
        QElapsedTimer elapsed;
        elapsed.start();
        std::thread impatient([&stop] { stop.request_stop(); });

        const Outcome slept = SystemClock().sleepFor(std::chrono::hours(1), stop.get_token());

        impatient.join();
        VERIFY_FAULT(slept, Fault::Cancelled);
        QVERIFY(elapsed.elapsed() < 10'000);
    }

    void sleepsAtLeastAsLongAsAsked()
    {
        QElapsedTimer elapsed;
        elapsed.start();
        VERIFY_OK(SystemClock().sleepFor(std::chrono::milliseconds(20), {}));
        QVERIFY(elapsed.nsecsElapsed() >= 20'000'000);
    }

    void theTestsClockMovesOnlyWhenSomebodySleeps()
    {
        const test::ManualClock clock(Instant::fromUnixSeconds(100));
        QCOMPARE(clock.now(), Instant::fromUnixSeconds(100));
        VERIFY_OK(clock.sleepFor(std::chrono::hours(5), {}));
        QCOMPARE(clock.now(), Instant::fromUnixSeconds(100 + 5 * 3600));
    }

    void aJobThatWasAskedToStopSaysSo()
    {
        std::stop_source stop;
        SilentProgress progress;
        const SystemClock clock;
        const Job job{stop.get_token(), progress, clock};
        VERIFY_OK(job.checkStop());
        stop.request_stop();
        VERIFY_FAULT(job.checkStop(), Fault::Cancelled);
    }
};

SHUTTLER_TEST(tst_Clock)
#include "tst_Clock.moc"
