// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Backup.h"
#include "core/domain/Instance.h"
#include "core/providers/VendorServers.h"

#include <QJsonArray>
#include <QStringList>

namespace shuttler::railway {

/// A service in our environment, with the volume that is mounted on it.
struct Service : VendorServer {
    QString image;
    QString region;
    QString deployment; ///< Of its latest deployment; empty: there never was one.
    QString deploymentStatus;
    std::optional<Instant> deployedAt;
    QString volume;         ///< Not to be mixed up with
    QString volumeInstance; ///< which is what backups and restores are asked of.
    QString volumeState;
    qint64 volumeBytes = 0;
    qint64 usedBytes = 0;
};

struct Topology {
    QList<Service> services;
    int unmergedChanges = 0; ///< Somebody's, staged and not committed.
};
Topology topologyIn(const QJsonObject &environment);

InstanceState stateOf(const Service &service);
Instance instanceOf(const Service &service);
/// Whether staged changes turn point-in-time recovery on for this service, and change nothing else.
bool turnsOnRecoveryAlone(const QJsonObject &patch, const Service &service);
bool isDatabase(const Service &service); ///< It has a volume, or an image of PostgreSQL.
QList<SettingComparison> compare(const Service &source, const Service &copy);

/// A copy of the whole volume. Railway puts it back only over the database that it was taken of.
Backup snapshotIn(const QJsonObject &json, const InstanceId &instance);

/// The full and differential backups named in pgBackRest's backup.info.
QList<Backup> backupsIn(const QByteArray &backupInfo, const InstanceId &instance);

} // namespace shuttler::railway
