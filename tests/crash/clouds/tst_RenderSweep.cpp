// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/FaultSweep.h"
#include "tests/crash/clouds/RenderSwept.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_RenderSweep : public QObject {
    Q_OBJECT

private slots:
    void whereverACallFailsNothingIsMadeTwiceOrLostOrOnlyClaimed()
    {
        if (!Simulator::isPossible(u"render"_s))
            QSKIP("The simulated Render needs pgbackrest: packaging/install-deps --test");
        RenderSwept render;
        FaultSweep sweep(render);
        VERIFY_OK(sweep.begin());
        QVERIFY(sweep.calls() > 40);
        const QStringList wrong = sweep.run();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.value(0)));
    }
};

SHUTTLER_TEST(tst_RenderSweep)
#include "tst_RenderSweep.moc"
