// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/RestoreStep.h"

namespace shuttler {

/// What the contents gate and step 6 ask their questions with: the copy, the newest baseline up to the moment, the old database where
/// it still answers.
Result<VerifyRequest> copyUnderTest(const RunContext &context, Job &job);

/// "fee_payments: expected ≥ 4,812, found 0, and 3 more": the first failed finding, and how many others there are.
QString firstFailureOf(const QList<Finding> &findings);
/// "31 passed, 2 with warnings, 1 not checked"
QString countsOf(const FindingSummary &summary);

} // namespace shuttler
