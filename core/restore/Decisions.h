// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/CheckQuestion.h"
#include "core/domain/RunRecord.h"
#include "core/providers/Provider.h"

namespace shuttler {

/// What step 6 shall ask once more, though it was answered.
struct CheckAgain {
    std::optional<CheckQuestion> only; ///< Its answer takes the place of the earlier one in the record; unset: everything.
};

/// What the person decided for the part of the run that is driven now.
struct Decisions {
    StepNumber until = StepNumber::CutOver; ///< Drive through this step, then wait.
    bool acceptWarnings = false;            ///< Step 6: goes into the evidence with the operator's name.
    std::optional<CheckAgain> checkAgain;   ///< Step 6, as long as step 7 has not begun. Forgets what was accepted.
    QString failedAcceptedAs; ///< Steps 4 (settings) and 6: the database's name, typed, to go on with what failed.
    QString confirmedName;    ///< Step 7: the old instance's name, typed, to destroy it.
    std::optional<OldInstance> old; ///< Step 7: overrides the intent.
    std::optional<std::chrono::hours> holdFor; ///< Step 7: overrides the intent.
    std::optional<RetirePolicy> retire;        ///< Step 7: what destroying keeps; overrides the intent.
};

} // namespace shuttler
