// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/railway/RailwayApi.h"

namespace shuttler::railway {

/// Removes the deployment; volume and bucket stay. Until when is kept in a variable of the service's.
Outcome hold(Api &api, const InstanceId &instance, Instant until, Job &job);
/// The moment kept there, of a service that is held.
Result<std::optional<Instant>> heldUntil(Api &api, const Service &service, Job &job);
Outcome wake(Api &api, const InstanceId &instance, Job &job);
/// Its volume, if that is nowhere else, then the service in this environment. Broken off, it can be repeated: as long as anything is
/// left, the service is there to find it by.
Outcome destroyFor(Api &api, const InstanceId &instance, const RetirePolicy &policy, Job &job);

} // namespace shuttler::railway
