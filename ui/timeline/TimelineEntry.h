// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/BackupListing.h"
#include "core/domain/RunRecord.h"
#include "core/practice/Practice.h"
#include "ui/common/StatusGlyph.h"

#include <optional>

namespace shuttler::ui {

/// What a mark stands for, and with it its shape (ui.md §6).
enum class MarkKind : quint8 { Window, Gap, Automated, Manual, Dump, Event, Damage };

/// One thing on the timeline: a point to restore from, a stretch of any-second recovery, or something that happened.
struct TimelineEntry {
    MarkKind kind = MarkKind::Automated;
    QString id;                          ///< Stable over refreshes: "backup:20261118-021012F".
    QString name;                        ///< An identifier or title; of windows and gaps the instance.
    Instant at;                          ///< Of windows and gaps: the end.
    std::optional<Instant> from;         ///< Of windows and gaps: the beginning.
    qint64 sizeBytes = 0;
    Glyph state = Glyph::None;
    QString stateWord;                   ///< "Healthy", "Damage", "Planned".
    QString kept;                        ///< In words; empty for events.
    QString detail;                      ///< One sentence more for the detail.
    std::optional<Instant> restoreTo;    ///< Where "Restore from here" leads; nothing where it cannot.

    friend bool operator==(const TimelineEntry &, const TimelineEntry &) = default;
};

/// Newest first; of the same moment in the order of ids, so that there is one order only.
bool comesBefore(const TimelineEntry &a, const TimelineEntry &b);
/// What a person calls it: "Any second, back to 14 Oct, 07:40:12". In the shown zone.
QString titleOf(const TimelineEntry &entry);
/// The whole row in one sentence, for tool tips and assistive technology.
QString wordsOf(const TimelineEntry &entry, Instant now);
/// What stands beside its mark where there is room: "07:40, 18.4 GiB", "Deploy 2026.11.1".
QString labelOf(const TimelineEntry &entry);

/// All that a listing, the restores made and the incidents of Practice put on the timeline, newest first. Pure.
QList<TimelineEntry> entriesOf(const BackupListing &listing, const QList<RunRecord> &runs, const QList<Incident> &incidents);

} // namespace shuttler::ui
