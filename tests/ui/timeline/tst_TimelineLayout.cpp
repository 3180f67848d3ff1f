// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/timeline/TimelineLayout.h"

#include <random>

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

namespace {


MarkLane laneOf(const QList<qint64> &seconds)
{
    std::vector<Mark> marks;
    for (const qint64 second : seconds)
        marks.push_back({second, quint32(marks.size()), MarkKind::Automated, 0});
    return makeLane(u"Backups"_s, std::move(marks));
}

/// One pixel a second, from second 0.
TimeScale secondsScale(double width = 1000)
{
    return {Instant::fromUnixSeconds(0), Instant::fromUnixSeconds(qint64(width)), 0, width};
}

} // namespace

class tst_TimelineLayout : public QObject {
    Q_OBJECT

private slots:
    void timeIsLinearAndReversible()
    {
        const TimeScale scale{Instant::fromUnixSeconds(100), Instant::fromUnixSeconds(200), 50, 1000};
        QCOMPARE(scale.xOf(Instant::fromUnixSeconds(100)), 50.0);
        QCOMPARE(scale.xOf(Instant::fromUnixSeconds(150)), 550.0);
        QCOMPARE(scale.xOf(Instant::fromUnixSeconds(200)), 1050.0);
        QCOMPARE(scale.at(550), Instant::fromUnixSeconds(150));
    }

    void ticksStandWhereAPersonExpectsThem_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("until");
        QTest::addColumn<QStringList>("labels");
        QTest::newRow("thirty-five days: Mondays") << u"Asia/Kolkata"_s << u"2026-10-14T00:00:00Z"_s << u"2026-11-18T12:00:00Z"_s
            << QStringList{u"19 Oct"_s, u"26 Oct"_s, u"2 Nov"_s, u"9 Nov"_s, u"16 Nov"_s};
        QTest::newRow("a day: every second hour of the zone") << u"Asia/Kolkata"_s << u"2026-11-17T12:00:00Z"_s << u"2026-11-18T12:00:00Z"_s
            << QStringList{u"18:00"_s, u"20:00"_s, u"22:00"_s, u"18 Nov"_s, u"02:00"_s, u"04:00"_s, u"06:00"_s, u"08:00"_s, u"10:00"_s, u"12:00"_s, u"14:00"_s, u"16:00"_s};
        QTest::newRow("over midnight the day is named") << u"UTC"_s << u"2026-11-18T22:00:00Z"_s << u"2026-11-19T02:00:00Z"_s
            << QStringList{u"22:00"_s, u"22:30"_s, u"23:00"_s, u"23:30"_s, u"19 Nov"_s, u"00:30"_s, u"01:00"_s, u"01:30"_s, u"02:00"_s};
        QTest::newRow("years: quarters") << u"UTC"_s << u"2024-01-15T00:00:00Z"_s << u"2026-01-15T00:00:00Z"_s
            << QStringList{u"Apr 2024"_s, u"Jul 2024"_s, u"Oct 2024"_s, u"Jan 2025"_s, u"Apr 2025"_s, u"Jul 2025"_s, u"Oct 2025"_s, u"Jan 2026"_s};
        QTest::newRow("an hour that never was has no tick") << u"Europe/Berlin"_s << u"2026-03-29T00:10:00Z"_s << u"2026-03-29T03:00:00Z"_s
            << QStringList{u"01:15"_s, u"01:30"_s, u"01:45"_s, u"03:00"_s, u"03:15"_s, u"03:30"_s, u"03:45"_s, u"04:00"_s, u"04:15"_s, u"04:30"_s, u"04:45"_s, u"05:00"_s};
    }
    void ticksStandWhereAPersonExpectsThem()
    {
        QFETCH(QString, zone);
        QFETCH(QString, from);
        QFETCH(QString, until);
        QFETCH(QStringList, labels);
        const TimeScale scale{*Instant::parse(from), *Instant::parse(until), 0, 1000};

        const QList<Tick> ticks = ticksOf(scale, ZoneClock(QTimeZone(zone.toUtf8())), 72);

        QStringList found;
        for (const Tick &tick : ticks) {
            found.append(tick.label);
            QVERIFY(scale.contains(tick.at));
        }
        QCOMPARE(found, labels);
    }

    void marksCloserThanNinePixelsMergeIntoACount_data()
    {
        QTest::addColumn<QList<qint64>>("seconds");
        QTest::addColumn<QList<int>>("counts");
        QTest::newRow("none") << QList<qint64>{} << QList<int>{};
        QTest::newRow("one") << QList<qint64>{500} << QList<int>{1};
        QTest::newRow("ten apart: two marks") << QList<qint64>{100, 110} << QList<int>{1, 1};
        QTest::newRow("nine apart: two marks") << QList<qint64>{100, 109} << QList<int>{1, 1};
        QTest::newRow("eight apart: a count") << QList<qint64>{100, 108} << QList<int>{2};
        QTest::newRow("a count takes in what it covers") << QList<qint64>{100, 105, 128} << QList<int>{3};
        QTest::newRow("and no more") << QList<qint64>{100, 105, 131} << QList<int>{2, 1};
        QTest::newRow("of the same second") << QList<qint64>{100, 100, 100} << QList<int>{3};
        QTest::newRow("outside the range") << QList<qint64>{-5, 1001} << QList<int>{};
        QTest::newRow("both ends belong to it") << QList<qint64>{0, 1000} << QList<int>{1, 1};
    }
    void marksCloserThanNinePixelsMergeIntoACount()
    {
        QFETCH(QList<qint64>, seconds);
        QFETCH(QList<int>, counts);
        QList<int> found;
        for (const MarkGroup &group : groupsOf(laneOf(seconds), secondsScale()))
            found.append(int(group.count));
        QCOMPARE(found, counts);
    }

    void aGroupIsAsBadAsItsWorstMark()
    {
        std::vector<Mark> marks;
        for (quint32 i = 0; i < 5000; ++i)
            marks.push_back({qint64(i / 10), i, MarkKind::Automated, quint8(i == 3333 ? 2 : 0)});
        const MarkLane lane = makeLane({}, std::move(marks));
        int bad = 0;
        size_t drawn = 0;
        for (const MarkGroup &group : groupsOf(lane, secondsScale())) {
            drawn += group.count;
            bad += group.severity == 2 ? 1 : 0;
        }
        QCOMPARE(drawn, size_t(5000));
        QCOMPARE(bad, 1);
    }

    void thePyramidAgreesWithLookingAtEveryMark()
    {
        std::mt19937 random(20261118);
        std::vector<Mark> marks;
        for (quint32 i = 0; i < 3001; ++i)
            marks.push_back({qint64(i), i, MarkKind::Event, quint8(random() % 97 == 0 ? 2 : random() % 13 == 0 ? 1 : 0)});
        const SeverityPyramid pyramid(marks);
        for (int i = 0; i < 20000; ++i) {
            const size_t a = random() % (marks.size() + 1);
            const size_t b = random() % (marks.size() + 1);
            const auto [first, end] = std::minmax(a, b);
            quint8 worst = 0;
            for (size_t m = first; m < end; ++m)
                worst = std::max(worst, marks[m].severity);
            QCOMPARE(pyramid.worst(marks, first, end), worst);
        }
        const std::vector<Mark> none;
        QCOMPARE(SeverityPyramid(none).worst(none, 0, 0), quint8(0));
    }

    void countsStayShort_data()
    {
        QTest::addColumn<qulonglong>("count");
        QTest::addColumn<QString>("words");
        QTest::newRow("few") << 87ULL << u"87"_s;
        QTest::newRow("nearly a thousand") << 999ULL << u"999"_s;
        QTest::newRow("a thousand") << 1000ULL << u"1k"_s;
        QTest::newRow("some thousands") << 8412ULL << u"8.4k"_s;
        QTest::newRow("many thousands") << 84120ULL << u"84k"_s;
        QTest::newRow("a million") << 1'200'000ULL << u"1.2M"_s;
    }
    void countsStayShort()
    {
        QFETCH(qulonglong, count);
        QFETCH(QString, words);
        QCOMPARE(shortCount(size_t(count)), words);
    }
};

SHUTTLER_TEST(tst_TimelineLayout)

#include "tst_TimelineLayout.moc"
