// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/ProviderContract.h"
#include "tests/support/RestoreStage.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A test against the fake says something about the world only if the fake keeps the same promises.
class tst_FakeProvider : public QObject {
    Q_OBJECT

private slots:
    void keepsItsPromises_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < ProviderContract::promises().size(); ++i)
            QTest::newRow(ProviderContract::promises().at(i).name) << i;
    }
    void keepsItsPromises()
    {
        QFETCH(int, index);
        RestoreStage stage;
        Job job = stage.job();
        ProviderContract contract(
            {*stage.ports.provider, InstanceId(u"practice"_s), []() -> Outcome { return Done{}; }});
        VERIFY_OK(contract.check(ProviderContract::promises().at(index).name, job));
    }
};

SHUTTLER_TEST(tst_FakeProvider)
#include "tst_FakeProvider.moc"
