// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/ConnectionInfo.h"
#include "core/providers/railway/RailwayApi.h"

namespace shuttler::railway {

/// How the console looks at a database: through a TCP proxy, which is opened where there is none and the settings allow it.
Result<ConnectionInfo> entranceTo(Api &api, const RailwaySettings &settings, SecretStore &secrets, const InstanceId &instance, Job &job);

} // namespace shuttler::railway
