// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"
#include "core/restore/Decisions.h"
#include "core/restore/Plan.h"
#include "core/restore/RestoreStep.h"
#include "core/restore/RestoreWorld.h"

#include <functional>

namespace shuttler {

class Journal;

/// Called whenever a step begins or ends, from the job's thread, with the whole record as it stands.
using RunObserver = std::function<void(const RunRecord &)>;

/// Walks a plan: per step intent to the journal, act, look, result to the journal. Whatever happens to the process, `drive` on the
/// same run goes on from what the journal and the far side say; nothing outward is done twice.
class Engine {
public:
    Engine(RestoreWorld &world, Ledger &ledger, RunObserver observer = {});
    Engine(RestoreWorld &world, Ledger &ledger, RunObserver observer, RestoreSteps steps);

    /// `sink` is called for each finding of step 6 as it is made, from the job's thread, long before it is in the journal: to be looked
    /// at, not to be relied on.
    void showFindings(FindingSink sink) { m_shows = std::move(sink); }

    /// Steps 1 to 3 as one look: signs in, lists, plans. Changes nothing.
    Result<Plan> plan(const RestoreIntent &intent, Job &job);

    /// Opens the journal of a new run for `plan`. Fault::Refused while another run of this environment is open or driven.
    Result<RunRecord> begin(const RestoreIntent &intent, const Plan &plan, Job &job);
    /// Goes on with a run. Returns its record with state Waiting where a person must decide (gate failed, warnings, typed name,
    /// stopped on request), Failed with the step's error, Done. The Result's own error is for what no journal could hold (ledger,
    /// lease). A run that is done and still holds its old instance goes on once more when `decisions` say to destroy it.
    Result<RunRecord> drive(const RunId &run, const Decisions &decisions, Job &job);
    /// Takes back what can be taken back, last first: app pointed back, old one awake, new instance destroyed.
    /// Refused once the old instance is destroyed, and once a later restore has taken over.
    Result<RunRecord> undo(const RunId &run, Job &job);

    /// The record folded from the journal. Asks nobody, needs no lease.
    static Result<RunRecord> recordOf(const Ledger &ledger, const RunId &run);
    /// Every run of an environment (empty: all), newest first.
    static Result<QList<RunRecord>> runs(const Ledger &ledger, const EnvironmentName &environment);
    /// The run that is neither done nor undone, if there is one: at most one per environment.
    static Result<std::optional<RunRecord>> openRun(const Ledger &ledger, const EnvironmentName &environment);

private:
    Result<RunRecord> walk(Journal &journal, const Decisions &decisions, Job &job);
    /// Takes one step to its end, whatever happened to it before; its end is in the journal.
    Outcome settle(Journal &journal, RestoreStep &step, const Decisions &decisions, Job &job);
    Outcome takeBack(Journal &journal, RestoreStep &step, const QString &sentence, Job &job);
    Outcome checkUndo(const Journal &journal, Job &job);
    /// The run rests here: a document where something went wrong or waits for a person, an entry for the Activity page.
    Result<RunRecord> rest(Journal &journal, Job &job);
    Result<RunRecord> close(Journal &journal, RunState end, Job &job);
    /// Writes the document of `run`: its path and digest, or why there is none.
    QJsonObject writeEvidence(const RunRecord &run, Job &job);
    Outcome recordActivity(const RunRecord &run, const QString &what, const QString &result, Job &job);
    RestoreStep *find(const QString &step) const;
    void tell(const RunRecord &run) const;

    RestoreWorld &m_world;
    Ledger &m_ledger;
    RunObserver m_observer;
    FindingSink m_shows;
    RestoreSteps m_steps;
};

} // namespace shuttler
