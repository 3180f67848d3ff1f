// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/KeySet.h"

#include "core/verify/Names.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;

/// A prime below 2^31: the square of a remainder fits into 62 bits.
static constexpr qint64 Modulus = 2'147'483'629;

static quint64 squareOf(qint64 value)
{
    const quint64 remainder = quint64(std::abs(value % Modulus));
    return remainder * remainder;
}

static QString lowerHalf(const QString &sum)
{
    return u"(coalesce("_s + sum + u", 0) % 18446744073709551616)::text"_s;
}

/// A list of so many numbers is for people to read.
static constexpr qsizetype FewGaps = 100;

/// One bit for each number from `least` on, set for the gaps, as get_bit() counts them: in hexadecimal.
static QString bitmapOf(const QList<qint64> &gaps, qint64 least, quint64 bits)
{
    QByteArray bytes(qsizetype(bits / 8 + 1), '\0');
    for (const qint64 gap : gaps) {
        const quint64 bit = quint64(gap) - quint64(least);
        bytes[qsizetype(bit / 8)] = char(uchar(bytes[qsizetype(bit / 8)]) | (1u << (bit % 8)));
    }
    return QString::fromLatin1(bytes.toHex());
}

QString KeySet::lacks(const QString &value, const Column &column) const
{
    if (most < least)
        return value + u" IS NOT NULL"_s;
    const QString outside = value + u" NOT BETWEEN "_s + QString::number(least) + u" AND "_s + QString::number(most);
    // The list is of the column's own type: only then is it hashed.
    const qint64 limit = column.isOf(u"int2") ? 32'767 : column.isOf(u"int4") ? 2'147'483'647 : std::numeric_limits<qint64>::max();
    QStringList numbers;
    for (const qint64 gap : gaps)
        if (gap <= limit && gap >= -limit - 1)
            numbers.append(QString::number(gap));
    if (numbers.isEmpty())
        return outside;
    const quint64 bits = quint64(most) - quint64(least) + 1;
    if (const QString list = numbers.join(u','); gaps.size() > FewGaps && bits / 4 < quint64(list.size())) // The shorter text, and a quicker look.
        return u"(CASE WHEN "_s + outside + u" THEN true ELSE get_bit('\\x"_s + bitmapOf(gaps, least, bits) + u"'::bytea, "_s + value + u"::int8 - ("_s
             + QString::number(least) + u")) = 1 END)"_s;
    return u'(' + outside + u" OR "_s + value + u"::"_s + column.type + u" = ANY ('{"_s + numbers.join(u',') + u"}'::"_s + column.type
         + u"[]))"_s;
}

QString KeySet::shown() const
{
    if (most < least)
        return u"no number at all"_s;
    const QString range = u"every number from "_s + verify::shown(least) + u" to "_s + verify::shown(most);
    return gaps.isEmpty() ? range : range + u" but "_s + verify::shown(gaps.size());
}

qint64 KeyTally::missing() const
{
    return values == 0 ? 0 : qint64(quint64(most) - quint64(least) + 1 - quint64(values));
}

void KeyTally::add(const KeyTally &other)
{
    if (other.values == 0)
        return;
    least = values == 0 ? other.least : std::min(least, other.least);
    most = values == 0 ? other.most : std::max(most, other.most);
    values += other.values;
    sum += other.sum;
    squares += other.squares;
}

QStringList tallySql(const Column &column)
{
    const QString value = u"t."_s + Connection::quoted(column.name) + u"::int8"_s;
    const QString remainder = u"("_s + value + u" % "_s + QString::number(Modulus) + u')';
    return {u"count("_s + value + u')', u"min("_s + value + u')', u"max("_s + value + u')', lowerHalf(u"sum("_s + value + u')'),
            lowerHalf(u"sum("_s + remainder + u" * "_s + remainder + u')')};
}

std::optional<KeySet> provenSet(const KeyTally &tally, QList<qint64> gaps)
{
    if (tally.values == 0)
        return KeySet{};
    if (tally.missing() != gaps.size())
        return std::nullopt;
    quint64 sum = 0;
    quint64 squares = 0;
    for (qint64 value = tally.least;; ++value) {
        sum += quint64(value);
        squares += squareOf(value);
        if (value == tally.most)
            break;
    }
    for (const qint64 gap : std::as_const(gaps)) {
        sum -= quint64(gap);
        squares -= squareOf(gap);
    }
    if (sum != tally.sum || squares != tally.squares)
        return std::nullopt;
    return KeySet{tally.least, tally.most, std::move(gaps)};
}

qint64 mostGaps(int serverVersion)
{
    return serverVersion >= 140000 ? 20'000 : 100;
}

QString gapsSql(const Table &table, const Column &column)
{
    const QString value = u"t."_s + Connection::quoted(column.name);
    return u"SELECT before + 1, value - 1 FROM (SELECT "_s + value + u"::int8 AS value, lag("_s + value + u"::int8) OVER (ORDER BY "_s + value
         + u") AS before FROM "_s + table.rowsInSql() + u" AS t WHERE "_s + value + u" IS NOT NULL) AS pairs WHERE value > before + 1"_s;
}

} // namespace shuttler::verify
