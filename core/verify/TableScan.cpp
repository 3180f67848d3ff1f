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

namespace {

/// What the answers about a table add up to.
class Tally {
public:
    Tally(const Table &table, const ScanWishes &wishes) : m_table(table), m_wishes(wishes) {}

    Outcome add(const Rows &rows)
    {
        enum Field { Number, Count, Sum, File, Newest, NewestUntil, Since, Before, Lost, FirstTally };
        for (int row = 0; row < rows.size(); ++row) {
            if (rows.integer(row, File) != m_table.file)
                return rewritten(m_table);
            m_facts.rows += rows.integer(row, Count);
            const quint64 part = wrapped(rows.bytes(row, Sum));
            m_sum += part;
            RangeSum &range = m_ranges[rows.integer(row, Number)];
            range.rows += rows.integer(row, Count);
            range.sum += part;
            widen(m_facts.newest, rows, row, Newest);
            widen(m_facts.newestUntil, rows, row, NewestUntil);
            addTo(m_facts.rowsSince, rows, row, Since);
            addTo(m_facts.rowsBefore, rows, row, Before);
            m_facts.lost += rows.integer(row, Lost);
            int field = FirstTally;
            for (const QString &key : m_wishes.keys) {
                m_facts.tallies[key].add({rows.integer(row, field), rows.integer(row, field + 1), rows.integer(row, field + 2),
                                          wrapped(rows.bytes(row, field + 3)), wrapped(rows.bytes(row, field + 4))});
                field += 5;
            }
        }
        return Done{};
    }

    TableFacts facts(const QString &prefix)
    {
        if (m_wishes.ranges)
            for (auto range = m_ranges.cbegin(); range != m_ranges.cend(); ++range)
                m_facts.ranges.append({range.key(), range->rows, range->sum});
        m_facts.rangeKey = m_wishes.ranges;
        if (m_wishes.checksum)
            m_facts.checksum = prefix + u"%1"_s.arg(m_sum, 16, 16, QChar(u'0'));
        return std::move(m_facts);
    }

private:
    const Table &m_table;
    const ScanWishes &m_wishes;
    TableFacts m_facts;
    quint64 m_sum = 0;
    QMap<qint64, RangeSum> m_ranges;
};

/// The questions that together read a table once: one, or one for each piece of it. Before PostgreSQL 14 the server would go through the
/// whole table for each piece.
QStringList questionsAbout(const Table &table, const ScanWishes &wishes, const Snapshot &snapshot)
{
    const QString sql = scanSql(table, wishes, textHashingOf(snapshot));
    if (!wishes.gently || snapshot.version() < 140000)
        return {sql};
    constexpr qint64 Pages = 4'096; // 32 MiB
    const QString grouping = wishes.ranges ? u" GROUP BY 1"_s : QString();
    QStringList questions;
    for (qint64 first = 0; first <= table.bytes / 8192; first += Pages) {
        const bool isLast = first + Pages > table.bytes / 8192; // With what was added since.
        questions.append(sql.chopped(grouping.size()) + u" WHERE t.ctid >= '(%1,0)'"_s.arg(first)
                         + (isLast ? QString() : u" AND t.ctid < '(%1,0)'"_s.arg(first + Pages)) + grouping);
    }
    return questions;
}

} // namespace

Result<TableFacts> scanTable(Snapshot &snapshot, const Table &table, const ScanWishes &wishes, Job &job)
{
    const Instant start = job.clock.now();
    Tally tally(table, wishes);
    for (const QString &question : questionsAbout(table, wishes, snapshot)) {
        const Instant asked = job.clock.now();
        Result<Rows> rows = snapshot.ask(question, job);
        if (!rows)
            return std::move(rows).errorDuring(u"reading the table "_s + table.shown());
        if (Outcome added = tally.add(*rows); !added)
            return std::move(added).error();
        if (wishes.gently)
            if (Outcome rested = job.sleepFor(3 * (job.clock.now() - asked)); !rested)
                return std::move(rested).error();
    }
    TableFacts facts = tally.facts(checksumPrefix(snapshot));
    if (wishes.ranges && facts.rows == 0) { // No range, so no row that says whose file was read.
        ScanWishes whole = wishes;
        whole.ranges.reset();
        return scanTable(snapshot, table, whole, job);
    }
    facts.sql = scanSql(table, wishes, textHashingOf(snapshot));
    facts.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    return facts;
}

Outcome mustBeUntouched(Snapshot &snapshot, const QList<const Table *> &tables, Job &job)
{
    QStringList then;
    for (qsizetype place = 0; place < tables.size(); ++place)
        then.append(u"(%1, oid '%2', oid '%3')"_s.arg(place).arg(tables[place]->oid).arg(tables[place]->file));
    if (then.isEmpty())
        return Done{};
    // pg_class itself says what it held at the snapshot; that it is asked makes the server hear of what happened since.
    Result<Rows> touched = snapshot.ask(u"SELECT place FROM (VALUES "_s + then.join(u", "_s)
                                            + u") AS t (place, oid, file) LEFT JOIN pg_class AS c ON c.oid = t.oid "
                                              "WHERE pg_relation_filenode(t.oid) IS DISTINCT FROM file LIMIT 1"_s,
                                        job);
    if (!touched)
        return std::move(touched).errorDuring(u"making sure that no table was emptied meanwhile"_s);
    return touched->size() == 0 ? Outcome(Done{}) : Outcome(rewritten(*tables[touched->integer(0, 0)]));
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
