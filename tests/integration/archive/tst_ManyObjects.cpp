// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/unit/archive/HollowS3.h"

using namespace shuttler;
using namespace shuttler::archive;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_ManyObjects : public QObject {
    Q_OBJECT

private slots:
    void aMillionObjectsAreListedByThePage()
    {
        HollowStage stage;
        stage.far.objects = 1'000'000;
        qint64 seen = 0;
        qint64 before = 0;
        const auto onPage = [&](const ListPage &page) -> Outcome {
            seen += page.objects.size();
            if (seen == 20'000)
                before = (peakAndForget(), peakAndForget());
            return Done{};
        };

        VERIFY_OK(stage.store.list({u"dumps/"_s, {}}, onPage, stage.job));

        QCOMPARE(seen, 1'000'000);
        const qint64 grown = peakAndForget() - before;
        QVERIFY2(before > 0 && grown <= 4 * 1024 * 1024, qPrintable(u"%1 KiB"_s.arg(grown / 1024)));
    }
};

SHUTTLER_TEST(tst_ManyObjects)
#include "tst_ManyObjects.moc"
