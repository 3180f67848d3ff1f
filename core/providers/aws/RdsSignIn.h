// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsSite.h"

namespace shuttler::aws {

/// Who we are and what we may do. A right to look is tried by looking; a right to change is only seen by changing something,
/// so it is listed as not tried, never as granted.
Result<Account> signInAt(const RdsSite &site, const InstanceId &serving, Job &job);

/// The policy for this account and database, for whoever has to grant it; narrowed to `only` where that names any.
Result<QString> policyFor(const RdsSite &site, const InstanceId &serving, const QStringList &only, Job &job);

} // namespace shuttler::aws
