// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/KeyRanges.h"

#include "core/verify/Names.h"

#include <bit>

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;

static bool isInteger(const Column &column)
{
    return column.isOf(u"int2") || column.isOf(u"int4") || column.isOf(u"int8");
}

static QString uuidFrom(quint64 first16)
{
    return u"'%1-0000-0000-0000-000000000000'::uuid"_s.arg(first16 << 16, 8, 16, QChar(u'0'));
}

QString RangeKey::numberSql(const Table &table, const QString &alias) const
{
    const QString value = alias + u'.' + Connection::quoted(column);
    const Column *key = table.find(column);
    if (key && key->isOf(u"uuid"))
        return u"((get_byte(uuid_send("_s + value + u"), 0) << 8 | get_byte(uuid_send("_s + value + u"), 1)) >> "_s + QString::number(shift)
             + u")::int8"_s;
    return u'(' + value + u"::int8 >> "_s + QString::number(shift) + u')';
}

QString RangeKey::isInSql(const Table &table, const QString &alias, qint64 number) const
{
    const QString value = alias + u'.' + Connection::quoted(column);
    const Column *key = table.find(column);
    if (key && key->isOf(u"uuid")) {
        const quint64 first = quint64(number) << shift;
        const quint64 after = first + (quint64(1) << shift);
        return value + u" >= "_s + uuidFrom(first) + (after > 0xFFFF ? QString() : u" AND "_s + value + u" < "_s + uuidFrom(after));
    }
    const qint64 first = qint64(quint64(number) << shift);
    const qint64 last = first + qint64((quint64(1) << shift) - 1);
    return value + u" BETWEEN '"_s + QString::number(first) + u"'::int8 AND '"_s + QString::number(last) + u"'::int8"_s;
}

QString RangeKey::shown(const Table &table, qint64 first, qint64 last) const
{
    const Column *key = table.find(column);
    if (key && key->isOf(u"uuid"))
        return u"%1 %2… to %3…"_s.arg(verify::shown(column)).arg(quint64(first) << shift, 4, 16, QChar(u'0'))
            .arg((quint64(last + 1) << shift) - 1, 4, 16, QChar(u'0'));
    return u"%1 %2 to %3"_s.arg(verify::shown(column), verify::shown(qint64(quint64(first) << shift)),
                               verify::shown(qint64(quint64(last) << shift) + qint64((quint64(1) << shift) - 1)));
}

const Column *rangeColumnOf(const Table &table)
{
    const Column *column = table.primaryKey.isEmpty() ? nullptr : table.find(table.primaryKey.front());
    return column && (isInteger(*column) || column->isOf(u"uuid")) ? column : nullptr;
}

int rangeShiftFor(const Column &column, quint64 span)
{
    if (column.isOf(u"uuid"))
        return span > 1'000'000 ? 4 : span > 10'000 ? 8 : 12;
    const int ranges = span > 1'000'000 ? 4'096 : 128;
    return std::max(6, int(std::bit_width(span / quint64(ranges))));
}

QList<qint64> differingRanges(const QList<RangeSum> &left, const QList<RangeSum> &right)
{
    QList<qint64> differing;
    auto a = left.cbegin();
    auto b = right.cbegin();
    while (a != left.cend() || b != right.cend()) {
        if (b == right.cend() || (a != left.cend() && a->number < b->number)) {
            differing.append((a++)->number);
        } else if (a == left.cend() || b->number < a->number) {
            differing.append((b++)->number);
        } else {
            if (*a != *b)
                differing.append(a->number);
            ++a;
            ++b;
        }
    }
    return differing;
}

} // namespace shuttler::verify
