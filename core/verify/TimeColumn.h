// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Schema.h"

namespace shuttler::verify {

/// The column that tells when a row was written.
struct TimeColumn {
    QString name;
    bool moves = false; ///< Set again on every change (updated_at): tells how fresh a table is, not which rows are new.
};

/// Chosen among the timestamptz columns: first one that the database fills with now(), then one with a usual name. Not
/// expires_at, scheduled_at and the like: they lie in the future by their nature. A timestamp without zone is not used:
/// nobody can say which moment it means.
std::optional<TimeColumn> timeColumnOf(const Table &table);
/// The same column as elsewhere, if this table has it too.
std::optional<TimeColumn> timeColumnNamed(const Table &table, const QString &name);

/// Rows of such a table are cleared away when their time is over (sessions, tokens, codes): fewer of them is no loss.
bool isPerishable(const Table &table);

} // namespace shuttler::verify
