// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/StrongId.h"

namespace shuttler {

using EnvironmentName = StrongId<struct EnvironmentKindTag>;
using InstanceId = StrongId<struct InstanceKindTag>; ///< A database server as its provider names it: unique there.
using BackupId = StrongId<struct BackupKindTag>;
using RunId = StrongId<struct RunKindTag>;           ///< One restore, from its plan to its evidence: "r20261118-114206-7f3c".

} // namespace shuttler
