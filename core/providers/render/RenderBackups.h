// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/BackupListing.h"
#include "core/providers/Provider.h"
#include "core/providers/render/RenderApi.h"

namespace shuttler::render {

Result<Recovery> recoveryOf(Api &api, const Database &database, Job &job);
Result<QList<Export>> exportsOf(Api &api, const Database &database, Job &job);
Result<BackupListing> listingOf(Api &api, Seconds lag, const InstanceId &instance, const QList<InstanceId> &lineage, Job &job);
/// Orders an export and waits for it; one that is being made is waited for first.
Result<Backup> exportNow(Api &api, const InstanceId &instance, Job &job);
Result<Retention> retentionOf(Api &api, const InstanceId &instance, Job &job);
/// Waits until everything committed when it was called has left the minutes that cannot be restored.
Result<Instant> waitOutTheLag(Api &api, Seconds lag, const InstanceId &instance, Job &job);

} // namespace shuttler::render
