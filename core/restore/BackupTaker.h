// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/RestoreWorld.h"

namespace shuttler {

/// A backup and the baseline that was taken with it.
struct BackupWithBaseline {
    Backup backup;
    Baseline baseline;
};

/// Takes the baseline of the serving instance, then the backup that goes with it: without a baseline a later restore can be counted but
/// not proved. In this order, so that the baseline is not younger than any moment the backup can be restored to.
Result<BackupWithBaseline> takeBackupWithBaseline(RestoreWorld &world, const QString &name, Job &job);

/// The baseline alone, shelved: of the serving instance, by its environment's own rules.
Result<Baseline> takeBaselineOf(RestoreWorld &world, BaselineOptions options, Job &job);

} // namespace shuttler
