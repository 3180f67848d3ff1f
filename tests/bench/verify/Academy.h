// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Verifier.h"
#include "tests/support/TempCluster.h"

namespace shuttler::bench {

/// A server with a large academy in the database "academy": 20 million rows, frozen and analysed, all of it in memory.
Result<std::unique_ptr<test::TempCluster>> largeAcademy();

/// Takes away `count` students that nobody refers to any more, so that their keys have gaps. In "academy".
Outcome makeGaps(test::TempCluster &cluster, int count);

} // namespace shuttler::bench
