// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"
#include "core/providers/Provider.h"

namespace shuttler {

/// What the person decided for the part of the run that is driven now.
struct Decisions {
    StepNumber until = StepNumber::CutOver; ///< Drive through this step, then wait.
    bool acceptWarnings = false;            ///< Step 6: goes into the evidence with the operator's name.
    QString failedAcceptedAs; ///< Steps 4 (settings) and 6: the database's name, typed, to go on with what failed.
    QString confirmedName;    ///< Step 7: the old instance's name, typed, to destroy it.
    std::optional<OldInstance> old; ///< Step 7: overrides the intent.
    std::optional<std::chrono::hours> holdFor; ///< Step 7: overrides the intent.
    std::optional<RetirePolicy> retire;        ///< Step 7: what destroying keeps; overrides the intent.
};

} // namespace shuttler
