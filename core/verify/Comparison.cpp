// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"

#include "core/verify/BothAtOnce.h"
#include "core/verify/Inspection.h"
#include "core/verify/Names.h"
#include "core/verify/RowComparison.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace verify;
using postgres::Connection;
using postgres::Rows;

namespace {

/// Of a table with fewer, ranges are told apart only once it is known to differ: to tell them apart while all tables are read costs more.
constexpr qint64 RowsWorthRanges = 500'000;

using PairWishes = QList<std::pair<TablePair, ScanWishes>>;

bool isSame(const TableFacts &left, const TableFacts &right)
{
    return left.rows == right.rows && left.checksum == right.checksum;
}

QString whyNotComparable(const Table &left, const Table &right)
{
    for (const Table *table : {&left, &right})
        if (!table->readable)
            return u"no right to read it"_s;
    if (left.primaryKey != right.primaryKey)
        return u"other primary keys"_s;
    QStringList columns[2];
    for (const Column &column : left.columns)
        columns[0].append(verify::shown(column.name) + u' ' + column.typeSchema + u'.' + column.type);
    for (const Column &column : right.columns)
        columns[1].append(verify::shown(column.name) + u' ' + column.typeSchema + u'.' + column.type);
    for (QStringList &each : columns)
        each.sort();
    return columns[0] == columns[1] ? QString() : u"other columns"_s;
}

/// Two databases and what is known of them so far.
class DatabaseComparison {
public:
    DatabaseComparison(Subject left, Subject right, Job &job) : m_left(std::move(left)), m_right(std::move(right)), m_job(job) {}

    Result<Comparison> compare()
    {
        pairTables();
        if (Outcome summed = sumUp(); !summed)
            return std::move(summed).error();
        m_job.progress.stage(u"Looking at the rows that differ"_s);
        for (const TablePair &pair : std::as_const(m_pairs))
            if (Outcome compared = compareTable(pair); !compared)
                return std::move(compared).error();
        for (const auto &[subject, facts] : {std::pair(&m_left, &m_leftFacts), std::pair(&m_right, &m_rightFacts)})
            if (Outcome untouched = mustBeUntouched(subject->snapshot, tablesRead(subject->schema, facts->tables), m_job); !untouched)
                return std::move(untouched).error();
        std::sort(m_result.tables.begin(), m_result.tables.end(),
                  [](const TableDifference &a, const TableDifference &b) { return a.name < b.name; });
        return std::move(m_result);
    }

private:
    void addNotCompared(const Table &table, const QString &why)
    {
        TableDifference difference;
        difference.name = table.shown();
        difference.notCompared = why;
        m_result.tables.append(difference);
    }

    void pairTables()
    {
        for (const Table &table : std::as_const(m_left.schema.tables)) {
            if (table.kind == RelationKind::Partitioned)
                continue; // Its partitions hold the rows.
            const Table *other = m_right.schema.find(table.schema, table.name);
            if (!other)
                addNotCompared(table, u"only on the left"_s);
            else if (!isCovered(table) || !isCovered(*other))
                addNotCompared(table, u"no ordinary table on both sides (unlogged, foreign, partitioned or a view)"_s);
            else if (const QString why = whyNotComparable(table, *other); !why.isEmpty())
                addNotCompared(table, why);
            else
                m_pairs.append(TablePair{&table, other});
        }
        for (const Table &table : std::as_const(m_right.schema.tables))
            if (table.kind != RelationKind::Partitioned && !m_left.schema.find(table.schema, table.name))
                addNotCompared(table, u"only on the right"_s);
    }

    /// Everything once; then those that differ and whose ranges it would have cost more to tell apart than to read them again.
    Outcome sumUp()
    {
        m_job.progress.stage(u"Summing up both databases"_s);
        QList<const Table *> tables;
        for (const TablePair &pair : std::as_const(m_pairs))
            tables.append(pair.left);
        Result<QHash<qint64, RangeKey>> keys = rangeKeysFor(m_left.snapshot, tables, m_job);
        if (!keys)
            return std::move(keys).error();
        PairWishes wishes;
        for (const TablePair &pair : std::as_const(m_pairs)) {
            ScanWishes wish;
            wish.checksum = true;
            if (const std::optional<RangeKey> key = rangeKeyOf(*pair.left, *keys); key && rowsAtMost(*pair.left) > RowsWorthRanges)
                wish.ranges = key->quartered(); // Costs the scan nothing more, and fewer rows have to be read again.
            wishes.append({pair, wish});
        }
        if (Outcome read = readBoth(wishes); !read)
            return read;
        PairWishes again;
        for (auto &[pair, wish] : wishes) {
            const auto left = m_leftFacts.tables.constFind(pair.left->oid);
            const auto right = m_rightFacts.tables.constFind(pair.right->oid);
            const bool isKnown = wish.ranges || left == m_leftFacts.tables.constEnd() || right == m_rightFacts.tables.constEnd()
                              || left->rows == 0 || right->rows == 0 || isSame(*left, *right);
            wish.ranges = rangeKeyOf(*pair.left, *keys);
            if (!isKnown && wish.ranges)
                again.append({pair, wish});
        }
        return again.isEmpty() ? Outcome(Done{}) : readBoth(again);
    }

    /// Both sides at once: they are two servers, as a rule. What was known of a table gives way to what is read of it now.
    Outcome readBoth(const PairWishes &wishes)
    {
        QHash<qint64, ScanWishes> ofLeft;
        QHash<qint64, ScanWishes> ofRight;
        for (const auto &[pair, wish] : wishes) {
            ofLeft.insert(pair.left->oid, wish);
            ofRight.insert(pair.right->oid, wish);
        }
        const auto wishesFor = [](const QHash<qint64, ScanWishes> &wished) {
            PassWishes all;
            all.ofTable = [&wished](const Table &table) {
                const auto wish = wished.constFind(table.oid);
                return wish == wished.constEnd() ? std::nullopt : std::optional(*wish);
            };
            return all;
        };
        auto read = bothAtOnce(m_left, m_right, IfOneFails::StopTheOther, m_job, [&](Subject &subject, Job &own) {
            const bool isLeft = &subject == &m_left;
            Result<PassFacts> facts = readRows(subject, wishesFor(isLeft ? ofLeft : ofRight), own);
            return facts ? facts : std::move(facts).errorDuring(isLeft ? u"reading the left database"_s : u"reading the right database"_s);
        });
        if (!read)
            return std::move(read).error();
        m_leftFacts.tables.insert(read->first.tables);
        m_leftFacts.unread.insert(read->first.unread);
        m_rightFacts.tables.insert(read->second.tables);
        m_rightFacts.unread.insert(read->second.unread);
        return Done{};
    }

    Outcome compareTable(const TablePair &pair)
    {
        for (const auto &[facts, table] : {std::pair(&m_leftFacts, pair.left), std::pair(&m_rightFacts, pair.right)})
            if (const auto why = facts->unread.constFind(table->oid); why != facts->unread.constEnd()) {
                addNotCompared(*table, why->what());
                return Done{};
            }
        const TableFacts &left = m_leftFacts.tables[pair.left->oid];
        const TableFacts &right = m_rightFacts.tables[pair.right->oid];
        TableDifference difference;
        difference.name = pair.left->shown();
        if (left.rows == 0 || right.rows == 0) {
            difference.onlyLeft = left.rows;
            difference.onlyRight = right.rows;
        } else if (!isSame(left, right)) {
            if (Outcome looked = findDifferingRows(m_left.snapshot, m_right.snapshot, pair, left, right, difference, m_job); !looked) {
                if (endsAll(looked.error(), m_left.snapshot) || endsAll(looked.error(), m_right.snapshot))
                    return looked;
                addNotCompared(*pair.left, looked.error().what());
                return Done{};
            }
        }
        difference.same = left.rows - difference.onlyLeft - difference.changed;
        m_result.tables.append(difference);
        return Done{};
    }

    Subject m_left;
    Subject m_right;
    Job &m_job;
    QList<TablePair> m_pairs;
    PassFacts m_leftFacts;
    PassFacts m_rightFacts;
    Comparison m_result;
};

} // namespace

bool Comparison::isEqual() const
{
    return !tables.isEmpty() && std::all_of(tables.begin(), tables.end(), [](const TableDifference &table) { return table.isEqual(); });
}

Result<Comparison> compareDatabases(const ConnectionInfo &left, const ConnectionInfo &right, Job &job)
{
    const Instant start = job.clock.now();
    Result<Subject> one = Subject::open(left, PatienceWithCopies, ConnectionsWithCopies, job);
    if (!one)
        return std::move(one).errorDuring(u"opening the left database"_s);
    Result<Subject> two = Subject::open(right, PatienceWithCopies, ConnectionsWithCopies, job);
    if (!two)
        return std::move(two).errorDuring(u"opening the right database"_s);
    if (one->byteOrder != two->byteOrder || checksumPrefix(one->snapshot) != checksumPrefix(two->snapshot))
        return Error(Fault::Refused, u"The two databases cannot be compared: their servers sum up rows in different ways."_s)
            .means(u"One has another byte order, or another encoding on a PostgreSQL before 14. Nothing was compared."_s)
            .todo(u"Compare copies on servers of the same kind."_s);
    Result<Comparison> comparison = DatabaseComparison(*std::move(one), *std::move(two), job).compare();
    if (comparison)
        comparison->seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    return comparison;
}

} // namespace shuttler
