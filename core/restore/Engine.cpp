// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Engine.h"

#include "core/restore/Journal.h"
#include "core/restore/PlanInputs.h"
#include "core/restore/StepNames.h"

#include <QRandomGenerator>

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

bool isClosed(const RunRecord &run)
{
    return run.state == RunState::Done || run.state == RunState::Undone;
}

/// A restore that is done, holds its old instance, and whose owner now wants that destroyed.
bool endsTheHold(const RunRecord &run, const Decisions &decisions)
{
    const StepRecord *retired = run.find(step::RetireOld);
    return decisions.old == OldInstance::Destroy && retired && retired->facts.value(u"old"_s) == u"held"_s;
}

/// The checks are wanted once more, and nothing rests on their answers yet.
bool asksAgain(const RunRecord &run, const Decisions &decisions)
{
    return decisions.checkAgain && std::none_of(run.steps.cbegin(), run.steps.cend(), [](const StepRecord &step) {
        return step.number == StepNumber::CutOver && step.startedAt;
    });
}

bool isSettled(const StepRecord &step, const RunRecord &run, const Decisions &decisions)
{
    if (step.name == step::Verify && step.state == StepState::Done && asksAgain(run, decisions))
        return false;
    if (step.name == step::RetireOld && step.state == StepState::Done && endsTheHold(run, decisions))
        return false;
    return step.state == StepState::Done || step.state == StepState::Skipped;
}

QString purposeOf(const RunId &run)
{
    return u"restore %1"_s.arg(run.toString());
}

/// What the journal alone cannot say: whether somebody drives the run right now.
void markRunning(RunRecord &run, const Ledger &ledger)
{
    if (isClosed(run))
        return;
    const std::optional<QString> holder = ledger.holderOf(run.intent.environment);
    if (!holder || !holder->contains(purposeOf(run.id)))
        return;
    for (StepRecord &step : run.steps) {
        if (step.state == StepState::Interrupted && !step.error)
            step.state = StepState::Running;
    }
}

Error openAlready(const RunRecord &run)
{
    return Error(Fault::Refused, u"The restore %1 of %2, begun %3, is not finished yet."_s.arg(
                                     run.id.toString(), run.intent.environment.toString(), run.startedAt.toString()))
        .means(u"Nothing was started. One restore at a time is open in an environment."_s)
        .todo(u"Continue it, or undo it, then begin a new one."_s);
}

} // namespace

Engine::Engine(RestoreWorld &world, Ledger &ledger, RunObserver observer)
    : Engine(world, ledger, std::move(observer), allRestoreSteps())
{}

Engine::Engine(RestoreWorld &world, Ledger &ledger, RunObserver observer, RestoreSteps steps)
    : m_world(world)
    , m_ledger(ledger)
    , m_observer(std::move(observer))
    , m_steps(std::move(steps))
{}

Result<Plan> Engine::plan(const RestoreIntent &intent, Job &job)
{
    job.progress.stage(u"Signing in and looking at the backups"_s);
    Result<Account> account = m_world.provider->signIn(m_world.environment.instance, job);
    if (!account)
        return std::move(account).errorDuring(u"signing in"_s);
    if (std::optional<Error> missing = missingRights(*account, intent))
        return *std::move(missing);
    const QString tag = makeTag(job.clock.now(), quint16(QRandomGenerator::system()->bounded(0x10000)));
    Result<PlanInput> input = gatherPlanInput(m_world, intent, tag, job);
    if (!input)
        return std::move(input).error();
    return planRestore(*input);
}

Result<RunRecord> Engine::begin(const RestoreIntent &intent, const Plan &plan, Job &job)
{
    Result<std::unique_ptr<Lease>> lease = m_ledger.lease(intent.environment, purposeOf(RunId(plan.tag)));
    if (!lease)
        return std::move(lease).error();
    Result<std::optional<RunRecord>> open = openRun(m_ledger, intent.environment);
    if (!open)
        return std::move(open).error();
    if (*open)
        return openAlready(**open);
    Result<Journal> journal = Journal::begin(m_ledger, intent, plan, job.clock.now());
    if (!journal)
        return std::move(journal).error();
    if (Outcome recorded = recordActivity(journal->run(), u"Restore begun"_s, u"OK"_s, job); !recorded)
        return std::move(recorded).error();
    tell(journal->run());
    return journal->run();
}

Result<RunRecord> Engine::drive(const RunId &run, const Decisions &decisions, Job &job)
{
    Result<RunRecord> known = recordOf(m_ledger, run);
    if (!known || known->state == RunState::Undone)
        return known;
    Result<std::unique_ptr<Lease>> lease = m_ledger.lease(known->intent.environment, purposeOf(run));
    if (!lease)
        return std::move(lease).error();
    Result<Journal> journal = Journal::open(m_ledger, run); // Under the lease: nobody adds to it any more.
    if (!journal)
        return std::move(journal).error();
    if (journal->isUndoing())
        return Error(Fault::Refused, u"The restore %1 is being taken back."_s.arg(run.toString()))
            .means(u"It cannot go on any more; nothing was done now."_s)
            .todo(u"Undo it to the end, then begin a new one."_s);
    if (isClosed(journal->run()) && !endsTheHold(journal->run(), decisions))
        return journal->run();
    if (journal->run().journalEntries == 1) { // Nothing was done yet: perhaps not even its beginning was noted.
        if (Outcome recorded = recordActivity(journal->run(), u"Restore begun"_s, u"OK"_s, job); !recorded)
            return std::move(recorded).error();
    }
    return walk(*journal, decisions, job);
}

Result<RunRecord> Engine::walk(Journal &journal, const Decisions &decisions, Job &job)
{
    const QList<PlannedStep> steps = journal.plan().steps;
    for (const PlannedStep &planned : steps) {
        if (isSettled(*journal.run().find(planned.name), journal.run(), decisions))
            continue;
        const bool stopped = job.stop.stop_requested();
        if (stopped || planned.number > decisions.until) {
            const QString why = stopped ? u"Stopped on request."_s
                                        : u"Step %1 is done; the rest waits for you."_s.arg(int(decisions.until));
            if (Outcome paused = journal.pause(why, job.clock.now()); !paused)
                return std::move(paused).error();
            return rest(journal, job);
        }
        RestoreStep *step = find(planned.name);
        if (!step)
            return Error(Fault::Refused, u"This version does not know the step \"%1\" of restore %2."_s.arg(
                                             planned.name, journal.run().id.toString()))
                .means(u"Nothing was done."_s)
                .todo(u"Continue with the version of Shuttler Ops that began it, or a newer one."_s);
        if (Outcome settled = settle(journal, *step, decisions, job); !settled)
            return std::move(settled).error();
        tell(journal.run());
        if (journal.run().find(planned.name)->state != StepState::Done)
            return rest(journal, job);
    }
    return close(journal, RunState::Done, job);
}

Outcome Engine::settle(Journal &journal, RestoreStep &step, const Decisions &decisions, Job &job)
{
    const auto context = [&] { return RunContext{m_world, journal.run(), journal.plan(), decisions, m_shows}; };
    const auto stop = [&](StepStop how, const Error &error, const StepResult &soFar) {
        const bool onRequest = error.fault() == Fault::Cancelled || job.stop.stop_requested();
        return journal.stopStep(step.name(), onRequest ? StepStop::Stopped : how, error, soFar, job.clock.now());
    };
    const bool begunBefore = context().wasBegun(step.name());
    if (Outcome begun = journal.beginStep(step.name(), job.clock.now()); !begun)
        return begun;
    tell(journal.liveRun());

    if (begunBefore) { // And then we died, or failed, or lost the answer: look before acting again.
        Result<std::optional<StepResult>> found = step.lookBack(context(), job);
        if (!found)
            return stop(StepStop::Failed, found.error(), {});
        if (*found)
            return journal.finishStep(step.name(), **found, job.clock.now());
    }
    Result<StepResult> result = step.run(context(), job);
    if (!result && result.error().remedy() == Remedy::LookFirst && !job.stop.stop_requested()) {
        const Result<std::optional<StepResult>> found = step.lookBack(context(), job);
        if (found && *found)
            result = **found;
    }
    if (!result)
        return stop(StepStop::Failed, result.error(), {});
    if (result->waitsFor)
        return stop(StepStop::Waits, *result->waitsFor, *result);
    return journal.finishStep(step.name(), *result, job.clock.now());
}

Result<RunRecord> Engine::recordOf(const Ledger &ledger, const RunId &run)
{
    Result<QList<JournalEntry>> entries = ledger.entriesOf(run);
    if (!entries)
        return std::move(entries).error();
    Result<FoldedRun> folded = foldJournal(*entries);
    if (!folded)
        return std::move(folded).errorDuring(u"reading the journal of restore %1"_s.arg(run.toString()));
    markRunning(folded->run, ledger);
    return folded->run;
}

Result<QList<RunRecord>> Engine::runs(const Ledger &ledger, const EnvironmentName &environment)
{
    Result<QList<JournalEntry>> begun = ledger.runs();
    if (!begun)
        return std::move(begun).error();
    QList<RunRecord> runs;
    for (const JournalEntry &entry : std::as_const(*begun)) {
        const QString of = entry.data.value(u"intent"_s).toObject().value(u"environment"_s).toString();
        if (!environment.isEmpty() && of != environment.toString())
            continue;
        Result<RunRecord> run = recordOf(ledger, entry.run);
        if (!run)
            return std::move(run).error();
        runs.append(*std::move(run));
    }
    return runs;
}

Result<std::optional<RunRecord>> Engine::openRun(const Ledger &ledger, const EnvironmentName &environment)
{
    Result<QList<RunRecord>> all = runs(ledger, environment);
    if (!all)
        return std::move(all).error();
    const auto open = std::find_if(all->cbegin(), all->cend(), [](const RunRecord &run) { return !isClosed(run); });
    return open == all->cend() ? std::optional<RunRecord>() : std::optional(*open);
}

RestoreStep *Engine::find(const QString &step) const
{
    const auto found =
        std::find_if(m_steps.cbegin(), m_steps.cend(), [&](const auto &known) { return known->name() == step; });
    return found == m_steps.cend() ? nullptr : found->get();
}

void Engine::tell(const RunRecord &run) const
{
    if (m_observer)
        m_observer(run);
}

} // namespace shuttler
