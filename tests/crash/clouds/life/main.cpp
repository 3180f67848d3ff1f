// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Services.h"
#include "tests/crash/PointedLedger.h"
#include "tests/crash/clouds/BeginOrGoOn.h"
#include "tests/crash/clouds/HastyClock.h"
#include "tests/support/SimulatorDoor.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <csignal>
#include <cstdio>
#include <unistd.h>

using namespace shuttler;

/// A process that begins a restore, or goes on with it, tells each point of the ledger that it comes by, and dies at the one with the
/// number it is given: cloud-life CONFIG STATE INTENT POINT DOOR CA
/// (the first point is 0; -1 is none). The door is the simulated cloud's.
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() != 7)
        return 2;
    const Result<app::Paths> paths = app::Paths::from(arguments[1], arguments[2]);
    const Result<RestoreIntent> intent = restoreIntentFromJson(QJsonDocument::fromJson(arguments[3].toUtf8()).object());
    if (!paths || !intent)
        return 2;
    int points = 0;
    const auto point = [&points, last = arguments[4].toInt()](const QString &name) {
        std::printf("%s\n", qPrintable(name));
        std::fflush(stdout);
        if (points++ == last)
            ::kill(::getpid(), SIGKILL);
    };
    app::Services services(*paths);
    Result<RestoreWorld> world = services.open(intent->environment);
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(paths->ledger());
    if (!world || !ledger)
        return 3;
    test::PointedLedger pointed(*std::move(ledger), point);
    test::SimulatorDoor cloud(arguments[5], arguments[6]);
    test::HastyClock clock([&cloud](Micros span) { return cloud.sleep(span); });
    SilentProgress progress;
    Job job{{}, progress, clock};
    const Result<RunRecord> run = test::beginOrGoOn(*world, pointed, *intent, job);
    if (!run)
        std::printf("error %s\n", qPrintable(run.error().forLog()));
    return run && run->state == RunState::Done ? 0 : 4;
}
