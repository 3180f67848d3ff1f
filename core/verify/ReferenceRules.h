// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QList>
#include <QStringList>

namespace shuttler::verify {

/// A column as a rule names it: "students.id", "billing.fees.id", "\"Odd table\".\"column\"". Without a schema: public.
struct ColumnName {
    QString schema;
    QString table;
    QString column;

    QString shown() const;
    friend bool operator==(const ColumnName &, const ColumnName &) = default;
};

std::optional<ColumnName> columnNameFrom(const QString &text);

/// Where a reference may lead, when its row is of a certain kind.
struct ReferenceTarget {
    QString kind; ///< Empty where there is no kind.
    ColumnName column;
};

/// A reference that no foreign key guards.
struct ReferenceRule {
    ColumnName from;
    QList<ReferenceTarget> targets;      ///< Without a kind: any of them will do.
    std::optional<ColumnName> kind;      ///< The column that decides where it leads. A kind not listed is an orphan.
    std::optional<ColumnName> via;       ///< Leads to the id of the row that holds the kind, where it is not the same row.
    bool toleratesBaseline = false;      ///< Orphans are normal here; only more of them than in the baseline are not.
    QString note;

    QString shown() const; ///< "attendance.student_id → students.id"; its name in baselines and findings.
};

/// Reads references.toml:
///
///     [[reference]]
///     from = "notifications.user_id"                # the column that refers; null refers to nothing
///     kind = "notifications.user_type"              # optional
///     via = "video_targets.video_id"                # optional, with a kind in another table
///     to = { owner = "owners.id", coach = "coaches.id" }   # or "students.id", or a list: any of them
///     tolerate = "baseline"                         # optional
///     note = "why"                                  # optional
///
/// Fault::BadInput, with the line, for whatever cannot be meant.
Result<QList<ReferenceRule>> readReferenceRules(const QString &path);

} // namespace shuttler::verify
