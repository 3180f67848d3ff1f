// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/timeline/TimelineLayout.h"

#include <functional>

namespace shuttler::ui {

/// A stretch in the first lane: any second of it can be restored to, or, as a gap, none.
struct TimelineBand {
    Instant from;
    Instant until;
    quint32 entry = 0;
    bool gap = false;
};

/// Everything a TimelineView draws. Entries are known here by number only; `label` and `words` name them when they are seen.
struct TimelinePicture {
    QString bandTitle;                           ///< Empty: no lane of bands.
    QList<TimelineBand> bands;
    QList<MarkLane> lanes;
    std::optional<Instant> promiseLine;          ///< How far back the promise reaches.
    int promiseDays = 30;
    Instant now;
    std::function<QString(quint32 entry)> label; ///< Beside the mark, where there is room.
    std::function<QString(quint32 entry)> words; ///< Tool tip and accessible name.
};

/// The picture of a list of entries; an entry's number is its place in the list. Lanes: any second, backups, off-site dumps where there
/// are any, events. The list has to outlive the picture's use; `entries` is asked for at each use.
TimelinePicture pictureOf(std::function<const QList<TimelineEntry> &()> entries, int promiseDays, Instant now);

} // namespace shuttler::ui
