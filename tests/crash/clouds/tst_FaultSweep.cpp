// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/FaultSweep.h"
#include "tests/crash/clouds/RailwaySwept.h"
#include "tests/crash/clouds/RdsSwept.h"
#include "tests/crash/clouds/RenderSwept.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A restore at each cloud, each of its calls failed in every way. CTest runs the clouds side by side.
class tst_FaultSweep : public QObject {
    Q_OBJECT

    static std::unique_ptr<SweptCloud> cloudNamed(const QString &name)
    {
        if (name == u"rds"_s)
            return std::make_unique<RdsSwept>();
        if (name == u"render"_s)
            return std::make_unique<RenderSwept>();
        return std::make_unique<RailwaySwept>();
    }

private slots:
    void nothingIsMadeTwiceOrLostOrOnlyClaimed_data()
    {
        QTest::addColumn<QString>("needs");
        QTest::newRow("rds") << u"python3-botocore"_s;
        QTest::newRow("render") << u"python3"_s;
        QTest::newRow("railway") << u"python3-graphql-core"_s;
    }

    void nothingIsMadeTwiceOrLostOrOnlyClaimed()
    {
        QFETCH(QString, needs);
        const std::unique_ptr<SweptCloud> cloud = cloudNamed(QString::fromUtf8(QTest::currentDataTag()));
        if (!Simulator::isPossible(cloud->name()))
            QSKIP(qPrintable(u"The simulated cloud needs %1 and pgbackrest: packaging/install-deps --test"_s.arg(needs)));
        FaultSweep sweep(*cloud);
        VERIFY_OK(sweep.begin());
        QVERIFY(sweep.calls() > 40);

        const QStringList wrong = sweep.run();

        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.value(0)));
    }
};

SHUTTLER_TEST(tst_FaultSweep)
#include "tst_FaultSweep.moc"
