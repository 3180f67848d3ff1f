// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/ReferenceRules.h"
#include "core/verify/Schema.h"

namespace shuttler::verify {

/// What PostgreSQL's own checker may do for this role in this database.
struct Amcheck {
    QString schema;            ///< Quoted; empty: not installed.
    bool checksIndexes = false;
    bool checksDoubles = false; ///< In unique indexes. Since PostgreSQL 17.
    bool checksTables = false; ///< Since PostgreSQL 14.
    /// What somebody has to do so that it can be used: one line. Empty when nothing.
    QString remedy;
};
Result<Amcheck> findAmcheck(Snapshot &snapshot, Job &job);

/// One B-tree index, or a table, as it lies on the disk.
struct Stored {
    qint64 oid = 0;
    QString name;              ///< For people: "fees_pkey", "of the overflow of fees".
    QString table;             ///< Of an index.
    QString inSql;
    qint64 bytes = 0;
    qint64 heapBytes = 0;      ///< Of an index: its table's.
    bool unique = false;       ///< A whole-table unique index that PostgreSQL uses.
    bool leanedOn = false;     ///< References are only as good as this one.
    bool withRows = false;     ///< To be held against every row of its table.
};

struct StoredParts {
    QList<Stored> indexes;     ///< B-tree indexes, the system's own as well.
    QList<Stored> tables;
    QStringList held;          ///< Somebody has them to himself, or waits to: not among the others.
    qint64 otherIndexes = 0;   ///< GIN, GiST, hash, BRIN…: amcheck does not know them.
};
Result<StoredParts> storedParts(Snapshot &snapshot, const QList<ReferenceRule> &rules, Job &job);

/// How much of tables is read once more to hold unique indexes against their rows.
inline constexpr qint64 RowsAgainstIndexesBudget = 1024LL * 1024 * 1024;

/// Marks the unique indexes that are held against their rows: those that references lean on first, then small ones before large
/// ones, while their tables together stay below `budget`. Returns how many unique ones remain unmarked. Pure.
qint64 chooseForRows(QList<Stored> &indexes, qint64 budget);

} // namespace shuttler::verify
