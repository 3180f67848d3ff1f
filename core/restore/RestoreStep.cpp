// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/RestoreStep.h"

#include "core/restore/steps/Steps.h"

namespace shuttler {

QJsonObject RunContext::factsOf(const QString &step) const
{
    const StepRecord *record = run.find(step);
    return record ? record->facts : QJsonObject();
}

std::optional<Instant> RunContext::instantOf(const QString &step, const QString &fact) const
{
    const Result<Instant> instant = Instant::parse(factsOf(step).value(fact).toString());
    return instant ? std::optional(*instant) : std::nullopt;
}

bool RunContext::wasBegun(const QString &step) const
{
    const StepRecord *record = run.find(step);
    return record && record->startedAt.has_value();
}

RestoreSteps allRestoreSteps()
{
    RestoreSteps steps;
    steps.push_back(signInStep());
    steps.push_back(listBackupsStep());
    steps.push_back(chooseMomentStep());
    steps.push_back(catchUpStep());
    steps.push_back(restoreInstanceStep());
    steps.push_back(waitUntilReadyStep());
    steps.push_back(compareSettingsStep());
    steps.push_back(contentsGateStep());
    steps.push_back(protectInstanceStep());
    steps.push_back(writeDatabaseUrlStep());
    steps.push_back(verifyStep());
    steps.push_back(redeployStep());
    steps.push_back(waitAppMovedStep());
    steps.push_back(setServingStep());
    steps.push_back(firstBackupStep());
    steps.push_back(firstBaselineStep());
    steps.push_back(retireOldStep());
    return steps;
}

} // namespace shuttler
