// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/restore/ProviderOver.h"
#include "tests/ui/restore/RestoreDesk.h"
#include "ui/common/HumanText.h"
#include "ui/restore/MomentSlider.h"
#include "ui/restore/MomentView.h"
#include "ui/restore/WallClockEdit.h"
#include "ui/restore/ZoneCombo.h"

#include <QAccessible>
#include <QRadioButton>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

namespace {

/// Lists one window of any second, from March to the time of the desk, with a gap in it.
class WideProvider final : public ProviderOver {
public:
    using ProviderOver::ProviderOver;
    Result<BackupListing> backups(const InstanceId &id, const QList<InstanceId> &lineage, Job &job) override
    {
        Result<BackupListing> listing = ProviderOver::backups(id, lineage, job);
        if (listing)
            listing->windows = {{id, *RecoveryWindow::between(utc("2026-03-01T00:00:00Z"), DeskTime,
                                                              {{utc("2026-05-01T10:00:00Z"), utc("2026-05-01T12:00:00Z"), u"a record is missing"_s}})}};
        return listing;
    }
};

} // namespace

/// Step 3 as it is used: typing, stepping, zones, and what is said when a moment cannot be had.
class tst_MomentStep : public QObject {
    Q_OBJECT

private:
    static constexpr int Patience = 20000;

    static void open(RestoreDesk &desk, const char *zone, std::optional<Instant> moment)
    {
        HumanText::show(QTimeZone(zone));
        desk.furnish = [](RestoreWorld &world) { world.provider = std::make_unique<WideProvider>(std::move(world.provider)); };
        desk.reopen();
        desk.start(moment);
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 2"_s), Patience);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 3"_s), Patience);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<WallClockEdit>("rstWhen")->isVisible(), Patience);
    }
    static void type(RestoreDesk &desk, int year, int month, int day, int hour, int minute, int second)
    {
        desk.find<WallClockEdit>("rstWhen")->setDateTime(QDateTime(QDate(year, month, day), QTime(hour, minute, second), Qt::UTC));
    }
    static bool canGoOn(RestoreDesk &desk) { return desk.canGoOn(u"Continue to step 4"_s); }
    static QString doubt(RestoreDesk &desk) { return desk.find("rstDoubt")->isVisible() ? desk.textOf("rstDoubtWords") : QString(); }
    static Instant moment(RestoreDesk &desk) { return desk.find<MomentView>("rstMoment")->moment(); }

private slots:
    void presetsTheLastGoodSecond()
    {
        RestoreDesk desk;
        open(desk, "Asia/Kolkata", utc("2026-11-18T10:42:06Z"));
        QCOMPARE(moment(desk), utc("2026-11-18T10:42:06Z"));
        QVERIFY(desk.find<QRadioButton>("rstModeExact")->isChecked());
        QCOMPARE(desk.find<WallClockEdit>("rstWhen")->dateTime(), QDateTime(QDate(2026, 11, 18), QTime(16, 12, 6), Qt::UTC));
        QVERIFY(desk.textOf("rstUtc").contains(u"18 November 2026, 10:42:06 UTC"_s));
        QVERIFY(canGoOn(desk));
    }

    void withoutABadTimeTheNewestBackupIsTheStart()
    {
        RestoreDesk desk;
        desk.start();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 2"_s), Patience);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 3"_s), Patience);
        desk.goOn();
        QTRY_VERIFY(desk.find<QRadioButton>("rstModeSnapshot")->isChecked());
        QVERIFY(canGoOn(desk));
    }

    void anHourThatNeverWasOffersItsNeighbours()
    {
        RestoreDesk desk;
        open(desk, "Europe/Berlin", utc("2026-03-28T12:00:00Z"));
        type(desk, 2026, 3, 29, 2, 30, 0);
        QCOMPARE(doubt(desk), u"02:30:00 did not exist on 29 Mar 2026 in Europe/Berlin; clocks went from 02:00 to 03:00."_s);
        QVERIFY(!canGoOn(desk));
        QCOMPARE(desk.textOf("rstUseBefore"), u"Use 01:59:59"_s);
        QCOMPARE(desk.textOf("rstUseAfter"), u"Use 03:00:00"_s);
        QVERIFY(desk.press("rstUseAfter"));
        QTRY_VERIFY(canGoOn(desk));
        QCOMPARE(moment(desk), utc("2026-03-29T01:00:00Z"));
        QVERIFY(doubt(desk).isEmpty());
    }

    void anHourThatWasTwiceHasToBeDecided()
    {
        RestoreDesk desk;
        open(desk, "Europe/Berlin", utc("2026-10-24T12:00:00Z"));
        type(desk, 2026, 10, 25, 2, 30, 0);
        QCOMPARE(doubt(desk), u"02:30:00 happened twice on 25 Oct 2026."_s);
        QVERIFY(!desk.find<QRadioButton>("rstFirstPass")->isChecked()); // Nobody but the person knows.
        QVERIFY(!desk.find<QRadioButton>("rstSecondPass")->isChecked());
        QVERIFY(!canGoOn(desk));
        QCOMPARE(desk.textOf("rstSecondPass"), u"Second, CET, UTC+01:00 (01:30:00 UTC)"_s);
        QVERIFY(desk.tabTo("rstFirstPass"));
        QTest::keyClick(desk.focus(), Qt::Key_Right); // Moves the focus only: nothing is chosen by passing by.
        QVERIFY(!canGoOn(desk));
        QTest::keyClick(desk.focus(), Qt::Key_Space);
        QTRY_VERIFY(canGoOn(desk));
        QCOMPARE(moment(desk), utc("2026-10-25T01:30:00Z"));
    }

    void nudgesStepRealSecondsAcrossTheChange()
    {
        RestoreDesk desk;
        open(desk, "Europe/Berlin", utc("2026-03-29T00:59:59Z"));
        QTest::mouseClick(desk.find<QPushButton>("rstNudge+1"), Qt::LeftButton);
        QCOMPARE(moment(desk), utc("2026-03-29T01:00:00Z"));
        QCOMPARE(desk.find<WallClockEdit>("rstWhen")->time(), QTime(3, 0, 0));
        QTest::mouseClick(desk.find<QPushButton>("rstNudge-3600"), Qt::LeftButton);
        QCOMPARE(moment(desk), utc("2026-03-29T00:00:00Z"));
        QTest::keyClick(desk.focus(), Qt::Key_Period, Qt::AltModifier);
        QCOMPARE(moment(desk), utc("2026-03-29T00:00:01Z"));
        QTest::keyClick(desk.focus(), Qt::Key_Comma, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(moment(desk), utc("2026-03-28T23:59:01Z"));
    }

    void outsideTheWindowStaysAndIsSaid()
    {
        RestoreDesk desk;
        open(desk, "Asia/Kolkata", utc("2026-11-18T10:42:06Z"));
        type(desk, 2026, 2, 1, 12, 0, 0);
        QVERIFY(!canGoOn(desk));
        QVERIFY(doubt(desk).startsWith(u"Earliest is 1 Mar, 05:30:00 IST"_s));
        QCOMPARE(desk.find<WallClockEdit>("rstWhen")->date(), QDate(2026, 2, 1)); // Never clamped.
        QVERIFY(desk.press("rstUseOffer0"));
        QTRY_VERIFY(canGoOn(desk));
        QCOMPARE(moment(desk), utc("2026-03-01T00:00:00Z"));
    }

    void aGapSaysWhyAndWhatIsNear()
    {
        RestoreDesk desk;
        open(desk, "UTC", utc("2026-11-18T10:42:06Z"));
        type(desk, 2026, 5, 1, 11, 0, 0);
        QVERIFY(!canGoOn(desk));
        QVERIFY(doubt(desk).contains(u"a record is missing"_s));
        QVERIFY(desk.press("rstUseOffer1"));
        QTRY_VERIFY(canGoOn(desk));
        QCOMPARE(moment(desk), utc("2026-05-01T12:00:00Z"));
    }

    void theFirstBadChangeLeadsToTheSecondBefore()
    {
        RestoreDesk desk;
        open(desk, "Asia/Kolkata", utc("2026-11-18T10:42:06Z"));
        desk.find<QPushButton>("rstNudge+3600")->click();
        QTest::keyClick(desk.focus(), Qt::Key_G, Qt::ControlModifier);
        QCOMPARE(moment(desk), utc("2026-11-18T10:42:06Z"));
        // Without a mark the same key sets one.
        desk.find<QPushButton>("rstForgetBad")->click();
        desk.find<QPushButton>("rstNudge+60")->click();
        QTest::keyClick(desk.focus(), Qt::Key_G, Qt::ControlModifier);
        QCOMPARE(moment(desk), utc("2026-11-18T10:43:05Z"));
    }

    void theZoneChangesTheReadingNotTheMoment()
    {
        RestoreDesk desk;
        open(desk, "Asia/Kolkata", utc("2026-11-18T10:42:06Z"));
        auto *zones = desk.find<ZoneCombo>("rstZone");
        const int chatham = zones->findData(QByteArrayLiteral("Pacific/Chatham"));
        QVERIFY(chatham > 0);
        zones->setCurrentIndex(chatham);
        emit zones->activated(chatham);
        QCOMPARE(moment(desk), utc("2026-11-18T10:42:06Z"));
        QCOMPARE(desk.find<WallClockEdit>("rstWhen")->dateTime(), QDateTime(QDate(2026, 11, 19), QTime(0, 27, 6), Qt::UTC));
    }

    void theHandleStandsBelowTheMarker()
    {
        RestoreDesk desk;
        open(desk, "Asia/Kolkata", utc("2026-11-18T10:42:06Z"));
        const auto *view = desk.find<MomentView>("rstMoment");
        const auto *slider = desk.find<MomentSlider>("rstSlider");
        QCOMPARE(slider->width(), view->width());
        QCOMPARE(slider->mapTo(&desk.window(), QPoint(0, 0)).x(), view->mapTo(&desk.window(), QPoint(0, 0)).x());
        QCOMPARE(view->scale().momentOf(slider->value()), view->moment());
    }

    void speaksTheMomentToAssistiveTechnology()
    {
        RestoreDesk desk;
        open(desk, "Asia/Kolkata", utc("2026-11-18T10:42:06Z"));
        for (const char *name : {"rstMoment", "rstSlider"}) {
            QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(desk.find(name));
            QVERIFY(spoken);
            QCOMPARE(spoken->role(), QAccessible::Slider);
            QCOMPARE(spoken->text(QAccessible::Value), u"18 November 2026 16:12:06 IST, 10:42:06 UTC"_s);
            QVERIFY(spoken->valueInterface());
        }
    }

    void theSliderMovesTheMomentSecondBySecond()
    {
        RestoreDesk desk;
        open(desk, "Asia/Kolkata", utc("2026-11-18T10:42:06Z"));
        auto *slider = desk.find<MomentSlider>("rstSlider");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(moment(desk), utc("2026-11-18T10:42:07Z"));
        QTest::keyClick(slider, Qt::Key_PageDown);
        QCOMPARE(moment(desk), utc("2026-11-18T10:41:37Z")); // A tenth of five minutes.
    }

    void latestIsNeverPassedOver()
    {
        RestoreDesk desk;
        open(desk, "Asia/Kolkata", utc("2026-11-18T10:42:06Z"));
        desk.find<QPushButton>("rstLatest")->click();
        QCOMPARE(moment(desk), DeskTime);
        QVERIFY(canGoOn(desk));
    }

    void cleanup() { HumanText::show(QTimeZone("Asia/Kolkata")); }
};

SHUTTLER_TEST(tst_MomentStep)
#include "tst_MomentStep.moc"
