// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/KeyRanges.h"
#include "core/verify/KeySet.h"
#include "core/verify/RowHash.h"
#include "core/verify/TimeColumn.h"

namespace shuttler::verify {

/// What one pass over a table shall find out.
struct ScanWishes {
    bool checksum = false;
    bool gently = false;            ///< In pieces of 32 MiB, with a rest after each that is three times as long as reading it took.
    std::optional<RangeKey> ranges; ///< Also by ranges of keys; only with `checksum`.
    std::optional<TimeColumn> time;
    std::optional<Instant> since; ///< Count the rows dated after this moment, and those that are not…
    std::optional<Instant> upTo;  ///< …the former up to this one.
    std::optional<Instant> until; ///< Find the newest row that is not younger than this.
    QStringList keys;             ///< Integer columns that others refer to: for their tallies.
    QString lost;                 ///< A condition on "t": rows that refer to nothing. Empty: nothing to count.
};

/// One table, read once from its heap.
struct TableFacts {
    qint64 rows = 0;
    QString checksum;                       ///< Empty when not wished for.
    std::optional<RangeKey> rangeKey;
    QList<RangeSum> ranges;                 ///< By number.
    std::optional<Instant> newest;          ///< Of the time column, where there is one and it holds anything.
    std::optional<Instant> newestUntil;
    std::optional<qint64> rowsSince;        ///< Only with a time column that does not move.
    std::optional<qint64> rowsBefore;       ///< The same. Undated rows count as old.
    QMap<QString, KeyTally> tallies;        ///< By column.
    qint64 lost = 0;
    QString sql;                            ///< The text that was asked.
    double seconds = 0;
};

/// The question, as one statement; one row, or one per range.
QString scanSql(const Table &table, const ScanWishes &wishes, TextHashing hashing);

/// Reads a table from its heap, whatever its indexes say. Fault::Refused without the right to read it or when row level
/// security would hide rows; Fault::Unreachable when the table was emptied or rewritten after the snapshot was taken: what a
/// snapshot sees of such a table is not what it held.
Result<TableFacts> scanTable(Snapshot &snapshot, const Table &table, const ScanWishes &wishes, Job &job);

/// The remainder modulo 2^64 of a whole number of any length, as the server writes it: exact, because every step of it wraps in the same
/// way.
quint64 wrapped(const QByteArray &number);

/// An error where one of the tables was emptied, rewritten or dropped by somebody since it was read: our snapshot does not bring back
/// what TRUNCATE took away (PostgreSQL's chapter 13.6), so whatever was asked about it meanwhile is worth nothing. To be asked last.
Outcome mustBeUntouched(Snapshot &snapshot, const QList<const Table *> &tables, Job &job);

/// What a baseline keeps of it.
TableBaseline toBaseline(const Table &table, const TableFacts &facts, const QString &timeColumn);

} // namespace shuttler::verify
