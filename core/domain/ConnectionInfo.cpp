// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/ConnectionInfo.h"

#include <QStringList>

namespace shuttler {

using namespace Qt::StringLiterals;

static QString assignment(const QString &key, QString value)
{
    value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    return u"%1='%2'"_s.arg(key, value);
}

QString ConnectionInfo::withoutPassword() const
{
    QStringList parts;
    if (!host.isEmpty())
        parts.append(assignment(u"host"_s, host));
    parts.append(assignment(u"port"_s, QString::number(port)));
    if (!database.isEmpty())
        parts.append(assignment(u"dbname"_s, database));
    if (!user.isEmpty())
        parts.append(assignment(u"user"_s, user));
    if (!sslRootCert.isEmpty()) {
        parts.append(assignment(u"sslmode"_s, u"verify-full"_s));
        parts.append(assignment(u"sslrootcert"_s, sslRootCert));
    }
    return parts.join(u' ');
}

} // namespace shuttler
