// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/pgbackrest/Site.h"

#include <functional>

namespace shuttler::pgbackrest {

/// How many bytes a user without privileges may still write in a folder. Comes from outside, so that a full disk can be played.
using FreeBytes = std::function<qint64(const QString &folder)>;
qint64 freeBytesOnDisk(const QString &folder);

/// What a restore will write into its folder.
struct SpaceNeed {
    qint64 database = 0;
    qint64 changes = 0; ///< To replay; they lie there for a while.
    qint64 there = 0;   ///< Already written by an attempt that was cut off.
    qint64 total() const;
};
/// Done, or Fault::Refused with both numbers.
Outcome checkSpace(const SpaceNeed &need, qint64 available, const QString &folder);
qint64 bytesIn(const QString &folder);

/// The first port above the first server's that no socket, no listener on this computer and no record of ours has.
Result<int> chooseFreePort(const Site &site);

/// Server options for the time of the replay: room for many changes at once, and nothing smaller than the source had, because a
/// server that meets a larger value in the record of changes stops there and waits.
QStringList recoveryOptions(const QMap<QString, QString> &copyControl, const QMap<QString, QString> &sourceControl,
                            int major, qint64 workingSet, qint64 freeMemory, qint64 configuredBuffers, qint64 freeDisk);
qint64 freeMemory(); ///< In bytes; what programs may still take without swapping.

} // namespace shuttler::pgbackrest
