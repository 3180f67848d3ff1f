// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"
#include "core/postgres/PgTools.h"

namespace shuttler::dumps {

/// The programs that dump a server of this major: its own, or else the newest there are, if they are newer. Fault::Refused when all are
/// older: pg_dump does not read servers that it does not know.
Result<postgres::PgTools> toolsForServer(int major, const QString &configured);
/// The programs that read what a pg_dump of this major wrote, and restore it into a server of `serverMajor`. Fault::Refused when all are
/// older than the dump.
Result<postgres::PgTools> toolsForDump(int dumpMajor, int serverMajor, const QString &configured);

/// "15.20", as a program says it of itself.
Result<QString> versionOf(const postgres::PgTools &tools, const QString &program, Job &job);

/// Why a program of PostgreSQL's ended without success: Fault::Unreachable where trying again may help (a connection that broke, a lock
/// that was held too long, a program that was killed), Fault::Refused otherwise. `consequence` is what that means for the person. Pure.
Error toolFailed(const QString &program, const CommandResult &result, const QString &consequence);

} // namespace shuttler::dumps
