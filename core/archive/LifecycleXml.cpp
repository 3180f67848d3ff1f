// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/LifecycleXml.h"

#include <QXmlStreamReader>

namespace shuttler::archive {

using namespace Qt::StringLiterals;

namespace {

std::optional<int> numberIn(QXmlStreamReader &reader)
{
    bool isNumber = false;
    const int number = reader.readElementText().trimmed().toInt(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

std::optional<qint64> bytesIn(QXmlStreamReader &reader)
{
    bool isNumber = false;
    const qint64 number = reader.readElementText().trimmed().toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

std::optional<Instant> dateIn(QXmlStreamReader &reader)
{
    const Result<Instant> date = Instant::parse(reader.readElementText().trimmed());
    return date ? std::optional(*date) : std::nullopt;
}

void readTag(QXmlStreamReader &reader, LifecycleScope &scope)
{
    QString key;
    QString value;
    while (reader.readNextStartElement()) {
        QString &text = reader.name() == u"Key" ? key : value;
        text = reader.readElementText();
    }
    scope.tags[key] = value;
}

void readFilter(QXmlStreamReader &reader, LifecycleScope &scope)
{
    while (reader.readNextStartElement()) {
        const QStringView name = reader.name();
        if (name == u"And") {
            readFilter(reader, scope);
        } else if (name == u"Prefix") {
            scope.prefix = reader.readElementText();
        } else if (name == u"Tag") {
            readTag(reader, scope);
        } else if (name == u"ObjectSizeGreaterThan") {
            scope.largerThan = bytesIn(reader);
        } else if (name == u"ObjectSizeLessThan") {
            scope.smallerThan = bytesIn(reader);
        } else {
            scope.hasMore = true;
            reader.skipCurrentElement();
        }
    }
}

/// Nothing, where it only tidies up delete markers.
std::optional<LifecycleAction> readAction(QXmlStreamReader &reader, LifecycleRule &rule)
{
    LifecycleAction action;
    bool onlyTidies = false;
    while (reader.readNextStartElement()) {
        const QStringView name = reader.name();
        if (name == u"Days" || name == u"NoncurrentDays") {
            action.days = numberIn(reader);
        } else if (name == u"Date") {
            action.date = dateIn(reader);
        } else if (name == u"StorageClass") {
            action.storageClass = reader.readElementText().trimmed();
        } else if (name == u"ExpiredObjectDeleteMarker") {
            onlyTidies = reader.readElementText().trimmed() == u"true";
        } else if (name == u"NewerNoncurrentVersions") {
            action.spares = numberIn(reader);
        } else {
            rule.hasMore = true;
            reader.skipCurrentElement();
        }
    }
    return onlyTidies && !action.days && !action.date ? std::nullopt : std::optional(action);
}

QByteArray element(const char *name, const QByteArray &inside)
{
    return QByteArray("<") + name + '>' + inside + "</" + name + '>';
}

QByteArray plain(const QString &text)
{
    return text.toHtmlEscaped().toUtf8();
}

QByteArray xmlOf(const LifecycleScope &scope)
{
    QByteArrayList conditions;
    if (!scope.prefix.isEmpty())
        conditions.append(element("Prefix", plain(scope.prefix)));
    for (auto it = scope.tags.begin(); it != scope.tags.end(); ++it)
        conditions.append(element("Tag", element("Key", plain(it.key())) + element("Value", plain(it.value()))));
    if (scope.largerThan)
        conditions.append(element("ObjectSizeGreaterThan", QByteArray::number(*scope.largerThan)));
    if (scope.smallerThan)
        conditions.append(element("ObjectSizeLessThan", QByteArray::number(*scope.smallerThan)));
    if (conditions.isEmpty())
        conditions.append(element("Prefix", {}));
    return element("Filter", conditions.size() == 1 ? conditions.first() : element("And", conditions.join()));
}

QByteArray xmlOf(const char *name, const LifecycleAction &action, const char *days)
{
    QByteArray inside;
    if (action.date)
        inside += element("Date", action.date->toString().toUtf8());
    if (action.days)
        inside += element(days, QByteArray::number(*action.days));
    if (action.spares)
        inside += element("NewerNoncurrentVersions", QByteArray::number(*action.spares));
    if (!action.storageClass.isEmpty())
        inside += element("StorageClass", plain(action.storageClass));
    return element(name, inside);
}

} // namespace

LifecycleRule readRule(QXmlStreamReader &reader)
{
    LifecycleRule rule;
    while (reader.readNextStartElement()) {
        const QStringView name = reader.name();
        if (name == u"ID") {
            rule.id = reader.readElementText();
        } else if (name == u"Status") {
            rule.isEnabled = reader.readElementText().trimmed() == u"Enabled";
        } else if (name == u"Prefix") { // As rules were written before there were filters.
            rule.scope.prefix = reader.readElementText();
        } else if (name == u"Filter") {
            readFilter(reader, rule.scope);
        } else if (name == u"Transition") {
            if (const std::optional<LifecycleAction> move = readAction(reader, rule))
                rule.moves.append(*move);
        } else if (name == u"NoncurrentVersionTransition") {
            if (const std::optional<LifecycleAction> move = readAction(reader, rule))
                rule.oldVersionMoves.append(*move);
        } else if (name == u"Expiration") {
            rule.deletion = readAction(reader, rule);
        } else if (name == u"NoncurrentVersionExpiration") {
            rule.oldVersionDeletion = readAction(reader, rule);
        } else if (name == u"AbortIncompleteMultipartUpload") {
            while (reader.readNextStartElement())
                rule.abortDays = numberIn(reader);
        } else {
            rule.hasMore = true;
            reader.skipCurrentElement();
        }
    }
    return rule;
}

QByteArray xmlOf(const LifecycleRule &rule)
{
    // In the order of AWS's model, which some stores insist on.
    QByteArray inside;
    if (rule.deletion)
        inside += xmlOf("Expiration", *rule.deletion, "Days");
    inside += element("ID", plain(rule.id)) + xmlOf(rule.scope) + element("Status", rule.isEnabled ? "Enabled" : "Disabled");
    for (const LifecycleAction &move : rule.moves)
        inside += xmlOf("Transition", move, "Days");
    for (const LifecycleAction &move : rule.oldVersionMoves)
        inside += xmlOf("NoncurrentVersionTransition", move, "NoncurrentDays");
    if (rule.oldVersionDeletion)
        inside += xmlOf("NoncurrentVersionExpiration", *rule.oldVersionDeletion, "NoncurrentDays");
    if (rule.abortDays)
        inside += element("AbortIncompleteMultipartUpload", element("DaysAfterInitiation", QByteArray::number(*rule.abortDays)));
    return element("Rule", inside);
}

QStringList wordsOf(const QByteArray &xml)
{
    QXmlStreamReader reader(xml);
    reader.setNamespaceProcessing(false); // They are declared further out.
    QStringList words;
    while (!reader.atEnd())
        if (reader.readNext(); reader.isStartElement())
            words.append(reader.name().toString().section(u':', -1));
        else if (reader.isCharacters() && !reader.isWhitespace())
            words.append(reader.text().toString().trimmed());
    return words;
}

} // namespace shuttler::archive
