// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/JournalFold.h"

#include "core/domain/JsonFields.h"
#include "core/restore/StepNames.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr Word<StepStop> StepStops[] = {
    {StepStop::Failed, u"failed"}, {StepStop::Waits, u"waits"}, {StepStop::Stopped, u"stopped"}};

Error notARun(const JournalEntry &entry, const QString &why)
{
    return Error(Fault::Corrupt, u"The journal of restore %1 does not make sense at entry %2: %3."_s.arg(
                                     entry.run.toString(), QString::number(entry.number), why))
        .means(u"Nothing was done. What this restore did so far cannot be told from its journal alone."_s)
        .todo(u"Keep the journal file as it is and compare it with what the provider shows."_s);
}

Outcome openRun(FoldedRun &folded, const JournalEntry &entry)
{
    JsonFields fields(entry.data);
    RunRecord &run = folded.run;
    run.id = entry.run;
    run.startedAt = entry.at;
    run.operatorName = fields.text(u"operator"_s);
    run.host = fields.text(u"host"_s);
    const QJsonObject intent = fields.object(u"intent"_s);
    const QJsonObject plan = fields.object(u"plan"_s);
    if (Outcome read = fields.outcome(u"the beginning of a restore"_s); !read)
        return std::move(read).error();
    Result<RestoreIntent> wanted = restoreIntentFromJson(intent);
    if (!wanted)
        return std::move(wanted).error();
    Result<Plan> approved = planFromJson(plan);
    if (!approved)
        return std::move(approved).error();

    run.intent = *wanted;
    folded.plan = *approved;
    run.tag = approved->tag;
    run.oldInstance = approved->oldInstance;
    run.moment = approved->moment;
    for (const PlannedStep &planned : std::as_const(folded.plan.steps)) {
        StepRecord step;
        step.name = planned.name;
        step.number = planned.number;
        step.sentence = planned.sentence;
        if (planned.skipped) {
            step.state = StepState::Skipped;
            step.detail = planned.sentence;
        }
        run.steps.append(step);
    }
    return Done{};
}

Outcome foldRunEntry(FoldedRun &folded, const JournalEntry &entry)
{
    RunRecord &run = folded.run;
    const QString evidence = entry.data.value(u"evidence"_s).toString();
    if (!evidence.isEmpty())
        run.evidence = evidence;
    if (entry.phase == journal::Finished) {
        run.state = RunState::Done;
        run.finishedAt = entry.at;
    } else if (entry.phase == journal::Undone) {
        run.state = RunState::Undone;
        run.finishedAt = entry.at;
    } else if (entry.data.contains(u"undoing"_s)) {
        folded.undoing = true;
        run.state = RunState::Open;
        run.finishedAt.reset();
    } else if (entry.data.contains(u"paused"_s)) {
        run.state = RunState::Waiting;
    }
    return Done{};
}

Outcome takeResult(StepRecord &step, const JournalEntry &entry)
{
    step.detail = entry.data.value(u"detail"_s).toString();
    step.facts = entry.data.value(u"facts"_s).toObject();
    step.findings.clear();
    for (const QJsonValue &value : entry.data.value(u"findings"_s).toArray()) {
        Result<Finding> finding = findingFromJson(value.toObject());
        if (!finding)
            return std::move(finding).error();
        step.findings.append(*finding);
    }
    step.foundAt = entry.at;
    return Done{};
}

Outcome foldFailure(FoldedRun &folded, StepRecord &step, const JournalEntry &entry)
{
    const StepStop stop = valueIn(StepStops, entry.data.value(u"how"_s).toString()).value_or(StepStop::Failed);
    step.error = errorFromJson(entry.data.value(u"error"_s).toObject());
    if (stop == StepStop::Waits) {
        if (Outcome taken = takeResult(step, entry); !taken)
            return taken;
    }
    // What waits for a decision about warnings has not failed; what waits because a check failed has.
    const bool checksFailed =
        stop == StepStop::Waits && !step.findings.isEmpty() && summaryOf(step.findings).verdict() == Verdict::Failed;
    step.state = stop == StepStop::Failed || checksFailed ? StepState::Failed : StepState::Interrupted;
    folded.run.state = stop == StepStop::Failed ? RunState::Failed : RunState::Waiting;
    folded.run.finishedAt = entry.at;
    return Done{};
}

Outcome foldStepEntry(FoldedRun &folded, const JournalEntry &entry)
{
    RunRecord &run = folded.run;
    const auto found = std::find_if(run.steps.begin(), run.steps.end(),
                                    [&](const StepRecord &step) { return step.name == entry.step; });
    if (found == run.steps.end())
        return notARun(entry, u"no step is named \"%1\""_s.arg(entry.step));
    StepRecord &step = *found;
    if (entry.phase != journal::Begun)
        step.finishedAt = entry.at;

    if (entry.phase == journal::Begun) {
        if (!step.startedAt || step.state == StepState::Failed)
            step.startedAt = entry.at;
        step.finishedAt.reset();
        step.error.reset();
        step.state = StepState::Interrupted;
        run.state = RunState::Open;
        run.finishedAt.reset();
        if (step.name == step::RestoreInstance)
            run.newInstance = folded.plan.newInstance;
    } else if (entry.phase == journal::Finished) {
        step.state = StepState::Done;
        step.error.reset();
        return takeResult(step, entry);
    } else if (entry.phase == journal::Failed) {
        return foldFailure(folded, step, entry);
    } else if (entry.phase == journal::Undone) {
        step.state = StepState::Undone;
        step.detail = entry.data.value(u"detail"_s).toString();
        step.error.reset();
    }
    return Done{};
}

} // namespace

QString wordFor(StepStop stop)
{
    return wordIn(StepStops, stop);
}

Outcome foldEntry(FoldedRun &folded, const JournalEntry &entry)
{
    const bool isFirst = folded.run.journalEntries == 0;
    const bool opens = entry.step == journal::Run && entry.phase == journal::Begun;
    if (isFirst != opens)
        return notARun(entry, isFirst ? u"the run was never begun"_s : u"the run begins twice"_s);
    ++folded.run.journalEntries;
    folded.run.seal = QString::fromLatin1(entry.digest.toHex());
    if (opens)
        return openRun(folded, entry);
    return entry.step == journal::Run ? foldRunEntry(folded, entry) : foldStepEntry(folded, entry);
}

Result<FoldedRun> foldJournal(const QList<JournalEntry> &entries)
{
    if (entries.isEmpty())
        return Error(Fault::NotFound, u"There is no such restore."_s)
            .means(u"Nothing was done."_s)
            .todo(u"List the restores there are, and check the name."_s);
    FoldedRun folded;
    for (const JournalEntry &entry : entries) {
        if (Outcome read = foldEntry(folded, entry); !read)
            return std::move(read).error();
    }
    return folded;
}

} // namespace shuttler
