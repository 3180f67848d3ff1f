// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/DatabaseUrl.h"

#include <QCryptographicHash>
#include <QRegularExpression>

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

static Error notAUrl(const QString &what, const QString &todo)
{
    return Error(Fault::BadInput, what).means(u"Nothing was changed."_s).todo(todo);
}

// Like libpq, but a '%' that begins no code stands for itself, as most other readers of such URLs have it.
static QByteArray percentDecoded(const QByteArray &text)
{
    QByteArray plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QByteArray code = text.mid(i + 1, 2);
        bool isHex = false;
        const uint value = text[i] == '%' && code.size() == 2 ? code.toUInt(&isHex, 16) : 0;
        if (isHex && code[0] != '+' && code[0] != '-' && code[0] != ' ') {
            plain.append(char(value));
            i += 2;
        } else {
            plain.append(text[i]);
        }
    }
    return plain;
}

static QByteArray hostText(const QString &host)
{
    if (host.contains(u':'))
        return '[' + host.toUtf8() + ']'; // IPv6
    return host.toUtf8().toPercentEncoding();
}

/// Replacements in one text, made from its end so that places stay true.
struct UrlEdits {
    struct Edit {
        qsizetype at, size;
        QByteArray text;
    };
    QList<Edit> edits;

    QByteArray appliedTo(QByteArray text)
    {
        std::stable_sort(edits.begin(), edits.end(), [](const Edit &a, const Edit &b) { return a.at > b.at; });
        for (const Edit &edit : std::as_const(edits))
            text.replace(edit.at, edit.size, edit.text);
        return text;
    }
};

Result<DatabaseUrl> DatabaseUrl::parse(const QByteArray &text)
{
    static const QRegularExpression scheme(u"^postgres(ql)?(\\+[A-Za-z0-9_]+)?://"_s);
    const QRegularExpressionMatch begin = scheme.match(QString::fromLatin1(text.left(64)));
    if (!begin.hasMatch())
        return notAUrl(u"The value is not a DATABASE_URL of PostgreSQL."_s,
                       u"It has to look like postgresql://user:password@host:5432/database."_s);
    if (std::any_of(text.begin(), text.end(), [](char c) { return uchar(c) < 0x20 || c == 0x7f; }))
        return notAUrl(u"The DATABASE_URL holds a line break or another control character."_s,
                       u"Write such a character as %0A and the like."_s);

    // Its parts, in the order they stand. The password may hold anything but '/', which libpq does not allow either.
    DatabaseUrl url;
    url.m_text = std::make_shared<const Secret>(Secret(QByteArray(text.constData(), text.size())));
    const qsizetype start = begin.capturedEnd();
    const qsizetype slash = text.indexOf('/', start);
    const qsizetype at = text.left(slash < 0 ? text.size() : slash).lastIndexOf('@');
    const bool hasUser = at >= start;
    const qsizetype hostAt = hasUser ? at + 1 : start;
    if (hasUser) {
        const qsizetype colon = text.indexOf(':', start);
        const bool hasPassword = colon >= 0 && colon < at;
        url.m_user = {start, (hasPassword ? colon : at) - start};
        if (hasPassword)
            url.m_password = {colon + 1, at - colon - 1};
    }
    const qsizetype question = text.indexOf('?', hostAt);
    const qsizetype pathEnd = question < 0 ? text.size() : question;
    url.m_hostEnd = slash < 0 || slash > pathEnd ? pathEnd : slash;
    if (url.m_hostEnd < pathEnd)
        url.m_database = {url.m_hostEnd + 1, pathEnd - url.m_hostEnd - 1};
    if (text.mid(url.m_hostEnd, pathEnd - url.m_hostEnd).contains('@'))
        return notAUrl(u"The DATABASE_URL has a \"/\" in its password or an \"@\" in its database's name."_s,
                       u"Write the \"/\" as %2F, or the \"@\" as %40."_s);

    const QByteArray server = text.mid(hostAt, url.m_hostEnd - hostAt);
    const qsizetype portColon = server.startsWith('[') ? server.indexOf("]:") + 1 : server.indexOf(':');
    const bool hasPort = server.startsWith('[') ? portColon > 0 : portColon >= 0;
    url.m_host = {hostAt, hasPort ? portColon : server.size()};
    if (hasPort)
        url.m_port = {hostAt + portColon + 1, server.size() - portColon - 1};

    if (question >= 0)
        url.m_queryText = {question + 1, text.size() - question - 1};
    for (qsizetype from = question + 1; question >= 0 && from < text.size();) {
        const qsizetype next = text.indexOf('&', from);
        const qsizetype end = next < 0 ? text.size() : next;
        const qsizetype equals = text.indexOf('=', from);
        const bool hasValue = equals >= 0 && equals < end;
        url.m_query.append({percentDecoded(text.mid(from, (hasValue ? equals : end) - from)),
                            hasValue ? Span{equals + 1, end - equals - 1} : Span{end, 0}});
        from = end + 1;
    }

    const auto hosts =
        std::count_if(url.m_query.begin(), url.m_query.end(), [](const Query &each) { return each.key == "host"; });
    if (url.host().contains(u',') || hosts > 1)
        return notAUrl(u"The DATABASE_URL names several servers."_s, u"Let it name the one that serves the app."_s);
    const Span portPart = url.either(url.m_port, "port");
    bool isNumber = true;
    const int port = portPart.size > 0 ? url.decoded(portPart).toInt(&isNumber) : 5432;
    if (!isNumber || port < 1 || port > 65535)
        return notAUrl(
            u"The DATABASE_URL has no valid port."_s,
            u"A port is a number from 1 to 65535; a \"/\" or \":\" in the password is written %2F or %3A."_s);
    return url;
}

QByteArray DatabaseUrl::raw(Span part) const
{
    return expose([&part](const char *text) { return QByteArray(text + part.at, std::max<qsizetype>(part.size, 0)); });
}

QString DatabaseUrl::decoded(Span part) const
{
    return QString::fromUtf8(percentDecoded(raw(part)));
}

DatabaseUrl::Span DatabaseUrl::parameter(const char *key) const
{
    for (auto it = m_query.crbegin(); it != m_query.crend(); ++it)
        if (it->key == key)
            return it->value;
    return {};
}

DatabaseUrl::Span DatabaseUrl::either(Span part, const char *key) const
{
    const Span found = parameter(key);
    return found.isThere() ? found : part;
}

QString DatabaseUrl::host() const
{
    const QString host = decoded(either(m_host, "host"));
    return host.startsWith(u'[') && host.endsWith(u']') ? host.sliced(1, host.size() - 2) : host;
}

int DatabaseUrl::port() const
{
    const Span part = either(m_port, "port");
    return part.size > 0 ? decoded(part).toInt() : 5432;
}

QString DatabaseUrl::database() const
{
    const QString name = decoded(either(m_database, "dbname"));
    return name.isEmpty() ? user() : name;
}

QString DatabaseUrl::user() const
{
    return decoded(either(m_user, "user"));
}

ConnectionInfo DatabaseUrl::connection() const
{
    ConnectionInfo info{host(), port(), database(), user(), {}, decoded(parameter("sslrootcert"))};
    if (const Span part = either(m_password, "password"); part.size > 0)
        info.password = std::make_shared<const Secret>(Secret(percentDecoded(raw(part))));
    return info;
}

DatabaseUrl DatabaseUrl::movedTo(const QString &host, int port) const
{
    const bool isSocket = host.startsWith(u'/');
    const Span hostParameter = parameter("host");
    const Span portParameter = parameter("port");
    const QByteArray portText = QByteArray::number(port);
    QByteArray added; // To the query.
    QByteArray server = raw(m_host);
    QByteArray serverPort = raw(m_port);
    UrlEdits edits;

    if (host != this->host()) {
        const bool hasServer = !server.isEmpty();
        if (hostParameter.isThere())
            edits.edits.append({hostParameter.at, hostParameter.size, host.toUtf8().toPercentEncoding("/:")});
        else if (isSocket)
            added += "&host=" + host.toUtf8().toPercentEncoding("/");
        if (isSocket)
            server.clear();
        else if (hasServer || !hostParameter.isThere())
            server = hostText(host);
    }
    if (portParameter.isThere())
        edits.edits.append({portParameter.at, portParameter.size, portText});
    else if (port != this->port())
        serverPort = portText;
    const bool stoodAlone = m_host.size == 0 && m_port.isThere();
    if (server.isEmpty() && !serverPort.isEmpty() && !stoodAlone) { // A port without a host puzzles some drivers.
        added += "&port=" + serverPort;
        serverPort.clear();
    }

    const QByteArray address = serverPort.isEmpty() ? server : server + ':' + serverPort;
    edits.edits.append({m_host.at, m_hostEnd - m_host.at, address});
    if (!added.isEmpty()) {
        const bool hasQuery = m_queryText.size > 0;
        const QByteArray glue = hasQuery ? "&" : m_queryText.isThere() ? "" : "?";
        edits.edits.append({qsizetype(m_text->size()), 0, glue + added.mid(1)});
    }
    QByteArray moved = edits.appliedTo(raw({0, qsizetype(m_text->size())}));
    DatabaseUrl url = *parse(moved);
    Secret wiped(std::move(moved));
    return url;
}

QString DatabaseUrl::masked() const
{
    static const QByteArray dots = QByteArrayLiteral("\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022");
    UrlEdits edits;
    if (m_password.size > 0)
        edits.edits.append({m_password.at, m_password.size, dots});
    for (const Query &each : m_query)
        if (each.key.toLower().contains("pass") && each.value.size > 0)
            edits.edits.append({each.value.at, each.value.size, dots});
    return QString::fromUtf8(edits.appliedTo(raw({0, qsizetype(m_text->size())})));
}

QString DatabaseUrl::fingerprint() const
{
    const QByteArray text = raw({0, qsizetype(m_text->size())});
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

} // namespace shuttler
