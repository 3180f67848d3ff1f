// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/render/RenderApi.h"

namespace shuttler::render {

/// What a Blueprint could do to a variable of `resource`, a service or an environment group, in a sentence; empty where none holds it.
/// A render.yaml that takes the variable `fromDatabase` names the old database, and its next sync writes that one's address again.
/// That none can be looked at is no hindrance, but is said.
Result<QString> blueprintOver(Api &api, const QString &resource, Job &job);

} // namespace shuttler::render
