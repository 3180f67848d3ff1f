// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"
#include "core/domain/ConnectionInfo.h"

namespace shuttler::postgres {

/// Has one of PostgreSQL's programs (pg_dump, pg_restore, psql) reach a database as `Connection` does: with the same protection, whatever
/// files lie in the home folder, and the password in its environment, never in its arguments. It is never asked for one.
void connectTo(const ConnectionInfo &info, Command &command);

} // namespace shuttler::postgres
