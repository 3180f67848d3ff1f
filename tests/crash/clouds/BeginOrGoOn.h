// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"
#include "core/restore/RestoreWorld.h"

namespace shuttler::test {

/// What a process does with a restore: plans and begins it where there is none, goes on with the one there is.
Result<RunRecord> beginOrGoOn(RestoreWorld &world, Ledger &ledger, const RestoreIntent &intent, Job &job);

} // namespace shuttler::test
