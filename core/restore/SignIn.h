// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/RestoreWorld.h"

namespace shuttler {

/// Step 1 in one look: who we are at the provider, and whether every far side that a restore will need lets us in; the place of
/// DATABASE_URL and the redeploy stand among the permissions. Changes nothing.
Result<Account> signInEverywhere(RestoreWorld &world, Job &job);

} // namespace shuttler
