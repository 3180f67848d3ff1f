// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/restore/MomentScale.h"

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

/// One mapping between seconds and pixels, for the slider and the picture above it.
class tst_MomentScale : public QObject {
    Q_OBJECT

    static Instant at(const char *utc) { return *Instant::parse(QString::fromLatin1(utc)); }

private slots:
    void beginsOnAWholeStep_data()
    {
        QTest::addColumn<QString>("moment");
        QTest::addColumn<int>("zoom");
        QTest::addColumn<QString>("from");
        const auto row = [](const char *name, const char *moment, Zoom zoom, const char *from) {
            QTest::newRow(name) << QString::fromLatin1(moment) << int(zoom) << QString::fromLatin1(from);
        };
        row("5 min: whole minute below the middle", "2026-11-18T11:42:06Z", Zoom::FiveMinutes, "2026-11-18T11:40:00Z");
        row("5 min: nearer minute above", "2026-11-18T11:42:20Z", Zoom::FiveMinutes, "2026-11-18T11:40:00Z");
        row("5 min: exactly between", "2026-11-18T11:42:30Z", Zoom::FiveMinutes, "2026-11-18T11:40:00Z");
        row("1 h: whole five minutes", "2026-11-18T11:42:06Z", Zoom::Hour, "2026-11-18T11:10:00Z");
        row("24 h: whole hour", "2026-11-18T11:42:06Z", Zoom::Day, "2026-11-18T00:00:00Z");
        row("before 1970", "1969-12-31T23:59:50Z", Zoom::FiveMinutes, "1969-12-31T23:57:00Z");
    }
    void beginsOnAWholeStep()
    {
        QFETCH(QString, moment);
        QFETCH(int, zoom);
        QFETCH(QString, from);
        const MomentScale scale = MomentScale::around(*Instant::parse(moment), Zoom(zoom));
        QCOMPARE(scale.from().toString(), from);
        QVERIFY(scale.contains(*Instant::parse(moment)));
        QCOMPARE(scale.seconds(), int(std::chrono::duration_cast<Seconds>(spanOf(Zoom(zoom))).count()));
        QCOMPARE(scale.pageSeconds(), scale.seconds() / 10);
    }

    void everySecondHasItsOwnValue()
    {
        const MomentScale scale = MomentScale::around(at("2026-11-18T11:42:06Z"), Zoom::FiveMinutes);
        for (int value = 0; value <= scale.seconds(); ++value)
            QCOMPARE(scale.valueOf(scale.momentOf(value)), value);
    }

    void heldInsideItsRange()
    {
        const MomentScale scale = MomentScale::around(at("2026-11-18T11:42:06Z"), Zoom::FiveMinutes);
        QCOMPARE(scale.valueOf(at("2026-11-18T09:00:00Z")), 0);
        QCOMPARE(scale.valueOf(at("2026-11-19T09:00:00Z")), scale.seconds());
        QCOMPARE(scale.at(-500, 900), scale.from());
        QCOMPARE(scale.at(5000, 900), scale.until());
    }

    void keepsHalfAHandleFreeAtEitherEnd()
    {
        const MomentScale scale = MomentScale::around(at("2026-11-18T11:42:06Z"), Zoom::Hour);
        QCOMPARE(scale.xOf(scale.from(), 900), MomentScale::Inset);
        QCOMPARE(scale.xOf(scale.until(), 900), 900 - MomentScale::Inset);
    }

    void pixelsLeadBackToTheirSecond()
    {
        const MomentScale scale = MomentScale::around(at("2026-11-18T11:42:06Z"), Zoom::FiveMinutes);
        for (int value = 0; value <= scale.seconds(); ++value)
            QCOMPARE(scale.at(scale.xOf(scale.momentOf(value), 916), 916), scale.momentOf(value)); // 3 px a second
    }

    void standsStillWhileTheMomentMovesALittle()
    {
        const MomentScale scale = MomentScale::around(at("2026-11-18T11:42:06Z"), Zoom::FiveMinutes);
        QCOMPARE(scale.holding(at("2026-11-18T11:43:00Z")), scale);
        QVERIFY(scale.holding(at("2026-11-18T11:44:50Z")) != scale); // Within a tenth of its end.
        QVERIFY(scale.holding(at("2026-11-20T00:00:00Z")).contains(at("2026-11-20T00:00:00Z")));
        QCOMPARE(scale.holding(at("2026-11-20T00:00:00Z")).zoom(), Zoom::FiveMinutes);
    }

    void theWholeWindowHasTheSameInset()
    {
        const WindowScale window{at("2026-10-14T02:10:12Z"), at("2026-11-18T12:05:20Z")};
        QCOMPARE(window.xOf(window.earliest, 900), MomentScale::Inset);
        QCOMPARE(window.xOf(window.latest, 900), 900 - MomentScale::Inset);
        QCOMPARE(window.at(0, 900), window.earliest);
        QCOMPARE(window.at(9000, 900), window.latest);
    }

    void aWindowOfNoLengthDividesByNothing()
    {
        const WindowScale window{at("2026-10-14T02:10:12Z"), at("2026-10-14T02:10:12Z")};
        QCOMPARE(window.xOf(window.earliest, 900), MomentScale::Inset);
    }
};

SHUTTLER_TEST(tst_MomentScale)
#include "tst_MomentScale.moc"
