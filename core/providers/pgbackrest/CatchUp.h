// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/pgbackrest/Site.h"

namespace shuttler::pgbackrest {

/// Hands everything committed until now over to the archive: closes the server's current file of changes and waits until that file
/// has arrived. Returns the moment, by the server's clock, up to which nothing is missing; it is remembered in the stanza's notes.
/// Fault::Refused when the archive takes nothing, with the reason as far as it is known; Fault::Unreachable after `patience`.
Result<Instant> catchUp(const Site &site, const InstanceId &instance, Micros patience, Job &job);

} // namespace shuttler::pgbackrest
