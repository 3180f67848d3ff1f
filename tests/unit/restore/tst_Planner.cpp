// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Plan.h"
#include "core/restore/StepNames.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(shuttler::RestoreTarget)
Q_DECLARE_METATYPE(shuttler::Fault)

namespace {

/// 18 November 2026 at a time of day, UTC.
Instant at(const QString &time)
{
    return *Instant::parse(u"2026-11-18T%1Z"_s.arg(time));
}

Backup backup(const QString &id, const QString &startedAt, const QString &takenAt,
              BackupHealth health = BackupHealth::Healthy)
{
    Backup made;
    made.id = BackupId(id);
    made.instance = InstanceId(u"academy"_s);
    made.startedAt = at(startedAt);
    made.takenAt = at(takenAt);
    made.health = health;
    return made;
}

/// Backups of 08:00 and 10:00, changes archived until 12:00 but for a hole from 11:00 to 11:10; it is 12:30 now.
PlanInput input(RestoreTarget target)
{
    PlanInput wanted;
    wanted.environment.name = EnvironmentName(u"production"_s);
    wanted.environment.instance = InstanceId(u"academy"_s);
    wanted.environment.database = u"academy"_s;
    wanted.intent.environment = wanted.environment.name;
    wanted.intent.target = std::move(target);
    wanted.capabilities.providerName = u"pgBackRest"_s;
    wanted.capabilities.anySecond = wanted.capabilities.catchesUp = wanted.capabilities.holdsInstances = true;
    wanted.listing.backups = {backup(u"eight"_s, u"07:55:00"_s, u"08:00:00"_s),
                              backup(u"nine-broken"_s, u"08:55:00"_s, u"09:00:00"_s, BackupHealth::Failed),
                              backup(u"ten"_s, u"09:55:00"_s, u"10:00:00"_s),
                              backup(u"twelve-being-made"_s, u"12:25:00"_s, u"12:29:00"_s, BackupHealth::BeingMade)};
    wanted.listing.backups[1].healthReason = u"a file does not match its checksum"_s;
    const WindowGap gap{at(u"11:00:00"_s), at(u"11:10:00"_s), u"the record of changes 0000000100000007 is missing"_s};
    wanted.listing.windows = {
        {InstanceId(u"academy"_s), *RecoveryWindow::between(at(u"08:00:00"_s), at(u"12:00:00"_s), {gap})}};
    wanted.now = at(u"12:30:00"_s);
    wanted.tag = u"r20261118-123000-7f3c"_s;
    wanted.sourceReachable = true;
    wanted.targetDescription = u"DATABASE_URL in /srv/academy/.env"_s;
    wanted.cutoverDescription = u"Run /usr/bin/systemctl restart academy"_s;
    return wanted;
}

AtMoment moment(const QString &time)
{
    return AtMoment{at(time)};
}

} // namespace

class tst_Planner : public QObject {
    Q_OBJECT

private slots:
    void whatCanBeHadIsPlannedFromTheRightBackup_data()
    {
        QTest::addColumn<RestoreTarget>("target");
        QTest::addColumn<QString>("startsFrom");
        QTest::addColumn<bool>("catchesUp");
        QTest::newRow("the first second of the window") << RestoreTarget(moment(u"08:00:00"_s)) << u"eight"_s << false;
        QTest::newRow("a moment inside the second backup starts from the first")
            << RestoreTarget(moment(u"09:59:59.999999"_s)) << u"eight"_s << false;
        QTest::newRow("its very end starts from it") << RestoreTarget(moment(u"10:00:00"_s)) << u"ten"_s << false;
        QTest::newRow("a failed backup is passed over") << RestoreTarget(moment(u"09:30:00"_s)) << u"eight"_s << false;
        QTest::newRow("the gap's first edge") << RestoreTarget(moment(u"11:00:00"_s)) << u"ten"_s << false;
        QTest::newRow("the gap's second edge") << RestoreTarget(moment(u"11:10:00"_s)) << u"ten"_s << false;
        QTest::newRow("the last archived second") << RestoreTarget(moment(u"12:00:00"_s)) << u"ten"_s << false;
        QTest::newRow("a second later has to be caught up with")
            << RestoreTarget(moment(u"12:00:01"_s)) << u"ten"_s << true;
        QTest::newRow("now") << RestoreTarget(moment(u"12:30:00"_s)) << u"ten"_s << true;
        QTest::newRow("a backup by name") << RestoreTarget(AtBackup{BackupId(u"eight"_s)}) << u"eight"_s << false;
        QTest::newRow("the latest change") << RestoreTarget(AtLatest{}) << u"ten"_s << true;
    }
    void whatCanBeHadIsPlannedFromTheRightBackup()
    {
        QFETCH(RestoreTarget, target);
        const auto plan = planRestore(input(target));
        VERIFY_OK(plan);
        QTEST(plan->startsFrom->toString(), "startsFrom");
        QTEST(plan->needsCatchUp, "catchesUp");
        QCOMPARE(plan->find(step::CatchUp) != nullptr, plan->needsCatchUp);
        QCOMPARE(plan->newInstance.toString(), u"academy-r20261118-123000-7f3c"_s);
        QVERIFY(!plan->get.isEmpty());
    }

    void whatCannotBeHadIsRefusedWithWhatToChooseInstead_data()
    {
        QTest::addColumn<RestoreTarget>("target");
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("todo");
        QTest::newRow("a second from now")
            << RestoreTarget(moment(u"12:30:01"_s)) << Fault::BadInput
            << u"is in the future: it is 2026-11-18 12:30:00 UTC now"_s << u"in the past"_s;
        QTest::newRow("a microsecond before the window, in the oldest backup")
            << RestoreTarget(moment(u"07:59:59.999999"_s)) << Fault::BadInput
            << u"the oldest backup, eight, was still being made"_s << u"Choose 2026-11-18 08:00:00 UTC or later"_s;
        QTest::newRow("the beginning of the oldest backup") << RestoreTarget(moment(u"07:55:00"_s)) << Fault::BadInput
                                                            << u"was still being made"_s << u"08:00:00 UTC or later"_s;
        QTest::newRow("before any backup")
            << RestoreTarget(moment(u"07:54:59"_s)) << Fault::BadInput
            << u"before the earliest moment that can be restored, 2026-11-18 08:00:00 UTC"_s
            << u"Choose 2026-11-18 08:00:00 UTC or later"_s;
        QTest::newRow("in the gap")
            << RestoreTarget(moment(u"11:00:00.000001"_s)) << Fault::Refused
            << u"the record of changes 0000000100000007 is missing"_s
            << u"Choose 2026-11-18 11:00:00 UTC or earlier, or 2026-11-18 11:10:00 UTC or later"_s;
        QTest::newRow("an unknown backup") << RestoreTarget(AtBackup{BackupId(u"tem"_s)}) << Fault::NotFound
                                           << u"no backup \"tem\""_s << u"the nearest are ten,"_s;
        QTest::newRow("a failed backup") << RestoreTarget(AtBackup{BackupId(u"nine-broken"_s)}) << Fault::Refused
                                         << u"a file does not match its checksum"_s << u"another backup"_s;
        QTest::newRow("a backup being made") << RestoreTarget(AtBackup{BackupId(u"twelve-being-made"_s)})
                                             << Fault::Refused << u"still being made"_s << u"Wait"_s;
    }
    void whatCannotBeHadIsRefusedWithWhatToChooseInstead()
    {
        QFETCH(RestoreTarget, target);
        QFETCH(Fault, fault);
        QFETCH(QString, what);
        QFETCH(QString, todo);
        const auto plan = planRestore(input(target));
        QVERIFY(!plan);
        QCOMPARE(plan.error().fault(), fault);
        QVERIFY2(plan.error().what().contains(what), qPrintable(plan.error().what()));
        QVERIFY2(plan.error().todo().contains(todo), qPrintable(plan.error().todo()));
        QVERIFY(!plan.error().means().isEmpty());
    }

    void changesThatNeverReachedTheArchiveAreSaidWithTheNewestMoment()
    {
        PlanInput unreachable = input(moment(u"12:10:00"_s));
        unreachable.sourceReachable = false;
        const auto first = planRestore(unreachable);
        VERIFY_FAULT(first, Fault::Refused);
        QVERIFY(first.error().what().contains(u"the newest moment that can be restored is 2026-11-18 12:00:00 UTC"_s));
        QVERIFY(first.error().what().contains(u"academy cannot be reached"_s));

        PlanInput unable = input(moment(u"12:10:00"_s));
        unable.capabilities.catchesUp = false;
        VERIFY_FAULT(planRestore(unable), Fault::Refused);
    }

    void theMinutesThatAProviderCannotRestoreYetAreRefusedWithWhenTheyCanBe()
    {
        PlanInput lagging = input(moment(u"12:21:00"_s));
        lagging.capabilities.lag = std::chrono::minutes(10);
        const auto refused = planRestore(lagging);
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY2(refused.error().what().contains(u"cannot restore the last 10 min before now"_s), qPrintable(refused.error().what()));
        QVERIFY2(refused.error().todo().contains(u"at 2026-11-18 12:31:01 UTC, when"_s), qPrintable(refused.error().todo()));
        lagging.intent.target = moment(u"12:00:00"_s);
        VERIFY_OK(planRestore(lagging));
        lagging.intent.target = AtLatest{};
        const auto waiting = planRestore(lagging);
        VERIFY_OK(waiting);
        QVERIFY(waiting->needsCatchUp);
    }

    void aFractionOfASecondIsRefusedWhereTheProviderKnowsNone()
    {
        PlanInput coarse = input(moment(u"10:30:00.5"_s));
        VERIFY_OK(planRestore(coarse));
        coarse.capabilities.wholeSecondsOnly = true;
        const auto refused = planRestore(coarse);
        VERIFY_FAULT(refused, Fault::BadInput);
        QVERIFY2(refused.error().todo().contains(u"Choose 2026-11-18 10:30:00 UTC:"_s), qPrintable(refused.error().todo()));
        coarse.intent.target = moment(u"10:30:00"_s);
        VERIFY_OK(planRestore(coarse));
    }

    void whatCouldPutTheOldValueBackIsSaidWhereTheNewOneIsWritten()
    {
        PlanInput rivalled = input(moment(u"10:30:00"_s));
        rivalled.targetRival = u"Beware of the other."_s;
        const auto plan = planRestore(rivalled);
        VERIFY_OK(plan);
        QVERIFY(plan->find(step::WriteDatabaseUrl)->sentence.endsWith(u"does not notice. Beware of the other."_s));
    }

    void theLatestOfARunningServerIsNeverThatOfAnEarlierOne()
    {
        PlanInput young = input(AtLatest{});
        young.environment.instance = InstanceId(u"academy-r20261118-120500-0001"_s);
        young.environment.lineage = {InstanceId(u"academy"_s)};
        const auto refused = planRestore(young);
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY2(refused.error().what().contains(u"academy-r20261118-120500-0001, which serves the app"_s),
                 qPrintable(refused.error().what()));
        young.sourceReachable = false; // Then that is the best there is.
        const auto plan = planRestore(young);
        VERIFY_OK(plan);
        QCOMPARE(plan->source, InstanceId(u"academy"_s));
    }

    void theLatestOfAServerThatIsDownIsWhatReachedTheArchive()
    {
        PlanInput down = input(AtLatest{});
        down.sourceReachable = false;
        const auto plan = planRestore(down);
        VERIFY_OK(plan);
        QVERIFY(!plan->needsCatchUp);
        QVERIFY(plan->leaveBehind.join(u' ').contains(u"never reached the archive"_s));
    }

    void aMomentOfAnEarlierInstanceIsRestoredFromThatOnesBackups()
    {
        PlanInput later = input(moment(u"10:30:00"_s));
        later.environment.instance = InstanceId(u"academy-r20261118-120500-0001"_s);
        later.environment.lineage = {InstanceId(u"academy"_s)};
        const auto plan = planRestore(later);
        VERIFY_OK(plan);
        QCOMPARE(plan->source.toString(), u"academy"_s);
        QCOMPARE(plan->oldInstance.toString(), u"academy-r20261118-120500-0001"_s);
        QCOMPARE(plan->newInstance.toString(), u"academy-r20261118-123000-7f3c"_s); // One tag, not two.
    }

    void aMomentBetweenTwoServersRecordsIsReachedByNone()
    {
        PlanInput two = input(moment(u"12:02:00"_s));
        two.environment.instance = InstanceId(u"second"_s);
        two.listing.windows.append(
            {InstanceId(u"second"_s), *RecoveryWindow::between(at(u"12:05:00"_s), at(u"12:20:00"_s))});
        const auto plan = planRestore(two);
        VERIFY_FAULT(plan, Fault::BadInput);
        QVERIFY2(plan.error().todo().contains(u"12:00:00 UTC or earlier, or 2026-11-18 12:05:00 UTC or later"_s),
                 qPrintable(plan.error().todo()));
    }

    void withoutAnyBackupThereIsNothingToRestoreFrom()
    {
        for (const RestoreTarget &target : {RestoreTarget(moment(u"10:00:00"_s)), RestoreTarget(AtLatest{}),
                                            RestoreTarget(AtBackup{BackupId(u"ten"_s)})}) {
            PlanInput empty = input(target);
            empty.listing = {};
            VERIFY_FAULT(planRestore(empty), Fault::NotFound);
        }
    }

    void aProviderWithWholeBackupsOnlyOffersNoSecond()
    {
        for (const RestoreTarget &target : {RestoreTarget(moment(u"10:00:00"_s)), RestoreTarget(AtLatest{})}) {
            PlanInput coarse = input(target);
            coarse.capabilities.anySecond = false;
            VERIFY_FAULT(planRestore(coarse), Fault::Refused);
        }
    }

    void namesOfNewInstances_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("plain") << u"rescue"_s << true;
        QTest::newRow("with hyphens and digits") << u"rescue-2-b"_s << true;
        QTest::newRow("63 letters") << QString(63, u'a') << true;
        QTest::newRow("64 letters") << QString(64, u'a') << false;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("capital") << u"Rescue"_s << false;
        QTest::newRow("digit first") << u"2rescue"_s << false;
        QTest::newRow("hyphen last") << u"rescue-"_s << false;
        QTest::newRow("two hyphens") << u"re--scue"_s << false;
        QTest::newRow("a path") << u"../rescue"_s << false;
        QTest::newRow("quotes") << u"re'scue"_s << false;
        QTest::newRow("a line end") << u"rescue\n"_s << false;
        QTest::newRow("taken") << u"academy"_s << false;
    }
    void namesOfNewInstances()
    {
        QFETCH(QString, name);
        PlanInput named = input(moment(u"10:00:00"_s));
        Instance serving;
        serving.id = InstanceId(u"academy"_s);
        named.instances = {serving};
        named.intent.newName = InstanceId(name);
        QTEST(planRestore(named).has_value(), "good");
    }

    void oddNamesOfOldInstancesGiveGoodNamesOfNewOnes()
    {
        for (const QString &old : {u"Academy Prod!"_s, u"42"_s, QString(80, u'x'), u"-"_s, u"db_main"_s}) {
            PlanInput odd = input(moment(u"10:00:00"_s));
            odd.environment.instance = InstanceId(old);
            const auto plan = planRestore(odd);
            VERIFY_OK(plan);
            QVERIFY(plan->newInstance.toString().endsWith(odd.tag));
            QVERIFY(plan->newInstance.toString().size() <= 63);
        }
    }

    void choicesThatCannotBeCarriedOutAreRefusedBeforeAnythingBegins()
    {
        PlanInput noApp = input(moment(u"10:00:00"_s));
        noApp.targetDescription.clear();
        VERIFY_FAULT(planRestore(noApp), Fault::BadInput);

        PlanInput noRedeploy = input(moment(u"10:00:00"_s));
        noRedeploy.cutoverDescription.clear();
        VERIFY_FAULT(planRestore(noRedeploy), Fault::BadInput);

        PlanInput noHold = input(moment(u"10:00:00"_s));
        noHold.capabilities.holdsInstances = false;
        VERIFY_FAULT(planRestore(noHold), Fault::Refused);
        noHold.intent.old = OldInstance::Destroy;
        VERIFY_OK(planRestore(noHold));

        PlanInput briefHold = input(moment(u"10:00:00"_s));
        briefHold.intent.holdFor = std::chrono::hours(0);
        VERIFY_FAULT(planRestore(briefHold), Fault::BadInput);
    }

    void everyOutwardCallIsASentenceAndNothingElseIs()
    {
        PlanInput destroying = input(moment(u"12:10:00"_s));
        destroying.intent.old = OldInstance::Destroy;
        const auto plan = planRestore(destroying);
        VERIFY_OK(plan);
        QStringList acts;
        for (const PlannedStep &planned : plan->steps) {
            QVERIFY(planned.sentence.endsWith(u'.'));
            if (planned.changesWorld)
                acts.append(planned.name);
        }
        QCOMPARE(acts, (QStringList{step::CatchUp, step::RestoreInstance, step::ProtectInstance, step::WriteDatabaseUrl,
                                    step::Redeploy, step::SetServing, step::FirstBackup, step::RetireOld}));
        QCOMPARE(plan->sentences().size(), plan->steps.size());
        QCOMPARE(
            plan->find(step::RetireOld)->sentence,
            u"Destroy academy for good once its name has been typed, after a final backup, keeping its backups."_s);
        QCOMPARE(plan->leaveBehind,
                 QStringList{u"Every change saved after 2026-11-18 12:10:00 UTC: 20 min up to now."_s});
    }

    void withoutCutOverTheRestIsSaidOnce()
    {
        PlanInput staying = input(moment(u"10:00:00"_s));
        staying.intent.cutover = CutoverChoice::None;
        staying.cutoverDescription.clear();
        const auto plan = planRestore(staying);
        VERIFY_OK(plan);
        QCOMPARE(plan->sentences().last(),
                 u"The app is not moved and academy goes on serving it: restored without cut-over."_s);
        QCOMPARE(plan->sentences().filter(u"is not moved"_s).size(), 1);
        QVERIFY(!plan->find(step::WriteDatabaseUrl)->skipped);
    }

    void aPlanIsReadBackAsItWasWritten()
    {
        for (const RestoreTarget &target : {RestoreTarget(moment(u"12:10:00.25"_s)), RestoreTarget(AtLatest{})}) {
            const auto plan = planRestore(input(target));
            VERIFY_OK(plan);
            const auto back = planFromJson(toJson(*plan));
            VERIFY_OK(back);
            QCOMPARE(toJson(*back), toJson(*plan));
            QCOMPARE(back->steps, plan->steps);
        }
        VERIFY_FAULT(planFromJson({}), Fault::Corrupt);
    }

    void aTagTellsTheSecondAndTellsApart()
    {
        QCOMPARE(makeTag(at(u"11:42:06"_s), 0x7f3c), u"r20261118-114206-7f3c"_s);
        QCOMPARE(makeTag(at(u"11:42:06"_s), 1), u"r20261118-114206-0001"_s);
    }

    void aProviderThatListsNoBeginningNeedsNoBackup()
    {
        PlanInput wanted = input(moment(u"10:30:00"_s));
        wanted.capabilities.listsWhereItBegins = false;
        wanted.listing.backups.clear();
        const Result<Plan> plan = planRestore(wanted);
        VERIFY_OK(plan);
        QVERIFY(!plan->startsFrom);
        QCOMPARE(plan->moment, at(u"10:30:00"_s));
        QVERIFY(plan->find(step::RestoreInstance)->sentence.contains(u"from the backups of academy"_s));
    }

    void backupsToLookAtOnlyBeginNothing()
    {
        PlanInput wanted = input(AtBackup{BackupId(u"ten"_s)});
        wanted.listing.backups[2].kind = BackupKind::Dump;
        wanted.capabilities.onlyToLookAt = {BackupKind::Dump};
        VERIFY_FAULT(planRestore(wanted), Fault::Refused);
        wanted.intent.target = moment(u"10:30:00"_s);
        const Result<Plan> plan = planRestore(wanted);
        VERIFY_OK(plan);
        QCOMPARE(plan->startsFrom, BackupId(u"eight"_s));
    }

    void backupsThatGoWithTheirInstanceCannotBeKept()
    {
        PlanInput wanted = input(moment(u"10:30:00"_s));
        wanted.capabilities.backupsOutliveInstance = false;
        VERIFY_OK(planRestore(wanted));
        wanted.intent.old = OldInstance::Destroy;
        VERIFY_FAULT(planRestore(wanted), Fault::Refused);
        wanted.intent.keepBackups = false;
        VERIFY_FAULT(planRestore(wanted), Fault::Refused);
        wanted.intent.finalBackup = false;
        VERIFY_OK(planRestore(wanted));
    }
};

SHUTTLER_TEST(tst_Planner)
#include "tst_Planner.moc"
