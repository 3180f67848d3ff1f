// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/render/RenderApi.h"

namespace shuttler::render {

/// Makes a new database, once: one that the same run made before is confirmed, one of another's under the same name is left alone.
Outcome startRestoreAt(Api &api, const RenderSettings &settings, const RestoreRequest &request, Job &job);
Result<std::optional<Instance>> madeBy(Api &api, const QString &tag, Job &job);

/// Suspends, and is done when Render says it is.
Outcome suspend(Api &api, const InstanceId &instance, Job &job);
Outcome resume(Api &api, const InstanceId &instance, Job &job);
Outcome destroyFor(Api &api, const InstanceId &instance, const RetirePolicy &policy, Job &job);

} // namespace shuttler::render
