// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/Finding.h"

#include <optional>

namespace shuttler::verify {

/// The newest row of one table, by the column that tells when rows were written.
struct TableDates {
    QString table;                       ///< As shown.
    std::optional<Instant> copy;
    std::optional<Instant> baseline;
    std::optional<Instant> live;         ///< Of the live database, no younger than the moment less `OpenTransactionSlack`.
    bool perishable = false;
};

struct FreshnessFacts {
    QList<TableDates> tables;
    std::optional<Instant> moment;       ///< What the copy was restored to.
    std::optional<Instant> recoveredTo;  ///< The last transaction the server says it took over.
    std::optional<Instant> baselineTakenAt;
};

struct FreshnessVerdict {
    QString subject;
    Verdict verdict = Verdict::NotChecked;
    QString expected;
    QString found;
    QString means;
    QString todo;
};

/// A row is dated when its transaction begins and is there when it ends. A row that the live database has from just before
/// the moment may have been committed after it; older than this it has to be in the copy.
inline constexpr Micros OpenTransactionSlack = std::chrono::seconds(10);

/// Whether a copy is of the moment it should be, and not of an earlier or later one. The first verdict is about the whole
/// copy, the others are about single tables and only there when something is odd with them.
///
///  1. A table whose baseline holds rows dated after the baseline itself tells no time (dates are typed in there): left out.
///  2. A row dated after the moment, or a last transaction after it: restored too late (failed).
///  3. The newest row of all is older than the newest of the baseline, or than the newest of the live database before the
///     moment: restored too early (failed). Perishable tables do not count here: their newest row may be cleared away.
///  4. The same for one table alone is a warning: its newest row may have been deleted, or have been on its way.
///  5. With nothing to compare with, nothing is proved (not checked).
QList<FreshnessVerdict> judgeFreshness(const FreshnessFacts &facts);

} // namespace shuttler::verify
