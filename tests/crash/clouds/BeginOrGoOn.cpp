// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/BeginOrGoOn.h"

#include "core/restore/Engine.h"

namespace shuttler::test {

Result<RunRecord> beginOrGoOn(RestoreWorld &world, Ledger &ledger, const RestoreIntent &intent, Job &job)
{
    Engine engine(world, ledger);
    Decisions decisions;
    decisions.acceptWarnings = true;
    const Result<QList<RunRecord>> runs = Engine::runs(ledger, intent.environment);
    if (!runs)
        return runs.error();
    if (!runs->isEmpty())
        return engine.drive(runs->constFirst().id, decisions, job);
    Result<Plan> plan = engine.plan(intent, job);
    if (!plan)
        return std::move(plan).error();
    Result<RunRecord> run = engine.begin(intent, *plan, job);
    return run ? engine.drive(run->id, decisions, job) : run;
}

} // namespace shuttler::test
