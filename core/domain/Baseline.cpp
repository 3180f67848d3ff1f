// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/Baseline.h"

#include "core/domain/JsonFields.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QIODevice>
#include <QJsonDocument>

namespace shuttler {

using namespace Qt::StringLiterals;

// Keys of a QJsonObject are sorted and the compact form has one spelling, so equal contents give equal digests.
static QString digestOf(QJsonObject json)
{
    json.remove(u"sha256"_s);
    const QByteArray canonical = QJsonDocument(json).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(canonical, QCryptographicHash::Sha256).toHex());
}

template <typename Value>
static QJsonObject objectOf(const QMap<QString, Value> &map)
{
    QJsonObject object;
    for (auto it = map.begin(); it != map.end(); ++it)
        object.insert(it.key(), it.value());
    return object;
}

static QMap<QString, QString> textsOf(const QJsonObject &object)
{
    QMap<QString, QString> texts;
    for (auto it = object.begin(); it != object.end(); ++it)
        texts.insert(it.key(), it.value().toString());
    return texts;
}

// Three numbers of eight bytes each, in base 64: a range takes 32 letters instead of a hundred.
static QString packed(const QList<RangeSum> &ranges)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    for (const RangeSum &range : ranges)
        stream << range.number << range.rows << range.sum;
    return QString::fromLatin1(bytes.toBase64());
}

static QList<RangeSum> unpacked(const QString &text)
{
    const QByteArray bytes = QByteArray::fromBase64(text.toLatin1());
    QDataStream stream(bytes);
    QList<RangeSum> ranges;
    while (!stream.atEnd()) {
        RangeSum range;
        stream >> range.number >> range.rows >> range.sum;
        ranges.append(range);
    }
    return ranges;
}

const TableBaseline *Baseline::find(const QString &schema, const QString &name) const
{
    for (const TableBaseline &table : tables)
        if (table.schema == schema && table.name == name)
            return &table;
    return nullptr;
}

qint64 Baseline::totalRows() const
{
    qint64 total = 0;
    for (const TableBaseline &table : tables)
        total += table.rows;
    return total;
}

QJsonObject toJson(const Baseline &baseline)
{
    QJsonArray tables;
    for (const TableBaseline &table : baseline.tables) {
        QJsonObject each{
            {u"schema"_s, table.schema},
            {u"name"_s, table.name},
            {u"rows"_s, table.rows},
            {u"checksum"_s, table.checksum},
            {u"newest"_s, toJson(table.newest)},
            {u"newestColumn"_s, table.newestColumn},
        };
        if (!table.ranges.isEmpty()) {
            each.insert(u"rangeColumn"_s, table.rangeColumn);
            each.insert(u"rangeShift"_s, table.rangeShift);
            each.insert(u"ranges"_s, packed(table.ranges));
        }
        tables.append(each);
    }
    QJsonObject json{
        {u"format"_s, 1},
        {u"database"_s, baseline.database},
        {u"takenAt"_s, baseline.takenAt.toString()},
        {u"backup"_s, baseline.backup},
        {u"serverVersion"_s, baseline.serverVersion},
        {u"byteOrder"_s, baseline.byteOrder},
        {u"tables"_s, tables},
        {u"sequences"_s, objectOf(baseline.sequences)},
        {u"relations"_s, objectOf(baseline.relations)},
        {u"extensions"_s, objectOf(baseline.extensions)},
        {u"foreignKeys"_s, QJsonArray::fromStringList(baseline.foreignKeys)},
        {u"sanity"_s, baseline.sanity},
        {u"orphans"_s, objectOf(baseline.orphans)},
    };
    QJsonObject traits;
    for (auto trait = baseline.traits.begin(); trait != baseline.traits.end(); ++trait)
        traits.insert(trait.key(), objectOf(*trait));
    if (!traits.isEmpty())
        json.insert(u"traits"_s, traits);
    json.insert(u"sha256"_s, digestOf(json));
    return json;
}

Result<Baseline> baselineFromJson(const QJsonObject &json)
{
    JsonFields fields(json);
    if (fields.text(u"sha256"_s) != digestOf(json))
        return Error(Fault::Corrupt, u"The baseline is not what was written: its checksum does not match."_s)
            .means(u"It was damaged or changed, and proves nothing about a copy."_s)
            .todo(u"Use an unchanged one, or take a new baseline."_s);
    Baseline baseline;
    baseline.database = fields.text(u"database"_s);
    baseline.takenAt = fields.instant(u"takenAt"_s);
    baseline.backup = fields.text(u"backup"_s);
    baseline.serverVersion = fields.text(u"serverVersion"_s);
    baseline.byteOrder = fields.text(u"byteOrder"_s);
    for (const QJsonObject &each : fields.objects(u"tables"_s)) {
        JsonFields table(each);
        baseline.tables.append({table.text(u"schema"_s), table.text(u"name"_s), table.integer(u"rows"_s),
                                table.text(u"checksum"_s), table.instantIfAny(u"newest"_s),
                                table.text(u"newestColumn"_s), each.value(u"rangeColumn"_s).toString(),
                                int(each.value(u"rangeShift"_s).toInteger()), unpacked(each.value(u"ranges"_s).toString())});
        if (Outcome read = table.outcome(u"the baseline"_s); !read)
            return std::move(read).error();
    }
    baseline.sequences = fields.integers(u"sequences"_s);
    baseline.relations = fields.integers(u"relations"_s);
    baseline.extensions = textsOf(fields.object(u"extensions"_s));
    const QJsonObject traits = json.value(u"traits"_s).toObject();
    for (auto trait = traits.begin(); trait != traits.end(); ++trait)
        baseline.traits.insert(trait.key(), textsOf(trait.value().toObject()));
    baseline.foreignKeys = fields.texts(u"foreignKeys"_s);
    baseline.sanity = fields.object(u"sanity"_s);
    baseline.orphans = fields.integers(u"orphans"_s);
    if (Outcome read = fields.outcome(u"the baseline"_s); !read)
        return std::move(read).error();
    return baseline;
}

} // namespace shuttler
