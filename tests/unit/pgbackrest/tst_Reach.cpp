// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/Reach.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace Qt::StringLiterals;

/// Times are seconds after an hour of a November day; files are 16 MiB, so file 5 begins at 0/5000000.
class tst_Reach : public QObject {
    Q_OBJECT

private:
    static constexpr qint64 Bytes = 16 * 1024 * 1024;
    static Instant at(double second)
    {
        return Instant::fromUnixMicros(1'795'500'000'000'000 + qint64(second * 1'000'000));
    }
    static QList<WalSegment> files(quint64 first, quint64 last, quint32 timeline = 1)
    {
        QList<WalSegment> all;
        for (quint64 number = first; number <= last; ++number)
            all.append(WalSegment::at(timeline, number, Bytes));
        return all;
    }
    static RepoBackup backup(const QString &label, double stopped, quint64 first, quint64 last, quint32 timeline = 1)
    {
        RepoBackup made;
        made.label = label;
        made.stoppedAt = at(stopped);
        made.startedAt = at(stopped - 2);
        made.firstSegment = WalSegment::at(timeline, first, Bytes);
        made.lastSegment = WalSegment::at(timeline, last, Bytes);
        made.stop = Lsn{last * Bytes + 0x100};
        made.sizeBytes = 1000;
        made.postgresVersion = u"15"_s;
        return made;
    }
    static TransactionEnd ending(quint64 file, quint32 xid, double time)
    {
        return {Lsn{file * Bytes + 0x2000}, xid, at(time)};
    }
    static Reach simple()
    {
        Reach reach =
            reachOf({backup(u"A"_s, 10, 3, 3), backup(u"B"_s, 30, 6, 6)}, files(1, 9), TimelinePath(1, {}), Bytes);
        reach.stretches.last().lastEnd = ending(9, 900, 50);
        return reach;
    }

private slots:
    void theWindowBeginsASecondAfterTheOldestBackupAndEndsWithTheLastChange()
    {
        const std::optional<RecoveryWindow> window = simple().window();
        QVERIFY(window);
        QCOMPARE(window->earliest(), at(11));
        QCOMPARE(window->latest(), at(50));
        QVERIFY(window->gaps().isEmpty());
    }

    void aCatchUpProvesQuietTimeToo()
    {
        Reach reach = simple();
        reach.stretches.last().completeTo = at(70);
        QCOMPARE(reach.window()->latest(), at(70));
    }

    void withoutBackupsThereIsNoWindow()
    {
        QVERIFY(!reachOf({}, files(1, 9), TimelinePath(1, {}), Bytes).window());
        QVERIFY(!reachOf({backup(u"A"_s, 10, 3, 3)}, {}, TimelinePath(1, {}), Bytes).window());
    }

    /// No moment between the last change before a hole and the next backup after it can be had.
    void aMissingFileIsAGapUntilTheNextBackup()
    {
        QList<WalSegment> present = files(1, 9);
        present.removeAll(WalSegment::at(1, 5, Bytes));
        Reach reach =
            reachOf({backup(u"A"_s, 10, 3, 3), backup(u"B"_s, 30, 7, 7)}, present, TimelinePath(1, {}), Bytes);
        QCOMPARE(reach.stretches.size(), 2);
        reach.stretches[0].lastEnd = ending(4, 400, 15);
        reach.stretches[1].lastEnd = ending(9, 900, 50);
        const std::optional<RecoveryWindow> window = reach.window();
        QVERIFY(window);
        QCOMPARE(window->gaps(),
                 (QList<WindowGap>{{at(15), at(31), u"the record of changes 000000010000000000000005 is missing"_s}}));

        // At the brim it ends with the last transaction itself; inside it is refused with both brims; behind it the next backup serves.
        const Result<RecoveryChoice> brim = chooseRecovery(AtMoment{at(15)}, reach, {});
        VERIFY_OK(brim);
        QCOMPARE(brim->type, u"xid"_s);
        QCOMPARE(brim->target, u"400"_s);
        const Result<RecoveryChoice> inside = chooseRecovery(AtMoment{at(20)}, reach, {});
        VERIFY_FAULT(inside, Fault::Refused);
        QVERIFY(inside.error().what().contains(u"000000010000000000000005"_s));
        QVERIFY(inside.error().todo().contains(at(15).toString()) && inside.error().todo().contains(at(31).toString()));
        const Result<RecoveryChoice> behind = chooseRecovery(AtMoment{at(31)}, reach, {});
        VERIFY_OK(behind);
        QCOMPARE(behind->label, u"B"_s);
    }

    void severalMissingFilesAreCounted()
    {
        const Reach reach = reachOf({}, files(1, 2) + files(6, 9), TimelinePath(1, {}), Bytes);
        QCOMPARE(
            reach.causeBetween(reach.stretches[0], reach.stretches[1]),
            u"3 files of the record of changes are missing, 000000010000000000000003 to 000000010000000000000005"_s);
    }

    /// A stretch without a backup of its own belongs to the hole before it.
    void aHoleWithoutABackupBehindItEndsTheWindow()
    {
        QList<WalSegment> present = files(1, 9);
        present.removeAll(WalSegment::at(1, 5, Bytes));
        Reach reach = reachOf({backup(u"A"_s, 10, 3, 3)}, present, TimelinePath(1, {}), Bytes);
        reach.stretches[0].lastEnd = ending(4, 400, 15);
        QCOMPARE(reach.window()->latest(), at(15));
    }

    void aBackupWhoseOwnChangesAreMissingIsNamed()
    {
        QList<WalSegment> present = files(1, 9);
        present.removeAll(WalSegment::at(1, 4, Bytes));
        const Reach reach = reachOf({backup(u"A"_s, 10, 3, 5)}, present, TimelinePath(1, {}), Bytes);
        QCOMPARE(reach.missingArchive, QStringList{u"A"_s});
        QVERIFY(!reach.window());
    }

    void aMomentIsReplayedFromTheNewestBackupThatHadEnded_data()
    {
        QTest::addColumn<double>("second");
        QTest::addColumn<QString>("label");
        QTest::newRow("the first moment") << 11.0 << u"A"_s;
        QTest::newRow("while the second was taken") << 29.0 << u"A"_s;
        QTest::newRow("in the second of its end") << 30.999999 << u"A"_s;
        QTest::newRow("the second after its end") << 31.0 << u"B"_s;
        QTest::newRow("later") << 49.0 << u"B"_s;
    }
    void aMomentIsReplayedFromTheNewestBackupThatHadEnded()
    {
        QFETCH(double, second);
        const Result<RecoveryChoice> choice = chooseRecovery(AtMoment{at(second)}, simple(), {});
        VERIFY_OK(choice);
        QTEST(choice->label, "label");
        QCOMPARE(choice->type, u"time"_s);
        QCOMPARE(choice->timeline, u"current"_s);
    }

    void theTargetTimeIsExactToTheMicrosecond()
    {
        const Result<RecoveryChoice> choice = chooseRecovery(AtMoment{at(12.000001)}, simple(), {});
        VERIFY_OK(choice);
        QVERIFY2(choice->target.endsWith(u":12.000001+00"_s), qPrintable(choice->target));
    }

    /// PostgreSQL never ends a recovery whose target time no transaction reaches.
    void fromTheLastTransactionOnItIsAimedAtItself()
    {
        Reach reach = simple();
        reach.stretches.last().completeTo = at(70);
        for (const double second : {50.0, 60.0, 70.0}) {
            const Result<RecoveryChoice> choice = chooseRecovery(AtMoment{at(second)}, reach, {});
            VERIFY_OK(choice);
            QCOMPARE(choice->type, u"xid"_s);
            QCOMPARE(choice->target, u"900"_s);
        }
    }

    void withoutATransactionSinceTheBackupItsEndIsTheTarget()
    {
        Reach reach = simple();
        reach.stretches.last().lastEnd = ending(5, 500, 25); // Before B ended.
        reach.stretches.last().completeTo = at(70);
        const Result<RecoveryChoice> choice = chooseRecovery(AtMoment{at(60)}, reach, {});
        VERIFY_OK(choice);
        QCOMPARE(choice->label, u"B"_s);
        QCOMPARE(choice->type, u"immediate"_s);
        QCOMPARE(choice->target, QString());
    }

    /// Quiet since the newest backup must not make an older moment lose its changes.
    void aMomentBeforeTheLastTransactionIsAimedAtByTime()
    {
        Reach reach = simple();
        reach.stretches.last().lastEnd = ending(5, 500, 25);
        const Result<RecoveryChoice> choice = chooseRecovery(AtMoment{at(20)}, reach, {});
        VERIFY_OK(choice);
        QCOMPARE(choice->label, u"A"_s);
        QCOMPARE(choice->type, u"time"_s);
    }

    void latestIsTheLastTransactionOfTheNewestStretch()
    {
        const Result<RecoveryChoice> choice = chooseRecovery(AtLatest{}, simple(), {});
        VERIFY_OK(choice);
        QCOMPARE(choice->label, u"B"_s);
        QCOMPARE(choice->type, u"xid"_s);
        QCOMPARE(choice->replayBytes, 4 * Bytes);
    }

    void aBackupItselfIsReplayedToItsEndOnly()
    {
        const QList<RepoBackup> usable{backup(u"A"_s, 10, 3, 3)};
        const Result<RecoveryChoice> choice = chooseRecovery(AtBackup{BackupId(u"A"_s)}, simple(), usable);
        VERIFY_OK(choice);
        QCOMPARE(choice->type, u"immediate"_s);
        QCOMPARE(choice->replayBytes, Bytes);
        VERIFY_FAULT(chooseRecovery(AtBackup{BackupId(u"X"_s)}, simple(), usable), Fault::NotFound);
    }

    void momentsOutsideAreRefusedWithTheNearestOne()
    {
        const Result<RecoveryChoice> early = chooseRecovery(AtMoment{at(10.5)}, simple(), {});
        VERIFY_FAULT(early, Fault::Refused);
        QVERIFY(early.error().todo().contains(at(11).toString()));
        const Result<RecoveryChoice> late = chooseRecovery(AtMoment{at(51)}, simple(), {});
        VERIFY_FAULT(late, Fault::Refused);
        QVERIFY(late.error().todo().contains(at(50).toString()));
        VERIFY_FAULT(chooseRecovery(AtLatest{}, Reach{}, {}), Fault::NotFound);
    }

    /// What an abandoned timeline archived after it was left is not on the road to the newest.
    void theRoadFollowsTheNewestTimeline()
    {
        // Timeline 2 left timeline 1 in the middle of file 6; timeline 1 went on to file 8.
        const TimelinePath path(2, {{1, Lsn{6 * Bytes + 0x8000}}});
        const QList<WalSegment> present = files(1, 8, 1) + files(6, 9, 2);
        Reach reach = reachOf({backup(u"A"_s, 10, 3, 3), backup(u"lost"_s, 30, 7, 7), backup(u"new"_s, 40, 8, 8, 2)},
                              present, path, Bytes);
        QCOMPARE(reach.stretches.size(), 1);
        QCOMPARE(reach.stretches[0].backups.size(), 2);
        QCOMPARE(reach.missingArchive, QStringList());
        reach.stretches[0].lastEnd = ending(9, 900, 50);
        const Result<RecoveryChoice> fromOld = chooseRecovery(AtMoment{at(20)}, reach, {});
        VERIFY_OK(fromOld);
        QCOMPARE(fromOld->timeline, u"2"_s);
        const Result<RecoveryChoice> fromNew = chooseRecovery(AtMoment{at(45)}, reach, {});
        VERIFY_OK(fromNew);
        QCOMPARE(fromNew->label, u"new"_s);
        QCOMPARE(fromNew->timeline, u"current"_s);
        // The abandoned one can still be had as a whole.
        const Result<RecoveryChoice> lost =
            chooseRecovery(AtBackup{BackupId(u"lost"_s)}, reach, {backup(u"lost"_s, 30, 7, 7)});
        VERIFY_OK(lost);
        QCOMPARE(lost->timeline, u"current"_s);
    }

    /// Where the changes themselves cannot be read, time is aimed at, and all there is.
    void withoutTransactionTimesTheArchiveIsTakenAtItsWord()
    {
        Reach reach = simple();
        reach.stretches.last().lastEnd.reset();
        reach.stretches.last().completeTo = at(55);
        reach.stretches.last().isGuess = true;
        QCOMPARE(reach.window()->latest(), at(55));
        QCOMPARE(chooseRecovery(AtMoment{at(52)}, reach, {})->type, u"time"_s);
        QCOMPARE(chooseRecovery(AtLatest{}, reach, {})->type, u"default"_s);
    }
};

SHUTTLER_TEST(tst_Reach)
#include "tst_Reach.moc"
