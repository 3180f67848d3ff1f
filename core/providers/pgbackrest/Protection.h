// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/pgbackrest/Site.h"

namespace shuttler::pgbackrest {

/// Gives a restored server a stanza of its own name: a section in pgBackRest's configuration, the stanza in the repository,
/// archiving switched on, a restart, a check that a change arrives. Each part is done again without harm.
Outcome protectServer(const Site &site, const InstanceId &id, Job &job);

/// Removes everything pgBackRest keeps of a server, and its section.
Outcome removeBackups(const Site &site, const InstanceId &id, Job &job);

} // namespace shuttler::pgbackrest
