// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/timeline/TimelineEntry.h"

#include "ui/common/HumanText.h"

#include <QCoreApplication>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString entryWords(const char *text)
{
    return QCoreApplication::translate("Timeline", text);
}

MarkKind markOf(BackupKind kind)
{
    switch (kind) {
    case BackupKind::Full:
    case BackupKind::Differential:
    case BackupKind::Incremental:
    case BackupKind::Snapshot: return MarkKind::Automated;
    case BackupKind::ManualSnapshot: return MarkKind::Manual;
    case BackupKind::Dump: return MarkKind::Dump;
    }
    Q_UNREACHABLE();
}

TimelineEntry entryOf(const Backup &backup)
{
    TimelineEntry entry;
    entry.kind = markOf(backup.kind);
    entry.id = u"backup:"_s + backup.id.toString();
    entry.name = backup.id.toString();
    entry.at = backup.takenAt;
    entry.sizeBytes = backup.sizeBytes;
    entry.state = glyphFor(backup.health);
    entry.stateWord = HumanText::health(backup.health);
    entry.kept = backup.kept;
    entry.detail = backup.healthReason.isEmpty() ? HumanText::kind(backup.kind) + u", "_s + backup.source : backup.healthReason;
    if (backup.isUsable())
        entry.restoreTo = backup.takenAt;
    return entry;
}

TimelineEntry entryOf(const InstanceWindow &reach)
{
    TimelineEntry entry;
    entry.kind = MarkKind::Window;
    entry.id = u"window:"_s + reach.instance.toString();
    entry.name = reach.instance.toString();
    entry.at = reach.window.latest();
    entry.from = reach.window.earliest();
    entry.state = Glyph::Ok;
    entry.stateWord = HumanText::health(BackupHealth::Healthy);
    entry.kept = entryWords("rolls on");
    entry.restoreTo = reach.window.latest();
    return entry;
}

TimelineEntry entryOf(const InstanceId &instance, const WindowGap &gap)
{
    TimelineEntry entry;
    entry.kind = MarkKind::Gap;
    entry.id = u"gap:%1:%2"_s.arg(instance.toString()).arg(gap.from.unixMicros());
    entry.name = instance.toString();
    entry.at = gap.until;
    entry.from = gap.from;
    entry.state = Glyph::Bad;
    entry.stateWord = entryWords("Gap");
    entry.detail = gap.cause;
    return entry;
}

QString sentenceOf(const RunRecord &run)
{
    switch (run.state) {
    case RunState::Done: return entryWords("Restored into %1").arg(run.newInstance.value_or(InstanceId()).toString());
    case RunState::Undone: return entryWords("Restore taken back");
    case RunState::Failed: return entryWords("Restore stopped at a failed step");
    case RunState::Open:
    case RunState::Waiting: return entryWords("Restore begun");
    }
    Q_UNREACHABLE();
}

TimelineEntry entryOf(const RunRecord &run)
{
    TimelineEntry entry;
    entry.kind = MarkKind::Event;
    entry.id = u"run:"_s + run.id.toString();
    entry.name = sentenceOf(run);
    entry.at = run.finishedAt.value_or(run.startedAt);
    entry.state = run.state == RunState::Failed ? Glyph::Warn : Glyph::Info;
    entry.stateWord = run.state == RunState::Failed ? entryWords("Stopped") : entryWords("Planned");
    entry.detail = entryWords("By %1, from %2").arg(run.operatorName, run.host);
    return entry;
}

TimelineEntry entryOf(const Incident &incident)
{
    TimelineEntry entry;
    entry.kind = MarkKind::Damage;
    entry.id = u"damage:%1"_s.arg(incident.at.unixMicros());
    entry.name = incident.title;
    entry.at = incident.at;
    entry.state = Glyph::Bad;
    entry.stateWord = entryWords("Damage");
    entry.detail = incident.effect;
    entry.restoreTo = incident.lastGood;
    return entry;
}

} // namespace

bool comesBefore(const TimelineEntry &a, const TimelineEntry &b)
{
    return a.at != b.at ? a.at > b.at : a.id < b.id;
}

QString titleOf(const TimelineEntry &entry)
{
    const HumanText &text = HumanText::shown();
    if (entry.kind == MarkKind::Window)
        return entryWords("Any second, back to %1").arg(text.dayAndTime(*entry.from));
    if (entry.kind == MarkKind::Gap)
        return entryWords("Gap: %1 not to the second").arg(HumanText::duration(entry.at - *entry.from));
    return entry.name;
}

QString wordsOf(const TimelineEntry &entry, Instant now)
{
    const HumanText &text = HumanText::shown();
    QStringList parts{titleOf(entry)};
    if (entry.kind == MarkKind::Gap)
        parts.append(entryWords("from %1 to %2").arg(text.when(*entry.from, now), text.when(entry.at, now)));
    else
        parts.append(text.when(entry.at, now));
    parts.append({text.utcBeside(entry.at), HumanText::ago(now - entry.at), HumanText::size(entry.sizeBytes), entry.stateWord,
                  entry.kept.isEmpty() ? QString() : entryWords("kept %1").arg(entry.kept)});
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

QString labelOf(const TimelineEntry &entry)
{
    if (entry.kind == MarkKind::Event || entry.kind == MarkKind::Damage)
        return entry.name;
    const QString size = HumanText::size(entry.sizeBytes);
    const QString time = HumanText::shown().clockMinute(entry.at);
    return size.isEmpty() ? time : time + u", "_s + size;
}

QList<TimelineEntry> entriesOf(const BackupListing &listing, const QList<RunRecord> &runs, const QList<Incident> &incidents)
{
    QList<TimelineEntry> entries;
    for (const Backup &backup : listing.backups)
        entries.append(entryOf(backup));
    for (const InstanceWindow &reach : listing.windows) {
        entries.append(entryOf(reach));
        for (const WindowGap &gap : reach.window.gaps())
            entries.append(entryOf(reach.instance, gap));
    }
    for (const RunRecord &run : runs)
        entries.append(entryOf(run));
    for (const Incident &incident : incidents)
        entries.append(entryOf(incident));
    std::sort(entries.begin(), entries.end(), comesBefore);
    return entries;
}

} // namespace shuttler::ui
