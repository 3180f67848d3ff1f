// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/BackupListing.h"
#include "core/domain/Environment.h"

namespace shuttler {

/// One day of the last `promiseDays`, judged. Days are counted back from `now` in stretches of 24 hours, so that a
/// change of clocks neither makes nor hides a hole.
struct DayCoverage {
    Instant from;
    Instant until;
    Grade grade = Grade::Nothing;
};

/// What of the last days can be restored, oldest first.
struct Coverage {
    QList<DayCoverage> days;
    int met = 0;                           ///< Days with at least the promised grade.
    std::optional<Instant> restorableFrom;
    std::optional<Instant> restorableTo;
    bool isMet() const { return !days.isEmpty() && met == days.size(); }
};

/// Folds a listing into the coverage of the last `days`. Pure. A failed or expired backup covers nothing; a day is AnySecond only
/// when every second of it lies in a window and in no gap (until the newest restorable second, for the running day), and BackupOnly
/// when at least one moment of it can be restored.
Coverage coverageOf(const BackupListing &listing, Instant now, int days, Grade promised);

} // namespace shuttler
