// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/RowComparison.h"

#include "core/verify/BothAtOnce.h"

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

struct Side {
    Snapshot &snapshot;
    const Table &table;
};

class RowComparison {
public:
    RowComparison(Snapshot &left, Snapshot &right, const TablePair &pair, Job &job)
        : m_left{left, *pair.left}, m_right{right, *pair.right}, m_job(job)
    {
    }

    Outcome look(const TableFacts &left, const TableFacts &right, TableDifference &difference)
    {
        const auto isTooMuch = [](const RangeSum &range) { return range.rows > MostInARange; };
        if (left.ranges.isEmpty() || right.ranges.isEmpty() || std::any_of(left.ranges.begin(), left.ranges.end(), isTooMuch)
            || std::any_of(right.ranges.begin(), right.ranges.end(), isTooMuch)) {
            Result<Slices> parts = partsOf(std::max(left.rows, right.rows));
            return parts ? lookAtSlices(*parts, difference) : Outcome(std::move(parts).error());
        }
        const Slices ranges{left.ranges, right.ranges, inRanges(*left.rangeKey, m_left.table)};
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
    /// A question that fails is one table's affair: the other side's transaction has to stay whole for the tables to come.
    template <typename Ask>
    auto onBoth(const Ask &ask)
    {
        return bothAtOnce(m_left, m_right, IfOneFails::LetItFinish, m_job, ask);
    }

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
        auto sums = onBoth([&](Side &side, Job &job) {
            const QList<RangeSum> &known = &side == &m_left ? ranges.left : ranges.right;
            return believed(side, totalOf(known, differing), job, [&] {
                return sumsBy(finer.numberSql(side.table, u"t"_s), side, u" WHERE "_s + ranges.condition(differing), job);
            });
        });
        if (!sums)
            return std::move(sums).error();
        return Slices{std::move(sums->first), std::move(sums->second), inRanges(finer, m_left.table)};
    }

    /// Without an order to go by: by the last bits of the hash of the key, or of the row, and summed up once more by these.
    Result<Slices> partsOf(qint64 rows)
    {
        const qint64 last = (qint64(1) << std::min(12, int(std::bit_width(quint64(rows) / 4'096)))) - 1;
        const QString what = hasKey() ? u"hashtextextended("_s + keySql(m_left.table) + u" COLLATE \"C\", 0)"_s
                                      : rowHash(m_left.table.columns, textHashingOf(m_left.snapshot));
        const QString part = u'(' + what + u" & "_s + QString::number(last) + u')';
        const auto inParts = [part](const QList<qint64> &numbers) {
            QStringList any;
            for (const qint64 number : numbers)
                any.append(QString::number(number));
            return part + u" = ANY ('{"_s + any.join(u',') + u"}'::int8[])"_s;
        };
        auto sums = onBoth([&](Side &side, Job &job) -> Result<QList<RangeSum>> {
            if (Outcome planned = side.snapshot.plan(Plan::HeapOnly, job); !planned)
                return std::move(planned).error();
            return sumsBy(part, side, {}, job);
        });
        if (!sums)
            return std::move(sums).error();
        return Slices{std::move(sums->first), std::move(sums->second), inParts};
    }

    bool hasKey() const { return !m_left.table.primaryKey.isEmpty(); }

    Result<QList<RangeSum>> sumsBy(const QString &number, Side &side, const QString &where, Job &job)
    {
        Result<Rows> found = side.snapshot.ask(u"SELECT "_s + number + u", count(*), sum("_s
                                                   + rowHash(side.table.columns, textHashingOf(side.snapshot)) + u")::text FROM "_s
                                                   + side.table.rowsInSql() + u" AS t"_s + where + u" GROUP BY 1"_s,
                                               job);
        if (!found)
            return std::move(found).errorDuring(u"summing up "_s + side.table.shown());
        QList<RangeSum> sums;
        for (int row = 0; row < found->size(); ++row)
            sums.append({found->integer(row, 0), found->integer(row, 1), wrapped(found->bytes(row, 2))});
        std::sort(sums.begin(), sums.end(), [](const RangeSum &a, const RangeSum &b) { return a.number < b.number; });
        return sums;
    }

    /// An index may help, and is not believed: what it led to has to add up to what the heap held.
    template <typename Ask>
    std::invoke_result_t<Ask> believed(Side &side, const RangeSum &expected, Job &job, const Ask &ask)
    {
        for (const Plan plan : {Plan::AsUsual, Plan::HeapOnly}) {
            if (Outcome planned = side.snapshot.plan(plan, job); !planned)
                return std::move(planned).error();
            auto found = ask();
            if (!found)
                return found;
            if (const RangeSum total = totalOf(*found); total.rows == expected.rows && total.sum == expected.sum)
                return found;
        }
        return Error(Fault::Unreachable, u"The table %1 is not what it was a moment ago."_s.arg(side.table.shown()))
            .means(u"It was emptied or rewritten while it was being looked at, so the comparison is worth nothing."_s)
            .todo(u"Start again when no clean-up or migration is running."_s);
    }

    Result<RowsFound> ask(Side &side, const QString &condition, Job &job)
    {
        const QString hash = rowHash(side.table.columns, textHashingOf(side.snapshot));
        const QString from = u" FROM "_s + side.table.rowsInSql() + u" AS t WHERE "_s + condition;
        const QString sql = hasKey() ? u"SELECT "_s + keySql(side.table) + u", "_s + hash + from
                                     : u"SELECT "_s + hash + u", count(*)"_s + from + u" GROUP BY 1"_s;
        Result<Rows> rows = side.snapshot.ask(sql, job);
        if (!rows)
            return std::move(rows).errorDuring(u"looking at rows of "_s + side.table.shown());
        RowsFound found;
        for (int row = 0; row < rows->size(); ++row) {
            const qint64 number = rows->integer(row, 1);
            found.byKey.insert(rows->bytes(row, 0), number);
            found.rows += hasKey() ? 1 : number;
            found.sum += hasKey() ? quint64(number) : quint64(rows->integer(row, 0)) * quint64(number);
        }
        return found;
    }

    Outcome lookAt(const Slices &slices, const QList<qint64> &numbers, TableDifference &difference)
    {
        if (Outcome stopped = m_job.checkStop(); !stopped)
            return stopped;
        const QString condition = slices.condition(numbers);
        const auto rows = onBoth([&](Side &side, Job &job) {
            return believed(side, totalOf(&side == &m_left ? slices.left : slices.right, numbers), job,
                            [&] { return ask(side, condition, job); });
        });
        if (!rows)
            return rows.error();
        const auto &[left, right] = *rows;
        if (!hasKey()) {
            for (auto row = left.byKey.cbegin(); row != left.byKey.cend(); ++row)
                difference.onlyLeft += std::max<qint64>(0, *row - right.byKey.value(row.key()));
            for (auto row = right.byKey.cbegin(); row != right.byKey.cend(); ++row)
                difference.onlyRight += std::max<qint64>(0, *row - left.byKey.value(row.key()));
            return Done{};
        }
        if (left.byKey.size() != left.rows || right.byKey.size() != right.rows)
            difference.notCompared = u"a primary key has the same value twice"_s;
        const auto example = [&](const QByteArray &key) {
            if (mayBeShown(m_left.table) && difference.examples.size() < 5)
                difference.examples.append(QString::fromUtf8(key));
        };
        for (auto row = left.byKey.cbegin(); row != left.byKey.cend(); ++row) {
            const auto other = right.byKey.constFind(row.key());
            if (other != right.byKey.constEnd() && *other == *row)
                continue;
            ++(other == right.byKey.constEnd() ? difference.onlyLeft : difference.changed);
            example(row.key());
        }
        for (auto row = right.byKey.cbegin(); row != right.byKey.cend(); ++row)
            if (!left.byKey.contains(row.key())) {
                ++difference.onlyRight;
                example(row.key());
            }
        return Done{};
    }

    Side m_left;
    Side m_right;
    Job &m_job;
};

} // namespace

Outcome findDifferingRows(Snapshot &left, Snapshot &right, const TablePair &pair, const TableFacts &leftFacts, const TableFacts &rightFacts,
                          TableDifference &difference, Job &job)
{
    return RowComparison(left, right, pair, job).look(leftFacts, rightFacts, difference);
}

} // namespace shuttler::verify
