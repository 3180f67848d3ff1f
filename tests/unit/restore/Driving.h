// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/Engine.h"
#include "tests/support/RestoreStage.h"

namespace shuttler::test {

/// Plans, begins and drives in one go.
inline Result<RunRecord> restore(RestoreStage &stage, const RestoreIntent &intent, const Decisions &decisions = {},
                          RunObserver observer = {})
{
    Job job = stage.job();
    Engine engine(stage.ports, **stage.ledger, std::move(observer));
    Result<Plan> plan = engine.plan(intent, job);
    if (!plan)
        return std::move(plan).error();
    Result<RunRecord> run = engine.begin(intent, *plan, job);
    if (!run)
        return run;
    return engine.drive(run->id, decisions, job);
}

inline Result<RunRecord> driveOn(RestoreStage &stage, const RunId &run, const Decisions &decisions = {})
{
    Job job = stage.job();
    stage.ports = stage.world.open(); // As a new process would.
    return Engine(stage.ports, **stage.ledger).drive(run, decisions, job);
}

inline Result<RunRecord> takeBack(RestoreStage &stage, const RunId &run)
{
    Job job = stage.job();
    stage.ports = stage.world.open();
    return Engine(stage.ports, **stage.ledger).undo(run, job);
}

/// The state, and the reason where it is not the one wished for.
inline QString standOf(const RunRecord &run)
{
    QStringList words{wordFor(run.state)};
    for (const StepRecord &step : run.steps) {
        if (step.error)
            words.append(step.name + QStringLiteral(": ") + step.error->forLog());
    }
    return words.join(u'\n');
}

} // namespace shuttler::test
