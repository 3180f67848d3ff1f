// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsCredentialSource.h"

namespace shuttler::net {

using namespace Qt::StringLiterals;

static std::shared_ptr<const Secret> secretIn(QByteArray plain)
{
    return plain.isEmpty() ? nullptr : std::make_shared<const Secret>(std::move(plain));
}

Result<AwsCredentials> awsKeysIn(const Secret &text, const QString &name)
{
    QByteArray plain = text.expose([&](const char *lent) { return QByteArray(lent, qsizetype(text.size())); }).trimmed();
    const qsizetype first = plain.indexOf(':');
    const qsizetype second = first < 0 ? -1 : plain.indexOf(':', first + 1);
    AwsCredentials credentials;
    credentials.accessKey = QString::fromLatin1(plain.left(std::max<qsizetype>(first, 0)));
    if (first > 0)
        credentials.secretKey = secretIn(plain.mid(first + 1, second < 0 ? -1 : second - first - 1));
    if (second > 0)
        credentials.token = secretIn(plain.mid(second + 1));
    plain.fill('\0');
    if (credentials.secretKey)
        return credentials;
    return Error(Fault::BadInput, u"The credential \"%1\" holds no AWS keys."_s.arg(name))
        .means(u"Nobody was asked anything."_s)
        .todo(u"Set it to ACCESSKEY:SECRET, or ACCESSKEY:SECRET:TOKEN for temporary keys."_s);
}

} // namespace shuttler::net
