// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

#include <optional>

#include <sys/types.h>

namespace shuttler::pgbackrest {

/// postmaster.pid: PostgreSQL's note of the server that runs in a data directory, or was killed there. Its number may belong to
/// somebody else by now.
struct PostmasterFile {
    pid_t pid = 0;
    int port = 0;
    QString socketFolder;
    QString status; ///< "starting", "standby", "ready", "stopping".

    static std::optional<PostmasterFile> read(const QString &dataFolder);
};

/// A process that works. One that is dead and only waits to be noticed by its parent does not, nor does one that was killed and is
/// being cleared away: it answers nobody any more.
bool isAlive(pid_t pid);

/// Whether this process is the server of this data directory: it works there. Where it may not be seen where it works, it has to be
/// PostgreSQL and its user the directory's owner.
bool isServerOf(const QString &dataFolder, pid_t pid);

/// Removes the notes of a server that was killed where their number belongs to somebody else by now, as after a restart of the
/// computer: PostgreSQL would take him for the server and refuse to start. Notes that name nobody it clears away by itself.
void removeStaleNotes(const QString &dataFolder);

} // namespace shuttler::pgbackrest
