// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/railway/RailwayApi.h"

namespace shuttler::railway {

/// What is in the bucket of a database, its window, and the backups of its volume.
Result<BackupListing> backupsOf(Api &api, const InstanceId &instance, const QList<InstanceId> &lineage, Job &job);
/// A backup of its volume, once it is listed.
Result<Backup> backUpVolume(Api &api, const InstanceId &instance, const QString &name, Job &job);
/// Waits until all that is committed now is in the bucket, or until nothing more comes.
Result<Instant> waitForBucket(Api &api, const InstanceId &instance, Job &job);
Result<Retention> retentionOf(Api &api, const InstanceId &instance, Job &job);

} // namespace shuttler::railway
