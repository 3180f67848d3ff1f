// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Verifier.h"

namespace shuttler::verify {

/// Counts and hashes a whole database in one snapshot between commits, largest tables first. All or nothing: a table that may not be read, or
/// was emptied meanwhile, is an error, because a baseline that leaves something out would later approve of its loss.
/// Left out by their nature, and counted in `relations`: unlogged and foreign tables, materialized views, large objects.
Result<Baseline> takeBaseline(const ConnectionInfo &database, const BaselineOptions &options, Job &job);

} // namespace shuttler::verify
