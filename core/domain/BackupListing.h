// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Backup.h"
#include "core/domain/RecoveryWindow.h"

namespace shuttler {

/// Everything one could restore a database from, as its keepers answered at one moment.
struct BackupListing {
    Instant askedAt;
    QList<Backup> backups;          ///< Sorted by takenAt, oldest first.
    QList<InstanceWindow> windows;  ///< Of the serving instance and of its lineage; sorted by earliest.
    QStringList remarks;            ///< What could not be asked, in sentences; empty when all answered.

    /// The window that holds `moment`, the newest instance first; null when there is none.
    const InstanceWindow *windowAt(Instant moment) const;
    std::optional<Instant> earliest() const;
    std::optional<Instant> latest() const;
    const Backup *find(const BackupId &id) const;
    const Backup *newestUsable() const;

    friend bool operator==(const BackupListing &, const BackupListing &) = default;
};

QJsonObject toJson(const InstanceWindow &window);
Result<InstanceWindow> instanceWindowFromJson(const QJsonObject &json);

} // namespace shuttler
