// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/railway/RailwayApi.h"

namespace shuttler::railway {

/// Waits until a workflow is over. One that cannot be watched is not waited for.
Outcome finish(Api &api, const QString &workflow, Job &job);

/// Makes a sibling service in the same environment, once; one that the same run made before is confirmed.
Outcome startRestoreAt(Api &api, const RestoreRequest &request, Job &job);
Result<std::optional<Instance>> madeBy(Api &api, const QString &tag, Job &job);
/// Turns on point-in-time recovery. Restarts the database.
Outcome protectService(Api &api, const InstanceId &instance, Job &job);
/// Removes the deployment; volume and bucket stay.
Outcome stop(Api &api, const InstanceId &instance, Job &job);
Outcome start(Api &api, const InstanceId &instance, Job &job);
/// The service in this environment, then its volume, if that is nowhere else.
Outcome destroyFor(Api &api, const InstanceId &instance, const RetirePolicy &policy, Job &job);
/// A way in from outside; opened only where `mayOpen`.
Result<Api::Proxy> openProxy(Api &api, const Service &service, bool mayOpen, Job &job);

} // namespace shuttler::railway
