// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Engine.h"
#include "core/restore/Journal.h"
#include "core/restore/StepNames.h"

namespace shuttler {

using namespace Qt::StringLiterals;

Result<RunRecord> Engine::undo(const RunId &run, Job &job)
{
    Result<RunRecord> known = recordOf(m_ledger, run);
    if (!known || known->state == RunState::Undone)
        return known;
    Result<std::unique_ptr<Lease>> lease =
        m_ledger.lease(known->intent.environment, u"restore %1"_s.arg(run.toString()));
    if (!lease)
        return std::move(lease).error();
    Result<Journal> journal = Journal::open(m_ledger, run);
    if (!journal)
        return std::move(journal).error();
    if (Outcome possible = checkUndo(*journal, job); !possible)
        return std::move(possible).error();
    if (!journal->isUndoing()) {
        if (Outcome begun = journal->beginUndo(job.clock.now()); !begun)
            return std::move(begun).error();
    }

    const QList<StepRecord> steps = journal->run().steps;
    for (auto step = steps.crbegin(); step != steps.crend(); ++step) {
        if (!step->startedAt || step->state == StepState::Skipped || step->state == StepState::Undone)
            continue;
        RestoreStep *acting = find(step->name);
        const std::optional<QString> sentence =
            acting ? acting->undoSentence({m_world, journal->run(), journal->plan(), {}}) : std::nullopt;
        if (!sentence)
            continue;
        if (Outcome taken = takeBack(*journal, *acting, *sentence, job); !taken)
            return std::move(taken).error();
        tell(journal->run());
        if (journal->run().find(step->name)->state != StepState::Undone)
            return rest(*journal, job);
    }
    return close(*journal, RunState::Undone, job);
}

Outcome Engine::takeBack(Journal &journal, RestoreStep &step, const QString &sentence, Job &job)
{
    if (Outcome begun = journal.beginStep(step.name(), job.clock.now()); !begun)
        return begun;
    tell(journal.liveRun());
    job.progress.stage(sentence);
    const Decisions none;
    Result<QString> undone = step.undo({m_world, journal.run(), journal.plan(), none}, job);
    if (!undone) {
        const bool onRequest = undone.error().fault() == Fault::Cancelled || job.stop.stop_requested();
        const Error error = std::move(undone).errorDuring(u"undoing"_s);
        return journal.stopStep(step.name(), onRequest ? StepStop::Stopped : StepStop::Failed, error, {},
                                job.clock.now());
    }
    return journal.undoneStep(step.name(), *undone, job.clock.now());
}

Outcome Engine::checkUndo(const Journal &journal, Job &job)
{
    const RunRecord &run = journal.run();
    const StepRecord *redeployed = run.find(step::Redeploy);
    if (redeployed && redeployed->startedAt
        && !journal.isUndoing()) { // From there on the way back leads to the old one.
        Result<InstanceState> old = m_world.provider->state(run.oldInstance, job);
        if (!old)
            return std::move(old).errorDuring(u"looking at %1"_s.arg(run.oldInstance.toString()));
        if (old->phase == InstancePhase::Gone)
            return Error(Fault::Refused,
                         u"%1 is destroyed: there is nothing to go back to."_s.arg(run.oldInstance.toString()))
                .means(u"The app stays on %1; nothing was done."_s.arg(journal.plan().newInstance.toString()))
                .todo(
                    u"To get back to an earlier state, begin a new restore: the old instance's backups are listed if they were kept."_s);
    }
    const InstanceId serving = m_world.environment.instance;
    if (run.state == RunState::Done && serving != journal.plan().newInstance && serving != run.oldInstance)
        return Error(Fault::Refused,
                     u"A later restore has made %1 the one that serves the app."_s.arg(serving.toString()))
            .means(u"Taking this one back would pull the app away from it; nothing was done."_s)
            .todo(u"Undo the later restore first."_s);
    return Done{};
}

} // namespace shuttler
