// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/postgres/Connection.h"
#include "core/practice/Practice.h"

namespace shuttler {

/// Makes the academy's 38 tables in an empty database and fills them with three years that end at `now`, all in one
/// transaction. The session's settings are changed: close the connection afterwards.
Outcome loadAcademy(postgres::Connection &connection, PracticeSize size, Instant now, Job &job);

} // namespace shuttler
