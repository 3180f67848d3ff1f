// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/RowComparison.h"

#include <algorithm>
#include <bit>

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

namespace {

/// What is held in memory of one side at a time.
constexpr qint64 RowsAtOnce = 50'000;
/// A range with more rows than this (a key whose first column says little) is no narrowing.
constexpr qint64 MostInARange = 200'000;
/// Ranges asked for in one question: each is a condition of its own.
constexpr qsizetype MostConditions = 500;

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

class RowComparison {
public:
    RowComparison(Snapshot &left, Snapshot &right, const TablePair &pair, Job &job) : m_left(left), m_right(right), m_pair(pair), m_job(job) {}

    Outcome look(const TableFacts &left, const TableFacts &right, TableDifference &difference)
    {
        const auto isTooMuch = [](const RangeSum &range) { return range.rows > MostInARange; };
        if (left.ranges.isEmpty() || right.ranges.isEmpty() || std::any_of(left.ranges.begin(), left.ranges.end(), isTooMuch)
            || std::any_of(right.ranges.begin(), right.ranges.end(), isTooMuch)) {
            Result<Slices> parts = partsOf(std::max(left.rows, right.rows));
            return parts ? lookAtSlices(*parts, difference) : Outcome(std::move(parts).error());
        }
        const Slices ranges{left.ranges, right.ranges, inRanges(*left.rangeKey, *m_pair.left)};
        const RangeKey finer{left.rangeKey->column, left.rangeKey->shift / 2};
        const QList<qint64> differing = differingRanges(ranges.left, ranges.right);
        const qsizetype atOnce = std::clamp<qsizetype>(RowsAtOnce >> (left.rangeKey->shift - finer.shift), 1, MostConditions);
        for (qsizetype first = 0; first < differing.size(); first += atOnce) {
            Result<Slices> parts = finerSlices(ranges, differing.mid(first, atOnce), finer);
            if (!parts)
                return std::move(parts).error();
            if (Outcome looked = lookAtSlices(*parts, difference); !looked)
                return looked;
        }
        return Done{};
    }

private:
    Outcome lookAtSlices(const Slices &slices, TableDifference &difference)
    {
        QList<qint64> batch;
        qint64 rows = 0;
        for (const qint64 number : differingRanges(slices.left, slices.right)) {
            batch.append(number);
            rows += totalOf(slices.left, {number}).rows + totalOf(slices.right, {number}).rows;
            if (rows < RowsAtOnce && batch.size() < MostConditions)
                continue;
            if (Outcome looked = lookAt(slices, batch, difference); !looked)
                return looked;
            batch.clear();
            rows = 0;
        }
        return batch.isEmpty() ? Outcome(Done{}) : lookAt(slices, batch, difference);
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
    Result<Slices> finerSlices(const Slices &ranges, const QList<qint64> &differing, const RangeKey &finer)
    {
        Slices slices;
        slices.condition = inRanges(finer, *m_pair.left);
        for (const auto &[snapshot, table, from, to] : {std::tuple(&m_left, m_pair.left, &ranges.left, &slices.left),
                                                       std::tuple(&m_right, m_pair.right, &ranges.right, &slices.right)}) {
            Result<QList<RangeSum>> sums = believed(*snapshot, *table, totalOf(*from, differing), [&] {
                return sumsBy(finer.numberSql(*table, u"t"_s), *snapshot, *table, u" WHERE "_s + ranges.condition(differing));
            });
            if (!sums)
                return std::move(sums).error();
            *to = *std::move(sums);
        }
        return slices;
    }

    /// Without an order to go by: by the last bits of the hash of the key, or of the row, and summed up once more by these.
    Result<Slices> partsOf(qint64 rows)
    {
        const qint64 last = (qint64(1) << std::min(12, int(std::bit_width(quint64(rows) / 4'096)))) - 1;
        const QString what = m_pair.left->primaryKey.isEmpty() ? rowHash(m_pair.left->columns, textHashingOf(m_left))
                                                             : u"hashtextextended("_s + keySql(*m_pair.left) + u" COLLATE \"C\", 0)"_s;
        const QString part = u'(' + what + u" & "_s + QString::number(last) + u')';
        Slices slices;
        slices.condition = [part](const QList<qint64> &numbers) {
            QStringList any;
            for (const qint64 number : numbers)
                any.append(QString::number(number));
            return part + u" = ANY ('{"_s + any.join(u',') + u"}'::int8[])"_s;
        };
        for (const auto &[snapshot, table, sums] : {std::tuple(&m_left, m_pair.left, &slices.left), std::tuple(&m_right, m_pair.right, &slices.right)}) {
            if (Outcome planned = snapshot->plan(Plan::HeapOnly, m_job); !planned)
                return std::move(planned).error();
            Result<QList<RangeSum>> found = sumsBy(part, *snapshot, *table, {});
            if (!found)
                return std::move(found).error();
            *sums = *std::move(found);
        }
        return slices;
    }

    Result<QList<RangeSum>> sumsBy(const QString &number, Snapshot &snapshot, const Table &table, const QString &where)
    {
        Result<Rows> found = snapshot.ask(u"SELECT "_s + number + u", count(*), sum("_s + rowHash(table.columns, textHashingOf(snapshot))
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
    std::invoke_result_t<Ask> believed(Snapshot &snapshot, const Table &table, const RangeSum &expected, const Ask &ask)
    {
        for (const Plan plan : {Plan::AsUsual, Plan::HeapOnly}) {
            if (Outcome planned = snapshot.plan(plan, m_job); !planned)
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

    Result<RowsFound> rowsOf(Snapshot &snapshot, const Table &table, const QString &condition, const RangeSum &expected)
    {
        return believed(snapshot, table, expected, [&] { return ask(snapshot, table, condition); });
    }

    Result<RowsFound> ask(Snapshot &snapshot, const Table &table, const QString &condition)
    {
        const QString hash = rowHash(table.columns, textHashingOf(snapshot));
        const bool hasKey = !table.primaryKey.isEmpty();
        const QString from = u" FROM "_s + table.rowsInSql() + u" AS t WHERE "_s + condition;
        const QString sql = hasKey ? u"SELECT "_s + keySql(table) + u", "_s + hash + from : u"SELECT "_s + hash + u", count(*)"_s + from + u" GROUP BY 1"_s;
        Result<Rows> rows = snapshot.ask(sql, m_job);
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

    Outcome lookAt(const Slices &slices, const QList<qint64> &numbers, TableDifference &difference)
    {
        if (Outcome stopped = m_job.checkStop(); !stopped)
            return stopped;
        const QString condition = slices.condition(numbers);
        const Result<RowsFound> left = rowsOf(m_left, *m_pair.left, condition, totalOf(slices.left, numbers));
        if (!left)
            return left.error();
        const Result<RowsFound> right = rowsOf(m_right, *m_pair.right, condition, totalOf(slices.right, numbers));
        if (!right)
            return right.error();
        if (m_pair.left->primaryKey.isEmpty()) {
            for (auto row = left->byKey.cbegin(); row != left->byKey.cend(); ++row)
                difference.onlyLeft += std::max<qint64>(0, *row - right->byKey.value(row.key()));
            for (auto row = right->byKey.cbegin(); row != right->byKey.cend(); ++row)
                difference.onlyRight += std::max<qint64>(0, *row - left->byKey.value(row.key()));
            return Done{};
        }
        if (left->byKey.size() != left->rows || right->byKey.size() != right->rows)
            difference.notCompared = u"a primary key has the same value twice"_s;
        const auto example = [&](const QByteArray &key) {
            if (mayBeShown(*m_pair.left) && difference.examples.size() < 5)
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

    Snapshot &m_left;
    Snapshot &m_right;
    const TablePair &m_pair;
    Job &m_job;
};

} // namespace

Outcome findDifferingRows(Snapshot &left, Snapshot &right, const TablePair &pair, const TableFacts &leftFacts, const TableFacts &rightFacts,
                          TableDifference &difference, Job &job)
{
    return RowComparison(left, right, pair, job).look(leftFacts, rightFacts, difference);
}

} // namespace shuttler::verify
