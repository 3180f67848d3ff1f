// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/BackupListing.h"
#include "core/providers/railway/RailwayApi.h"

namespace shuttler::railway {

/// What pgBackRest has put into the bucket of a database: Railway's API does not tell how far back it can be restored.
struct Archive {
    QList<Backup> backups;          ///< Sorted.
    std::optional<Instant> latest;  ///< Everything committed until then has been put there.
    QString whyNot;                 ///< Why there is nothing; empty when there is something.

    std::optional<RecoveryWindow> window() const;
};

/// Whether a database archives its changes: the variable names a bucket.
bool isArchiving(const QMap<QString, QString> &variables);

Result<Archive> archiveOf(Api &api, const InstanceId &instance, const QMap<QString, QString> &variables, Job &job);

} // namespace shuttler::railway
