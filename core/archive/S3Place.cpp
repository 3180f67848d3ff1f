// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/S3Place.h"

#include <QRegularExpression>

namespace shuttler::archive {

using namespace Qt::StringLiterals;

namespace {

QUrl endpointOf(const S3Place &place)
{
    return place.endpoint.isEmpty() ? QUrl(u"https://s3.%1.amazonaws.com"_s.arg(place.region)) : place.endpoint;
}

bool standsInHost(const S3Place &place)
{
    if (place.style == S3Style::Fitting)
        return place.endpoint.isEmpty() && !place.bucket.contains(u'.');
    return place.style == S3Style::Host;
}

} // namespace

Outcome checkPlace(const S3Place &place)
{
    static const QRegularExpression name(u"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"_s);
    static const QRegularExpression region(u"^[a-z0-9-]+$"_s);
    const auto wrong = [](const QString &what, const QString &todo) {
        return Error(Fault::BadInput, what).means(u"Nobody was asked anything."_s).todo(todo);
    };
    if (!name.match(place.bucket).hasMatch() || place.bucket.contains(u".."_s))
        return wrong(u"\"%1\" cannot be the name of a bucket."_s.arg(place.bucket),
                     u"Use its name of 3 to 63 small letters, digits, dots and hyphens, without s3:// and without a path."_s);
    if (!region.match(place.region).hasMatch())
        return wrong(u"\"%1\" is no region."_s.arg(place.region),
                     u"Use a region's short name, \"eu-central-1\"; \"auto\" at Cloudflare R2."_s);
    const QString path = place.endpoint.path();
    if (!place.endpoint.isEmpty() && (place.endpoint.host().isEmpty() || (!path.isEmpty() && path != u"/") || place.endpoint.hasQuery()))
        return wrong(u"The endpoint of the bucket %1 is not the address of a server."_s.arg(place.bucket),
                     u"Use the address without the bucket: https://<account>.r2.cloudflarestorage.com."_s);
    return Done{};
}

QUrl addressOf(const S3Place &place, const QString &key, const S3Query &query)
{
    const QUrl endpoint = endpointOf(place);
    QByteArray text = endpoint.scheme().toLatin1() + "://";
    if (standsInHost(place))
        text += place.bucket.toLatin1() + '.';
    text += endpoint.authority(QUrl::FullyEncoded).toLatin1();
    if (!standsInHost(place))
        text += '/' + place.bucket.toLatin1();
    text += '/' + key.toUtf8().toPercentEncoding("/");
    char before = '?';
    for (const auto &[name, value] : query) {
        text += before + name.toPercentEncoding();
        if (!value.isNull())
            text += '=' + value.toPercentEncoding();
        before = '&';
    }
    return QUrl::fromEncoded(text, QUrl::StrictMode);
}

QString titleOf(const S3Place &place)
{
    return u"%1 at %2"_s.arg(place.bucket, endpointOf(place).authority());
}

} // namespace shuttler::archive
