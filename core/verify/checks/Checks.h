// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Inspection.h"
#include "core/verify/Traits.h"

/// The questions, one function each. Every one but `checkCoverage` adds at least one finding, also when all is well: a check
/// without a finding was not made. They return an error only when nothing more can be asked.
namespace shuttler::verify {

// --- Before anything is read

/// "empty": a database without tables, or without the tables that the baseline knows. Failed stops everything else.
bool checkThatThereIsSomething(Inspection &inspection);
/// "relations": each table of the baseline, and as many indexes, counters, keys… as there.
void checkRelations(Inspection &inspection);
/// "partition-detached": partitions and child tables that the baseline knows, each still part of its table. Says nothing where
/// there are none.
Outcome checkPartitions(Inspection &inspection, Job &job);
/// "readable": tables that are there but may not be read, or hide rows from this role.
void checkReadability(Inspection &inspection);
/// "not-covered": what counts and checksums do not reach: unlogged and foreign tables, materialized views, large objects.
void checkCoverage(Inspection &inspection);

// --- While the tables are read: the same findings as later, sent ahead (see `Inspection::tell`)

/// "rows" of a table that was just read, or could not be.
void tellRows(Inspection &inspection, const Table &table);
/// "foreign-key" and "reference" for those of its links that were proved by that.
void tellLinks(Inspection &inspection, const Table &table);

// --- After the tables were read

/// "rows" per table; "contents" where a table's rows have to be the baseline's own.
void checkRows(Inspection &inspection);
/// "freshness".
void checkFreshness(Inspection &inspection);

// --- By questions of their own

/// "foreign-key" per declared key, "foreign-key-missing" per key of the baseline that is not declared any more.
Outcome checkForeignKeys(Inspection &inspection, Job &job);
/// "reference" per rule.
Outcome checkReferences(Inspection &inspection, Job &job);
/// "sequence-behind", "sequence-earlier".
Outcome checkSequences(Inspection &inspection, Job &job);
/// "index-invalid", "constraint-not-validated", "trigger-disabled", "rule-disabled".
Outcome checkObjects(Inspection &inspection, Job &job);
/// "index-sound", "table-sound": what lies on the disk, by PostgreSQL's own amcheck, where it may be used.
Outcome checkSoundness(Inspection &inspection, Job &job);
/// "duplicate-keys", "index-complete": where amcheck may not be used, what the rows themselves tell about unique indexes.
Outcome checkUniqueKeys(Inspection &inspection, Job &job);
/// "in-recovery", "takes-changes", "transaction-age", "checksums-on", "checksum-failures", "collation-version", "extensions", "version".
Outcome checkServer(Inspection &inspection, Job &job);
/// "roles", "rights", "owners": against the baseline.
Outcome checkRights(Inspection &inspection, Job &job);
/// "settings", "locale": against the baseline.
Outcome checkLikeness(Inspection &inspection, Job &job);
/// "quiet": what in a copy would begin to act on the world outside by itself.
Outcome checkQuiet(Inspection &inspection, Job &job);
/// "sanity:<id>" per query.
Outcome checkSanity(Inspection &inspection, Job &job);

// --- How they are written

/// A finding with what it is about, and nothing found yet.
Finding findingOn(const QString &check, CheckGroup group, const QString &subject);

/// The first five, and how many more.
QString firstFew(const QStringList &things);

/// Adds one finding per row of `sql` (schema or null, name, what is wrong with it), or one that all is well.
struct ListCheck {
    QString check;
    CheckGroup group = CheckGroup::Health;
    QString allWell;   ///< Subject of the finding when there is no row: "indexes".
    QString expected;
    QString means;
    QString todo;
    Verdict verdict = Verdict::Failed;
    QString sql;
};
Outcome addPerRow(Inspection &inspection, const ListCheck &check, Job &job);

/// One fact, judged in place.
struct FactCheck {
    QString check;
    QString subject;
    QString expected;
    QString sql; ///< One row: true when all is well, then what was found.
    Verdict whenNot = Verdict::Failed;
    QString means;
    QString todo;
};
Outcome addFact(Inspection &inspection, const FactCheck &check, Job &job);

} // namespace shuttler::verify
