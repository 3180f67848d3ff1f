// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"
#include "core/domain/ConnectionInfo.h"

namespace shuttler::postgres {

/// Reads a libpq connection string or URI ("host=/run/x dbname=shuttler", "postgresql://owner@db.example.org/shuttler").
/// One with a password is refused: it would stand in the shell's history and in the process list.
Result<ConnectionInfo> parseConnectionString(const QString &text);

} // namespace shuttler::postgres
