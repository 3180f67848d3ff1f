// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/WalSegment.h"
#include "tests/support/Test.h"
#include "tests/unit/pgbackrest/Recordings.h"

using namespace shuttler::pgbackrest;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_WalSegment : public QObject {
    Q_OBJECT

private slots:
    void namesAreReadAndWrittenAlike_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("first") << u"000000010000000000000001"_s;
        QTest::newRow("letters") << u"0000000A000000FF000000FE"_s;
    }
    void namesAreReadAndWrittenAlike()
    {
        QFETCH(QString, name);
        const std::optional<WalSegment> segment = WalSegment::parse(name);
        QVERIFY(segment);
        QCOMPARE(segment->name(), name);
    }

    void otherNamesAreNoSegments_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name :
             {"", "00000002.history", "000000010000000000000003.00000028.backup", "00000001000000000000000g",
              "000000010000000000000003.partial", "0000000100000000000000010"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void otherNamesAreNoSegments()
    {
        QFETCH(QString, name);
        QVERIFY(!WalSegment::parse(name));
    }

    /// With 16 MiB files there are 256 to a high number; after FF comes the next one.
    void numbersRunOnOverTheHighPart()
    {
        constexpr qint64 bytes = 16 * 1024 * 1024;
        const WalSegment last = *WalSegment::parse(u"0000000100000000000000FF"_s);
        const WalSegment next = *WalSegment::parse(u"000000010000000100000000"_s);
        QCOMPARE(next.number(bytes), last.number(bytes) + 1);
        QCOMPARE(WalSegment::at(1, next.number(bytes), bytes).name(), next.name());
        QCOMPARE(WalSegment::parse(u"00000001000000010000003F"_s)->number(64 * 1024 * 1024), quint64(64 + 63));
    }

    void placesAreReadWithBothParts()
    {
        QCOMPARE(Lsn::parse(u"1/A0"_s)->position, (quint64(1) << 32) + 0xA0);
        QVERIFY(*Lsn::parse(u"0/FFFFFFFF"_s) < *Lsn::parse(u"1/0"_s));
        QVERIFY(!Lsn::parse(u"1"_s) && !Lsn::parse(u""_s) && !Lsn::parse(u"x/1"_s));
    }

    void aHistoryFileNamesTheAncestors()
    {
        QCOMPARE(parseHistory(recording(u"00000002.history"_s)),
                 (QList<TimelineBranch>{{1, *Lsn::parse(u"0/8004AA0"_s)}}));
        QVERIFY(parseHistory("# nothing\n\n").isEmpty());
    }

    void theRoadTakesTheYoungestTimelineThatHadBegun()
    {
        constexpr qint64 bytes = 16 * 1024 * 1024;
        const TimelinePath path(3, {{1, Lsn{5 * bytes + 10}}, {2, Lsn{8 * bytes + 10}}});
        QCOMPARE(path.timelineOf(4, bytes), 1u);
        QCOMPARE(path.timelineOf(5, bytes), 2u); // It begins with a copy of what came before the branch.
        QCOMPARE(path.timelineOf(7, bytes), 2u);
        QCOMPARE(path.timelineOf(8, bytes), 3u);
        QVERIFY(path.passes(1, Lsn{5 * bytes + 10}));
        QVERIFY(!path.passes(1, Lsn{5 * bytes + 11}));
        QVERIFY(path.passes(3, Lsn{99 * bytes}));
        QVERIFY(!path.passes(4, Lsn{1}));
    }
};

SHUTTLER_TEST(tst_WalSegment)
#include "tst_WalSegment.moc"
