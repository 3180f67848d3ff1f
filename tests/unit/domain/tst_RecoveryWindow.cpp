// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/BackupListing.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;

static Instant at(qint64 second)
{
    return Instant::fromUnixSeconds(second);
}

class tst_RecoveryWindow : public QObject {
    Q_OBJECT

private slots:
    void holdsBothEndsAndTheEndsOfItsGaps_data()
    {
        QTest::addColumn<qint64>("micros");
        QTest::addColumn<bool>("inside");
        QTest::newRow("a microsecond too early") << 100'000'000LL - 1 << false;
        QTest::newRow("its beginning") << 100'000'000LL << true;
        QTest::newRow("where the gap begins") << 110'000'000LL << true;
        QTest::newRow("just inside the gap") << 110'000'001LL << false;
        QTest::newRow("just before the gap ends") << 119'999'999LL << false;
        QTest::newRow("where the gap ends") << 120'000'000LL << true;
        QTest::newRow("its end") << 200'000'000LL << true;
        QTest::newRow("a microsecond too late") << 200'000'001LL << false;
    }
    void holdsBothEndsAndTheEndsOfItsGaps()
    {
        QFETCH(const qint64, micros);
        QFETCH(const bool, inside);
        const auto window = RecoveryWindow::between(at(100), at(200), {{at(110), at(120), u"lost"_s}});
        VERIFY_OK(window);
        QCOMPARE(window->contains(Instant::fromUnixMicros(micros)), inside);
    }

    void cannotEndBeforeItBeginsNorHoldAGapOutside_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("until");
        QTest::addColumn<int>("gapFrom");
        QTest::addColumn<int>("gapUntil");
        QTest::newRow("ends before it begins") << 200 << 100 << 0 << 0;
        QTest::newRow("gap before it") << 100 << 200 << 90 << 110;
        QTest::newRow("gap behind it") << 100 << 200 << 190 << 201;
        QTest::newRow("gap backwards") << 100 << 200 << 120 << 110;
        QTest::newRow("gap of nothing") << 100 << 200 << 120 << 120;
    }
    void cannotEndBeforeItBeginsNorHoldAGapOutside()
    {
        QFETCH(const int, from);
        QFETCH(const int, until);
        QFETCH(const int, gapFrom);
        QFETCH(const int, gapUntil);
        VERIFY_FAULT(RecoveryWindow::between(at(from), at(until), {{at(gapFrom), at(gapUntil), u"lost"_s}}),
                     Fault::Corrupt);
    }

    void mayBeOneMoment()
    {
        const auto window = RecoveryWindow::between(at(100), at(100));
        VERIFY_OK(window);
        QVERIFY(window->contains(at(100)));
    }

    void sortsItsGapsAndMergesTheOverlapping()
    {
        const auto window = RecoveryWindow::between(
            at(0), at(100),
            {{at(50), at(60), u"b"_s}, {at(10), at(20), u"a"_s}, {at(55), at(70), u"c"_s}, {at(70), at(80), u"b"_s}});
        VERIFY_OK(window);
        QCOMPARE(window->gaps(),
                 (QList<WindowGap>{{at(10), at(20), u"a"_s}, {at(50), at(70), u"b; c"_s}, {at(70), at(80), u"b"_s}}));
        QVERIFY(window->contains(at(70))); // Between two gaps that only touch.
    }

    void theNewestServersWindowIsAskedFirst()
    {
        BackupListing listing;
        listing.windows = {{InstanceId(u"old"_s), *RecoveryWindow::between(at(0), at(100))},
                           {InstanceId(u"new"_s), *RecoveryWindow::between(at(90), at(200))}};
        QCOMPARE(listing.windowAt(at(95))->instance, InstanceId(u"new"_s));
        QCOMPARE(listing.windowAt(at(50))->instance, InstanceId(u"old"_s));
        QCOMPARE(listing.windowAt(at(201)), nullptr);
        QCOMPARE(listing.earliest(), at(0));
        QCOMPARE(listing.latest(), at(200));
    }

    void aFailedOrUnfinishedBackupIsNeverTheNewestUsable()
    {
        BackupListing listing;
        QCOMPARE(listing.newestUsable(), nullptr);
        QCOMPARE(listing.earliest(), std::nullopt);
        for (const auto &[id, health] :
             {std::pair(u"a"_s, BackupHealth::Healthy), std::pair(u"b"_s, BackupHealth::NotChecked),
              std::pair(u"c"_s, BackupHealth::Failed), std::pair(u"d"_s, BackupHealth::BeingMade)}) {
            Backup backup;
            backup.id = BackupId(id);
            backup.health = health;
            listing.backups.append(backup);
        }
        QCOMPARE(listing.newestUsable()->id, BackupId(u"b"_s));
        QCOMPARE(listing.find(BackupId(u"c"_s))->health, BackupHealth::Failed);
        QCOMPARE(listing.find(BackupId(u"x"_s)), nullptr);
    }
};

SHUTTLER_TEST(tst_RecoveryWindow)
#include "tst_RecoveryWindow.moc"
