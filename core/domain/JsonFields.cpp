// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/JsonFields.h"

#include <limits>

namespace shuttler {

using namespace Qt::StringLiterals;

// QJsonValue keeps whole numbers exactly; asked with two different fall-backs, only a whole one answers twice the same.
static std::optional<qint64> wholeNumber(const QJsonValue &value)
{
    const qint64 number = value.toInteger(std::numeric_limits<qint64>::min());
    if (!value.isDouble() || number != value.toInteger(std::numeric_limits<qint64>::max()))
        return std::nullopt;
    return number;
}

QJsonValue JsonFields::value(const QString &key, QJsonValue::Type type, const QString &expected)
{
    const QJsonValue found = m_object.value(key);
    if (found.isUndefined())
        wrong(key, u"is missing"_s);
    else if (found.type() != type)
        wrong(key, u"is not "_s + expected);
    return found;
}

QString JsonFields::text(const QString &key)
{
    return value(key, QJsonValue::String, u"a text"_s).toString();
}

qint64 JsonFields::integer(const QString &key)
{
    const std::optional<qint64> number = wholeNumber(value(key, QJsonValue::Double, u"a number"_s));
    if (!number)
        wrong(key, u"is not a whole number"_s);
    return number.value_or(0);
}

double JsonFields::number(const QString &key)
{
    return value(key, QJsonValue::Double, u"a number"_s).toDouble();
}

bool JsonFields::truth(const QString &key)
{
    return value(key, QJsonValue::Bool, u"true or false"_s).toBool();
}

Instant JsonFields::instant(const QString &key)
{
    const Result<Instant> moment = Instant::parse(text(key));
    if (!moment)
        wrong(key, u"is not a moment"_s);
    return moment ? *moment : Instant();
}

std::optional<Instant> JsonFields::instantIfAny(const QString &key)
{
    const QJsonValue found = m_object.value(key);
    if (found.isUndefined() || found.isNull())
        return std::nullopt;
    return instant(key);
}

QJsonObject JsonFields::object(const QString &key)
{
    return value(key, QJsonValue::Object, u"an object"_s).toObject();
}

QList<QJsonObject> JsonFields::objects(const QString &key)
{
    QList<QJsonObject> all;
    const QJsonArray found = value(key, QJsonValue::Array, u"a list"_s).toArray();
    for (const QJsonValue &element : found) {
        if (!element.isObject())
            wrong(key, u"holds something that is not an object"_s);
        all.append(element.toObject());
    }
    return all;
}

QStringList JsonFields::texts(const QString &key)
{
    QStringList all;
    const QJsonArray found = value(key, QJsonValue::Array, u"a list"_s).toArray();
    for (const QJsonValue &element : found) {
        if (!element.isString())
            wrong(key, u"holds something that is not a text"_s);
        all.append(element.toString());
    }
    return all;
}

QMap<QString, qint64> JsonFields::integers(const QString &key)
{
    QMap<QString, qint64> all;
    const QJsonObject found = object(key);
    for (auto it = found.begin(); it != found.end(); ++it) {
        const std::optional<qint64> number = wholeNumber(it.value());
        if (!number)
            wrong(key + u'.' + it.key(), u"is not a whole number"_s);
        all.insert(it.key(), number.value_or(0));
    }
    return all;
}

void JsonFields::wrong(const QString &key, const QString &why)
{
    if (m_problem.isEmpty())
        m_problem = u"\"%1\" %2"_s.arg(key, why);
}

Outcome JsonFields::outcome(const QString &what) const
{
    if (m_problem.isEmpty())
        return Done{};
    return Error(Fault::Corrupt, u"A part of %1 cannot be read: %2."_s.arg(what, m_problem))
        .means(u"It was damaged, or written by something else."_s)
        .todo(u"Use an unchanged copy of it."_s);
}

QJsonValue toJson(const std::optional<Instant> &moment)
{
    return moment ? QJsonValue(moment->toString()) : QJsonValue(QJsonValue::Null);
}

} // namespace shuttler
