// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/DatabaseUrl.h"

namespace shuttler {

/// DATABASE_URL as the app finds it in its .env: of several lines the last counts, "export" and quotes are taken off.
/// Read once, at the start; a change takes effect with the next start, as with the real app.
Result<DatabaseUrl> readDatabaseUrl(const QString &envFile);

} // namespace shuttler
