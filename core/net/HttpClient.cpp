// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/HttpClient.h"

#include <QLocale>
#include <QTimeZone>

namespace shuttler::net {

using namespace Qt::StringLiterals;

QByteArray Response::header(const QByteArray &name) const
{
    for (const Header &header : headers)
        if (header.name == name)
            return header.value;
    return {};
}

std::optional<Instant> Response::moment(const QByteArray &name) const
{
    QDateTime moment = QLocale::c().toDateTime(QString::fromLatin1(header(name)), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
    moment.setTimeZone(QTimeZone::utc());
    return moment.isValid() ? std::optional(Instant::fromDateTime(moment)) : std::nullopt;
}

} // namespace shuttler::net
