// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "tests/support/Test.h"
#include "tests/unit/restore/Driving.h"

#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_Engine : public QObject {
    Q_OBJECT

private slots:
    void sevenStepsEndWithTheAppOnTheNewInstanceAndTheOldOneHeld()
    {
        RestoreStage stage;
        const auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        QCOMPARE(standOf(*run), u"done"_s);
        const QString copy = run->newInstance->toString();
        QVERIFY(copy.startsWith(u"practice-r"_s));
        QCOMPARE(stage.world.appHost(), copy + u".db.test"_s);
        QCOMPARE(stage.world.serving(), copy);
        QCOMPARE(stage.world.phaseOf(u"practice"_s), u"held"_s);
        QCOMPARE(stage.world.databaseUrl(),
                 u"postgresql://app:s%20e?c@%1.db.test:5432/academy?sslmode=require"_s.arg(copy));
        QCOMPARE(stage.world.allActs(), (QMap<QString, int>{{u"start-restore"_s, 1},
                                                            {u"protect"_s, 1},
                                                            {u"write-url"_s, 1},
                                                            {u"redeploy"_s, 1},
                                                            {u"set-serving"_s, 1},
                                                            {u"take-backup"_s, 1},
                                                            {u"hold"_s, 1}}));
        QCOMPARE(stage.world.documents(), 1);
        QVERIFY(!run->evidence.isEmpty());
    }

    void stepsAreToldInThePlansOrderEachWithItsBeginningAndItsEnd()
    {
        RestoreStage stage;
        QStringList told;
        QMap<QString, StepState> last;
        const auto run = restore(stage, stage.intent(), {}, [&](const RunRecord &record) {
            for (const StepRecord &step : record.steps) {
                if (last.value(step.name, StepState::ToDo) != step.state)
                    told.append(step.name + u' ' + wordFor(step.state));
                last.insert(step.name, step.state);
            }
        });
        VERIFY_OK(run);
        QStringList expected;
        for (const StepRecord &step : run->steps)
            expected << step.name + u" running"_s << step.name + u" done"_s;
        QCOMPARE(told, expected);
        QCOMPARE(run->steps.size(), 16);
    }

    void planningChangesNothing()
    {
        RestoreStage stage;
        Job job = stage.job();
        const auto plan = Engine(stage.ports, **stage.ledger).plan(stage.intent(), job);
        VERIFY_OK(plan);
        QVERIFY(stage.world.allActs().isEmpty());
        QVERIFY((*stage.ledger)->runs()->isEmpty());
    }

    void aMomentNewerThanTheArchiveIsCaughtUpWithFirst()
    {
        RestoreStage stage;
        const auto run = restore(stage, stage.intent(AtMoment{stage.clock.now() - Seconds(5)}));
        VERIFY_OK(run);
        QCOMPARE(standOf(*run), u"done"_s);
        QCOMPARE(stage.world.acts(u"catch-up"_s), 1);
    }

    void aBackupAndTheLatestChangeCanBeRestoredToo()
    {
        for (const RestoreTarget &target :
             {RestoreTarget(AtBackup{BackupId(u"20261108-010000F"_s)}), RestoreTarget(AtLatest{})}) {
            RestoreStage stage;
            const auto run = restore(stage, stage.intent(target));
            VERIFY_OK(run);
            QCOMPARE(standOf(*run), u"done"_s);
        }
    }

    void onlyOneRestoreIsOpenInAnEnvironment()
    {
        RestoreStage stage;
        Job job = stage.job();
        Engine engine(stage.ports, **stage.ledger);
        const auto plan = engine.plan(stage.intent(), job);
        VERIFY_OK(plan);
        VERIFY_OK(engine.begin(stage.intent(), *plan, job));
        const auto second = engine.begin(stage.intent(), *engine.plan(stage.intent(), job), job);
        VERIFY_FAULT(second, Fault::Refused);
        QVERIFY(second.error().what().contains(plan->tag));
        QCOMPARE((*stage.ledger)->runs()->size(), 1);
    }

    void aRunThatSomebodyElseDrivesIsLeftAlone()
    {
        RestoreStage stage;
        Job job = stage.job();
        Engine engine(stage.ports, **stage.ledger);
        const auto plan = engine.plan(stage.intent(), job);
        const auto run = engine.begin(stage.intent(), *plan, job);
        VERIFY_OK(run);
        auto other = stage.openLedger();
        const auto lease = (*other)->lease(EnvironmentName(u"practice"_s), u"the other window"_s);
        VERIFY_OK(lease);
        const auto driven = engine.drive(run->id, {}, job);
        VERIFY_FAULT(driven, Fault::Refused);
        QVERIFY(driven.error().what().contains(u"the other window"_s));
        VERIFY_FAULT(engine.undo(run->id, job), Fault::Refused);
        QVERIFY(stage.world.allActs().isEmpty());
    }

    void theRunStopsAfterTheStepItWasToldToAndGoesOnLater()
    {
        RestoreStage stage;
        Decisions untilFive;
        untilFive.until = StepNumber::Point;
        const auto stopped = restore(stage, stage.intent(), untilFive);
        VERIFY_OK(stopped);
        QCOMPARE(stopped->state, RunState::Waiting);
        QCOMPARE(stopped->find(step::WriteDatabaseUrl)->state, StepState::Done);
        QCOMPARE(stopped->find(step::Verify)->state, StepState::ToDo);
        QCOMPARE(stage.world.acts(u"redeploy"_s), 0);
        const auto done = driveOn(stage, stopped->id);
        VERIFY_OK(done);
        QCOMPARE(done->state, RunState::Done);
        QCOMPARE(stage.world.acts(u"start-restore"_s), 1);
    }

    void contentsThatAreNotRightStopTheRunBeforeDatabaseUrlIsTouched_data()
    {
        QTest::addColumn<QString>("gate");
        QTest::newRow("a table is empty") << u"failed"_s;
        QTest::newRow("nothing was checked at all") << u"empty"_s;
    }
    void contentsThatAreNotRightStopTheRunBeforeDatabaseUrlIsTouched()
    {
        QFETCH(QString, gate);
        RestoreStage stage;
        const QString before = stage.world.databaseUrl();
        stage.world.set(u"gate"_s, gate);
        Decisions everything; // There is no way past the gate.
        everything.acceptWarnings = true;
        everything.failedAcceptedAs = u"academy"_s;
        const auto run = restore(stage, stage.intent(), everything);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Waiting);
        const StepRecord *stopped = run->find(step::ContentsGate);
        QVERIFY(stopped->error);
        QVERIFY(!stopped->error->means().isEmpty() && !stopped->error->todo().isEmpty());
        QCOMPARE(stage.world.databaseUrl(), before);
        QCOMPARE(stage.world.acts(u"protect"_s), 0);
        QCOMPARE(stage.world.documents(), 1);

        stage.world.set(u"gate"_s, u"passed"_s);
        const auto again = driveOn(stage, run->id);
        VERIFY_OK(again);
        QCOMPARE(again->state, RunState::Done);
        QCOMPARE(stage.world.acts(u"start-restore"_s), 1);
    }

    void aFailedCheckNeedsTheDatabasesNameTyped()
    {
        RestoreStage stage;
        stage.world.set(u"checks"_s, u"failed"_s);
        auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Waiting);
        QCOMPARE(run->find(step::Verify)->state, StepState::Failed);

        Decisions decisions;
        decisions.acceptWarnings = true;
        decisions.failedAcceptedAs = u"academia"_s;
        run = driveOn(stage, run->id, decisions);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Waiting);
        QCOMPARE(stage.world.acts(u"redeploy"_s), 0);

        decisions.failedAcceptedAs = u"academy"_s;
        run = driveOn(stage, run->id, decisions);
        VERIFY_OK(run);
        QCOMPARE(standOf(*run), u"done"_s);
        QVERIFY(!run->find(step::Verify)->facts.value(u"acceptedBy"_s).toString().isEmpty());
    }

    void warningsAreAcceptedAsTheyWereRead()
    {
        RestoreStage stage;
        stage.world.set(u"checks"_s, u"warned"_s);
        auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Waiting);
        QCOMPARE(run->find(step::Verify)->state, StepState::Interrupted);

        stage.world.set(u"checks"_s, u"failed"_s); // A second look would find this; nobody has read it.
        Decisions accept;
        accept.acceptWarnings = true;
        run = driveOn(stage, run->id, accept);
        VERIFY_OK(run);
        QCOMPARE(standOf(*run), u"done"_s);
        QCOMPARE(run->find(step::Verify)->findings.at(1).verdict, Verdict::Warned);
    }

    void theOldInstanceIsDestroyedOnlyForItsTypedName()
    {
        RestoreStage stage;
        RestoreIntent intent = stage.intent();
        intent.old = OldInstance::Destroy;
        auto run = restore(stage, intent);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Waiting);
        QVERIFY(run->find(step::RetireOld)->error->what().contains(u"practice"_s));

        Decisions decisions;
        for (const QString &wrong : {u"Practice"_s, u"practice "_s, run->newInstance->toString()}) {
            decisions.confirmedName = wrong;
            run = driveOn(stage, run->id, decisions);
            VERIFY_OK(run);
            QCOMPARE(run->state, RunState::Waiting);
            QCOMPARE(stage.world.acts(u"destroy"_s), 0);
        }
        decisions.confirmedName = u"practice"_s;
        run = driveOn(stage, run->id, decisions);
        VERIFY_OK(run);
        QCOMPARE(standOf(*run), u"done"_s);
        QVERIFY(!stage.world.instances().contains(u"practice"_s));
        QVERIFY(stage.world.keptValues().isEmpty());
        VERIFY_FAULT(takeBack(stage, run->id), Fault::Refused);
    }

    void aHeldInstanceCanBeDestroyedLater()
    {
        RestoreStage stage;
        auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        Decisions destroy;
        destroy.old = OldInstance::Destroy;
        destroy.confirmedName = u"practice"_s;
        run = driveOn(stage, run->id, destroy);
        VERIFY_OK(run);
        QCOMPARE(standOf(*run), u"done"_s);
        QCOMPARE(stage.world.acts(u"destroy"_s), 1);
        QVERIFY(!stage.world.instances().contains(u"practice"_s));
    }

    void anInstanceThatTheAppIsStillOnIsNotRetired()
    {
        RestoreStage stage;
        RestoreIntent intent = stage.intent();
        intent.old = OldInstance::Destroy;
        auto run = restore(stage, intent);
        VERIFY_OK(run);
        stage.world.set(u"app"_s, u"practice.db.test"_s); // Somebody moved it back meanwhile.
        Decisions decisions;
        decisions.confirmedName = u"practice"_s;
        run = driveOn(stage, run->id, decisions);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Failed);
        QCOMPARE(stage.world.acts(u"destroy"_s), 0);
    }

    void withoutCutOverTheRunEndsAfterTheChecks()
    {
        RestoreStage stage;
        RestoreIntent intent = stage.intent();
        intent.cutover = CutoverChoice::None;
        const auto run = restore(stage, intent);
        VERIFY_OK(run);
        QCOMPARE(standOf(*run), u"done"_s);
        for (const QString &name :
             {step::Redeploy, step::WaitAppMoved, step::SetServing, step::FirstBackup, step::RetireOld}) {
            QCOMPARE(run->find(name)->state, StepState::Skipped);
            QVERIFY(!run->find(name)->detail.isEmpty());
        }
        QCOMPARE(stage.world.appHost(), u"practice.db.test"_s);
        QCOMPARE(stage.world.acts(u"hold"_s), 0);
    }

    void aMissingRightIsNamedBeforeAnythingStarts()
    {
        RestoreStage stage;
        stage.world.set(u"rightMissing"_s, true);
        const auto run = restore(stage, stage.intent());
        VERIFY_FAULT(run, Fault::Refused);
        QVERIFY(run.error().what().contains(u"instance:create"_s));
    }

    void aDatabaseUrlThatDoesNotLetTheAppInIsNotWritten()
    {
        RestoreStage stage;
        stage.world.set(u"urlRejected"_s, true);
        const auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Failed);
        QVERIFY(run->find(step::WriteDatabaseUrl)->error);
        QCOMPARE(stage.world.acts(u"write-url"_s), 0);
    }

    void settingsThatDifferWaitUntilTheyAreAcceptedByName()
    {
        RestoreStage stage;
        stage.world.set(u"differs"_s, true);
        auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Waiting);
        QVERIFY(run->find(step::CompareSettings)->error->what().contains(u"max_connections"_s));
        Decisions accept;
        accept.failedAcceptedAs = u"academy"_s;
        run = driveOn(stage, run->id, accept);
        VERIFY_OK(run);
        QCOMPARE(standOf(*run), u"done"_s);
    }

    void anAppThatDoesNotMoveIsSaidAfterFiveMinutesWithTheWayBack()
    {
        RestoreStage stage;
        stage.world.set(u"appIgnoresRedeploy"_s, true);
        const Instant begun = stage.clock.now();
        auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Failed);
        const Error error = *run->find(step::WaitAppMoved)->error;
        QVERIFY(error.todo().contains(u"undo"_s));
        QVERIFY(stage.clock.now() - begun < std::chrono::minutes(6));
        QCOMPARE(stage.world.phaseOf(u"practice"_s), u"available"_s);
        run = takeBack(stage, run->id);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Undone);
        QCOMPARE(stage.world.databaseUrl(),
                 u"postgresql://app:s%20e?c@practice.db.test:5432/academy?sslmode=require"_s);
    }

    void aRunThatIsStoppedGoesOnFromThere()
    {
        RestoreStage stage;
        const auto stopped = restore(stage, stage.intent(), {}, [&](const RunRecord &run) {
            if (run.find(step::WaitUntilReady)->state == StepState::Running)
                stage.stop.request_stop();
        });
        VERIFY_OK(stopped);
        QCOMPARE(stopped->state, RunState::Waiting);
        QCOMPARE(stopped->find(step::WaitUntilReady)->state, StepState::Interrupted);
        stage.stop = std::stop_source();
        const auto done = driveOn(stage, stopped->id);
        VERIFY_OK(done);
        QCOMPARE(done->state, RunState::Done);
        QCOMPARE(stage.world.acts(u"start-restore"_s), 1);
    }

    void anUnknownOutcomeIsLookedUpAndNotSentAgain()
    {
        int position = 0;
        {
            RestoreStage probe; // Which call is it?
            probe.world.onPoint = [&](const QString &point) {
                if (point == u"before start-restore"_s)
                    position = probe.world.calls();
            };
            VERIFY_OK(restore(probe, probe.intent()));
        }
        RestoreStage stage;
        stage.world.failCall(position, Fault::OutcomeUnknown, FakeWorld::Effect::Done);
        const auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        QCOMPARE(stage.world.lastFailedCall(), u"start-restore"_s);
        QCOMPARE(standOf(*run), u"done"_s);
        QCOMPARE(stage.world.acts(u"start-restore"_s), 1);
    }

    void aServerThatIsLostAltogetherIsRestoredAllTheSame()
    {
        RestoreStage stage;
        stage.world.lose(u"practice"_s);
        stage.world.set(u"app"_s, QString());
        const auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        QCOMPARE(standOf(*run), u"done"_s);
        QCOMPARE(run->find(step::CompareSettings)->findings.constFirst().verdict, Verdict::NotChecked);
        QCOMPARE(stage.world.appHost(), run->newInstance->toString() + u".db.test"_s);
        QCOMPARE(stage.world.acts(u"hold"_s) + stage.world.acts(u"destroy"_s), 0);
        VERIFY_FAULT(takeBack(stage, run->id), Fault::Refused); // It would take the only database there is.
        QVERIFY(stage.world.instances().contains(run->newInstance->toString()));
    }

    void aDocumentThatCannotBeWrittenDoesNotKeepTheRunOpen()
    {
        int calls = 0;
        {
            RestoreStage probe;
            VERIFY_OK(restore(probe, probe.intent()));
            calls = probe.world.calls();
        }
        RestoreStage stage;
        stage.world.failCall(calls, Fault::Refused, FakeWorld::Effect::None);
        const auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        QCOMPARE(stage.world.lastFailedCall(), u"write-evidence"_s);
        QCOMPARE(standOf(*run), u"done"_s);
        QVERIFY(run->evidence.isEmpty());
    }

    void theJournalHoldsNoSecretAndItsChainIsSound()
    {
        RestoreStage stage;
        const auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        const auto entries = (*stage.ledger)->entriesOf(run->id);
        VERIFY_OK(entries);
        for (const JournalEntry &entry : *entries)
            QVERIFY(!QJsonDocument(entry.data).toJson().contains("s%20e"));
        const auto chain = (*stage.ledger)->verifyChain();
        VERIFY_OK(chain);
        QVERIFY(chain->entries > run->journalEntries);
        const auto folded = Engine::recordOf(**stage.ledger, run->id);
        VERIFY_OK(folded);
        QCOMPARE(toJson(*folded), toJson(*run));
    }

    void theBeginningAndTheEndStandInTheActivity()
    {
        RestoreStage stage;
        const auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        const auto activity = (*stage.ledger)->activity(u"practice"_s, 10);
        VERIFY_OK(activity);
        QCOMPARE(activity->size(), 2);
        QCOMPARE(activity->at(0).what, u"Restore done"_s);
        QCOMPARE(activity->at(1).what, u"Restore begun"_s);
        QCOMPARE(activity->at(0).run, run->id);
    }
};

SHUTTLER_TEST(tst_Engine)
#include "tst_Engine.moc"
