// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/pgbackrest/Site.h"

namespace shuttler::pgbackrest {

Outcome holdServer(const Site &site, const InstanceId &id, Instant until, Job &job);
Outcome wakeServer(const Site &site, const InstanceId &id, Job &job);

/// Final backup, stop, remove: in this order, and nothing after a part that failed. Removes only what PostgreSQL or we ourselves
/// made, inside the places of the environment; the repository never, unless its backups are not to be kept.
Outcome destroyServer(const Site &site, const InstanceId &id, const RetirePolicy &policy, Job &job);

} // namespace shuttler::pgbackrest
