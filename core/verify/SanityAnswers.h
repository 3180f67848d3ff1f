// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/SanityQueries.h"
#include "core/verify/Snapshot.h"

namespace shuttler::verify {

/// The owner's queries are asked as the owner would: unqualified names as the role is used to, the planner free, and no
/// longer than `PatienceWithSanity` each.
Outcome prepareForSanity(Snapshot &snapshot, Job &job);
Outcome finishSanity(Snapshot &snapshot, Job &job);

/// Each row as an object, numbers as numbers, everything else as text; at most `SanityRowLimit`.
Result<QJsonArray> askSanity(Snapshot &snapshot, const SanityQuery &query, Job &job);

} // namespace shuttler::verify
