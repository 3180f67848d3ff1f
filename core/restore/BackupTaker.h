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

/// Takes a backup of the serving instance, then its baseline, and shelves the baseline under the backup's name: without one a later
/// restore can be counted but not proved. When only the baseline fails the error says that the backup itself is good.
Result<BackupWithBaseline> takeBackupWithBaseline(RestoreWorld &world, const QString &name, Job &job);

/// The baseline alone, shelved: of the serving instance, named after `backup` where there is one.
Result<Baseline> takeBaselineOf(RestoreWorld &world, const QString &backup, Job &job);

} // namespace shuttler
