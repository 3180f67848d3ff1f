// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QList>

#include <sys/types.h>

namespace shuttler {

/// A program of a Practice that runs.
struct LivingProcess {
    pid_t pid = 0;
    QString program; ///< "postgres", "pgbackrest", "initdb", "pg_ctl", "shuttler-practice-app"
};

/// PostgreSQL, pgBackRest, what they were started by, and the stand-in app, as far as they work in `folder` or were started with something in it.
/// Nobody else's programs, whatever they have open.
QList<LivingProcess> processesOf(const QString &folder);

/// Whether `pid` is the stand-in app of the Practice in `folder`. Pids are used again by others.
bool isAppOf(const QString &folder, pid_t pid);
/// The stand-in app of the Practice in `folder`; 0 when none runs.
pid_t appOf(const QString &folder);

/// Asks a process to end (`signal`), waits, and after `patience` insists. Returns when it is gone.
Outcome endProcess(pid_t pid, int signal, Micros patience);

/// Ends everything that `processesOf` finds, until it finds nothing more.
Outcome endProcessesOf(const QString &folder);

/// Ends the processes that a killed server left in its data directory: until they are gone no other can start there.
/// Not to be called while it runs.
Outcome endOrphansIn(const QString &dataFolder);

/// Gives back the shared memory of servers below `folder` that were killed and could not do it themselves.
void releaseSharedMemoryOf(const QString &folder);

} // namespace shuttler
