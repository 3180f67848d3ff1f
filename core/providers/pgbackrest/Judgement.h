// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Backup.h"
#include "core/providers/pgbackrest/StanzaNotes.h"

namespace shuttler::pgbackrest {

struct Judgement {
    BackupHealth health = BackupHealth::Healthy;
    QString reason;
};

/// What was found about one backup.
struct Evidence {
    QMap<QString, QString> manifests; ///< Of every backup whose list of files is there: its size and time.
    QStringList missingArchive;       ///< Labels whose own changes are not all in the archive.
    QMap<QString, StanzaNotes::Verification> verified;
};

/// Says how sound a backup is. Pure. Bad news outranks good; a verification counts only for the files it looked at, and for 31 days.
Judgement judge(const RepoBackup &backup, const Evidence &evidence, Instant now);

} // namespace shuttler::pgbackrest
