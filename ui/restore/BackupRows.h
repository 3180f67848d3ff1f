// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/BackupListing.h"
#include "core/domain/RestoreIntent.h"
#include "core/providers/Provider.h"
#include "ui/common/StatusGlyph.h"
#include "ui/timeline/TimelineEntry.h"

namespace shuttler::ui {

/// One thing to restore from, as step 2 shows it.
struct BackupRow {
    MarkKind mark = MarkKind::Automated;
    QString name;
    bool anySecond = false;         ///< Leads to any second, not to one backup.
    RestoreTarget target = AtLatest{};
    Instant taken;
    qint64 sizeBytes = 0;
    std::optional<Micros> lost;     ///< Good work that is not in it; nothing: it may hold the damage.
    Glyph glyph = Glyph::None;
    QString health;
    bool usable = true;
    QString reason;                 ///< Why it is not usable.
    friend bool operator==(const BackupRow &, const BackupRow &) = default;
};

/// Everything `listing` offers of `instance` (empty: of all), any second first, then newest first. What is good work is measured
/// against the first bad change, or against now while none is known.
QList<BackupRow> backupRows(const BackupListing &listing, const InstanceId &instance, const Capabilities &capabilities,
                            std::optional<Instant> firstBad, Instant now);

/// Sound, and of a kind that a new server can be made from at this provider.
bool canBeginWith(const Backup &backup, const Capabilities &capabilities);
/// The newest of them; null when there is none.
const Backup *newestToBeginWith(const BackupListing &listing, const Capabilities &capabilities);

/// The row that leads to `target`; -1 when none does.
int rowOf(const QList<BackupRow> &rows, const std::optional<RestoreTarget> &target);

} // namespace shuttler::ui
