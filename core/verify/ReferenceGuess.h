// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/ReferenceRules.h"
#include "core/verify/Schema.h"

namespace shuttler::verify {

/// A reference that may be meant, by the names and types of columns. Whether it is, the rows have to tell.
struct ReferenceGuess {
    ColumnName from;
    std::optional<ColumnName> to; ///< Where it leads; unset where the kind decides.
    std::optional<ColumnName> kind;
};

/// What the names say, of columns that no declared key has and no rule begins at:
///
///     student_id, studentId, parent_student_id     the key of the table called student or students; the longest name wins
///     parent_id                                    the same table, where none has that name
///     user_id beside user_type, user_kind, user_role or role, created_by beside creator_type      as the kind says
///
/// Only keys of one column and of the same type are meant, of ordinary or partitioned tables that may be read.
QList<ReferenceGuess> guessReferences(const Schema &schema, const QList<ReferenceRule> &known);

/// The rule that a guess becomes once it is known which kinds there are: each has to be the name of a table. The first one that is none
/// is left in `stranger`.
std::optional<ReferenceRule> ruleFrom(const ReferenceGuess &guess, const Schema &schema, const QStringList &kinds,
                                      QString &stranger);

} // namespace shuttler::verify
