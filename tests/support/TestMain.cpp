// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"

#ifdef SHUTTLER_TESTS_WITH_WIDGETS
#include <QApplication>
using TestApplication = QApplication;
#else
#include <QCoreApplication>
using TestApplication = QCoreApplication;
#endif

/// Runs the test class named first ("tst_Coverage"), or all; what follows goes to Qt Test.
int main(int argc, char **argv)
{
    TestApplication application(argc, argv);
    QStringList arguments = application.arguments();
    QByteArray only;
    if (arguments.size() > 1 && arguments[1].startsWith(QLatin1String("tst_")))
        only = arguments.takeAt(1).toUtf8();

    int failed = 0;
    int ran = 0;
    for (const auto &[name, make] : shuttler::test::TestRegistry::entries()) {
        if (!only.isEmpty() && name != only)
            continue;
        failed += QTest::qExec(make().get(), arguments);
        ++ran;
    }
    if (ran == 0) {
        qWarning("no test class is named \"%s\"", only.constData());
        return 1;
    }
    return failed;
}
