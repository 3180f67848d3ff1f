// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Baseline.h"
#include "core/verify/Schema.h"

namespace shuttler::verify {

/// By what a table's rows are grouped when they are summed up, so that two sums that differ lead to the rows.
struct RangeKey {
    QString column;
    int shift = 0;

    /// A range's number: the key (of a uuid its first 16 bits) without its `shift` last bits.
    QString numberSql(const Table &table, const QString &alias) const;
    /// Which of the table's rows are in a range, in a form that an index on the key serves.
    QString isInSql(const Table &table, const QString &alias, qint64 number) const;
    /// "id 40,960 to 45,055", "id 0a3… to 0a5…".
    QString shown(const Table &table, qint64 first, qint64 last) const;
    /// Four ranges in place of one: for whoever looks once and keeps none of them.
    RangeKey quartered() const { return {column, shift > 1 ? shift - 2 : shift}; }
    friend bool operator==(const RangeKey &, const RangeKey &) = default;
};

/// The first column of the primary key, where it is an integer or a uuid.
const Column *rangeColumnOf(const Table &table);

/// So wide that a table of any size has at most 4,096 ranges and a range of a large table about as many rows: `span` is the distance
/// between the largest key and the smallest.
int rangeShiftFor(const Column &column, quint64 span);

/// The numbers of the ranges that are not the same on both sides, sorted.
QList<qint64> differingRanges(const QList<RangeSum> &left, const QList<RangeSum> &right);

} // namespace shuttler::verify
