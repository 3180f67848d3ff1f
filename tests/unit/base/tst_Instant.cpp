// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Instant.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;

class tst_Instant : public QObject {
    Q_OBJECT

private slots:
    void readsMomentsWithAnOffset_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("utc");
        QTest::newRow("UTC") << u"2026-11-18T11:42:06Z"_s << u"2026-11-18T11:42:06Z"_s;
        QTest::newRow("small letters and a space") << u" 2026-11-18t11:42:06z "_s << u"2026-11-18T11:42:06Z"_s;
        QTest::newRow("India") << u"2026-11-18 17:12:06+05:30"_s << u"2026-11-18T11:42:06Z"_s;
        QTest::newRow("Chatham, the day before in UTC") << u"2026-01-01T00:15:00+13:45"_s << u"2025-12-31T10:30:00Z"_s;
        QTest::newRow("west of Greenwich") << u"2026-11-18T23:30:00-03:30"_s << u"2026-11-19T03:00:00Z"_s;
        QTest::newRow("as PostgreSQL prints it")
            << u"2026-11-18 11:42:06.250001+00"_s << u"2026-11-18T11:42:06.250001Z"_s;
        QTest::newRow("offset without a colon") << u"2026-11-18T17:12:06+0530"_s << u"2026-11-18T11:42:06Z"_s;
        QTest::newRow("a fraction keeps its zeros") << u"2026-11-18T11:42:06.05Z"_s << u"2026-11-18T11:42:06.05Z"_s;
        QTest::newRow("more digits than are kept")
            << u"2026-11-18T11:42:06.123456789Z"_s << u"2026-11-18T11:42:06.123456Z"_s;
        QTest::newRow("leap second") << u"2016-12-31T23:59:60Z"_s << u"2016-12-31T23:59:59Z"_s;
        QTest::newRow("leap day") << u"2028-02-29T12:00:00Z"_s << u"2028-02-29T12:00:00Z"_s;
        QTest::newRow("before 1970") << u"1969-12-31T23:59:59.5Z"_s << u"1969-12-31T23:59:59.5Z"_s;
        QTest::newRow("noon is not midnight") << u"2026-11-18T12:00:00Z"_s << u"2026-11-18T12:00:00Z"_s;
        QTest::newRow("midnight is not noon") << u"2026-11-18T00:00:00Z"_s << u"2026-11-18T00:00:00Z"_s;
    }
    void readsMomentsWithAnOffset()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, utc);
        const Result<Instant> moment = Instant::parse(text);
        VERIFY_OK(moment);
        QCOMPARE(moment->toString(), utc);
    }

    void refusesWhatIsNoMoment_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"", "now", "2026-11-18", "2026-11-18T11:42:06", "2026-11-18T11:42:06 PM", "2026-11-18T11:42Z",
              "2026-11-31T11:42:06Z", "2026-02-29T11:42:06Z", "2026-13-01T11:42:06Z", "2026-11-18T24:00:00Z",
              "2026-11-18T11:60:00Z", "2026-11-18T11:42:61Z", "2026-11-18T11:42:06+16:00", "2026-11-18T11:42:06+05:60",
              "18.11.2026 11:42:06Z", "2026-11-18T11:42:06Z; DROP TABLE fees", "1795000000"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void refusesWhatIsNoMoment()
    {
        QFETCH(const QString, text);
        const Result<Instant> moment = Instant::parse(text);
        VERIFY_FAULT(moment, Fault::BadInput);
        QVERIFY(!moment.error().todo().isEmpty());
    }

    void everyMicrosecondSurvivesBeingWritten_data()
    {
        QTest::addColumn<qint64>("micros");
        for (const qint64 micros :
             {0LL, 1LL, 999'999LL, -1LL, -1'000'001LL, 1'795'000'000'000'001LL, 1'795'000'000'100'000LL})
            QTest::addRow("%lld", micros) << qint64(micros);
    }
    void everyMicrosecondSurvivesBeingWritten()
    {
        QFETCH(const qint64, micros);
        const Result<Instant> back = Instant::parse(Instant::fromUnixMicros(micros).toString());
        VERIFY_OK(back);
        QCOMPARE(back->unixMicros(), micros);
    }

    void floorsTowardsThePast()
    {
        QCOMPARE(Instant::fromUnixMicros(-1).flooredToSecond(), Instant::fromUnixSeconds(-1));
        QCOMPARE(Instant::fromUnixMicros(1'999'999).unixSeconds(), 1);
    }

    void standsCompactlyInNames()
    {
        QCOMPARE((*Instant::parse(u"2026-11-18T17:12:06.9+05:30"_s)).toCompactString(), u"20261118-114206"_s);
    }
};

SHUTTLER_TEST(tst_Instant)
#include "tst_Instant.moc"
