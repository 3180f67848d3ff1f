// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/Plan.h"

namespace shuttler {

/// What a target comes down to, given what there is to restore from.
struct ResolvedTarget {
    InstanceId source;             ///< Whose backups.
    std::optional<Instant> moment; ///< Nothing for "latest": nobody knows before the changes are in.
    std::optional<BackupId> startsFrom;
    bool needsCatchUp = false;
};

/// Decides whether the intent's target can be had; the error says why not and which moment or backup to choose instead.
Result<ResolvedTarget> resolveTarget(const PlanInput &input);

} // namespace shuttler
