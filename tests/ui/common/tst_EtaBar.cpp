// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/common/EtaBar.h"
#include "ui/common/Theme.h"

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

namespace {

QList<Micros> minutes(std::initializer_list<int> values)
{
    QList<Micros> list;
    for (const int value : values)
        list.append(std::chrono::minutes(value));
    return list;
}

} // namespace

class tst_EtaBar : public QObject {
    Q_OBJECT

private slots:
    void twoRunsAreNoExperience()
    {
        QVERIFY(!usualRange({}));
        QVERIFY(!usualRange(minutes({20, 21})));
    }

    void theRangeIsThatOfTheLastFiveWhateverTheirOrder()
    {
        const auto range = usualRange(minutes({500, 26, 18, 22, 20, 24}));
        QVERIFY(range.has_value());
        QCOMPARE(range->least, Micros(Seconds(18 * 60 + 48)));
        QCOMPARE(range->most, Micros(Seconds(25 * 60 + 12)));
    }

    void itNeverInventsAPercentage()
    {
        EtaBar bar;
        bar.setElapsed(Seconds(578));
        QCOMPARE(bar.text(), u"9 min 38 s. No earlier runs to compare"_s);
        bar.setUsual(UsualRange{std::chrono::minutes(18), std::chrono::minutes(26)});
        QCOMPARE(bar.text(), u"9 min 38 s, usually ready after 18 min to 26 min"_s);
        QVERIFY(!bar.text().contains(u'%'));
    }

    void pastTheRangeItSaysByHowMuchAndWhoStillReports()
    {
        EtaBar bar;
        bar.setUsual(UsualRange{std::chrono::minutes(18), std::chrono::minutes(26)});
        bar.setElapsed(std::chrono::minutes(32));
        bar.setStillReported(u"Still reported as running by pgBackRest, 12 s ago."_s);
        QCOMPARE(bar.text(), u"Longer than usual, by 6 min. Still reported as running by pgBackRest, 12 s ago."_s);
        QCOMPARE(bar.accessibleName(), bar.text());
    }

    void theTimeLeftIsToldOnlyWithEnoughBehindIt_data()
    {
        QTest::addColumn<int>("elapsed");
        QTest::addColumn<int>("done");
        QTest::addColumn<int>("left"); // -1: nobody knows.
        QTest::newRow("nothing yet") << 10 << 0 << -1;
        QTest::newRow("too short a time") << 1 << 500 << -1;
        QTest::newRow("too little") << 10 << 49 << -1;
        QTest::newRow("a twentieth") << 10 << 50 << 190;
        QTest::newRow("half") << 30 << 500 << 30;
        QTest::newRow("all") << 30 << 1000 << 0;
        QTest::newRow("more than all") << 30 << 1001 << -1;
    }
    void theTimeLeftIsToldOnlyWithEnoughBehindIt()
    {
        QFETCH(const int, elapsed);
        QFETCH(const int, done);
        QFETCH(const int, left);
        const std::optional<Micros> told = timeLeft(Seconds(elapsed), done, 1000);
        QCOMPARE(told.has_value(), left >= 0);
        if (told)
            QCOMPARE(*told, Micros(Seconds(left)));
    }

    void whatIsCountedTakesThePlaceOfWhatIsUsual()
    {
        EtaBar bar;
        bar.setUsual(UsualRange{std::chrono::minutes(1), std::chrono::minutes(2)});
        bar.setElapsed(Seconds(20));
        bar.setCounted(CountedWork{12'288, 40'960, u"pages"_s, std::nullopt});
        QCOMPARE(bar.text(), u"20 s, 12,288 of 40,960 pages"_s);
        bar.setCounted(CountedWork{12'288, 40'960, u"pages"_s, Micros(Seconds(41))});
        QCOMPARE(bar.text(), u"20 s, 12,288 of 40,960 pages, about 45 s left"_s);
        bar.setCounted(CountedWork{12'288, 40'960, u"pages"_s, Micros(Seconds(121))});
        QCOMPARE(bar.text(), u"20 s, 12,288 of 40,960 pages, about 3 min left"_s);
        QCOMPARE(bar.accessibleName(), bar.text());
        bar.resize(400, bar.sizeHint().height());
        QVERIFY(!bar.grab().isNull());
        bar.setCounted(std::nullopt);
        QCOMPARE(bar.text(), u"20 s, usually ready after 1 min to 2 min"_s);
    }

    void itIsPaintedWithoutOverflowHoweverLongItTakes()
    {
        applyLook(Appearance::Light, 100);
        EtaBar bar;
        bar.resize(400, bar.sizeHint().height());
        bar.setUsual(UsualRange{std::chrono::minutes(18), std::chrono::minutes(26)});
        for (const int elapsed : {0, 10, 22, 26, 40, 10000}) {
            bar.setElapsed(std::chrono::minutes(elapsed));
            const QImage image = bar.grab().toImage();
            QCOMPARE(image.width(), 400);
        }
    }
};

SHUTTLER_TEST(tst_EtaBar)

#include "tst_EtaBar.moc"
