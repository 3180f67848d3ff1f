// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"
#include "core/domain/RecoveryWindow.h"
#include "core/domain/RestoreIntent.h"
#include "core/providers/pgbackrest/PgBackRestWire.h"

namespace shuttler::pgbackrest {

/// Files of the record of changes that follow each other without a hole, and the usable backups among them.
struct Stretch {
    quint64 first = 0; ///< Running numbers, both included.
    quint64 last = 0;
    QList<RepoBackup> backups; ///< Usable ones whose own files all lie in it; oldest first.
    std::optional<TransactionEnd>
        lastEnd;                       ///< The last transaction in it; nothing when none ended after the newest backup.
    std::optional<Instant> completeTo; ///< Everything committed until then is in it, for sure (a catch-up said so).
    bool isGuess = false; ///< Its files could not be read: `completeTo` is the time the last one was archived.

    bool isReachable() const { return !backups.isEmpty(); }
    Instant from() const { return backups.first().usableFrom(); }
    Instant until() const;
};

/// What one server's backups and archived changes can be taken back to. A value; made by `reachOf`.
struct Reach {
    TimelinePath path{1, {}};
    qint64 segmentBytes = 16 * 1024 * 1024;
    QList<Stretch> stretches;   ///< In order.
    QStringList missingArchive; ///< Labels of backups whose own changes are not all there: not even consistent.

    /// Nothing when there is nothing to restore.
    std::optional<RecoveryWindow> window() const;
    /// "the record of changes … is missing": what lies between two stretches.
    QString causeBetween(const Stretch &before, const Stretch &after) const;
};

/// Puts the archived files on the road to the newest timeline in order. Pure. `segments` may hold files of every timeline;
/// `isUsable` decides about a backup's own soundness. The ends of the stretches are for the caller to fill in.
Reach reachOf(const QList<RepoBackup> &usable, const QList<WalSegment> &segments, const TimelinePath &path,
              qint64 segmentBytes);

/// Which backup to begin with and where recovery has to stop.
struct RecoveryChoice {
    QString label;
    int repository = 1;
    QString type;     ///< pgBackRest's: "time", "xid", "immediate", "default".
    QString target;   ///< Its value; empty where the type needs none.
    QString timeline; ///< "current", or the number of the newest.
    qint64 sizeBytes = 0;
    qint64 replayBytes = 0; ///< Of changes to replay at most.
    QString version;
    friend bool operator==(const RecoveryChoice &, const RecoveryChoice &) = default;
};

/// Resolves a target against what there is. Pure. PostgreSQL never ends a recovery whose target time no transaction reaches, so
/// after the last one it is the transaction itself that is aimed at. `all` are the backups as listed, for `AtBackup`.
Result<RecoveryChoice> chooseRecovery(const RestoreTarget &target, const Reach &reach, const QList<RepoBackup> &usable);

} // namespace shuttler::pgbackrest
