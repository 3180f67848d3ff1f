// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/RowHash.h"

#include <QCryptographicHash>
#include <QtEndian>

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;

namespace {

/// Numbers that follow from a column's name, so that equal values in different columns count differently.
struct Seeds {
    QString value; ///< int8, mixed into the hash of a value.
    QString key;   ///< int4, for hashes whose seed is the value.
    QString null;  ///< int8, what null counts as.
    QString yes;
    QString no;

    explicit Seeds(const QString &column)
    {
        const QByteArray digest = QCryptographicHash::hash(column.toUtf8(), QCryptographicHash::Sha512);
        const auto wide = [&digest](int place) {
            return u"int8 '"_s + QString::number(qFromBigEndian<qint64>(digest.constData() + place)) + u'\'';
        };
        value = wide(0);
        null = wide(8);
        yes = wide(16);
        no = wide(24);
        key = u"int4 '"_s + QString::number(qFromBigEndian<qint32>(digest.constData() + 32)) + u'\'';
    }
};

QString hashOfText(const QString &text, const QString &seed, TextHashing hashing)
{
    if (hashing != TextHashing::Converted)
        return u"hashtextextended("_s + text + u" COLLATE \"C\", "_s + seed + u')';
    // The hash of a row of one column is that column's; of bytes it is what hashtextextended gives for the same bytes.
    // A row of null has a hash as well, but null has to stay null.
    return u"CASE WHEN "_s + text + u" IS NOT NULL THEN hash_record_extended(ROW(convert_to("_s + text + u", 'UTF8')), "_s + seed
         + u") END"_s;
}

QString hashOfValue(const Column &column, const QString &name, const Seeds &seeds, TextHashing hashing)
{
    const auto call = [&](const char16_t *function, const QString &argument) {
        return QString::fromUtf16(function) + u'(' + argument + u", "_s + seeds.value + u')';
    };
    if (column.isOf(u"int4") || column.isOf(u"int2"))
        return call(u"hashint4extended", name + u"::int4"_s);
    if (column.isOf(u"int8")) // hashint8extended would fold 64 bits to 32; as a seed the value counts in full.
        return u"hashint4extended("_s + seeds.key + u", "_s + name + u"::int8)"_s;
    if (column.isOf(u"bool"))
        return u"CASE WHEN "_s + name + u" THEN "_s + seeds.yes + u" WHEN NOT "_s + name + u" THEN "_s + seeds.no + u" END"_s;
    if (column.isOf(u"uuid"))
        return call(u"uuid_hash_extended", name + u"::uuid"_s);
    if (column.isOf(u"timestamptz"))
        // The same as AT TIME ZONE 'UTC', whose name the server would look up for every row.
        return call(u"timestamp_hash_extended", name + u"::timestamptz AT TIME ZONE INTERVAL '0'"_s);
    if (column.isOf(u"timestamp"))
        return call(u"timestamp_hash_extended", name + u"::timestamp"_s);
    if (column.isOf(u"bytea"))
        return u"CASE WHEN "_s + name + u" IS NOT NULL THEN "_s + call(u"hash_array_extended", u"ARRAY["_s + name + u"::bytea]"_s)
             + u" END"_s;
    const QString text = hashOfText(name + u"::text"_s, seeds.value, hashing);
    if (column.isOf(u"float8") || column.isOf(u"float4"))
        // Two comparisons cost less than a search in the list (0, 'NaN').
        return u"CASE WHEN "_s + name + u"::float8 = 0 OR "_s + name + u"::float8 = 'NaN' THEN "_s + text + u" ELSE "_s
             + call(u"hashfloat8extended", name + u"::float8"_s) + u" END"_s;
    return text;
}

/// a # b # c… as a balanced tree: a flat list of 1,600 columns would be as deep for the server's parser.
QString xorOf(const QStringList &parts)
{
    if (parts.isEmpty())
        return u"int8 '0'"_s;
    if (parts.size() == 1)
        return parts.front();
    const qsizetype half = parts.size() / 2;
    return u'(' + xorOf(parts.mid(0, half)) + u" # "_s + xorOf(parts.mid(half)) + u')';
}

} // namespace

TextHashing textHashingOf(const Snapshot &snapshot)
{
    if (snapshot.encoding() == u"UTF8"_s || snapshot.encoding() == u"SQL_ASCII"_s)
        return TextHashing::AsItIs;
    return snapshot.version() >= 140000 ? TextHashing::Converted : TextHashing::Own;
}

QString checksumPrefix(const Snapshot &snapshot)
{
    return textHashingOf(snapshot) == TextHashing::Own ? u"v2-%1:"_s.arg(snapshot.encoding()) : u"v2:"_s;
}

QString rowHash(const QList<Column> &columns, TextHashing hashing)
{
    QStringList parts;
    for (const Column &column : columns) {
        const Seeds seeds(column.name);
        parts.append(u"coalesce("_s + hashOfValue(column, u"t."_s + Connection::quoted(column.name), seeds, hashing) + u", "_s
                     + seeds.null + u')');
    }
    // The last stir makes the row's hash more than the sum of its columns': values swapped between two rows are seen.
    return u"hashint4extended(1, "_s + xorOf(parts) + u')';
}

QString byteOrderProbe()
{
    return u"SELECT (hashtextextended('shuttlecock' COLLATE \"C\", 7) # hashint4extended(7, 4611686018427387905) "
           "# uuid_hash_extended('6d1f3e52-07a4-4c7e-9d6a-3b1c5f0e8a27', 7) # hashfloat8extended(0.1, 7) "
           "# timestamp_hash_extended('2026-11-18 11:42:06.25', 7) # hash_array_extended(ARRAY['\\x0102030405'::bytea], 7))::text"_s;
}

const char LittleEndianProbe[] = "-2729049717990719342";

} // namespace shuttler::verify
