// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/ui/Figures.h"
#include "tests/ui/restore/RealCopy.h"
#include "tests/ui/support/FrameMeter.h"
#include "ui/restore/RestoreWalk.h"

#include <QApplication>
#include <QEventLoop>
#include <QTextStream>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;

namespace {

constexpr int Rows = 2'000'000;
constexpr double MostMillis = 16;

} // namespace

/// Step 6 in the window on a real database of 62 tables: how long the event loop is kept waiting while it runs.
int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QTextStream out(stdout);
    out.setRealNumberNotation(QTextStream::FixedNotation);
    out.setRealNumberPrecision(2);
    Result<std::unique_ptr<RealCopy>> copy = RealCopy::make(Rows);
    if (!copy) {
        out << copy.error().forLog() << '\n';
        return 1;
    }
    RestoreDesk desk;
    (*copy)->standIn(desk);
    if (!desk.walkToChecks(DeskTime - std::chrono::hours(2))) {
        out << "step 6 was not reached\n";
        return 1;
    }
    QEventLoop loop;
    QObject::connect(&desk.page().findChild<RestoreWalk *>()->session().job(), &BackgroundJob::ended, &loop, &QEventLoop::quit);
    QElapsedTimer all;
    FrameMeter meter;
    all.start();
    meter.start();
    QTimer::singleShot(0, desk.find<QPushButton>("rstNext"), &QPushButton::click);
    loop.exec();
    meter.stop();

    const double p95 = bench::percentile(meter.waited(), 0.95);
    const double p99 = bench::percentile(meter.waited(), 0.99);
    out << RealCopy::Tables << " tables, " << Rows << " rows, step 6 took " << double(all.elapsed()) / 1000 << " s; "
        << meter.waited().size() << " looks from the event loop\n"
        << "kept waiting: p50 " << bench::percentile(meter.waited(), 0.5) << " ms, p95 " << p95 << " ms, p99 " << p99 << " ms (budget "
        << MostMillis << "), longest " << bench::percentile(meter.waited(), 1) << " ms\n"
        << "worked at one go: p99 " << bench::percentile(meter.worked(), 0.99) << " ms, most " << bench::percentile(meter.worked(), 1)
        << " ms (budget " << MostMillis << ")\n";
    const bool good = p99 <= MostMillis && bench::percentile(meter.worked(), 1) <= MostMillis;
    out << (good ? "within budget\n" : "OVER BUDGET\n");
    return good ? 0 : 1;
}
