// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/RunView.h"

#include "core/restore/StepNames.h"

#include <QCoreApplication>
#include <QMap>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

bool settles(StepState state)
{
    return state == StepState::Done || state == StepState::Skipped;
}

/// Was it begun, and is it not taken back?
bool stands(const RunRecord &run, const QString &name)
{
    const StepRecord *step = run.find(name);
    return step && step->startedAt && step->state != StepState::Undone && step->state != StepState::Skipped;
}

QString factOf(const RunRecord &run, const QString &name, const QString &fact)
{
    const StepRecord *step = run.find(name);
    return step ? step->facts.value(fact).toString() : QString();
}

} // namespace

QList<StepRecord> recordsOf(const RunRecord &run, StepNumber step)
{
    QList<StepRecord> records;
    std::copy_if(run.steps.cbegin(), run.steps.cend(), std::back_inserter(records),
                 [step](const StepRecord &record) { return record.number == step; });
    return records;
}

StepState stateOf(const RunRecord &run, StepNumber step)
{
    const QList<StepRecord> records = recordsOf(run, step);
    const auto any = [&records](StepState state) {
        return std::any_of(records.cbegin(), records.cend(), [state](const StepRecord &record) { return record.state == state; });
    };
    if (run.state == RunState::Undone && any(StepState::Undone))
        return StepState::Undone; // Whatever else happened on the way.
    for (const StepState state : {StepState::Running, StepState::Failed, StepState::Interrupted}) {
        if (any(state))
            return state;
    }
    if (any(StepState::Undone))
        return StepState::Undone;
    if (!any(StepState::ToDo))
        return any(StepState::Done) ? StepState::Done : StepState::Skipped;
    return any(StepState::Done) ? StepState::Interrupted : StepState::ToDo;
}

StepNumber stepToShow(const RunRecord &run)
{
    for (const StepRecord &record : run.steps) {
        if (settles(record.state))
            continue;
        const bool gateSpoke = record.name == step::ContentsGate && record.error && !record.findings.isEmpty();
        return gateSpoke ? StepNumber::Point : qMax(record.number, StepNumber::Restore);
    }
    return StepNumber::CutOver;
}

const StepRecord *troubleOf(const RunRecord &run)
{
    const auto found = std::find_if(run.steps.cbegin(), run.steps.cend(), [](const StepRecord &record) {
        return record.error && !settles(record.state) && record.state != StepState::Running;
    });
    return found == run.steps.cend() ? nullptr : &*found;
}

bool isSettled(const RunRecord &run, const QString &name)
{
    const StepRecord *step = run.find(name);
    return step && settles(step->state);
}

bool isBrokenOff(const StepRecord &step)
{
    return step.foundAt && step.foundAt != step.finishedAt && step.state != StepState::Running;
}

bool isBeingTakenBack(const RunRecord &run)
{
    return run.state != RunState::Undone
        && std::any_of(run.steps.cbegin(), run.steps.cend(), [](const StepRecord &step) { return step.state == StepState::Undone; });
}

bool isClosed(const RunRecord &run)
{
    return run.state == RunState::Done || run.state == RunState::Undone;
}

bool appMayHaveMoved(const RunRecord &run)
{
    return stands(run, step::Redeploy);
}

bool urlMayBeWritten(const RunRecord &run)
{
    return stands(run, step::WriteDatabaseUrl);
}

bool holdsOld(const RunRecord &run)
{
    return factOf(run, step::RetireOld, u"old"_s) == u"held"_s;
}

bool hasDestroyedOld(const RunRecord &run)
{
    return factOf(run, step::RetireOld, u"old"_s) == u"destroyed"_s;
}

std::optional<Instant> heldUntil(const RunRecord &run)
{
    const Result<Instant> until = Instant::parse(factOf(run, step::RetireOld, u"until"_s));
    return until ? std::optional(*until) : std::nullopt;
}

QString stageTitle(const QString &name)
{
    static const QMap<QString, const char *> titles = {
        {step::SignIn, QT_TRANSLATE_NOOP("RunView", "Sign in and check the rights")},
        {step::ListBackups, QT_TRANSLATE_NOOP("RunView", "List the backups")},
        {step::ChooseMoment, QT_TRANSLATE_NOOP("RunView", "Check the moment once more")},
        {step::CatchUp, QT_TRANSLATE_NOOP("RunView", "Fetch the newest changes")},
        {step::RestoreInstance, QT_TRANSLATE_NOOP("RunView", "Make the new instance from the backup")},
        {step::WaitUntilReady, QT_TRANSLATE_NOOP("RunView", "Replay changes until it is ready")},
        {step::CompareSettings, QT_TRANSLATE_NOOP("RunView", "Compare the settings")},
        {step::ContentsGate, QT_TRANSLATE_NOOP("RunView", "Check the contents")},
        {step::ProtectInstance, QT_TRANSLATE_NOOP("RunView", "Give it backups of its own")},
        {step::WriteDatabaseUrl, QT_TRANSLATE_NOOP("RunView", "Save DATABASE_URL")},
        {step::Verify, QT_TRANSLATE_NOOP("RunView", "Run every check")},
        {step::Redeploy, QT_TRANSLATE_NOOP("RunView", "Restart the app")},
        {step::WaitAppMoved, QT_TRANSLATE_NOOP("RunView", "App on the new instance, health checked")},
        {step::SetServing, QT_TRANSLATE_NOOP("RunView", "Note which instance serves")},
        {step::FirstBackup, QT_TRANSLATE_NOOP("RunView", "First backup of the new instance")},
        {step::FirstBaseline, QT_TRANSLATE_NOOP("RunView", "Baseline for the next restore")},
        {step::RetireOld, QT_TRANSLATE_NOOP("RunView", "The old instance")},
    };
    const auto known = titles.constFind(name);
    return known == titles.constEnd() ? name : QCoreApplication::translate("RunView", *known);
}

} // namespace shuttler::ui
