// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/timeline/TimelineEntry.h"

namespace shuttler::ui::test {

inline Instant at(const QString &text)
{
    return *Instant::parse(text);
}

inline Backup backupAt(const QString &name, const QString &moment, BackupHealth health = BackupHealth::Healthy)
{
    Backup backup;
    backup.id = BackupId(name);
    backup.takenAt = at(moment);
    backup.startedAt = backup.takenAt - Seconds(60);
    backup.sizeBytes = 1'288'490'188;
    backup.health = health;
    backup.kept = QStringLiteral("until 2 newer full backups exist");
    return backup;
}

/// Three backups, a window with a gap, one incident.
inline BackupListing listing(const QString &latest = QStringLiteral("2026-11-18T11:58:10Z"))
{
    BackupListing listing;
    listing.askedAt = at(QStringLiteral("2026-11-18T12:00:00Z"));
    listing.backups = {backupAt(QStringLiteral("20261116-021011F"), QStringLiteral("2026-11-16T02:10:11Z")),
                       backupAt(QStringLiteral("20261117-021009F"), QStringLiteral("2026-11-17T02:10:09Z"), BackupHealth::Failed),
                       backupAt(QStringLiteral("20261118-021012F"), QStringLiteral("2026-11-18T02:10:12Z"))};
    const WindowGap gap{at(QStringLiteral("2026-11-17T04:00:00Z")), at(QStringLiteral("2026-11-17T07:00:00Z")), QStringLiteral("a record is missing")};
    listing.windows = {{InstanceId(QStringLiteral("practice")), *RecoveryWindow::between(at(QStringLiteral("2026-11-16T02:10:11Z")), at(latest), {gap})}};
    return listing;
}

inline Incident incident()
{
    Incident incident;
    incident.kind = IncidentKind::BadImport;
    incident.title = QStringLiteral("A wrong fee import");
    incident.at = at(QStringLiteral("2026-11-18T11:42:07Z"));
    incident.lastGood = at(QStringLiteral("2026-11-18T11:42:06Z"));
    incident.rows = 8412;
    return incident;
}

} // namespace shuttler::ui::test
