// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/railway/RailwayApi.h"

namespace shuttler::railway {

/// Turns on point-in-time recovery. Restarts the database.
Outcome protectService(Api &api, const InstanceId &instance, Job &job);

} // namespace shuttler::railway
