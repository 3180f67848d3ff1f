// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/pgbackrest/Site.h"

namespace shuttler::pgbackrest {

/// How far a server is: from its record, its files, its process and its own answer. Changes nothing.
Result<InstanceState> stateOf(const Site &site, const InstanceId &id, Job &job);
/// The first server, while it is there, and every restored one.
Result<QList<Instance>> instancesOf(const Site &site, Job &job);
/// The server a restore made. One whose making or whose replay was cut off, without a reason of its own, counts as not there.
Result<std::optional<Instance>> madeBy(const Site &site, const QString &tag, Job &job);

} // namespace shuttler::pgbackrest
