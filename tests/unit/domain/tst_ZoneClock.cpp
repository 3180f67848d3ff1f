// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/ZoneClock.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;

static QTimeZone zoneOf(const QString &id)
{
    return QTimeZone(id.toLatin1());
}

/// "One 2026-…Z", "None 2026-…Z 2026-…Z", "Two 2026-…Z 2026-…Z".
static QString spelled(const ZoneClock::Reading &reading)
{
    if (const auto *one = std::get_if<ZoneClock::One>(&reading))
        return u"One "_s + one->instant.toString();
    if (const auto *none = std::get_if<ZoneClock::None>(&reading))
        return u"None %1 %2"_s.arg(none->before.toString(), none->after.toString());
    const auto &two = std::get<ZoneClock::Two>(reading);
    return u"Two %1 %2"_s.arg(two.first.toString(), two.second.toString());
}

class tst_ZoneClock : public QObject {
    Q_OBJECT

private slots:
    void aReadingIsOnceNeverOrTwice_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("reading");
        QTest::addColumn<QString>("utc");
        const auto row = [](const QString &zone, const QString &reading, const QString &utc) {
            QTest::addRow("%s %s", qPrintable(zone), qPrintable(reading)) << zone << reading << utc;
        };
        const QString berlin = u"Europe/Berlin"_s;
        row(berlin, u"2026-03-29T01:59:59"_s, u"One 2026-03-29T00:59:59Z"_s);
        row(berlin, u"2026-03-29T02:00:00"_s, u"None 2026-03-29T00:59:59Z 2026-03-29T01:00:00Z"_s);
        row(berlin, u"2026-03-29T02:30:00"_s, u"None 2026-03-29T00:59:59Z 2026-03-29T01:00:00Z"_s);
        row(berlin, u"2026-03-29T02:59:59"_s, u"None 2026-03-29T00:59:59Z 2026-03-29T01:00:00Z"_s);
        row(berlin, u"2026-03-29T03:00:00"_s, u"One 2026-03-29T01:00:00Z"_s);
        row(berlin, u"2026-10-25T01:59:59"_s, u"One 2026-10-24T23:59:59Z"_s);
        row(berlin, u"2026-10-25T02:00:00"_s, u"Two 2026-10-25T00:00:00Z 2026-10-25T01:00:00Z"_s);
        row(berlin, u"2026-10-25T02:30:00"_s, u"Two 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z"_s);
        row(berlin, u"2026-10-25T02:59:59"_s, u"Two 2026-10-25T00:59:59Z 2026-10-25T01:59:59Z"_s);
        row(berlin, u"2026-10-25T03:00:00"_s, u"One 2026-10-25T02:00:00Z"_s);
        row(berlin, u"2026-01-31T23:59:59"_s, u"One 2026-01-31T22:59:59Z"_s);
        row(berlin, u"2026-02-01T00:00:00"_s, u"One 2026-01-31T23:00:00Z"_s);
        row(berlin, u"2028-02-29T00:30:00"_s, u"One 2028-02-28T23:30:00Z"_s);
        row(berlin, u"2027-01-01T00:00:00"_s, u"One 2026-12-31T23:00:00Z"_s);
        row(berlin, u"2050-07-01T12:00:00"_s, u"One 2050-07-01T10:00:00Z"_s);

        row(u"Asia/Kolkata"_s, u"2026-11-18T17:12:06"_s, u"One 2026-11-18T11:42:06Z"_s);
        row(u"Asia/Kolkata"_s, u"2026-03-01T02:30:00"_s, u"One 2026-02-28T21:00:00Z"_s);

        const QString newYork = u"America/New_York"_s;
        row(newYork, u"2026-03-08T02:30:00"_s, u"None 2026-03-08T06:59:59Z 2026-03-08T07:00:00Z"_s);
        row(newYork, u"2026-11-01T01:30:00"_s, u"Two 2026-11-01T05:30:00Z 2026-11-01T06:30:00Z"_s);
        row(newYork, u"2026-11-01T00:59:59"_s, u"One 2026-11-01T04:59:59Z"_s);

        const QString chatham = u"Pacific/Chatham"_s; // UTC+12:45, +13:45 in summer, changes at 2:45.
        row(chatham, u"2026-07-01T00:00:00"_s, u"One 2026-06-30T11:15:00Z"_s);
        row(chatham, u"2026-01-01T00:15:00"_s, u"One 2025-12-31T10:30:00Z"_s);
        row(chatham, u"2026-09-27T03:00:00"_s, u"None 2026-09-26T13:59:59Z 2026-09-26T14:00:00Z"_s);
        row(chatham, u"2026-04-05T03:00:00"_s, u"Two 2026-04-04T13:15:00Z 2026-04-04T14:15:00Z"_s);

        const QString lordHowe = u"Australia/Lord_Howe"_s; // Its summer is half an hour.
        row(lordHowe, u"2026-10-04T02:15:00"_s, u"None 2026-10-03T15:29:59Z 2026-10-03T15:30:00Z"_s);
        row(lordHowe, u"2026-10-04T02:30:00"_s, u"One 2026-10-03T15:30:00Z"_s);
        row(lordHowe, u"2026-04-05T01:45:00"_s, u"Two 2026-04-04T14:45:00Z 2026-04-04T15:15:00Z"_s);

        row(u"Pacific/Apia"_s, u"2011-12-30T12:00:00"_s,
            u"None 2011-12-30T09:59:59Z 2011-12-30T10:00:00Z"_s); // A day that never was.
        row(u"UTC"_s, u"2026-03-29T02:30:00"_s, u"One 2026-03-29T02:30:00Z"_s);
        row(u"UTC+05:45"_s, u"2026-03-29T02:30:00"_s, u"One 2026-03-28T20:45:00Z"_s);
    }
    void aReadingIsOnceNeverOrTwice()
    {
        QFETCH(const QString, zone);
        QFETCH(const QString, reading);
        QFETCH(const QString, utc);
        const QDateTime wall = QDateTime::fromString(reading, Qt::ISODate);
        const ZoneClock clock(zoneOf(zone));

        const ZoneClock::Reading answer = clock.toUtc(wall.date(), wall.time());

        QCOMPARE(spelled(answer), utc);
        if (const auto *one = std::get_if<ZoneClock::One>(&answer)) // And back again.
            QCOMPARE(clock.toLocal(one->instant).toString(Qt::ISODate), reading + u'Z');
    }

    void saysWhatClocksDid()
    {
        const ZoneClock berlin(zoneOf(u"Europe/Berlin"_s));
        const ZoneClock::Reading never = berlin.toUtc({2026, 3, 29}, {2, 30});
        QCOMPARE(std::get<ZoneClock::None>(never).describe,
                 u"02:30:00 did not exist on 29 Mar 2026 in Europe/Berlin; clocks went from 02:00 to 03:00."_s);
        const ZoneClock::Reading twice = berlin.toUtc({2026, 10, 25}, {2, 30});
        QCOMPARE(std::get<ZoneClock::Two>(twice).describe, u"02:30:00 happened twice on 25 Oct 2026."_s);
        const ZoneClock::Reading noDay = ZoneClock(zoneOf(u"Pacific/Apia"_s)).toUtc({2011, 12, 30}, {12, 0});
        QCOMPARE(std::get<ZoneClock::None>(noDay).describe,
                 u"12:00:00 did not exist on 30 Dec 2011 in Pacific/Apia; "
                 "clocks went from 30 Dec 2011, 00:00, to 31 Dec 2011, 00:00."_s);
    }

    void everySecondOfADayOfChangeIsFoundAgain()
    {
        for (const QString &id :
             {u"Europe/Berlin"_s, u"America/New_York"_s, u"Pacific/Chatham"_s, u"Australia/Lord_Howe"_s}) {
            const ZoneClock clock(zoneOf(id));
            for (const QString &day : {u"2026-03-08T00:00:00Z"_s, u"2026-03-28T12:00:00Z"_s, u"2026-04-04T06:00:00Z"_s,
                                       u"2026-09-26T06:00:00Z"_s, u"2026-10-03T06:00:00Z"_s, u"2026-10-24T12:00:00Z"_s,
                                       u"2026-11-01T00:00:00Z"_s}) {
                for (int minute = 0; minute < 26 * 60; minute += 5) {
                    const Instant instant = *Instant::parse(day) + std::chrono::minutes(minute);
                    const QDateTime wall = clock.toLocal(instant);
                    const ZoneClock::Reading reading = clock.toUtc(wall.date(), wall.time());
                    QVERIFY2(spelled(reading).contains(instant.toString()),
                             qPrintable(id + u' ' + instant.toString() + u": "_s + spelled(reading)));
                }
            }
        }
    }

    void namesItsOffset_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("name");
        QTest::newRow("letters") << u"Asia/Kolkata"_s << u"IST"_s;
        QTest::newRow("no letters") << u"Asia/Kathmandu"_s << u"UTC+05:45"_s;
        QTest::newRow("no letters, west") << u"America/Sao_Paulo"_s << u"UTC-03:00"_s;
        QTest::newRow("half an hour") << u"Australia/Lord_Howe"_s << u"UTC+11:00"_s;
        QTest::newRow("an offset as a zone") << u"UTC+05:45"_s << u"UTC+05:45"_s;
        QTest::newRow("UTC") << u"UTC"_s << u"UTC"_s;
    }
    void namesItsOffset()
    {
        QFETCH(const QString, zone);
        QFETCH(const QString, name);
        QCOMPARE(ZoneClock(zoneOf(zone)).abbreviation(*Instant::parse(u"2026-11-18T12:00:00Z"_s)), name);
    }
};

SHUTTLER_TEST(tst_ZoneClock)
#include "tst_ZoneClock.moc"
