// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/InstanceBook.h"

#include "core/base/Files.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

QJsonObject toJson(const RestoreTarget &target)
{
    if (const auto *moment = std::get_if<AtMoment>(&target))
        return {{u"moment"_s, moment->moment.toString()}};
    if (const auto *backup = std::get_if<AtBackup>(&target))
        return {{u"backup"_s, backup->backup.toString()}};
    return {};
}

RestoreTarget targetFrom(const QJsonObject &json)
{
    if (json.contains(u"moment"_s))
        return AtMoment{Instant::parse(json[u"moment"].toString()).value_or(Instant())};
    if (json.contains(u"backup"_s))
        return AtBackup{BackupId(json[u"backup"].toString())};
    return AtLatest{};
}

QJsonObject toJson(const RecoveryChoice &choice)
{
    return {{u"label"_s, choice.label},
            {u"repository"_s, choice.repository},
            {u"type"_s, choice.type},
            {u"target"_s, choice.target},
            {u"timeline"_s, choice.timeline},
            {u"sizeBytes"_s, choice.sizeBytes},
            {u"replayBytes"_s, choice.replayBytes},
            {u"version"_s, choice.version}};
}

RecoveryChoice choiceFrom(const QJsonObject &json)
{
    return {json[u"label"].toString(),        json[u"repository"].toInt(1), json[u"type"].toString(),
            json[u"target"].toString(),       json[u"timeline"].toString(), json[u"sizeBytes"].toInteger(),
            json[u"replayBytes"].toInteger(), json[u"version"].toString()};
}

QJsonValue toJson(const std::optional<Instant> &moment)
{
    return moment ? QJsonValue(moment->toString()) : QJsonValue();
}

std::optional<Instant> momentFrom(const QJsonValue &json)
{
    const Result<Instant> moment = Instant::parse(json.toString());
    return moment ? std::optional(*moment) : std::nullopt;
}

const QStringList MakingWords{u"ordered"_s, u"copied"_s, u"started"_s};

} // namespace

QByteArray toJson(const InstanceRecord &record)
{
    const QJsonObject json{
        {u"id"_s, record.id.toString()},
        {u"tag"_s, record.tag},
        {u"source"_s, record.source.toString()},
        {u"target"_s, toJson(record.target)},
        {u"choice"_s, toJson(record.choice)},
        {u"port"_s, record.port},
        {u"createdAt"_s, record.createdAt.toString()},
        {u"making"_s, MakingWords.value(int(record.making))},
        {u"recoveryOptions"_s, QJsonArray::fromStringList(record.recoveryOptions)},
        {u"protected"_s, record.isProtected},
        {u"heldUntil"_s, toJson(record.heldUntil)},
        {u"recoveredTo"_s, toJson(record.recoveredTo)},
    };
    return QJsonDocument(json).toJson();
}

Result<InstanceRecord> instanceRecordFrom(const QByteArray &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    const qsizetype making = MakingWords.indexOf(json[u"making"].toString());
    InstanceRecord record;
    record.id = InstanceId(json[u"id"].toString());
    record.port = json[u"port"].toInt();
    if (!InstanceBook::isName(record.id.toString()) || making < 0 || record.port < 1)
        return Error(Fault::Corrupt, u"What was written down about a restored server (instance.json) cannot be read."_s)
            .means(u"Its files were left alone."_s)
            .todo(u"Look into its folder; remove the folder by hand if nobody needs the server."_s);
    record.making = InstanceRecord::Making(making);
    record.tag = json[u"tag"].toString();
    record.source = InstanceId(json[u"source"].toString());
    record.target = targetFrom(json[u"target"].toObject());
    record.choice = choiceFrom(json[u"choice"].toObject());
    record.createdAt = momentFrom(json[u"createdAt"]).value_or(Instant());
    for (const QJsonValue &option : json[u"recoveryOptions"].toArray())
        record.recoveryOptions.append(option.toString());
    record.isProtected = json[u"protected"].toBool();
    record.heldUntil = momentFrom(json[u"heldUntil"]);
    record.recoveredTo = momentFrom(json[u"recoveredTo"]);
    return record;
}

bool InstanceBook::isName(const QString &name)
{
    static const QRegularExpression plain(QRegularExpression::anchoredPattern(u"[A-Za-z0-9][A-Za-z0-9_-]{0,62}"_s));
    return plain.match(name).hasMatch();
}

QString InstanceBook::notesFolderOf(const InstanceId &id) const
{
    const QString notes = m_instances + u"/.shuttler"_s;
    const QString folder = notes + u'/' + id.toString();
    for (const QString &path : {notes, folder})
        if (Outcome made = makeFolder(path); !made)
            break; // Notes make listings fast and remember verifications; whoever writes one hears that it could not be kept.
    return folder;
}

QString InstanceBook::fileOf(const InstanceId &id) const
{
    return (id == m_first ? notesFolderOf(id) : folderOf(id)) + u"/instance.json"_s;
}

Result<std::optional<InstanceRecord>> InstanceBook::find(const InstanceId &id) const
{
    if (!isName(id.toString()))
        return std::optional<InstanceRecord>();
    Result<QByteArray> text = readWholeFile(fileOf(id));
    if (!text && text.error().fault() == Fault::NotFound)
        return std::optional<InstanceRecord>();
    if (!text)
        return std::move(text).error();
    Result<InstanceRecord> record = instanceRecordFrom(*text);
    if (!record)
        return std::move(record).errorDuring(u"reading %1"_s.arg(fileOf(id)));
    return std::optional(*std::move(record));
}

Outcome InstanceBook::keep(const InstanceRecord &record) const
{
    return writeFileAtomically(fileOf(record.id), toJson(record));
}

Outcome InstanceBook::forget(const InstanceId &id) const
{
    if (QFile::exists(fileOf(id)) && !QFile::remove(fileOf(id)))
        return Error(Fault::Refused, u"%1 could not be removed."_s.arg(fileOf(id)))
            .todo(u"Check that you may write there."_s);
    return Done{};
}

QList<InstanceRecord> InstanceBook::all(QStringList *unreadable) const
{
    QList<InstanceRecord> records;
    for (const QString &name : QDir(m_instances).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        Result<std::optional<InstanceRecord>> record = find(InstanceId(name));
        if (record && *record && (*record)->id.toString() == name)
            records.append(**record);
        else if (!record && unreadable)
            unreadable->append(name);
    }
    return records;
}

Outcome InstanceBook::makeFolder(const QString &path) const
{
    const QByteArray native = QFile::encodeName(path);
    const bool made = ::mkdir(native.constData(), 0700) == 0;
    if (!made && errno != EEXIST)
        return Error(Fault::Refused,
                     u"The folder %1 could not be made: %2."_s.arg(path, QString::fromLocal8Bit(std::strerror(errno))))
            .means(u"Nothing was restored."_s)
            .todo(u"Check that the folder above it exists, has space left, and that you may write there."_s);
    if (made && m_as && ::chown(native.constData(), m_as->uid, m_as->gid) != 0)
        return Error(Fault::Refused, u"The folder %1 could not be handed to user %2."_s.arg(path, m_as->name))
            .todo(u"Check who owns the folder above it."_s);
    return Done{};
}

} // namespace shuttler::pgbackrest
