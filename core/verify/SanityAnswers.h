// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/SanityQueries.h"
#include "core/verify/Snapshot.h"

#include <QMap>

namespace shuttler::verify {

/// The owner's queries are asked as the owner would: unqualified names as the role is used to, the planner free.
Outcome prepareForSanity(Snapshot &snapshot, Job &job);
Outcome finishSanity(Snapshot &snapshot, Job &job);

/// What the parameters stand for here; missing where nobody knows.
using SanityValues = QMap<QString, Instant>;
/// The first parameter of the query that has no value; empty when all have one.
QString missingValue(const SanityQuery &query, const SanityValues &values);

/// Each row as an object, numbers as numbers, everything else as text; at most `SanityRowLimit`. Waits no longer than the query's patience.
Result<QJsonArray> askSanity(Snapshot &snapshot, const SanityQuery &query, const SanityValues &values, Job &job);

} // namespace shuttler::verify
