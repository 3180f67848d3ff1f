// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/common/HumanText.h"
#include "ui/overview/NeedsYou.h"
#include "ui/overview/Verdict.h"

Q_DECLARE_METATYPE(shuttler::ui::Situation)
Q_DECLARE_METATYPE(shuttler::ui::Standing)

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::hours Day{24};
constexpr Seconds CheckEvery{60};
const Instant Now = *Instant::parse(u"2026-11-18T10:30:14Z"_s);

/// A production database with any second of the last `days`, the newest `newest` old.
Situation protectedFor(Micros reach, Micros newest = Seconds(214))
{
    Situation situation;
    situation.environment.name = EnvironmentName(u"shuttler-prod"_s);
    situation.environment.provider = u"pgbackrest"_s;
    situation.lookedAt = Now;
    BackupListing listing;
    listing.askedAt = Now;
    Backup backup;
    backup.id = BackupId(u"F"_s);
    backup.takenAt = Now - reach;
    backup.startedAt = backup.takenAt;
    backup.health = BackupHealth::Healthy;
    listing.backups = {backup};
    listing.windows = {{InstanceId(u"shuttler-prod"_s), *RecoveryWindow::between(Now - reach, Now - newest)}};
    situation.listing = listing;
    return situation;
}

} // namespace

class tst_Verdict : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { HumanText::show(QTimeZone("Asia/Kolkata")); }

    void theSentenceSaysWhereOneStands_data()
    {
        QTest::addColumn<Situation>("situation");
        QTest::addColumn<Standing>("standing");
        QTest::addColumn<QString>("title");
        QTest::newRow("all days") << protectedFor(Day * 35) << Standing::Protected << u"Protected. The 30-day SLA is met."_s;
        QTest::newRow("the newest second is old") << protectedFor(Day * 35, std::chrono::minutes(42)) << Standing::AtRisk
                                                  << u"Protected, but the newest restorable second is 42 min old."_s;
        QTest::newRow("seven days only") << protectedFor(Day * 7) << Standing::Broken
                                         << u"30-day SLA broken: 7 of 30 days can be restored to the second"_s;

        Situation nothing = protectedFor(Day);
        nothing.listing->backups.clear();
        nothing.listing->windows.clear();
        QTest::newRow("no backup at all") << nothing << Standing::Broken << u"30-day SLA broken: 0 of 30 days can be restored to the second"_s;

        Situation practice = protectedFor(std::chrono::minutes(24));
        practice.environment.kind = EnvironmentKind::Practice;
        QTest::newRow("Practice of this hour is young, not broken") << practice << Standing::Young
                                                                    << u"Practice began 24 min ago. Any second since then can be restored."_s;

        Situation fresh = protectedFor(Day * 3);
        fresh.instance = Instance{};
        fresh.instance->createdAt = Now - Day * 4;
        QTest::newRow("a server of four days is young") << fresh << Standing::Young
                                                        << u"Backups began 3 d ago. Any second since then can be restored."_s;
        fresh.instance->createdAt = Now - Day * 90;
        QTest::newRow("an old server with three days is broken") << fresh << Standing::Broken
                                                                 << u"30-day SLA broken: 3 of 30 days can be restored to the second"_s;

        Situation vanished = practice;
        vanished.vanished = {u"Backup F is gone before its time."_s};
        QTest::newRow("Practice that lost a backup is broken") << vanished << Standing::Broken
                                                               << u"30-day SLA broken: 0 of 30 days can be restored to the second"_s;

        Situation old = protectedFor(Day * 35);
        old.listing->askedAt = Now - Seconds(181);
        QTest::newRow("an answer older than three checks is none") << old << Standing::NotKnown
                                                                   << u"Not known: pgBackRest has not answered since 15:57:13 IST."_s;
        Situation never = protectedFor(Day * 35);
        never.listing.reset();
        QTest::newRow("never answered") << never << Standing::NotKnown << u"Not known: pgBackRest has not answered yet."_s;

        Situation daily = protectedFor(Day * 35);
        daily.environment.promise = Grade::BackupOnly;
        QTest::newRow("the promise of daily backups is never plainly met") << daily << Standing::Protected
                                                                           << u"The 30-day SLA is met with daily backups."_s;
    }
    void theSentenceSaysWhereOneStands()
    {
        QFETCH(Situation, situation);
        QFETCH(Standing, standing);
        QFETCH(QString, title);
        const OverviewVerdict verdict = verdictOf(situation, Now, CheckEvery);
        QCOMPARE(verdict.title, title);
        QCOMPARE(int(verdict.standing), int(standing));
    }

    void aBrokenPromiseHasAllThreeParts()
    {
        const OverviewVerdict verdict = verdictOf(protectedFor(Day * 7), Now, CheckEvery);
        QVERIFY(!verdict.happened.isEmpty());
        QVERIFY(verdict.means.contains(u"23 of 30 days cannot be restored at all."_s));
        QVERIFY(verdict.todo.contains(u"18 Dec"_s));
    }

    void aLoweredRetentionIsNamedAsWhatToMend()
    {
        Situation situation = protectedFor(Day * 7);
        situation.retention = Retention{u"7 days"_s, 7, 7};
        QVERIFY(verdictOf(situation, Now, CheckEvery).todo.startsWith(u"Set the retention back to 30 days."_s));
    }

    void oldDataIsNeverGreen()
    {
        Situation situation = protectedFor(Day * 35);
        for (int seconds = 0; seconds < 400; seconds += 20) {
            situation.listing->askedAt = Now - Seconds(seconds);
            const bool green = verdictOf(situation, Now, CheckEvery).standing == Standing::Protected;
            QCOMPARE(green, seconds <= 180);
        }
    }

    void aPracticeThatDoesNotRunNeedsOne()
    {
        Situation situation = protectedFor(std::chrono::hours(3));
        situation.practice = PracticeStatus();
        situation.openRun = RunRecord();
        const QList<Need> needs = needsOf(situation, Now);
        QCOMPARE(needs.size(), 2);
        QCOMPARE(needs.first().way, Need::Way::StartPractice); // Nothing can go on before.
        situation.practice->databaseRuns = situation.practice->appRuns = true;
        QCOMPARE(needsOf(situation, Now).size(), 1);
    }

    void needsAreTheWeightiestFour()
    {
        Situation situation = protectedFor(Day * 35);
        QVERIFY(needsOf(protectedFor(std::chrono::hours(3)), Now).isEmpty());
        situation.openRun = RunRecord{};
        situation.vanished = {u"Backup F is gone."_s};
        situation.listing->remarks = {u"Verify could not be asked."_s};
        const QList<Need> needs = needsOf(situation, Now);
        QCOMPARE(needs.size(), 4);
        QCOMPARE(needs.first().way, Need::Way::ContinueRestore);
        // A restore that somebody drives right now needs nobody.
        situation.holder = u"shuttlerctl, since 16:00"_s;
        QVERIFY(needsOf(situation, Now).first().way != Need::Way::ContinueRestore);
    }
};

SHUTTLER_TEST(tst_Verdict)

#include "tst_Verdict.moc"
