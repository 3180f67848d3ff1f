// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsLister.h"

namespace shuttler::aws {

/// Orders a new instance, with everything that RDS would otherwise reset re-sent from the source (aws.md §3.3).
/// RDS knows no key against asking twice: the name and the run's tag are it.
Outcome startRestoreAt(const RdsSite &site, const RestoreRequest &request, Job &job);

/// What a copy gets: the source's settings, or of a deleted source those that the environment names. Pure.
Result<QueryForm> withSettingsOf(QueryForm form, const Keeping &source, const RestoreRequest &request,
                                 const RdsSettings &settings);

} // namespace shuttler::aws
