// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"

#include "core/verify/Inspection.h"
#include "core/verify/Names.h"

#include <algorithm>
#include <bit>
#include <thread>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace verify;
using postgres::Connection;
using postgres::Rows;

namespace {

/// What is held in memory of one side at a time.
constexpr qint64 RowsAtOnce = 50'000;
/// A range with more rows than this (a key whose first column says little) is no narrowing.
constexpr qint64 MostInARange = 200'000;
/// Ranges asked for in one question: each is a condition of its own.
constexpr qsizetype MostConditions = 500;

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

/// Some rows of one side: key → hash, or, without a key, hash → how often; and what they add up to.
struct RowsFound {
    QMap<QByteArray, qint64> byKey;
    qint64 rows = 0;
    quint64 sum = 0;
};

/// A table cut up in the same way on both sides, with what each slice adds up to there.
struct Slices {
    QList<RangeSum> left;
    QList<RangeSum> right;
    std::function<QString(const QList<qint64> &numbers)> condition;
};

RangeSum totalOf(const RowsFound &found)
{
    return {0, found.rows, found.sum};
}

RangeSum totalOf(const QList<RangeSum> &slices)
{
    RangeSum total;
    for (const RangeSum &slice : slices) {
        total.rows += slice.rows;
        total.sum += slice.sum;
    }
    return total;
}

RangeSum totalOf(const QList<RangeSum> &slices, const QList<qint64> &numbers)
{
    RangeSum total;
    for (const RangeSum &slice : slices)
        if (std::binary_search(numbers.begin(), numbers.end(), slice.number)) {
            total.rows += slice.rows;
            total.sum += slice.sum;
        }
    return total;
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
        for (const Pair &pair : std::as_const(m_pairs))
            if (Outcome compared = compareTable(pair); !compared)
                return std::move(compared).error();
        for (Subject *subject : {&m_left, &m_right})
            if (Outcome untouched = mustBeUntouched(subject->snapshot, subject->schema, m_job); !untouched)
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
        if (left.rows == 0 || right.rows == 0) {
            difference.onlyLeft = left.rows;
            difference.onlyRight = right.rows;
        } else if (left.rows != right.rows || left.checksum != right.checksum) {
            if (Outcome looked = lookAtRows(pair, left, right, difference); !looked) {
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

    Outcome lookAtRows(const Pair &pair, const TableFacts &left, const TableFacts &right, TableDifference &difference)
    {
        const auto isTooMuch = [](const RangeSum &range) { return range.rows > MostInARange; };
        if (left.ranges.isEmpty() || right.ranges.isEmpty() || std::any_of(left.ranges.begin(), left.ranges.end(), isTooMuch)
            || std::any_of(right.ranges.begin(), right.ranges.end(), isTooMuch)) {
            Result<Slices> parts = partsOf(pair, std::max(left.rows, right.rows));
            return parts ? lookAtSlices(pair, *parts, difference) : Outcome(std::move(parts).error());
        }
        const Slices ranges{left.ranges, right.ranges, inRanges(*left.rangeKey, *pair.left)};
        const RangeKey finer{left.rangeKey->column, left.rangeKey->shift / 2};
        const QList<qint64> differing = differingRanges(ranges.left, ranges.right);
        const qsizetype atOnce = std::clamp<qsizetype>(RowsAtOnce >> (left.rangeKey->shift - finer.shift), 1, MostConditions);
        for (qsizetype first = 0; first < differing.size(); first += atOnce) {
            Result<Slices> parts = finerSlices(pair, ranges, differing.mid(first, atOnce), finer);
            if (!parts)
                return std::move(parts).error();
            if (Outcome looked = lookAtSlices(pair, *parts, difference); !looked)
                return looked;
        }
        return Done{};
    }

    Outcome lookAtSlices(const Pair &pair, const Slices &slices, TableDifference &difference)
    {
        QList<qint64> batch;
        qint64 rows = 0;
        for (const qint64 number : differingRanges(slices.left, slices.right)) {
            batch.append(number);
            rows += totalOf(slices.left, {number}).rows + totalOf(slices.right, {number}).rows;
            if (rows < RowsAtOnce && batch.size() < MostConditions)
                continue;
            if (Outcome looked = lookAt(pair, slices, batch, difference); !looked)
                return looked;
            batch.clear();
            rows = 0;
        }
        return batch.isEmpty() ? Outcome(Done{}) : lookAt(pair, slices, batch, difference);
    }

    static std::function<QString(const QList<qint64> &)> inRanges(const RangeKey &key, const Table &table)
    {
        return [key, &table](const QList<qint64> &numbers) {
            QStringList any;
            for (const qint64 number : numbers)
                any.append(key.isInSql(table, u"t"_s, number));
            return u'(' + any.join(u" OR "_s) + u')';
        };
    }

    /// Ranges that differ, cut up once more, so that few rows have to come over for each row that differs.
    Result<Slices> finerSlices(const Pair &pair, const Slices &ranges, const QList<qint64> &differing, const RangeKey &finer)
    {
        Slices slices;
        slices.condition = inRanges(finer, *pair.left);
        for (const auto &[subject, table, from, to] : {std::tuple(&m_left, pair.left, &ranges.left, &slices.left),
                                                       std::tuple(&m_right, pair.right, &ranges.right, &slices.right)}) {
            Result<QList<RangeSum>> sums = believed(*subject, *table, totalOf(*from, differing), [&] {
                return sumsBy(finer.numberSql(*table, u"t"_s), *subject, *table, u" WHERE "_s + ranges.condition(differing));
            });
            if (!sums)
                return std::move(sums).error();
            *to = *std::move(sums);
        }
        return slices;
    }

    /// Without an order to go by: by the last bits of the hash of the key, or of the row, and summed up once more by these.
    Result<Slices> partsOf(const Pair &pair, qint64 rows)
    {
        const qint64 last = (qint64(1) << std::min(12, int(std::bit_width(quint64(rows) / 4'096)))) - 1;
        const QString what = pair.left->primaryKey.isEmpty() ? rowHash(pair.left->columns, textHashingOf(m_left.snapshot))
                                                             : u"hashtextextended("_s + keySql(*pair.left) + u" COLLATE \"C\", 0)"_s;
        const QString part = u'(' + what + u" & "_s + QString::number(last) + u')';
        Slices slices;
        slices.condition = [part](const QList<qint64> &numbers) {
            QStringList any;
            for (const qint64 number : numbers)
                any.append(QString::number(number));
            return part + u" = ANY ('{"_s + any.join(u',') + u"}'::int8[])"_s;
        };
        for (const auto &[subject, table, sums] : {std::tuple(&m_left, pair.left, &slices.left), std::tuple(&m_right, pair.right, &slices.right)}) {
            if (Outcome planned = subject->snapshot.plan(Plan::HeapOnly, m_job); !planned)
                return std::move(planned).error();
            Result<QList<RangeSum>> found = sumsBy(part, *subject, *table, {});
            if (!found)
                return std::move(found).error();
            *sums = *std::move(found);
        }
        return slices;
    }

    Result<QList<RangeSum>> sumsBy(const QString &number, Subject &subject, const Table &table, const QString &where)
    {
        Result<Rows> found = subject.snapshot.ask(u"SELECT "_s + number + u", count(*), sum("_s + rowHash(table.columns, textHashingOf(subject.snapshot))
                                                      + u")::text FROM "_s + table.rowsInSql() + u" AS t"_s + where + u" GROUP BY 1"_s,
                                                  m_job);
        if (!found)
            return std::move(found).errorDuring(u"summing up "_s + table.shown());
        QList<RangeSum> sums;
        for (int row = 0; row < found->size(); ++row)
            sums.append({found->integer(row, 0), found->integer(row, 1), wrapped(found->bytes(row, 2))});
        std::sort(sums.begin(), sums.end(), [](const RangeSum &a, const RangeSum &b) { return a.number < b.number; });
        return sums;
    }

    /// An index may help, and is not believed: what it led to has to add up to what the heap held.
    template <typename Ask>
    std::invoke_result_t<Ask> believed(Subject &subject, const Table &table, const RangeSum &expected, const Ask &ask)
    {
        for (const Plan plan : {Plan::AsUsual, Plan::HeapOnly}) {
            if (Outcome planned = subject.snapshot.plan(plan, m_job); !planned)
                return std::move(planned).error();
            auto found = ask();
            if (!found)
                return found;
            if (const RangeSum total = totalOf(*found); total.rows == expected.rows && total.sum == expected.sum)
                return found;
        }
        return Error(Fault::Unreachable, u"The table %1 is not what it was a moment ago."_s.arg(table.shown()))
            .means(u"It was emptied or rewritten while it was being looked at, so the comparison is worth nothing."_s)
            .todo(u"Start again when no clean-up or migration is running."_s);
    }

    Result<RowsFound> rowsOf(Subject &subject, const Table &table, const QString &condition, const RangeSum &expected)
    {
        return believed(subject, table, expected, [&] { return ask(subject, table, condition); });
    }

    Result<RowsFound> ask(Subject &subject, const Table &table, const QString &condition)
    {
        const QString hash = rowHash(table.columns, textHashingOf(subject.snapshot));
        const bool hasKey = !table.primaryKey.isEmpty();
        const QString from = u" FROM "_s + table.rowsInSql() + u" AS t WHERE "_s + condition;
        const QString sql = hasKey ? u"SELECT "_s + keySql(table) + u", "_s + hash + from : u"SELECT "_s + hash + u", count(*)"_s + from + u" GROUP BY 1"_s;
        Result<Rows> rows = subject.snapshot.ask(sql, m_job);
        if (!rows)
            return std::move(rows).errorDuring(u"looking at rows of "_s + table.shown());
        RowsFound found;
        for (int row = 0; row < rows->size(); ++row) {
            const qint64 number = rows->integer(row, 1);
            found.byKey.insert(rows->bytes(row, 0), number);
            found.rows += hasKey ? 1 : number;
            found.sum += hasKey ? quint64(number) : quint64(rows->integer(row, 0)) * quint64(number);
        }
        return found;
    }

    Outcome lookAt(const Pair &pair, const Slices &slices, const QList<qint64> &numbers, TableDifference &difference)
    {
        if (Outcome stopped = m_job.checkStop(); !stopped)
            return stopped;
        const QString condition = slices.condition(numbers);
        const Result<RowsFound> left = rowsOf(m_left, *pair.left, condition, totalOf(slices.left, numbers));
        if (!left)
            return left.error();
        const Result<RowsFound> right = rowsOf(m_right, *pair.right, condition, totalOf(slices.right, numbers));
        if (!right)
            return right.error();
        if (pair.left->primaryKey.isEmpty()) {
            for (auto row = left->byKey.cbegin(); row != left->byKey.cend(); ++row)
                difference.onlyLeft += std::max<qint64>(0, *row - right->byKey.value(row.key()));
            for (auto row = right->byKey.cbegin(); row != right->byKey.cend(); ++row)
                difference.onlyRight += std::max<qint64>(0, *row - left->byKey.value(row.key()));
            return Done{};
        }
        if (left->byKey.size() != left->rows || right->byKey.size() != right->rows)
            difference.notCompared = u"a primary key has the same value twice"_s;
        const auto example = [&](const QByteArray &key) {
            if (mayBeShown(*pair.left) && difference.examples.size() < 5)
                difference.examples.append(QString::fromUtf8(key));
        };
        for (auto row = left->byKey.cbegin(); row != left->byKey.cend(); ++row) {
            const auto other = right->byKey.constFind(row.key());
            if (other != right->byKey.constEnd() && *other == *row)
                continue;
            ++(other == right->byKey.constEnd() ? difference.onlyLeft : difference.changed);
            example(row.key());
        }
        for (auto row = right->byKey.cbegin(); row != right->byKey.cend(); ++row)
            if (!left->byKey.contains(row.key())) {
                ++difference.onlyRight;
                example(row.key());
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
