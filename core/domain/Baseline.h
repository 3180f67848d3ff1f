// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QJsonObject>
#include <QList>
#include <QMap>

#include <optional>

namespace shuttler {

/// The rows of one range of keys: those whose key, shifted right by the table's `rangeShift`, is `number`.
struct RangeSum {
    qint64 number = 0;
    qint64 rows = 0;
    quint64 sum = 0; ///< Of the hashes of its rows, modulo 2^64.
    friend bool operator==(const RangeSum &, const RangeSum &) = default;
};

/// One table, counted and hashed in the baseline's snapshot. Names are unquoted.
struct TableBaseline {
    QString schema;
    QString name;
    qint64 rows = 0;
    QString checksum;               ///< Order-independent, over all rows and columns; empty when only counted.
    std::optional<Instant> newest;  ///< Largest value of its time column, where it has one.
    QString newestColumn;
    QString rangeColumn = {};       ///< The key by which `ranges` are kept, so that a difference is found without a second pass.
    int rangeShift = 0;
    QList<RangeSum> ranges = {};    ///< By number.
    friend bool operator==(const TableBaseline &, const TableBaseline &) = default;
};

/// What a database contained at one moment: enough to tell a true copy from a wrong one.
/// Taken in a single snapshot (verify/BaselineTaker), kept beside the backup, compared after a restore.
struct Baseline {
    QString database;
    Instant takenAt;
    QString backup;                       ///< The backup it was taken with; empty when taken by itself.
    QString serverVersion;                ///< "15.8"
    QString byteOrder;                    ///< "little"; checksums of different byte orders are not comparable.
    QList<TableBaseline> tables;          ///< Sorted by schema and name.
    QMap<QString, qint64> sequences;      ///< Qualified name → last value.
    QMap<QString, qint64> relations;      ///< "tables", "indexes", "sequences", "foreign-keys"… → count.
    QMap<QString, QString> extensions;    ///< Name → version.
    QStringList foreignKeys;              ///< Child and parent with their columns, as verify writes them; sorted.
    QJsonObject sanity;                   ///< Query id → rows as recorded, for "not worse than the baseline".
    QMap<QString, qint64> orphans;        ///< Logical reference → orphans then: for those that tolerate some, and wherever there were any.
    QMap<QString, QMap<QString, QString>> traits; ///< What it was besides its rows: owners, rights, settings… (verify/Traits.h).
                                                  ///< Empty in baselines made before this was remembered.

    const TableBaseline *find(const QString &schema, const QString &name) const;
    qint64 totalRows() const;
};

QJsonObject toJson(const Baseline &baseline);  ///< With "sha256": of everything else, canonical.
/// Fault::Corrupt when the digest does not match or a part is missing.
Result<Baseline> baselineFromJson(const QJsonObject &json);

} // namespace shuttler
