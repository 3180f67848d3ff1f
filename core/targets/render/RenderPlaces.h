// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/render/RenderApi.h"
#include "core/targets/Place.h"

namespace shuttler::render {

/// Every service that the key reaches, by name. Static sites are left out, which talk to no database once they are built.
Result<QList<Place>> servicesAt(Api &api, Job &job);
/// Those, and after them the environment groups, by name.
Result<QList<Place>> holdersAt(Api &api, Job &job);

} // namespace shuttler::render
