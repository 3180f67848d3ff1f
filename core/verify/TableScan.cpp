// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/TableScan.h"

#include <algorithm>

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

static QString momentInSql(Instant moment)
{
    return u"timestamptz '"_s + moment.toString() + u'\'';
}

static QString microsOf(const QString &expression)
{
    return u"(extract(epoch FROM "_s + expression + u") * 1000000)::int8"_s;
}

QString scanSql(const Table &table, const ScanWishes &wishes, TextHashing hashing)
{
    QString newest = u"NULL"_s;
    QString newestUntil = u"NULL"_s;
    QString since = u"NULL"_s;
    QString before = u"NULL"_s;
    if (wishes.time) {
        const QString column = u"t."_s + Connection::quoted(wishes.time->name);
        const auto newestOf = [&column](const QString &also) {
            return microsOf(u"max("_s + column + u") FILTER (WHERE isfinite("_s + column + u')' + also + u')');
        };
        newest = newestOf({});
        if (wishes.until)
            newestUntil = newestOf(u" AND "_s + column + u" <= "_s + momentInSql(*wishes.until));
        if (wishes.since && !wishes.time->moves) {
            const QString isNew = column + u" > "_s + momentInSql(*wishes.since);
            since = u"count(*) FILTER (WHERE "_s + isNew
                  + (wishes.upTo ? u" AND "_s + column + u" <= "_s + momentInSql(*wishes.upTo) : QString()) + u')';
            before = u"count(*) FILTER (WHERE ("_s + isNew + u") IS NOT TRUE)"_s;
        }
    }
    QStringList parts{wishes.ranges ? wishes.ranges->numberSql(table, u"t"_s) : u"0"_s, u"count(*)"_s,
                      wishes.checksum ? u"coalesce(sum("_s + rowHash(table.columns, hashing) + u"), 0)::text"_s : u"NULL"_s,
                      // The file's number now, while the scan holds its lock: TRUNCATE by somebody else is not undone by our snapshot.
                      u"pg_relation_filenode("_s + QString::number(table.oid) + u')', newest, newestUntil, since, before,
                      wishes.lost.isEmpty() ? u"0"_s : u"count(*) FILTER (WHERE "_s + wishes.lost + u')'};
    for (const QString &key : wishes.keys)
        parts += tallySql(*table.find(key));
    return u"SELECT "_s + parts.join(u", "_s) + u" FROM "_s + table.rowsInSql() + u" AS t"_s
         + (wishes.ranges ? u" GROUP BY 1"_s : QString());
}

static Error rewritten(const Table &table)
{
    return Error(Fault::Unreachable, u"The table %1 was emptied, rewritten or dropped while it was being looked at."_s.arg(table.shown()))
        .means(u"What was read of it is not what it held a moment ago, so the whole look is worth nothing."_s)
        .todo(u"Start again when no clean-up or migration is running."_s);
}

quint64 wrapped(const QByteArray &number)
{
    quint64 value = 0;
    for (const char digit : number)
        if (digit != '-')
            value = value * 10 + quint64(digit - '0');
    return number.startsWith('-') ? 0 - value : value;
}

static void widen(std::optional<Instant> &newest, const Rows &rows, int row, int column)
{
    if (rows.isNull(row, column))
        return;
    const Instant found = Instant::fromUnixMicros(rows.integer(row, column));
    newest = newest ? std::max(*newest, found) : found;
}

static void addTo(std::optional<qint64> &sum, const Rows &rows, int row, int column)
{
    if (!rows.isNull(row, column))
        sum = sum.value_or(0) + rows.integer(row, column);
}

Result<TableFacts> scanTable(Snapshot &snapshot, const Table &table, const ScanWishes &wishes, Job &job)
{
    enum Field { Number, Count, Sum, File, Newest, NewestUntil, Since, Before, Lost, FirstTally };
    const Instant start = job.clock.now();
    TableFacts facts;
    facts.sql = scanSql(table, wishes, textHashingOf(snapshot));
    facts.rangeKey = wishes.ranges;
    Result<Rows> rows = snapshot.ask(facts.sql, job);
    if (!rows)
        return std::move(rows).errorDuring(u"reading the table "_s + table.shown());
    if (wishes.ranges && rows->size() == 0) { // No range, so no row that says whose file was read.
        ScanWishes whole = wishes;
        whole.ranges.reset();
        return scanTable(snapshot, table, whole, job);
    }
    quint64 sum = 0;
    for (int row = 0; row < rows->size(); ++row) {
        if (rows->integer(row, File) != table.file)
            return rewritten(table);
        facts.rows += rows->integer(row, Count);
        const quint64 part = wrapped(rows->bytes(row, Sum));
        sum += part;
        if (wishes.ranges)
            facts.ranges.append({rows->integer(row, Number), rows->integer(row, Count), part});
        widen(facts.newest, *rows, row, Newest);
        widen(facts.newestUntil, *rows, row, NewestUntil);
        addTo(facts.rowsSince, *rows, row, Since);
        addTo(facts.rowsBefore, *rows, row, Before);
        facts.lost += rows->integer(row, Lost);
        int field = FirstTally;
        for (const QString &key : wishes.keys) {
            facts.tallies[key].add({rows->integer(row, field), rows->integer(row, field + 1), rows->integer(row, field + 2),
                                    wrapped(rows->bytes(row, field + 3)), wrapped(rows->bytes(row, field + 4))});
            field += 5;
        }
    }
    std::sort(facts.ranges.begin(), facts.ranges.end(), [](const RangeSum &a, const RangeSum &b) { return a.number < b.number; });
    if (wishes.checksum)
        facts.checksum = checksumPrefix(snapshot) + u"%1"_s.arg(sum, 16, 16, QChar(u'0'));
    facts.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    return facts;
}

Outcome mustBeUntouched(Snapshot &snapshot, const Schema &schema, Job &job)
{
    QStringList then;
    for (qsizetype place = 0; place < schema.tables.size(); ++place)
        if (schema.tables[place].file != 0)
            then.append(u"(%1, oid '%2', oid '%3')"_s.arg(place).arg(schema.tables[place].oid).arg(schema.tables[place].file));
    if (then.isEmpty())
        return Done{};
    // pg_class itself says what it held at the snapshot; that it is asked makes the server hear of what happened since.
    Result<Rows> touched = snapshot.ask(u"SELECT place FROM (VALUES "_s + then.join(u", "_s)
                                            + u") AS t (place, oid, file) LEFT JOIN pg_class AS c ON c.oid = t.oid "
                                              "WHERE pg_relation_filenode(t.oid) IS DISTINCT FROM file LIMIT 1"_s,
                                        job);
    if (!touched)
        return std::move(touched).errorDuring(u"making sure that no table was emptied meanwhile"_s);
    return touched->size() == 0 ? Outcome(Done{}) : Outcome(rewritten(schema.tables[touched->integer(0, 0)]));
}

TableBaseline toBaseline(const Table &table, const TableFacts &facts, const QString &timeColumn)
{
    TableBaseline baseline{table.schema, table.name, facts.rows, facts.checksum, facts.newest, timeColumn, {}, 0, facts.ranges};
    if (facts.rangeKey) {
        baseline.rangeColumn = facts.rangeKey->column;
        baseline.rangeShift = facts.rangeKey->shift;
    }
    return baseline;
}

} // namespace shuttler::verify
