// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/ConnectionInfo.h"

#include <QList>

namespace shuttler {

/// One table in two databases, row by row.
struct TableDifference {
    QString name;
    qint64 same = 0;
    qint64 onlyLeft = 0;
    qint64 onlyRight = 0;
    qint64 changed = 0;   ///< The key is on both sides, something else of the row is not the same. 0 for a table without a primary key.
    QStringList examples; ///< Up to five keys of rows that are not the same, where keys are numbers, dates or uuids.
    QString notCompared;  ///< Why not, in words; empty when compared.

    bool isEqual() const { return onlyLeft + onlyRight + changed == 0 && notCompared.isEmpty(); }
};

struct Comparison {
    QList<TableDifference> tables; ///< Of either side, by schema and name.
    double seconds = 0;

    /// Every table was compared and no row differs.
    bool isEqual() const;
};

/// What one database has that another has not, exactly, in memory that does not grow with them: both are read once and summed up by
/// ranges of keys, at the same time, and only ranges that differ are looked at row by row. Rows of tables without a primary key are counted
/// as what they are: the same row may be there several times. Both are seen in one snapshot each, and nothing is changed.
/// Fault::Refused where their checksums mean different things (byte order, encodings of old servers).
Result<Comparison> compareDatabases(const ConnectionInfo &left, const ConnectionInfo &right, Job &job);

} // namespace shuttler
