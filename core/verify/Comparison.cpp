// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"

#include "core/verify/Inspection.h"
#include "core/verify/Names.h"
#include "core/verify/RowComparison.h"

#include <algorithm>
#include <thread>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace verify;
using postgres::Connection;
using postgres::Rows;

namespace {

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

    /// Both sides at once: they are two servers, as a rule.
    Outcome sumUp()
    {
        m_job.progress.stage(u"Summing up both databases"_s);
        QList<const Table *> tables;
        for (const TablePair &pair : std::as_const(m_pairs))
            tables.append(pair.left);
        Result<QHash<qint64, RangeKey>> keys = rangeKeysFor(m_left.snapshot, tables, m_job);
        if (!keys)
            return std::move(keys).error();
        QHash<qint64, RangeKey> keysOfRight;
        for (const TablePair &pair : std::as_const(m_pairs))
            if (const auto key = keys->constFind(pair.left->oid); key != keys->constEnd())
                keysOfRight.insert(pair.right->oid, *key);
        const auto wishesFor = [](const QHash<qint64, RangeKey> &ranges) {
            PassWishes wishes;
            wishes.ofTable = [&ranges](const Table &table) {
                ScanWishes wish;
                wish.checksum = true;
                wish.ranges = rangeKeyOf(table, ranges);
                return wish;
            };
            return wishes;
        };
        Result<PassFacts> right = PassFacts{};
        Result<PassFacts> left = PassFacts{};
        {
            SilentProgress silent;
            std::stop_source stop;
            const std::stop_callback passOn(m_job.stop, [&stop] { stop.request_stop(); });
            Job own{stop.get_token(), silent, m_job.clock};
            const std::jthread other([&] { right = readRows(m_right, wishesFor(keysOfRight), own); });
            left = readRows(m_left, wishesFor(*keys), m_job);
            if (!left)
                stop.request_stop(); // Nobody needs the other half.
        }
        if (!left)
            return std::move(left).errorDuring(u"reading the left database"_s);
        if (!right)
            return std::move(right).errorDuring(u"reading the right database"_s);
        m_leftFacts = *std::move(left);
        m_rightFacts = *std::move(right);
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
        } else if (left.rows != right.rows || left.checksum != right.checksum) {
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
