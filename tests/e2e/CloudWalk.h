// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Baseline.h"
#include "tests/e2e/StagedCloud.h"

namespace shuttler::test {

/// A moment, and what the database held then.
struct MomentT {
    Instant moment;
    Baseline baseline;
};

/// How exactly a cloud restores to a moment.
enum class Precision { Second, Microsecond };

/// Has a backup and then a baseline taken; nobody may write meanwhile. Returns when the moment is over.
Result<MomentT> takeBaseline(StagedCloud &cloud, Precision precision);
/// What a restore has to take back: rows are gone, others are wrong.
Outcome damage(StagedCloud &cloud);
/// Asks for the same numbers and checksums again; the error names what differs.
Outcome holdsWhatItHeldAt(const MomentT &t, const ConnectionInfo &copy);
/// Nothing of `damage` is to be seen.
Outcome isUndamaged(const ConnectionInfo &copy);

} // namespace shuttler::test
