// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"

namespace shuttler::ui {

/// Questions that the screen puts to a run's record. Values in, values out.

/// The records of one of the seven steps, in their order.
QList<StepRecord> recordsOf(const RunRecord &run, StepNumber step);
/// The seven steps as the person counts them: running, failed and interrupted outrank done.
StepState stateOf(const RunRecord &run, StepNumber step);
/// Where the person is needed, or the work goes on. A contents gate that did not pass is looked at in step 5, where it locks.
StepNumber stepToShow(const RunRecord &run);
/// The record at which the run stands still, with its error; null when none does.
const StepRecord *troubleOf(const RunRecord &run);

bool isSettled(const RunRecord &run, const QString &step);  ///< Done, or left out by choice.
/// Its findings are of an earlier attempt than the last, which came to none.
bool isBrokenOff(const StepRecord &step);
bool isBeingTakenBack(const RunRecord &run);
bool isClosed(const RunRecord &run);
/// Whether the app may have been moved: from the redeploy on, until it is undone.
bool appMayHaveMoved(const RunRecord &run);
/// Whether DATABASE_URL may name the new instance.
bool urlMayBeWritten(const RunRecord &run);
bool holdsOld(const RunRecord &run);
bool hasDestroyedOld(const RunRecord &run);
std::optional<Instant> heldUntil(const RunRecord &run);

/// What a row of stages is called: "Replay the changes, until it takes reads and writes".
QString stageTitle(const QString &step);

} // namespace shuttler::ui
