// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/railway/RailwayApi.h"
#include "core/targets/Place.h"

namespace shuttler::railway {

/// Every environment that the token reaches, by name: the id is "project/environment", the name "Academy, production". Those of pull
/// requests are left out. Of `api` only the way to Railway is used, not its own project and environment.
Result<QList<Place>> environmentsAt(Api &api, Job &job);

/// The services of the environment, by name; those that keep data on a volume last. The id is the name, where no other service has it.
Result<QList<Place>> servicesAt(Api &api, Job &job);

} // namespace shuttler::railway
