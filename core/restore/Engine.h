// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"
#include "core/restore/Plan.h"
#include "core/restore/RestoreWorld.h"

namespace shuttler {

/// What the person decided for the part of the run that is driven now.
struct Decisions {
    StepNumber until = StepNumber::CutOver;  ///< Drive through this step, then wait.
    bool acceptWarnings = false;             ///< Step 6: goes into the evidence with the operator's name.
    QString failedAcceptedAs;                ///< Step 6: the database's name, typed, to go on with failed checks.
    QString confirmedName;                   ///< Step 7: the old instance's name, typed, to destroy it.
    std::optional<OldInstance> old;          ///< Step 7: overrides the intent.
};

/// Called whenever a step begins or ends, from the job's thread, with the whole record as it stands.
using RunObserver = std::function<void(const RunRecord &)>;

/// Walks a plan: per step intent to the journal, act, look, result to the journal. Whatever happens to the process, `drive` on the
/// same run goes on from what the journal and the far side say; nothing outward is done twice.
class Engine {
public:
    Engine(RestoreWorld &world, Ledger &ledger, RunObserver observer = {});

    /// Steps 1 to 3 as one look: signs in, lists, plans. Changes nothing.
    Result<Plan> plan(const RestoreIntent &intent, Job &job);

    /// Opens the journal of a new run for `plan`. Fault::Refused while another run of this environment is open or driven.
    Result<RunRecord> begin(const RestoreIntent &intent, const Plan &plan, Job &job);
    /// Goes on with a run. Returns its record with state Waiting where a person must decide (gate failed, warnings, typed name),
    /// Failed with the step's error, Done. The Result's own error is for what no journal could hold (ledger, lease).
    Result<RunRecord> drive(const RunId &run, const Decisions &decisions, Job &job);
    /// Takes back what can be taken back, last first: app pointed back, new instance destroyed, old one awake.
    /// Refused once the old instance is destroyed.
    Result<RunRecord> undo(const RunId &run, Job &job);

    /// The record folded from the journal. Asks nobody, needs no lease.
    static Result<RunRecord> recordOf(const Ledger &ledger, const RunId &run);
    /// Every run of an environment (empty: all), newest first.
    static Result<QList<RunRecord>> runs(const Ledger &ledger, const EnvironmentName &environment);
    /// The run that is neither done nor undone, if there is one: at most one per environment.
    static Result<std::optional<RunRecord>> openRun(const Ledger &ledger, const EnvironmentName &environment);
};

} // namespace shuttler
