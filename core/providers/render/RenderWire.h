// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Backup.h"
#include "core/domain/Instance.h"
#include "core/providers/VendorServers.h"

#include <QJsonArray>
#include <QStringList>

namespace shuttler::render {

constexpr std::chrono::days ExportsKept(7);

/// A database as Render shows it. Everything it may leave out is empty here; words it may add to later are kept as they are.
struct Database : VendorServer { ///< Its `vendorId` is "dpg-…".
    QString status;
    bool isSuspended = false;
    QStringList suspenders;
    QString version;
    QString plan;
    QString region;
    QString environment;
    QString role; ///< "primary", "replica"
    QString database;
    QString user;
    int diskGb = 0;
    std::optional<bool> isHighlyAvailable;
    std::optional<QStringList> allowedAddresses; ///< Sorted.
    QMap<QString, QString> parameters;           ///< Overridden ones; only in the detailed answer.
    std::optional<Instant> createdAt;
};
Database databaseIn(const QJsonObject &json);
InstanceState stateOf(const Database &database);
Instance instanceOf(const Database &database);
/// What the new one has to share with the old one.
QList<SettingComparison> compare(const Database &source, const Database &copy);

/// How far back any second can be restored, in Render's words.
struct Recovery {
    QString status; ///< "AVAILABLE", "BACKUP_NOT_READY", "NOT_AVAILABLE"
    std::optional<Instant> startsAt;
    bool isAvailable() const { return status == QLatin1String("AVAILABLE") && startsAt; }
};
Recovery recoveryIn(const QJsonObject &json);

/// An export. Its address is a key to everything in it: that there is one is all that is kept.
struct Export {
    QString id;
    std::optional<Instant> createdAt;
    bool isReady = false;
};
QList<Export> exportsIn(const QJsonArray &json);
Backup backupOf(const Export &made, const InstanceId &instance, const QString &version);

} // namespace shuttler::render
