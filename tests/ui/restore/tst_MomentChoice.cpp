// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/restore/MomentChoice.h"
#include "ui/restore/MomentRemark.h"

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

namespace {

QDateTime wall(int year, int month, int day, int hour, int minute, int second)
{
    return QDateTime(QDate(year, month, day), QTime(hour, minute, second), Qt::UTC);
}

BackupListing listingWith(QList<WindowGap> gaps = {})
{
    BackupListing listing;
    listing.windows = {{InstanceId(u"a"_s), *RecoveryWindow::between(utc("2026-10-14T02:10:12.4Z"), utc("2026-11-18T12:05:20.9Z"), std::move(gaps))}};
    return listing;
}

Capabilities able()
{
    Capabilities all;
    all.providerName = u"pgBackRest"_s;
    all.anySecond = true;
    return all;
}

} // namespace

/// A moment by wall clock or by real seconds, and what is said when it cannot be had.
class tst_MomentChoice : public QObject {
    Q_OBJECT

private slots:
    void readsAWallClock()
    {
        MomentChoice choice(utc("2026-11-18T00:00:00Z"), QTimeZone("Asia/Kolkata"));
        choice.type(wall(2026, 11, 18, 17, 12, 6));
        QCOMPARE(choice.chosen(), utc("2026-11-18T11:42:06Z"));
    }

    void readsZonesWithQuarterHours()
    {
        MomentChoice choice(utc("2026-11-18T00:00:00Z"), QTimeZone("Pacific/Chatham"));
        choice.type(wall(2026, 6, 1, 12, 45, 0)); // UTC+12:45 in winter.
        QCOMPARE(choice.chosen(), utc("2026-06-01T00:00:00Z"));
    }

    void choosesNothingInAHourThatNeverWas()
    {
        MomentChoice choice(utc("2026-03-28T12:00:00Z"), QTimeZone("Europe/Berlin"));
        choice.type(wall(2026, 3, 29, 2, 30, 0));
        QVERIFY(!choice.chosen());
        QVERIFY(choice.never());
        QCOMPARE(choice.never()->before, utc("2026-03-29T00:59:59Z"));
        QCOMPARE(choice.never()->after, utc("2026-03-29T01:00:00Z"));
        QCOMPARE(choice.wall(), wall(2026, 3, 29, 2, 30, 0)); // The field keeps what was typed.
        QCOMPARE(choice.lastChosen(), utc("2026-03-28T12:00:00Z"));
    }

    void asksWhichOfTwoIsMeant()
    {
        MomentChoice choice(utc("2026-10-24T12:00:00Z"), QTimeZone("Europe/Berlin"));
        choice.type(wall(2026, 10, 25, 2, 30, 0));
        QVERIFY(!choice.chosen());
        QVERIFY(choice.twice());
        MomentChoice other = choice;
        choice.meanFirst();
        QCOMPARE(choice.chosen(), utc("2026-10-25T00:30:00Z"));
        other.meanSecond();
        QCOMPARE(other.chosen(), utc("2026-10-25T01:30:00Z"));
    }

    void aMomentThatIsShownIsNotInDoubt()
    {
        MomentChoice choice(utc("2026-10-25T01:30:00Z"), QTimeZone("Europe/Berlin"));
        choice.type(choice.wall()); // As a field does that was just filled.
        QCOMPARE(choice.chosen(), utc("2026-10-25T01:30:00Z"));
    }

    void stepsRealSecondsThroughARepeatedHour()
    {
        MomentChoice choice(utc("2026-10-25T00:59:59Z"), QTimeZone("Europe/Berlin")); // 02:59:59, the first time.
        choice.set(choice.lastChosen() + Seconds(1));
        QCOMPARE(choice.chosen(), utc("2026-10-25T01:00:00Z"));
        QCOMPARE(choice.wall(), wall(2026, 10, 25, 2, 0, 0)); // The wall clock goes back; time does not.
    }

    void keepsTheMomentWhenTheZoneChanges()
    {
        MomentChoice choice(utc("2026-11-18T11:42:06Z"), QTimeZone("Asia/Kolkata"));
        choice.setZone(QTimeZone::utc());
        QCOMPARE(choice.chosen(), utc("2026-11-18T11:42:06Z"));
        QCOMPARE(choice.wall(), wall(2026, 11, 18, 11, 42, 6));
    }

    void saysWhatIsWrongWithAMoment_data()
    {
        QTest::addColumn<QString>("moment");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QStringList>("offers");
        QTest::addColumn<bool>("locks");
        const QStringList none;
        QTest::newRow("inside") << u"2026-11-18T11:42:06Z"_s << QString() << none << false;
        QTest::newRow("too early") << u"2026-10-14T02:10:12Z"_s << u"Earliest is 14 Oct, 07:40:13 IST."_s << QStringList{u"Use earliest"_s} << true;
        QTest::newRow("too late") << u"2026-11-18T12:05:21Z"_s << u"Latest is 17:35:20 IST."_s << QStringList{u"Use latest"_s} << true;
        QTest::newRow("in the future") << u"2026-11-18T12:30:00Z"_s << u"18:00:00 IST is in the future."_s << QStringList{u"Use latest"_s} << true;
        QTest::newRow("in a gap") << u"2026-11-01T01:00:00Z"_s
                                  << u"Nothing between 1 Nov, 05:30:00 IST and 1 Nov, 07:30:00 IST can be restored: a record is missing."_s
                                  << QStringList{u"Use 1 Nov, 05:30:00"_s, u"Use 1 Nov, 07:30:00"_s} << true;
    }
    void saysWhatIsWrongWithAMoment()
    {
        QFETCH(QString, moment);
        QFETCH(QString, words);
        QFETCH(QStringList, offers);
        QFETCH(bool, locks);
        const BackupListing listing = listingWith({{utc("2026-11-01T00:00:00Z"), utc("2026-11-01T02:00:00Z"), u"a record is missing"_s}});
        const auto remark = remarkOn(*Instant::parse(moment), listing, able(), utc("2026-11-18T12:09:14Z"), HumanText(QTimeZone("Asia/Kolkata")));
        QCOMPARE(remark.has_value(), !words.isEmpty());
        if (!remark)
            return;
        QCOMPARE(remark->words, words);
        QCOMPARE(remark->locks, locks);
        QStringList labels;
        for (const MomentRemark::Offer &offer : remark->offers) {
            labels.append(offer.label);
            QVERIFY2(listing.windowAt(offer.moment), qPrintable(offer.label)); // What is offered can be had.
        }
        QCOMPARE(labels, offers);
    }

    void newerThanTheArchiveIsFetchedWhereThatCanBeAsked()
    {
        Capabilities hurries = able();
        hurries.catchesUp = true;
        const auto remark = remarkOn(utc("2026-11-18T12:05:25Z"), listingWith(), hurries, utc("2026-11-18T12:09:14Z"), HumanText(QTimeZone::utc()));
        QVERIFY(remark && !remark->locks);
    }

    void withoutAnySecondOnlyBackupsAreOffered()
    {
        const auto remark = remarkOn(utc("2026-11-18T12:05:25Z"), BackupListing(), able(), utc("2026-11-18T12:09:14Z"), HumanText(QTimeZone::utc()));
        QVERIFY(remark && remark->locks);
    }
};

SHUTTLER_TEST(tst_MomentChoice)
#include "tst_MomentChoice.moc"
