// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Comparison.h"
#include "core/verify/TableScan.h"

namespace shuttler::verify {

/// A table that both sides have, in the same shape.
struct TablePair {
    const Table *left = nullptr;
    const Table *right = nullptr;
};

/// Which rows of a table are not the same on both sides, once its sums are known not to be. Ranges of keys that differ are cut up once more,
/// and only the rows of the pieces that differ come over, some ten thousand at a time. Indexes may help and are not believed.
/// Fault::Unreachable where the table is not any more what was summed up.
Outcome findDifferingRows(Snapshot &left, Snapshot &right, const TablePair &pair, const TableFacts &leftFacts, const TableFacts &rightFacts,
                          TableDifference &difference, Job &job);

} // namespace shuttler::verify
