// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsSite.h"

namespace shuttler::aws {

/// Who we are and what we may do. A right to look is tried by looking; a right to change is only seen by changing something,
/// so it is listed as not tried, never as granted. With each comes what gives it.
Result<Account> signInAt(const RdsSite &site, const InstanceId &serving, Job &job);

} // namespace shuttler::aws
