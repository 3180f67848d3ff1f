// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/BackupRows.h"

#include "ui/common/Counted.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct BackupWords {
    Q_DECLARE_TR_FUNCTIONS(BackupRows)
};

MarkKind markOf(BackupKind kind)
{
    switch (kind) {
    case BackupKind::ManualSnapshot: return MarkKind::Manual;
    case BackupKind::Dump: return MarkKind::Dump;
    default: return MarkKind::Automated;
    }
}

/// The second before the first bad change, where it can be restored to; else the newest that can.
std::optional<BackupRow> anySecondRow(const BackupListing &listing, std::optional<Instant> firstBad, Instant now)
{
    const std::optional<Instant> latest = listing.latest();
    if (!latest)
        return std::nullopt;
    BackupRow row;
    row.mark = MarkKind::Window;
    row.anySecond = true;
    row.taken = latest->flooredToSecond();
    row.name = BackupWords::tr("Any second, up to the newest");
    row.lost = firstBad ? std::nullopt : std::optional(now - row.taken);
    if (firstBad) {
        const Instant lastGood = firstBad->flooredToSecond() - Seconds(1);
        if (listing.windowAt(lastGood)) {
            row.taken = lastGood;
            row.name = BackupWords::tr("Any second before the damage");
            row.lost = Micros(0);
        }
    }
    row.target = AtMoment{row.taken};
    qsizetype gaps = 0;
    for (const InstanceWindow &window : listing.windows)
        gaps += window.window.gaps().size();
    row.glyph = gaps == 0 ? Glyph::Ok : Glyph::Warn;
    row.health = gaps == 0 ? BackupWords::tr("No gap") : counted(gaps, BackupWords::tr("gap"), BackupWords::tr("gaps"));
    return row;
}

BackupRow rowFor(const Backup &backup, const Capabilities &capabilities, std::optional<Instant> firstBad, Instant now)
{
    BackupRow row;
    row.mark = markOf(backup.kind);
    row.name = backup.id.toString();
    row.target = AtBackup{backup.id};
    row.taken = backup.takenAt;
    row.sizeBytes = backup.sizeBytes;
    row.glyph = glyphFor(backup.health);
    row.health = HumanText::health(backup.health);
    row.usable = canBeginWith(backup, capabilities);
    if (!row.usable)
        row.reason = backup.isUsable() ? BackupWords::tr("%1 makes no new instance of it").arg(capabilities.providerName)
                   : !backup.healthReason.isEmpty() ? backup.healthReason
                   : backup.health == BackupHealth::BeingMade ? BackupWords::tr("not finished yet")
                                                              : BackupWords::tr("cannot be used");
    else if (!firstBad)
        row.lost = now - backup.takenAt;
    else if (backup.takenAt < *firstBad)
        row.lost = *firstBad - backup.takenAt;
    return row;
}

} // namespace

bool canBeginWith(const Backup &backup, const Capabilities &capabilities)
{
    return backup.isUsable() && !capabilities.onlyToLookAt.contains(backup.kind);
}

const Backup *newestToBeginWith(const BackupListing &listing, const Capabilities &capabilities)
{
    const auto found = std::find_if(listing.backups.crbegin(), listing.backups.crend(),
                                    [&capabilities](const Backup &backup) { return canBeginWith(backup, capabilities); });
    return found == listing.backups.crend() ? nullptr : &*found;
}

QList<BackupRow> backupRows(const BackupListing &listing, const InstanceId &instance, const Capabilities &capabilities,
                            std::optional<Instant> firstBad, Instant now)
{
    QList<BackupRow> rows;
    if (const std::optional<BackupRow> anySecond = anySecondRow(listing, firstBad, now))
        rows.append(*anySecond);
    for (auto backup = listing.backups.crbegin(); backup != listing.backups.crend(); ++backup) {
        if (instance.isEmpty() || backup->instance == instance)
            rows.append(rowFor(*backup, capabilities, firstBad, now));
    }
    return rows;
}

int rowOf(const QList<BackupRow> &rows, const std::optional<RestoreTarget> &target)
{
    if (!target)
        return -1;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const bool sameKind = rows[i].anySecond && !std::holds_alternative<AtBackup>(*target);
        if (sameKind || rows[i].target == *target)
            return int(i);
    }
    return -1;
}

} // namespace shuttler::ui
