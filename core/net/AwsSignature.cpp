// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsSignature.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

QByteArray sha256(const QByteArray &text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex();
}

QByteArray keyedHash(const QByteArray &key, const QByteArray &text)
{
    return QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256);
}

QByteArray encoded(const QByteArray &plain, const QByteArray &keep = {})
{
    return plain.toPercentEncoding(keep); // Leaves A-Za-z0-9-._~ as they are, which is the rule.
}

/// The path as it goes over the wire, encoded in the one way that counts; encoded once more for everything but S3.
QByteArray canonicalPath(const QUrl &url, bool isS3)
{
    const QByteArray path = encoded(QByteArray::fromPercentEncoding(url.path(QUrl::FullyEncoded).toLatin1()), "/");
    const QByteArray whole = path.isEmpty() ? QByteArray("/") : path;
    return isS3 ? whole : encoded(whole, "/");
}

QByteArray canonicalQuery(const QUrl &url)
{
    QList<std::pair<QByteArray, QByteArray>> pairs;
    for (const QByteArray &item : url.query(QUrl::FullyEncoded).toLatin1().split('&')) {
        if (item.isEmpty())
            continue;
        const qsizetype equals = item.indexOf('=');
        const QByteArray key = equals < 0 ? item : item.left(equals);
        const QByteArray value = equals < 0 ? QByteArray() : item.mid(equals + 1);
        pairs.append({encoded(QByteArray::fromPercentEncoding(key)), encoded(QByteArray::fromPercentEncoding(value))});
    }
    std::sort(pairs.begin(), pairs.end());
    QByteArrayList items;
    for (const auto &[key, value] : pairs)
        items.append(key + '=' + value);
    return items.join('&');
}

QByteArray hostOf(const QUrl &url)
{
    const QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    const int port = url.port();
    const bool isUsual = port < 0 || (url.scheme() == u"https" && port == 443) || (url.scheme() == u"http" && port == 80);
    return isUsual ? host : host + ':' + QByteArray::number(port);
}

/// What something between here and there may change.
bool staysUnsigned(const QByteArray &name)
{
    static const QByteArrayList passing{"authorization", "user-agent", "expect", "transfer-encoding", "connection",
                                        "accept", "accept-encoding"};
    return passing.contains(name);
}

QByteArray plainOf(const std::shared_ptr<const Secret> &secret)
{
    if (!secret)
        return {};
    return secret->expose([&](const char *plain) { return QByteArray(plain, qsizetype(secret->size())); });
}

QByteArray headerIn(const QList<Header> &headers, const QByteArray &lowerName)
{
    for (const Header &header : headers)
        if (header.name.toLower() == lowerName)
            return header.value;
    return {};
}

} // namespace

Request signedByAws(Request request, const AwsCredentials &credentials, const QString &region, const QString &service,
                    Instant now)
{
    const bool isS3 = service == u"s3";
    const QByteArray moment = now.toDateTime().toString(u"yyyyMMdd'T'HHmmss'Z'"_s).toLatin1();
    const QByteArray day = moment.left(8);
    QByteArray bodyHash = headerIn(request.headers, "x-amz-content-sha256");
    if (bodyHash.isEmpty()) {
        bodyHash = sha256(request.body);
        if (isS3)
            request.headers.append({"x-amz-content-sha256", bodyHash});
    }
    request.headers.append({"x-amz-date", moment});

    QList<std::pair<QByteArray, QByteArray>> headers{{"host", hostOf(request.url)}};
    for (const Header &header : request.headers)
        if (const QByteArray name = header.name.toLower(); !staysUnsigned(name))
            headers.append({name, header.value.simplified()});
    if (credentials.token) {
        headers.append({"x-amz-security-token", plainOf(credentials.token)});
        request.secretHeaders.append({"x-amz-security-token", {}, credentials.token});
    }
    std::sort(headers.begin(), headers.end());
    QByteArrayList names;
    QByteArray lines;
    for (const auto &[name, value] : headers) {
        names.append(name);
        lines += name + ':' + value + '\n';
    }
    const QByteArray signedNames = names.join(';');

    const QByteArray canonical = request.method + '\n' + canonicalPath(request.url, isS3) + '\n' + canonicalQuery(request.url)
        + '\n' + lines + '\n' + signedNames + '\n' + bodyHash;
    const QByteArray scope = day + '/' + region.toUtf8() + '/' + service.toUtf8() + "/aws4_request";
    const QByteArray toSign = "AWS4-HMAC-SHA256\n" + moment + '\n' + scope + '\n' + sha256(canonical);
    QByteArray key = "AWS4" + plainOf(credentials.secretKey);
    for (const QByteArray &part : {day, region.toUtf8(), service.toUtf8(), QByteArray("aws4_request")})
        key = keyedHash(key, part);
    request.headers.append({"Authorization", "AWS4-HMAC-SHA256 Credential=" + credentials.accessKey.toUtf8() + '/' + scope
                                + ", SignedHeaders=" + signedNames + ", Signature=" + keyedHash(key, toSign).toHex()});
    return request;
}

} // namespace shuttler::net
