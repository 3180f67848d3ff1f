// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/FaultSweep.h"
#include "tests/crash/clouds/RdsSwept.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_RdsSweep : public QObject {
    Q_OBJECT

private slots:
    void whereverACallFailsNothingIsMadeTwiceOrLostOrOnlyClaimed()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("The simulated RDS needs python3-botocore and pgbackrest: packaging/install-deps --test");
        RdsSwept rds;
        FaultSweep sweep(rds);
        VERIFY_OK(sweep.begin());
        QVERIFY(sweep.calls() > 40);
        const QStringList wrong = sweep.run();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.value(0)));
    }
};

SHUTTLER_TEST(tst_RdsSweep)
#include "tst_RdsSweep.moc"
