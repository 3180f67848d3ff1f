// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsSite.h"

namespace shuttler::aws {

/// PostgreSQL instances, and the clusters that can only be looked at.
Result<QList<Instance>> instancesOf(const RdsSite &site, Job &job);
/// The one instance that carries a run's tag. Two: Fault::Refused, both named.
Result<std::optional<Instance>> madeBy(const RdsSite &site, const QString &tag, Job &job);
Result<InstanceState> stateOf(const RdsSite &site, const InstanceId &id, Job &job);
Result<ConnectionInfo> connectionTo(const RdsSite &site, const InstanceId &id, Job &job);
/// Waits until RDS restores to the second in which it was asked; the newest changes reach its archive every five minutes.
Result<Instant> catchUpOf(const RdsSite &site, const InstanceId &id, Job &job);
/// RDS reads no snapshot back: what can be said is whether it is there and what RDS says of it.
Result<BackupHealth> verifiedAt(const RdsSite &site, const InstanceId &id, const BackupId &backup, Job &job);

} // namespace shuttler::aws
