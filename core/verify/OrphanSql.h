// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/ReferenceRules.h"
#include "core/verify/Schema.h"

namespace shuttler::verify {

/// How to ask for the rows that point at nothing. Always of the rows themselves: a declared key is not believed.
struct OrphanSql {
    QString count;
    QString examples; ///< Up to five of the values that lead nowhere. Empty where they are text: findings go into documents,
                      ///< and an e-mail address or a session's token has no place there.
};

/// MATCH SIMPLE: a row with any null refers to nothing. MATCH FULL: all or none may be null, so a mixture is an orphan too.
OrphanSql orphanSql(const ForeignKey &key, const Table &child, const Table &parent);

/// The tables a rule speaks of, by the database that is asked. `missing` names the first column that it does not have.
struct RuleSql {
    OrphanSql sql;
    QString missing;
    QList<const Table *> tables;
};
RuleSql orphanSql(const ReferenceRule &rule, const Schema &schema);

} // namespace shuttler::verify
