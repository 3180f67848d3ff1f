// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/railway/RailwayApi.h"

namespace shuttler::railway {

/// Makes a sibling service in the same environment, once; one that the same run made before is confirmed.
Outcome startRestoreAt(Api &api, const RestoreRequest &request, Job &job);
Result<std::optional<Instance>> madeBy(Api &api, const QString &tag, Job &job);

} // namespace shuttler::railway
