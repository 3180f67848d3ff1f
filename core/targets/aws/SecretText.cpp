// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/SecretText.h"

#include <QJsonDocument>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

QByteArray encoded(const QJsonValue &value)
{
    return value.toString().toUtf8().toPercentEncoding();
}

int portIn(const QJsonObject &members)
{
    const QJsonValue port = members[u"port"_s]; // RDS writes a number, people write texts.
    return port.isString() ? port.toString().toInt() : port.toInt(5432);
}

Error notUsable(const QString &what, const QString &todo)
{
    return Error(Fault::BadInput, what)
        .means(u"Where the app finds its database cannot be told. Nothing was changed."_s)
        .todo(todo);
}

Result<DatabaseUrl> urlFromParts(const QJsonObject &members)
{
    const QString engine = members[u"engine"_s].toString(u"postgres"_s);
    if (!engine.contains(u"postgres"_s))
        return notUsable(u"It is for a database of the kind \"%1\", and not PostgreSQL."_s.arg(engine),
                         u"Name the secret of the app's PostgreSQL database."_s);
    for (const QString &key : {u"host"_s, u"username"_s, u"dbname"_s})
        if (members[key].toString().isEmpty())
            return notUsable(u"Its JSON has no member \"%1\"."_s.arg(key),
                             u"Add it, or keep a whole DATABASE_URL in a secret of the app's own."_s);
    const QString host = members[u"host"_s].toString();
    const bool hasColons = host.contains(u':'); // An address of IPv6.
    QByteArray text = "postgresql://" + encoded(members[u"username"_s]) + ':' + encoded(members[u"password"_s]) + '@';
    text += hasColons ? '[' + host.toUtf8() + ']' : host.toUtf8();
    return DatabaseUrl::parse(text + ':' + QByteArray::number(portIn(members)) + '/' + encoded(members[u"dbname"_s]));
}

QString textOf(const DatabaseUrl &url)
{
    return url.expose([](const char *plain) { return QString::fromUtf8(plain); });
}

} // namespace

Result<SecretText> SecretText::parse(const QByteArray &text, const QString &variable)
{
    const QByteArray trimmed = text.trimmed();
    if (!trimmed.startsWith('{')) {
        Result<DatabaseUrl> url = DatabaseUrl::parse(trimmed);
        if (!url)
            return std::move(url).error();
        return SecretText(Shape::Url, {}, variable, *std::move(url));
    }
    const QJsonDocument json = QJsonDocument::fromJson(trimmed);
    if (!json.isObject())
        return notUsable(u"It begins like JSON and is none."_s, u"Put it right at AWS: one object, or a DATABASE_URL alone."_s);
    const QJsonObject members = json.object();
    const Shape shape = members.contains(variable) ? Shape::Member : Shape::Parts;
    Result<DatabaseUrl> url =
        shape == Shape::Member ? DatabaseUrl::parse(members[variable].toString().toUtf8()) : urlFromParts(members);
    if (!url)
        return std::move(url).error();
    return SecretText(shape, members, variable, *std::move(url));
}

QByteArray SecretText::with(const DatabaseUrl &value) const
{
    QJsonObject members = m_members;
    switch (m_shape) {
    case Shape::Url: return value.expose([](const char *plain) { return QByteArray(plain); });
    case Shape::Member: members[m_variable] = textOf(value); break;
    case Shape::Parts: {
        const ConnectionInfo place = value.connection();
        const QString identifier = members[u"dbInstanceIdentifier"_s].toString();
        // The first part of an address at RDS is the instance's name; whoever rotates the password goes by that member.
        if (!identifier.isEmpty() && m_url.host().section(u'.', 0, 0) == identifier)
            members[u"dbInstanceIdentifier"_s] = place.host.section(u'.', 0, 0);
        members[u"host"_s] = place.host;
        members[u"port"_s] =
            members[u"port"_s].isString() ? QJsonValue(QString::number(place.port)) : QJsonValue(place.port);
        break;
    }
    }
    return QJsonDocument(members).toJson(QJsonDocument::Compact);
}

} // namespace shuttler::aws
