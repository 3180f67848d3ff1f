// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"

namespace shuttler {

/// Closes the journal of an open run whose environment is destroyed: there is nothing left to go on with or to take back, and it must
/// not stand in the way of a later environment of the same name. The caller holds the environment's lease.
Outcome closeRunOfGoneEnvironment(Ledger &ledger, const EnvironmentName &environment, Instant at);

} // namespace shuttler
