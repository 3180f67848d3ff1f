// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/ZoneClock.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;

/// Moments as the command line takes them. Elsewhere a 12-hour clock was read wrong by twelve hours, and times without a
/// zone were taken for UTC: here both are refused.
class tst_ReadMoment : public QObject {
    Q_OBJECT

private slots:
    void readsWhatCanOnlyMeanOneMoment_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("utc");
        QTest::newRow("with an offset, no zone")
            << u"2026-11-18T17:12:06+05:30"_s << u""_s << u"2026-11-18T11:42:06Z"_s;
        QTest::newRow("an offset outranks the zone")
            << u"2026-11-18T17:12:06Z"_s << u"Asia/Kolkata"_s << u"2026-11-18T17:12:06Z"_s;
        QTest::newRow("local with a zone")
            << u"2026-11-18 17:12:06"_s << u"Asia/Kolkata"_s << u"2026-11-18T11:42:06Z"_s;
        QTest::newRow("local to the microsecond")
            << u"2026-11-18T17:12:06.000001"_s << u"Asia/Kolkata"_s << u"2026-11-18T11:42:06.000001Z"_s;
        QTest::newRow("local without seconds")
            << u"2026-11-18 17:12"_s << u"Asia/Kolkata"_s << u"2026-11-18T11:42:00Z"_s;
        QTest::newRow("today") << u"09:30:00"_s << u"Europe/Berlin"_s << u"2026-11-18T08:30:00Z"_s;
        QTest::newRow("today where it is tomorrow already")
            << u"09:30:00"_s << u"Pacific/Auckland"_s << u"2026-11-18T20:30:00Z"_s;
        QTest::newRow("today where it is still yesterday")
            << u"09:30:00"_s << u"Pacific/Pago_Pago"_s << u"2026-11-18T20:30:00Z"_s;
        QTest::newRow("noon") << u"12:00"_s << u"UTC"_s << u"2026-11-18T12:00:00Z"_s;
        QTest::newRow("midnight") << u"00:00"_s << u"UTC"_s << u"2026-11-18T00:00:00Z"_s;
        QTest::newRow("leap second") << u"2017-01-01 00:59:60"_s << u"Europe/Berlin"_s << u"2016-12-31T23:59:59Z"_s;
        QTest::newRow("the last second of a month")
            << u"2026-02-28 23:59:59"_s << u"America/New_York"_s << u"2026-03-01T04:59:59Z"_s;
        QTest::newRow("with blanks around")
            << u"  2026-11-18 17:12:06  "_s << u"Asia/Kolkata"_s << u"2026-11-18T11:42:06Z"_s;
    }
    void readsWhatCanOnlyMeanOneMoment()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, utc);
        const Result<Instant> moment = readMoment(text, zone(), now());
        VERIFY_OK(moment);
        QCOMPARE(moment->toString(), utc);
    }

    void refusesWhatCouldMeanAnother_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QStringList>("says");
        const QString berlin = u"Europe/Berlin"_s;
        QTest::newRow("no offset and no zone")
            << u"2026-11-18 17:12:06"_s << u""_s << QStringList{u"no zone"_s, u"+05:30"_s};
        QTest::newRow("12-hour clock") << u"2026-11-18 05:12:06 PM"_s << berlin << QStringList{u"24-hour clock"_s};
        QTest::newRow("12-hour clock, short") << u"5pm"_s << berlin << QStringList{u"24-hour clock"_s};
        QTest::newRow("never was") << u"2026-03-29 02:30:00"_s << berlin
                                   << QStringList{u"did not exist"_s, u"2026-03-29T01:59:59+01:00"_s,
                                                  u"2026-03-29T03:00:00+02:00"_s};
        QTest::newRow("was twice") << u"2026-10-25 02:30:00"_s << berlin
                                   << QStringList{u"happened twice"_s,
                                                  u"2026-10-25T02:30:00+02:00 (2026-10-25T00:30:00Z)"_s,
                                                  u"2026-10-25T02:30:00+01:00 (2026-10-25T01:30:00Z)"_s};
        QTest::newRow("30 February") << u"2026-02-30 12:00:00"_s << berlin << QStringList{u"does not exist"_s};
        QTest::newRow("hour 24") << u"2026-02-03 24:00:00"_s << berlin << QStringList{u"does not exist"_s};
        QTest::newRow("another order") << u"18.11.2026 17:12:06"_s << berlin
                                       << QStringList{u"2026-11-18T17:12:06+05:30"_s};
        QTest::newRow("an unknown zone") << u"17:12:06"_s << u"Europe/Atlantis"_s
                                         << QStringList{u"zone"_s, u"Europe/Berlin"_s};
        QTest::newRow("nothing") << u""_s << berlin << QStringList{u"2026-11-18T17:12:06+05:30"_s};
    }
    void refusesWhatCouldMeanAnother()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, says);
        const Result<Instant> moment = readMoment(text, zone(), now());
        VERIFY_FAULT(moment, Fault::BadInput);
        QCOMPARE(moment.error().means(), u"Nothing was done."_s);
        for (const QString &words : says)
            QVERIFY2(test::describe(moment.error()).contains(words.toUtf8()),
                     test::describe(moment.error()).constData());
    }

private:
    static Instant now() { return *Instant::parse(u"2026-11-18T11:05:00Z"_s); }
    static std::optional<QTimeZone> zone()
    {
        const QString id = *static_cast<QString *>(QTest::qData("zone", QMetaType::QString));
        return id.isEmpty() ? std::nullopt : std::optional(QTimeZone(id.toLatin1()));
    }
};

SHUTTLER_TEST(tst_ReadMoment)
#include "tst_ReadMoment.moc"
