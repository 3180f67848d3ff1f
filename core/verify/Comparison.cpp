// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"

#include "core/verify/Inspection.h"
#include "core/verify/Names.h"

#include <algorithm>
#include <thread>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace verify;
using postgres::Connection;
using postgres::Rows;

namespace {

/// How many ranges are asked for at once: few questions over a long line, and no more than some ten thousand rows in memory.
constexpr qsizetype RangesAtOnce = 8;
/// Parts of a table whose key says nothing about order: by the first bits of the hash of the key, or of the row.
constexpr int PartBits = 10;

/// A table that both sides have, in the same shape.
struct Pair {
    const Table *left = nullptr;
    const Table *right = nullptr;
};

/// The columns by which a row is the same row on both sides, as one text; empty without a primary key.
QString keySql(const Table &table)
{
    QStringList parts;
    for (const QString &column : table.primaryKey)
        parts.append(u"t."_s + Connection::quoted(column) + u"::text"_s);
    if (parts.size() <= 1)
        return parts.value(0);
    return u"jsonb_build_array("_s + parts.join(u", "_s) + u")::text"_s;
}

bool mayBeShown(const Table &table)
{
    return !table.primaryKey.isEmpty()
        && std::all_of(table.primaryKey.begin(), table.primaryKey.end(), [&table](const QString &name) {
               const Column *column = table.find(name);
               return column
                   && (column->isOf(u"int2") || column->isOf(u"int4") || column->isOf(u"int8") || column->isOf(u"uuid")
                       || column->isOf(u"date"));
           });
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

/// Some rows of one side: key → hash, or, without a key, hash → how often.
using RowMap = QMap<QByteArray, qint64>;

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
        for (const Pair &pair : std::as_const(m_pairs))
            if (Outcome compared = compareTable(pair); !compared)
                return std::move(compared).error();
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
                addNotCompared(table, u"holds no rows that would be in a copy (unlogged, foreign or a view)"_s);
            else if (const QString why = whyNotComparable(table, *other); !why.isEmpty())
                addNotCompared(table, why);
            else
                m_pairs.append(Pair{&table, other});
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
        for (const Pair &pair : std::as_const(m_pairs))
            tables.append(pair.left);
        Result<QHash<qint64, RangeKey>> keys = rangeKeysFor(m_left.snapshot, tables, m_job);
        if (!keys)
            return std::move(keys).error();
        QHash<qint64, RangeKey> keysOfRight;
        for (const Pair &pair : std::as_const(m_pairs))
            if (const auto key = keys->constFind(pair.left->oid); key != keys->constEnd())
                keysOfRight.insert(pair.right->oid, *key);
        const auto wishesFor = [](const QHash<qint64, RangeKey> &ranges) {
            PassWishes wishes;
            wishes.ofTable = [](const Table &) {
                ScanWishes wish;
                wish.checksum = true;
                return wish;
            };
            wishes.rangeKey = [&ranges](const Table &table) {
                const auto key = ranges.constFind(table.oid);
                return key == ranges.constEnd() ? std::nullopt : std::optional(*key);
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

    Outcome compareTable(const Pair &pair)
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
        if (left.rows == right.rows && left.checksum == right.checksum)
            difference.same = left.rows;
        else if (Outcome looked = lookAtRows(pair, left, right, difference); !looked)
            return looked;
        else
            difference.same = left.rows - difference.onlyLeft - difference.changed;
        m_result.tables.append(difference);
        return Done{};
    }

    Outcome lookAtRows(const Pair &pair, const TableFacts &left, const TableFacts &right, TableDifference &difference)
    {
        if (left.rangeKey && !left.ranges.isEmpty() && !right.ranges.isEmpty()) {
            const QList<qint64> ranges = differingRanges(left.ranges, right.ranges);
            for (qsizetype begin = 0; begin < ranges.size(); begin += RangesAtOnce) {
                QStringList any;
                for (const qint64 number : ranges.sliced(begin, std::min(RangesAtOnce, ranges.size() - begin)))
                    any.append(left.rangeKey->isInSql(*pair.left, u"t"_s, number));
                if (Outcome looked = lookAt(pair, any.join(u" OR "_s), difference); !looked)
                    return looked;
            }
            return Done{};
        }
        // Without an order to go by: in parts, so that no side is ever in memory as a whole.
        const qint64 most = std::max(left.rows, right.rows);
        const int bits = most > 50'000 ? PartBits : 0;
        for (int part = 0; part < (1 << bits); ++part) {
            const QString what = pair.left->primaryKey.isEmpty() ? rowHash(pair.left->columns, textHashingOf(m_left.snapshot))
                                                                : u"hashtextextended("_s + keySql(*pair.left) + u" COLLATE \"C\", 0)"_s;
            const QString condition =
                bits == 0 ? u"true"_s : u'(' + what + u" & "_s + QString::number((1 << bits) - 1) + u") = "_s + QString::number(part);
            if (Outcome looked = lookAt(pair, condition, difference); !looked)
                return looked;
        }
        return Done{};
    }

    Result<RowMap> rowsOf(Subject &subject, const Table &table, const QString &condition)
    {
        const QString hash = rowHash(table.columns, textHashingOf(subject.snapshot));
        const bool hasKey = !table.primaryKey.isEmpty();
        const QString sql = hasKey
            ? u"SELECT %1, %2 FROM %3 AS t WHERE %4"_s.arg(keySql(table), hash, table.rowsInSql(), condition)
            : u"SELECT %1, count(*) FROM %2 AS t WHERE %3 GROUP BY 1"_s.arg(hash, table.rowsInSql(), condition);
        Result<Rows> rows = subject.snapshot.ask(sql, m_job);
        if (!rows)
            return std::move(rows).errorDuring(u"looking at rows of "_s + table.shown());
        RowMap found;
        for (int row = 0; row < rows->size(); ++row)
            found.insert(rows->bytes(row, 0), rows->integer(row, 1));
        return found;
    }

    Outcome lookAt(const Pair &pair, const QString &condition, TableDifference &difference)
    {
        if (Outcome stopped = m_job.checkStop(); !stopped)
            return stopped;
        Result<RowMap> left = rowsOf(m_left, *pair.left, condition);
        if (!left)
            return std::move(left).error();
        Result<RowMap> right = rowsOf(m_right, *pair.right, condition);
        if (!right)
            return std::move(right).error();
        const bool hasKey = !pair.left->primaryKey.isEmpty();
        const auto example = [&](const QByteArray &key) {
            if (mayBeShown(*pair.left) && difference.examples.size() < 5)
                difference.examples.append(QString::fromUtf8(key));
        };
        for (auto row = left->cbegin(); row != left->cend(); ++row) {
            const auto other = right->constFind(row.key());
            if (hasKey && other != right->constEnd() && *other == *row)
                continue;
            if (hasKey) {
                ++(other == right->constEnd() ? difference.onlyLeft : difference.changed);
                example(row.key());
            } else {
                difference.onlyLeft += std::max<qint64>(0, *row - (other == right->constEnd() ? 0 : *other));
            }
        }
        for (auto row = right->cbegin(); row != right->cend(); ++row) {
            const auto other = left->constFind(row.key());
            if (hasKey && other == left->constEnd()) {
                ++difference.onlyRight;
                example(row.key());
            } else if (!hasKey) {
                difference.onlyRight += std::max<qint64>(0, *row - (other == left->constEnd() ? 0 : *other));
            }
        }
        return Done{};
    }

    Subject m_left;
    Subject m_right;
    Job &m_job;
    QList<Pair> m_pairs;
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
