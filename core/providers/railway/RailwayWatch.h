// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/VendorServers.h"
#include "core/providers/railway/RailwayApi.h"

namespace shuttler::railway {

/// Waits until a workflow is over. One that cannot be watched is not waited for.
Outcome finish(Api &api, const QString &workflow, Job &job);
/// Why a workflow failed, if it has.
std::optional<QString> failureOf(Api &api, const QString &workflow, Job &job);
/// Until the service is as wanted; nothing stands for one that is not there.
Outcome waitFor(Api &api, const InstanceId &instance, const QString &what, Job &job,
                const std::function<bool(const std::optional<Service> &)> &isDone);
/// Somebody's changes are staged: what we would have to apply would apply them too.
Error othersChanges(int count);

} // namespace shuttler::railway
