// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/StanzaNotes.h"

#include "core/base/Files.h"
#include "core/providers/pgbackrest/FolderLock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

QString fileIn(const QString &folder)
{
    return folder + u"/notes.json"_s;
}

QString asText(Lsn at)
{
    return QString::number(at.position >> 32, 16).toUpper() + u'/'
         + QString::number(at.position & 0xFFFFFFFFu, 16).toUpper();
}

} // namespace

QByteArray toJson(const StanzaNotes &notes)
{
    QJsonObject verified;
    for (auto each = notes.verified.cbegin(); each != notes.verified.cend(); ++each)
        verified.insert(each.key(), QJsonObject{{u"at"_s, each->at.toString()},
                                                {u"sound"_s, each->found.isSound},
                                                {u"reason"_s, each->found.reason},
                                                {u"manifest"_s, each->manifest}});
    QJsonObject ends;
    for (auto each = notes.ends.cbegin(); each != notes.ends.cend(); ++each)
        ends.insert(each.key(), each.value() ? QJsonValue(QJsonObject{{u"at"_s, asText(each.value()->at)},
                                                                      {u"xid"_s, qint64(each.value()->xid)},
                                                                      {u"time"_s, each.value()->time.toString()}})
                                             : QJsonValue());
    QJsonObject json{{u"verified"_s, verified},
                     {u"damaged"_s, QJsonArray::fromStringList(notes.damagedSegments)},
                     {u"ends"_s, ends}};
    if (notes.catchUp)
        json.insert(u"catchUp"_s, QJsonObject{{u"moment"_s, notes.catchUp->moment.toString()},
                                              {u"segment"_s, notes.catchUp->segment.name()}});
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

StanzaNotes stanzaNotesFrom(const QByteArray &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    StanzaNotes notes;
    const QJsonObject verified = json[u"verified"].toObject();
    for (auto each = verified.begin(); each != verified.end(); ++each) {
        const QJsonObject one = each.value().toObject();
        if (const Result<Instant> at = Instant::parse(one[u"at"].toString()))
            notes.verified.insert(
                each.key(), {*at, {one[u"sound"].toBool(), one[u"reason"].toString()}, one[u"manifest"].toString()});
    }
    const QJsonObject ends = json[u"ends"].toObject();
    for (auto each = ends.begin(); each != ends.end(); ++each) {
        const QJsonObject one = each.value().toObject();
        const std::optional<Lsn> at = Lsn::parse(one[u"at"].toString());
        const Result<Instant> time = Instant::parse(one[u"time"].toString());
        if (each.value().isNull())
            notes.ends.insert(each.key(), std::nullopt);
        else if (at && time)
            notes.ends.insert(each.key(), TransactionEnd{*at, quint32(one[u"xid"].toInteger()), *time});
    }
    for (const QJsonValue &segment : json[u"damaged"].toArray())
        notes.damagedSegments.append(segment.toString());
    const Result<Instant> moment = Instant::parse(json[u"catchUp"][u"moment"].toString());
    const std::optional<WalSegment> segment = WalSegment::parse(json[u"catchUp"][u"segment"].toString());
    if (moment && segment)
        notes.catchUp = StanzaNotes::CatchUp{*moment, *segment};
    return notes;
}

StanzaNotes StanzaNotes::readFrom(const QString &folder)
{
    return stanzaNotesFrom(readWholeFile(fileIn(folder)).value_or(QByteArray()));
}

Outcome StanzaNotes::change(const QString &folder, const std::function<void(StanzaNotes &)> &edit)
{
    Result<FolderLock> lock = FolderLock::waitFor(folder);
    if (!lock)
        return std::move(lock).error();
    StanzaNotes notes = readFrom(folder);
    edit(notes);
    return writeFileAtomically(fileIn(folder), toJson(notes));
}

} // namespace shuttler::pgbackrest
