// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Schema.h"

namespace shuttler::verify {

/// Every value of an integer column: all from `least` to `most` but those in `gaps`.
struct KeySet {
    qint64 least = 1;
    qint64 most = 0;    ///< Below `least`: there is no value.
    QList<qint64> gaps; ///< Sorted.

    /// A condition that holds for a value that is not in the set; unknown for null, which refers to nothing.
    QString lacks(const QString &value, const Column &column) const;
    QString shown() const; ///< "every number from 1 to 27,000", "… but 312".
};

/// What one pass over a table adds up about an integer column, from the heap alone.
struct KeyTally {
    qint64 values = 0; ///< Nulls not counted.
    qint64 least = 0;
    qint64 most = -1;
    quint64 sum = 0;     ///< Of the values…
    quint64 squares = 0; ///< …and of the squares of their remainders, both modulo 2^64.

    /// How many of the numbers from least to most are not there, if each other one is there once; negative: some are there twice.
    qint64 missing() const;
    /// Adds what another part of the table gave.
    void add(const KeyTally &other);
};

/// The aggregates that make a tally of `column` of the table "t", as many as `KeyTally` has members, in their order.
QStringList tallySql(const Column &column);

/// The set, if the sums prove it: as many values as the range has numbers less the gaps, with the sum and the sum of squares that just
/// these numbers have. A number that is there twice in the place of another shows in them, whatever a unique index claims. Against
/// accident, not against an adversary.
std::optional<KeySet> provenSet(const KeyTally &tally, QList<qint64> gaps = {});

/// How many gaps a set may have: a list is looked up in a hash table from PostgreSQL 14 on, and gone through one by one before.
qint64 mostGaps(int serverVersion);

/// Asks for the numbers between the column's values, as ranges (first, last). May use an index: what it says is proved by the tally.
QString gapsSql(const Table &table, const Column &column);

} // namespace shuttler::verify
