// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Amcheck.h"
#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

namespace {

/// How long the rows of one table may be sorted by one key.
constexpr std::chrono::milliseconds PatienceWithOneKey = std::chrono::seconds(60);

/// A unique index over plain columns, as its definition says.
struct UniqueKey {
    Stored index;
    qint64 table = 0;
    QString from;          ///< Of the table's own rows.
    QString name;
    QString columns;       ///< For SQL, with commas.
    QString order;         ///< As the index has them.
    QString filled;        ///< A row with a null in its key is no double of any other.
    bool mayBeShown = false;
};

Result<QList<UniqueKey>> keysOf(Inspection &inspection, const QList<Stored> &indexes, Job &job)
{
    QStringList oids;
    QHash<qint64, Stored> byOid;
    for (const Stored &index : indexes) {
        oids.append(QString::number(index.oid));
        byOid.insert(index.oid, index);
    }
    Result<Rows> rows = inspection.copy.snapshot.ask(
        u"SELECT i.indexrelid, i.indrelid, min(c.relname), string_agg(quote_ident(a.attname), ', ' ORDER BY k.place), "
        "string_agg(quote_ident(a.attname) || CASE WHEN o.option & 1 = 1 THEN ' DESC' ELSE '' END "
        "|| CASE WHEN o.option & 2 = 2 THEN ' NULLS FIRST' ELSE ' NULLS LAST' END, ', ' ORDER BY k.place), "
        "string_agg(quote_ident(a.attname) || ' IS NOT NULL', ' AND ' ORDER BY k.place), "
        "bool_and(t.typtype = 'e' OR t.oid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype, "
        "'uuid'::regtype, 'date'::regtype)) "
        "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place) "
        "CROSS JOIN LATERAL (SELECT i.indoption[k.place::int - 1]::int) AS o (option) "
        "LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0 "
        "LEFT JOIN pg_type t ON t.oid = a.atttypid "
        "WHERE k.place <= i.indnkeyatts AND i.indexrelid IN ("_s
            + oids.join(u", "_s) + u") GROUP BY i.indexrelid, i.indrelid HAVING bool_and(a.attname IS NOT NULL)"_s,
        job);
    if (!rows)
        return std::move(rows).error();
    QHash<qint64, const Table *> tables;
    for (const Table &table : inspection.copy.schema.tables)
        tables.insert(table.oid, &table);
    QList<UniqueKey> keys;
    for (int row = 0; row < rows->size(); ++row) {
        const Table *table = tables.value(rows->integer(row, 1));
        if (table && table->readable && !inspection.whyGivenUp(*table))
            keys.append({byOid.value(rows->integer(row, 0)), table->oid, table->rowsInSql(), rows->text(row, 2), rows->text(row, 3),
                         rows->text(row, 4), rows->text(row, 5), rows->text(row, 6) == u"t"_s});
    }
    return keys;
}

QString doublesSql(const UniqueKey &key)
{
    return u"WITH doubles AS MATERIALIZED (SELECT "_s + key.columns + u" FROM "_s + key.from + u" WHERE "_s + key.filled
         + u" GROUP BY "_s + key.columns + u" HAVING count(*) > 1) SELECT (SELECT count(*) FROM doubles), concat_ws(', ', "_s + key.columns
         + u") FROM doubles ORDER BY "_s + key.columns + u" LIMIT 5"_s;
}

/// What came out so far.
struct Tally {
    qint64 doubles = 0;    ///< Indexes with findings of that kind.
    qint64 incomplete = 0;
    qint64 walked = 0;
};

Outcome lookForDoubles(Inspection &inspection, const UniqueKey &key, Tally &tally, Job &job)
{
    Finding finding = findingOn(u"duplicate-keys"_s, CheckGroup::Health, key.index.name);
    finding.expected = u"each key of "_s + key.index.table + u" once"_s;
    finding.sql = doublesSql(key);
    if (Outcome planned = inspection.copy.snapshot.plan(Plan::HeapOnly, job); !planned)
        return planned;
    const Instant start = job.clock.now();
    Result<Rows> rows = inspection.copy.snapshot.ask(finding.sql, job);
    finding.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    if (rows && rows->size() == 0)
        return Done{};
    ++tally.doubles;
    if (!rows)
        return inspection.addUnanswered(finding, rows.error());
    QStringList examples;
    for (int row = 0; row < rows->size() && key.mayBeShown; ++row)
        examples.append(rows->text(row, 1));
    finding.verdict = Verdict::Failed;
    finding.found = counted(rows->integer(0, 0), u"key is there more than once"_s, u"keys are there more than once"_s)
                  + (examples.isEmpty() ? QString() : u": "_s + examples.join(u"; "_s));
    finding.means = u"The index that should keep them apart is broken: one row is found by its key, the others are not."_s;
    finding.todo = u"Do not use this copy: restore another backup, and look whether the old database has the same fault."_s;
    inspection.add(finding);
    return Done{};
}

bool goesThrough(const QJsonObject &node, const QString &index)
{
    if (node[u"Index Name"_s].toString() == index)
        return true;
    const QJsonArray below = node[u"Plans"_s].toArray();
    return std::any_of(below.begin(), below.end(), [&](const QJsonValue &child) { return goesThrough(child.toObject(), index); });
}

/// Nothing when PostgreSQL would not go through just this index: another one has the same columns.
Result<std::optional<qint64>> entriesOf(Inspection &inspection, const UniqueKey &key, const QString &sql, Job &job)
{
    if (Outcome planned = inspection.copy.snapshot.plan(Plan::ThroughIndex, job); !planned)
        return std::move(planned).error();
    Result<Rows> plan = inspection.copy.snapshot.ask(u"EXPLAIN (COSTS OFF, FORMAT JSON) "_s + sql, job);
    if (!plan)
        return std::move(plan).error();
    if (!goesThrough(QJsonDocument::fromJson(plan->bytes(0, 0))[0][u"Plan"_s].toObject(), key.name))
        return std::optional<qint64>();
    Result<Rows> rows = inspection.copy.snapshot.ask(sql, job);
    if (!rows)
        return std::move(rows).error();
    return std::optional(rows->integer(0, 0));
}

/// Both were counted in one snapshot: the rows without any index, the entries through this one.
Outcome countEntries(Inspection &inspection, const UniqueKey &key, Tally &tally, Job &job)
{
    const auto facts = inspection.facts.constFind(key.table);
    if (facts == inspection.facts.constEnd())
        return Done{};
    Finding finding = findingOn(u"index-complete"_s, CheckGroup::Health, key.index.name);
    finding.expected = counted(facts->rows, u"entry"_s, u"entries"_s);
    finding.sql = u"SELECT count(*) FROM (SELECT "_s + key.columns + u" FROM "_s + key.from + u" ORDER BY "_s + key.order
                + u" OFFSET 0) AS entries"_s;
    const Instant start = job.clock.now();
    const Result<std::optional<qint64>> entries = entriesOf(inspection, key, finding.sql, job);
    finding.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    if (!entries) {
        ++tally.incomplete;
        return inspection.addUnanswered(finding, entries.error());
    }
    if (!*entries)
        return Done{};
    ++tally.walked;
    if (**entries == facts->rows)
        return Done{};
    ++tally.incomplete;
    finding.verdict = Verdict::Failed;
    finding.found = counted(**entries, u"entry"_s, u"entries"_s);
    finding.means = **entries < facts->rows ? u"Rows are missing from this index: look-ups by it do not find them, and doubles can get in."_s
                                            : u"The index leads to rows that are not there, or to the same row twice."_s;
    finding.todo = u"Run REINDEX INDEX %1. If that finds doubles, or the old database has the same fault, restore another backup."_s
                       .arg(key.index.inSql);
    inspection.add(finding);
    return Done{};
}

void addWhole(Inspection &inspection, const Tally &tally, qint64 looked, const QStringList &left, const QString &remedy)
{
    if (tally.doubles == 0) {
        Finding whole = findingOn(u"duplicate-keys"_s, CheckGroup::Health, u"unique keys"_s);
        whole.expected = u"each key once"_s;
        whole.found = counted(looked, u"unique key, each value once"_s, u"unique keys, each value once"_s);
        whole.verdict = left.isEmpty() ? Verdict::Passed : Verdict::NotChecked;
        if (!left.isEmpty()) {
            whole.found += u"; not "_s + firstFew(left);
            whole.means = u"Their tables are too large to be sorted by each of them or may not be read, or they are not over plain columns."_s;
            whole.todo = u"Let amcheck look into them. "_s + remedy;
        }
        inspection.add(whole);
    }
    if (tally.incomplete > 0 || tally.walked == 0)
        return;
    Finding whole = findingOn(u"index-complete"_s, CheckGroup::Health, u"unique indexes"_s);
    whole.verdict = Verdict::Passed;
    whole.expected = u"an entry for every row"_s;
    whole.found = u"%1 of %2 could be walked through, each with an entry for every row"_s.arg(shown(tally.walked), shown(looked));
    inspection.add(whole);
}

} // namespace

Outcome checkUniqueKeys(Inspection &inspection, Job &job)
{
    Snapshot &snapshot = inspection.copy.snapshot;
    const Result<Amcheck> amcheck = findAmcheck(snapshot, job);
    if (!amcheck)
        return inspection.addUnanswered(findingOn(u"duplicate-keys"_s, CheckGroup::Health, u"unique indexes"_s), amcheck.error());
    if (amcheck->checksIndexes)
        return Done{}; // It has seen more than could be asked here.
    job.progress.stage(u"Looking for keys that are there twice"_s);
    Result<StoredParts> parts = storedParts(snapshot, inspection.rules.references, job);
    if (!parts)
        return inspection.addUnanswered(findingOn(u"duplicate-keys"_s, CheckGroup::Health, u"unique indexes"_s), parts.error());
    chooseForRows(parts->indexes, RowsAgainstIndexesBudget);
    QList<Stored> chosen;
    QStringList left = parts->held;
    for (const Stored &index : std::as_const(parts->indexes)) {
        if (index.withRows)
            chosen.append(index);
        else if (index.unique)
            left.append(index.name);
    }
    Result<QList<UniqueKey>> keys = chosen.isEmpty() ? QList<UniqueKey>() : keysOf(inspection, chosen, job);
    if (!keys)
        return inspection.addUnanswered(findingOn(u"duplicate-keys"_s, CheckGroup::Health, u"unique indexes"_s), keys.error());

    for (const Stored &index : std::as_const(chosen))
        if (std::none_of(keys->begin(), keys->end(), [&](const UniqueKey &key) { return key.index.oid == index.oid; }))
            left.append(index.name);
    if (Outcome limited = snapshot.limitTo(PatienceWithOneKey, job); !limited)
        return limited;
    Tally tally;
    for (const UniqueKey &key : std::as_const(*keys)) {
        if (Outcome looked = lookForDoubles(inspection, key, tally, job); !looked)
            return looked;
        if (Outcome looked = countEntries(inspection, key, tally, job); !looked)
            return looked;
    }
    addWhole(inspection, tally, keys->size(), left, amcheck->remedy);
    if (Outcome planned = snapshot.plan(Plan::AsUsual, job); !planned)
        return planned;
    return snapshot.limitTo(PatienceWithCopies, job);
}

} // namespace shuttler::verify
