// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/Reach.h"

#include <algorithm>
#include <set>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

const QString NothingDone = u"Nothing was restored and nothing was changed."_s;

Error cannotReach(Fault fault, const QString &what, const QString &todo)
{
    return Error(fault, what).means(NothingDone).todo(todo);
}

RecoveryChoice startingFrom(const RepoBackup &backup, const Reach &reach)
{
    RecoveryChoice choice;
    choice.label = backup.label;
    choice.repository = backup.repository;
    choice.sizeBytes = backup.sizeBytes;
    choice.version = backup.postgresVersion;
    choice.timeline =
        backup.lastSegment.timeline == reach.path.newest() ? u"current"_s : QString::number(reach.path.newest());
    return choice;
}

/// In UTC with every digit, as PostgreSQL reads it back exactly.
QString targetTime(Instant moment)
{
    const qint64 fraction = moment.unixMicros() - moment.unixSeconds() * 1'000'000;
    return moment.toDateTime().toString(u"yyyy-MM-dd HH:mm:ss"_s) + u'.'
         + QString::number(fraction).rightJustified(6, u'0') + u"+00"_s;
}

/// The last transaction of the stretch, or the end of the backup when no transaction ended after it.
void aimAtLast(RecoveryChoice &choice, const RepoBackup &backup, const Stretch &stretch)
{
    const bool hasOne = stretch.lastEnd && stretch.lastEnd->at >= backup.stop;
    choice.type = hasOne ? u"xid"_s : u"immediate"_s;
    choice.target = hasOne ? QString::number(stretch.lastEnd->xid) : QString();
}

qint64 replayBytes(const RepoBackup &backup, const Stretch &stretch, qint64 segmentBytes)
{
    return qint64(stretch.last - backup.firstSegment.number(segmentBytes) + 1) * segmentBytes;
}

Result<RecoveryChoice> choose(const AtMoment &target, const Reach &reach, const QList<RepoBackup> &)
{
    const Instant moment = target.moment;
    for (const Stretch &stretch : reach.stretches) {
        if (!stretch.isReachable() || moment < stretch.from() || moment > stretch.until())
            continue;
        const auto backup = std::find_if(stretch.backups.crbegin(), stretch.backups.crend(),
                                         [&](const RepoBackup &each) { return each.usableFrom() <= moment; });
        RecoveryChoice choice = startingFrom(*backup, reach);
        choice.replayBytes = replayBytes(*backup, stretch, reach.segmentBytes);
        // Only a transaction later than the target makes a recovery by time end.
        if (stretch.isGuess || (stretch.lastEnd && moment < stretch.lastEnd->time)) {
            choice.type = u"time"_s;
            choice.target = targetTime(moment);
        } else {
            aimAtLast(choice, *backup, stretch);
        }
        return choice;
    }

    const std::optional<RecoveryWindow> window = reach.window();
    if (!window)
        return cannotReach(Fault::NotFound, u"There is no usable backup to begin with."_s,
                           u"Take a backup first, or look at what is wrong with the ones there are."_s);
    if (const WindowGap *gap = window->gapAt(moment))
        return cannotReach(Fault::Refused, u"%1 cannot be restored: %2."_s.arg(moment.toString(), gap->cause),
                           u"Choose %1 or earlier, or %2 or later."_s.arg(gap->from.toString(), gap->until.toString()));
    if (moment < window->earliest())
        return cannotReach(Fault::Refused,
                           u"%1 is before the oldest moment that can be restored, %2."_s.arg(
                               moment.toString(), window->earliest().toString()),
                           u"Choose %1 or later."_s.arg(window->earliest().toString()));
    return cannotReach(Fault::Refused,
                       u"The changes up to %1 have not reached the archive: it ends at %2."_s.arg(
                           moment.toString(), window->latest().toString()),
                       u"Choose %1 or earlier, or the latest there is."_s.arg(window->latest().toString()));
}

Result<RecoveryChoice> choose(const AtBackup &target, const Reach &reach, const QList<RepoBackup> &usable)
{
    for (const RepoBackup &backup : usable) {
        if (backup.label != target.backup.toString())
            continue;
        RecoveryChoice choice = startingFrom(backup, reach);
        choice.type = u"immediate"_s;
        choice.timeline = u"current"_s; // Even when the newest timeline has left this one behind.
        choice.replayBytes =
            qint64(backup.lastSegment.number(reach.segmentBytes) - backup.firstSegment.number(reach.segmentBytes) + 1)
            * reach.segmentBytes;
        return choice;
    }
    return cannotReach(Fault::NotFound, u"There is no usable backup \"%1\"."_s.arg(target.backup.toString()),
                       u"Ask for the list of backups again and choose a sound one."_s);
}

Result<RecoveryChoice> choose(const AtLatest &, const Reach &reach, const QList<RepoBackup> &)
{
    const auto stretch = std::find_if(reach.stretches.crbegin(), reach.stretches.crend(),
                                      [](const Stretch &each) { return each.isReachable(); });
    if (stretch == reach.stretches.crend())
        return cannotReach(Fault::NotFound, u"There is no usable backup to begin with."_s,
                           u"Take a backup first, or look at what is wrong with the ones there are."_s);
    const RepoBackup &backup = stretch->backups.last();
    RecoveryChoice choice = startingFrom(backup, reach);
    choice.replayBytes = replayBytes(backup, *stretch, reach.segmentBytes);
    if (stretch->isGuess)
        choice.type = u"default"_s;
    else
        aimAtLast(choice, backup,
                  *stretch); // Not "as far as it goes": a damaged file would end that early, and in silence.
    return choice;
}

} // namespace

Instant Stretch::until() const
{
    Instant latest = backups.last().usableFrom();
    if (lastEnd)
        latest = std::max(latest, lastEnd->time);
    if (completeTo)
        latest = std::max(latest, *completeTo);
    return latest;
}

QString Reach::causeBetween(const Stretch &before, const Stretch &after) const
{
    const auto nameOf = [this](quint64 number) {
        return WalSegment::at(path.timelineOf(number, segmentBytes), number, segmentBytes).name();
    };
    const quint64 from = before.last + 1;
    const quint64 to = after.first - 1;
    if (from == to)
        return u"the record of changes %1 is missing"_s.arg(nameOf(from));
    return u"%1 files of the record of changes are missing, %2 to %3"_s.arg(QString::number(to - from + 1),
                                                                            nameOf(from), nameOf(to));
}

std::optional<RecoveryWindow> Reach::window() const
{
    const Stretch *first = nullptr;
    const Stretch *last = nullptr;
    QList<WindowGap> gaps;
    QString cause;
    for (qsizetype at = 0; at < stretches.size(); ++at) {
        const Stretch &stretch = stretches[at];
        if (at > 0) {
            const QString hole = causeBetween(stretches[at - 1], stretch);
            cause = cause.isEmpty() ? hole : cause + u"; "_s + hole;
        }
        if (!stretch.isReachable())
            continue;
        if (last && last->until() < stretch.from())
            gaps.append({last->until(), stretch.from(), cause});
        cause.clear();
        first = first ? first : &stretch;
        last = &stretch;
    }
    if (!first)
        return std::nullopt;
    Result<RecoveryWindow> window =
        RecoveryWindow::between(first->from(), std::max(first->from(), last->until()), gaps);
    return window ? std::optional(*window) : std::nullopt;
}

Reach reachOf(const QList<RepoBackup> &usable, const QList<WalSegment> &segments, const TimelinePath &path,
              qint64 segmentBytes)
{
    Reach reach;
    reach.path = path;
    reach.segmentBytes = segmentBytes;
    const std::set<WalSegment> present(segments.begin(), segments.end());

    std::set<quint64> onTheRoad;
    for (const WalSegment &segment : segments)
        if (const quint64 number = segment.number(segmentBytes);
            path.timelineOf(number, segmentBytes) == segment.timeline)
            onTheRoad.insert(number);
    for (const quint64 number : onTheRoad) {
        if (reach.stretches.isEmpty() || reach.stretches.last().last + 1 != number)
            reach.stretches.append({number, number, {}, {}, {}, false});
        reach.stretches.last().last = number;
    }

    for (const RepoBackup &backup : usable) {
        const quint64 from = backup.firstSegment.number(segmentBytes);
        const quint64 to = backup.lastSegment.number(segmentBytes);
        bool isWhole = true;
        for (quint64 number = from; number <= to && isWhole; ++number)
            isWhole = present.contains(WalSegment::at(backup.lastSegment.timeline, number, segmentBytes));
        if (!isWhole) {
            reach.missingArchive.append(backup.label);
            continue;
        }
        if (!path.passes(backup.lastSegment.timeline, backup.stop))
            continue;
        for (Stretch &stretch : reach.stretches)
            if (stretch.first <= from && to <= stretch.last)
                stretch.backups.append(backup);
    }
    return reach;
}

Result<RecoveryChoice> chooseRecovery(const RestoreTarget &target, const Reach &reach, const QList<RepoBackup> &usable)
{
    return std::visit([&](const auto &aim) { return choose(aim, reach, usable); }, target);
}

} // namespace shuttler::pgbackrest
