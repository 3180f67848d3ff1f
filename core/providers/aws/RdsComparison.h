// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsWire.h"
#include "core/domain/Instance.h"

namespace shuttler {
struct RdsSettings;
}

namespace shuttler::aws {

/// Everything that decides how an app meets its server, side by side. What RDS sets only after the restore counts as
/// "when ready" until the copy is marked as serving. Pure.
QList<SettingComparison> compared(const DbInstance &source, const DbInstance &copy, const RdsSettings &settings);

} // namespace shuttler::aws
