// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/Plan.h"
#include "core/restore/RestoreWorld.h"

namespace shuttler {

/// Asks the world for all that a plan is made from; changes nothing. `tag` is the name of the run to be.
Result<PlanInput> gatherPlanInput(RestoreWorld &world, const RestoreIntent &intent, const QString &tag, Job &job);

/// Fault::Refused with every right that is missing for this intent; nothing when all are there.
std::optional<Error> missingRights(const Account &account, const RestoreIntent &intent);

} // namespace shuttler
