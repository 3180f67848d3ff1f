// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/pgbackrest/Site.h"

namespace shuttler::pgbackrest {

/// Who we are on this computer, and what of the seven steps we may do. Tries each right without changing anything.
Result<Account> signInTo(const Site &site, const InstanceId &serving, Job &job);

} // namespace shuttler::pgbackrest
