// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Finding.h"

#include <optional>

namespace shuttler::verify {

/// What is known about one table when its rows in a restored copy are held against the baseline.
struct CountFacts {
    qint64 baseline = 0;
    qint64 copy = 0;
    Micros since{0};                    ///< From the baseline to the moment; 0: the copy has to be the baseline.
    std::optional<qint64> copyNew;      ///< Rows of the copy dated after the baseline. Nothing: no column tells.
    std::optional<qint64> liveNew;      ///< The same in the live database, up to the moment.
    std::optional<qint64> liveOld;      ///< Rows that the live database still has from before the baseline.
    bool perishable = false;            ///< Rows of this kind are cleared away when their time is over.
};

/// How many rows a table of the copy may have.
struct CountRange {
    qint64 least = 0;
    std::optional<qint64> most;         ///< Nothing: no bound can be given honestly.
    QString shown() const;              ///< "57,744", "≥ 4,812", "4,812 to 4,863"
};

struct CountVerdict {
    CountRange range;
    Verdict verdict = Verdict::NotChecked;
    QString found;                      ///< "4,815 (+3)"
    QString means;
    QString todo;
};

/// The rules, in order. "Old" rows are those not dated after the baseline; without a dated column all rows count as old.
///
///  1. No time passed since the baseline: the numbers are the same, or the check fails.
///  2. Rows dated after the baseline explain growth, whether the copy has them or the live database. More old rows than the
///     baseline had are explained by nothing: a few may have been on their way when the baseline was taken or carry an
///     older date (passed up to the allowance or ten, a warning above it); as many again as there were, of a hundred or more,
///     mean that the rows are there twice (failed). Without a dated column growth has no bound.
///  3. Fewer old rows than the baseline had are a loss, which newer rows do not make up for:
///     - a table that is empty though the baseline had rows fails; a perishable one is only a warning;
///     - perishable tables may lose rows otherwise;
///     - up to the allowance it is what people delete on ordinary days: passed when the live database lacks the rows too,
///       a warning when it still has them or cannot be asked;
///     - more than that fails. The live database never excuses it: what is missing there may be the damage itself.
CountVerdict judgeCount(const CountFacts &facts);

/// What may go missing by ordinary deleting: one in a hundred rows for every day begun, at most one in ten, at least one.
qint64 allowanceFor(qint64 rows, Micros since);

} // namespace shuttler::verify
