// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QFile>

namespace shuttler::test {

/// What pgBackRest 2.45 and PostgreSQL 15 really printed (tests/fixtures/pgbackrest).
inline QByteArray recording(const QString &name)
{
    QFile file(qEnvironmentVariable("SHUTTLER_SOURCE", QStringLiteral("."))
               + QStringLiteral("/tests/fixtures/pgbackrest/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace shuttler::test
