// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/Ids.h"

#include <QJsonObject>
#include <QList>

#include <optional>

namespace shuttler {

enum class BackupKind { Full, Differential, Incremental, Snapshot, ManualSnapshot, Dump };

/// What is known of a backup's soundness. The words on screen are HumanText's.
enum class BackupHealth {
    Verified,   ///< Every file read back and its checksum compared.
    Healthy,    ///< Reported complete by its keeper, no error seen.
    NotChecked, ///< Nobody looked.
    BeingMade,
    Failed,     ///< Cannot be restored from; `healthReason` says why. Outranks everything.
};

/// One thing that can be restored from.
struct Backup {
    BackupId id;
    BackupKind kind = BackupKind::Full;
    InstanceId instance;               ///< Which server it was taken of.
    Instant startedAt;
    Instant takenAt;                   ///< Its end: the first moment it can be restored to.
    qint64 sizeBytes = 0;              ///< Of the database, as restored.
    qint64 storedBytes = 0;            ///< In the repository.
    BackupHealth health = BackupHealth::NotChecked;
    QString healthReason;
    std::optional<Instant> expiresAt;  ///< Nothing: kept for ever, or until retention by count takes it.
    QString kept;                      ///< In words: "until 2 newer full backups exist", "for ever".
    QString source;                    ///< Who keeps it: "pgBackRest, repository 1".
    QString postgresVersion;

    bool isUsable() const { return health != BackupHealth::Failed && health != BackupHealth::BeingMade; }
    friend bool operator==(const Backup &, const Backup &) = default;
};

QString wordFor(BackupKind kind);     ///< "full", "differential", "incremental", "snapshot", "manual-snapshot", "dump"
QString wordFor(BackupHealth health); ///< "verified", "healthy", "not-checked", "being-made", "failed"
QJsonObject toJson(const Backup &backup);
Result<Backup> backupFromJson(const QJsonObject &json);

} // namespace shuttler
