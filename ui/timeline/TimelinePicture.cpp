// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/timeline/TimelinePicture.h"

#include <QCoreApplication>

#include <array>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString laneTitle(const char *text)
{
    return QCoreApplication::translate("Timeline", text);
}

quint8 severityOf(const TimelineEntry &entry)
{
    switch (entry.state) {
    case Glyph::Bad: return 2;
    case Glyph::Warn: return 1;
    default: return 0;
    }
}

} // namespace

TimelinePicture pictureOf(std::function<const QList<TimelineEntry> &()> entries, int promiseDays, Instant now)
{
    TimelinePicture picture;
    picture.bandTitle = laneTitle("Any second");
    picture.now = now;
    picture.promiseDays = promiseDays;
    picture.promiseLine = now - std::chrono::hours(24) * promiseDays;

    enum Lane { Backups, Dumps, Events, LaneCount };
    std::array<std::vector<Mark>, LaneCount> marks;
    const QList<TimelineEntry> &all = entries();
    for (qsizetype i = 0; i < all.size(); ++i) {
        const TimelineEntry &entry = all[i];
        const auto number = quint32(i);
        const Mark mark{entry.at.unixSeconds(), number, entry.kind, severityOf(entry)};
        switch (entry.kind) {
        case MarkKind::Window: picture.bands.append({*entry.from, entry.at, number, false}); break;
        case MarkKind::Gap: picture.bands.append({*entry.from, entry.at, number, true}); break;
        case MarkKind::Automated:
        case MarkKind::Manual: marks[Backups].push_back(mark); break;
        case MarkKind::Dump: marks[Dumps].push_back(mark); break;
        case MarkKind::Event:
        case MarkKind::Damage: marks[Events].push_back(mark); break;
        }
    }
    // Gaps are drawn over the window they lie in.
    std::sort(picture.bands.begin(), picture.bands.end(), [](const TimelineBand &a, const TimelineBand &b) {
        return a.gap != b.gap ? !a.gap : a.from < b.from;
    });
    picture.lanes.append(makeLane(laneTitle("Backups"), std::move(marks[Backups])));
    if (!marks[Dumps].empty())
        picture.lanes.append(makeLane(laneTitle("Off-site dumps"), std::move(marks[Dumps])));
    picture.lanes.append(makeLane(laneTitle("Events"), std::move(marks[Events])));

    picture.label = [entries](quint32 entry) { return labelOf(entries()[qsizetype(entry)]); };
    picture.words = [entries, now](quint32 entry) { return wordsOf(entries()[qsizetype(entry)], now); };
    return picture;
}

} // namespace shuttler::ui
