// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/common/HumanText.h"

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

namespace {

Instant at(const char *text)
{
    return *Instant::parse(QString::fromLatin1(text));
}

} // namespace

class tst_HumanText : public QObject {
    Q_OBJECT

private slots:
    void durationsReadLikeSpeech_data()
    {
        QTest::addColumn<qint64>("micros");
        QTest::addColumn<QString>("words");
        const qint64 second = 1'000'000;
        QTest::newRow("nothing") << qint64(0) << u"0 s"_s;
        QTest::newRow("less than a second") << qint64(400'000) << u"0.4 s"_s;
        QTest::newRow("seconds") << 59 * second << u"59 s"_s;
        QTest::newRow("a whole minute") << 60 * second << u"1 min"_s;
        QTest::newRow("minutes and seconds") << 1450 * second << u"24 min 10 s"_s;
        QTest::newRow("hours") << (9 * 3600 + 32 * 60) * second << u"9 h 32 min"_s;
        QTest::newRow("days") << (35 * 86400 + 8 * 3600) * second << u"35 d 8 h"_s;
        QTest::newRow("the past counts the same") << -90 * second << u"1 min 30 s"_s;
    }
    void durationsReadLikeSpeech()
    {
        QFETCH(qint64, micros);
        QFETCH(QString, words);
        QCOMPARE(HumanText::duration(Micros(micros)), words);
    }

    void sizesHaveOneDecimal_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("words");
        QTest::newRow("not known") << qint64(0) << QString();
        QTest::newRow("bytes") << qint64(612) << u"612 B"_s;
        QTest::newRow("mebibytes") << qint64(44'040'192) << u"42.0 MiB"_s;
        QTest::newRow("gibibytes") << qint64(19'756'849'562) << u"18.4 GiB"_s;
    }
    void sizesHaveOneDecimal()
    {
        QFETCH(qint64, bytes);
        QFETCH(QString, words);
        QCOMPARE(HumanText::size(bytes), words);
    }

    void theDateIsDroppedOnlyForTodayInTheShownZone()
    {
        const HumanText india{QTimeZone("Asia/Kolkata")};
        const Instant now = at("2026-11-18T12:01:20Z");
        QCOMPARE(india.when(at("2026-11-18T11:42:06Z"), now), u"17:12:06 IST"_s);
        // 17 November in UTC, but 18 November in India: today.
        QCOMPARE(india.when(at("2026-11-17T18:31:00Z"), now), u"00:01:00 IST"_s);
        QCOMPARE(india.when(at("2026-10-14T02:10:12Z"), now), u"14 Oct, 07:40:12 IST"_s);
        QCOMPARE(india.when(at("2025-10-14T02:10:12Z"), now), u"14 Oct 2025, 07:40:12 IST"_s);
    }

    void utcStandsBesideWithItsOwnDayWhenThatDiffers()
    {
        const HumanText india{QTimeZone("Asia/Kolkata")};
        QCOMPARE(india.utcBeside(at("2026-11-18T11:42:06Z")), u"11:42:06 UTC"_s);
        QCOMPARE(india.utcBeside(at("2026-11-17T18:31:00Z")), u"17 Nov, 18:31:00 UTC"_s);
        QCOMPARE(india.spoken(at("2026-11-18T11:42:06Z")), u"18 November 2026 17:12:06 IST, 11:42:06 UTC"_s);
    }

    void quarterHourZonesAreNamedByTheirOffset()
    {
        const HumanText chatham{QTimeZone("Pacific/Chatham")};
        const Instant moment = at("2026-06-18T00:00:00Z");
        QCOMPARE(chatham.clockTime(moment), u"12:45:00"_s);
        QVERIFY(chatham.zoneLong(moment).contains(u"12:45"_s));
    }

    void anUnknownZoneFallsBackToThisComputers()
    {
        QCOMPARE(HumanText::zoneNamed(u"Mars/Olympus"_s).id(), QTimeZone::systemTimeZone().id());
        QCOMPARE(HumanText::zoneNamed(u"UTC"_s).offsetFromUtc(QDateTime::currentDateTime()), 0);
    }
};

SHUTTLER_TEST(tst_HumanText)

#include "tst_HumanText.moc"
