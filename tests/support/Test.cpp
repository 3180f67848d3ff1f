// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"

namespace shuttler::test {

QList<std::pair<QByteArray, TestRegistry::Make>> &TestRegistry::entries()
{
    static QList<std::pair<QByteArray, Make>> all;
    return all;
}

int TestRegistry::add(const char *name, Make make)
{
    entries().append({QByteArray(name), std::move(make)});
    return int(entries().size());
}

QByteArray describe(const Error &error)
{
    return QStringList{wordFor(error.fault()), error.forLog(), error.means(), error.todo(), error.details()}
        .join(QStringLiteral(" | "))
        .toUtf8();
}

} // namespace shuttler::test
