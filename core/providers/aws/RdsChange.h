// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsSite.h"

namespace shuttler::aws {

/// Gives a copy what the restore calls do not take, its own backups among it, reboots it where its parameter group waits for
/// that, and marks it as serving. Asked twice, it finds nothing left to do.
Outcome protectInstance(const RdsSite &site, const InstanceId &id, Job &job);

/// A manual snapshot, complete when this returns. Its name follows from the instance's and `name`: asked twice it is the same.
Result<Backup> takeSnapshot(const RdsSite &site, const InstanceId &id, const QString &name, Job &job);
/// "shuttler" and "first of its own" → "shuttler-first-of-its-own".
QString snapshotName(const QString &instance, const QString &name);
Result<DbSnapshot> waitForSnapshot(const RdsSite &site, const DbInstance &instance, const QString &snapshot, Job &job);

Result<Retention> retentionOf(const RdsSite &site, const InstanceId &id, Job &job);
Outcome setRetentionOf(const RdsSite &site, const InstanceId &id, int days, Job &job);

/// What of `wanted` has to be sent for a copy to become like its source; no members when it is. Pure.
QueryForm missingOn(const DbInstance &copy, const std::optional<DbInstance> &source, const RdsSettings &settings);

} // namespace shuttler::aws
