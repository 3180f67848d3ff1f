// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Crew.h"
#include "core/verify/LinkPlan.h"
#include "core/verify/TableScan.h"

namespace shuttler::verify {

/// A database that is looked at: its snapshot and what it is made of.
struct Subject {
    Snapshot snapshot;
    Schema schema;
    QString byteOrder; ///< "little", or "other": then its checksums mean something else.
    Crew crew;         ///< More connections on the same snapshot.

    /// `connections`: how many in all, where the server has room for them.
    static Result<Subject> open(const ConnectionInfo &database, std::chrono::milliseconds patience, int connections, Job &job,
                                When when = When::Now);
};

/// A reference of which every row was seen to lead somewhere.
struct LinkProof {
    QString sql;     ///< The question, by itself.
    QString restsOn; ///< What makes its answer a proof.
    double seconds = 0;
};

/// What shall be found out while every table is read once.
struct PassWishes {
    /// All but keys and lost rows, which the pass adds itself. Nothing: the table is not read.
    std::function<std::optional<ScanWishes>(const Table &)> ofTable;
    QList<IntegerLink> links; ///< To be proved on the way.
    /// Called in the caller's thread, once for each of the tables, as soon as it was read or is given up, with those of its links that
    /// this proved.
    std::function<void(const Table &, const Result<TableFacts> &, const QMap<QString, LinkProof> &)> whenRead = nullptr;
};

struct PassFacts {
    QHash<qint64, TableFacts> tables; ///< By oid; missing: could not be read.
    QHash<qint64, Error> unread;      ///< Why not.
    QMap<QString, LinkProof> proofs;  ///< By the link's name. Missing: has to be asked about.
    qint64 bytesRead = 0;
};

/// Those of a schema's tables whose rows were read.
QList<const Table *> tablesRead(const Schema &schema, const QHash<qint64, TableFacts> &facts);

/// Reads every table of a subject once, over all its connections, and tells how many pages are done. A table is read once those that it
/// refers to are known, so that its own rows can be held against their keys in the same pass (verification.md §1.2: the range proof).
/// An error ends the pass; a table that cannot be read is a fact.
Result<PassFacts> readRows(Subject &subject, const PassWishes &wishes, Job &job);

/// More rows than there are in the table, but no more than twice as many as a rule: from its size, without reading it.
qint64 rowsAtMost(const Table &table);

/// Ranges for those of the tables that can have some, by oid; a span that cannot be asked for gives none. To tell them apart while the rows
/// are hashed costs as much as counting the rows and a half.
Result<QHash<qint64, RangeKey>> rangeKeysFor(Snapshot &snapshot, const QList<const Table *> &tables, Job &job);

inline std::optional<RangeKey> rangeKeyOf(const Table &table, const QHash<qint64, RangeKey> &keys)
{
    const auto key = keys.constFind(table.oid);
    return key == keys.constEnd() ? std::nullopt : std::optional(*key);
}

/// True where a table's rows count: ordinary, and logged.
inline bool isCovered(const Table &table)
{
    return table.holdsData() && !table.unlogged;
}

} // namespace shuttler::verify
