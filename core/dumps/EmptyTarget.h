// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/ConnectionInfo.h"

namespace shuttler::dumps {

/// Whether a dump may be restored there: Fault::Refused, naming what there is, when the database holds anything that no empty one has (a
/// relation, a function, a type, a schema, a large object, but for what extensions brought), when it is a standby, or when its server is
/// older than `major`. Changes nothing.
Outcome mustBeEmpty(const ConnectionInfo &target, int major, Job &job);

} // namespace shuttler::dumps
