// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "tests/support/Test.h"
#include "tests/unit/restore/Driving.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Runs that are taken back: everything is as it was, and nothing goes that somebody else may need.
class tst_EngineUndo : public QObject {
    Q_OBJECT

private slots:
    void aServerThatDoesNotComeUpIsSaidInItsOwnWordsAndCanBeTakenBack()
    {
        RestoreStage stage;
        const QJsonObject before = stage.world.outcome();
        stage.world.set(u"restoreFails"_s, true);
        auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Failed);
        const Error error = *run->find(step::WaitUntilReady)->error;
        QVERIFY(error.what().contains(u"recovery ended before configured recovery target was reached"_s));
        QVERIFY(!error.means().isEmpty() && !error.todo().isEmpty());
        stage.world.set(u"restoreFails"_s, QJsonValue(QJsonValue::Undefined));
        run = takeBack(stage, run->id);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Undone);
        QCOMPARE(stage.world.outcome(), before);
    }

    void undoingADoneRestorePutsEverythingBackAsItWas()
    {
        RestoreStage stage;
        const QJsonObject before = stage.world.outcome();
        auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        const QString copy = run->newInstance->toString();
        run = takeBack(stage, run->id);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Undone);
        QCOMPARE(stage.world.databaseUrl(),
                 u"postgresql://app:s%20e?c@practice.db.test:5432/academy?sslmode=require"_s);
        QCOMPARE(stage.world.appHost(), u"practice.db.test"_s);
        QCOMPARE(stage.world.serving(), u"practice"_s);
        QCOMPARE(stage.world.phaseOf(u"practice"_s), u"available"_s);
        QCOMPARE(stage.world.instances(), QStringList{u"practice"_s});
        QVERIFY(stage.world.keptValues().isEmpty());
        QCOMPARE(stage.world.outcome().value(u"instances"_s), before.value(u"instances"_s));
        QCOMPARE(run->find(step::RestoreInstance)->state, StepState::Undone);

        const QMap<QString, int> acts = stage.world.allActs();
        VERIFY_OK(takeBack(stage, run->id)); // Nothing is left to do.
        QCOMPARE(stage.world.allActs(), acts);
        VERIFY_OK(driveOn(stage, run->id));
        QCOMPARE(stage.world.allActs(), acts);
    }

    void aNewInstanceThatPeopleWorkedOnLeavesItsBackupsBehindWhenUndone()
    {
        RestoreStage stage;
        auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        const auto backupsOfCopy = [&] {
            Job job = stage.job();
            return stage.ports.provider->backups(*run->newInstance, {}, job)->backups.size();
        };
        QCOMPARE(backupsOfCopy(), 1);
        VERIFY_OK(takeBack(stage, run->id));
        QCOMPARE(backupsOfCopy(), 1);
        QVERIFY(stage.world.environment().lineage.contains(*run->newInstance)); // And they are listed with the others.
    }

    void aNewInstanceThatPeopleWorkedOnIsHeldWhereItsBackupsWouldGoWithIt()
    {
        RestoreStage stage;
        stage.world.set(u"backupsGoToo"_s, true);
        auto run = restore(stage, stage.intent());
        VERIFY_OK(run);
        const QString copy = run->newInstance->toString();
        run = takeBack(stage, run->id);
        VERIFY_OK(run);
        QVERIFY2(run->state == RunState::Undone, qPrintable(standOf(*run)));
        QCOMPARE(stage.world.phaseOf(copy), u"held"_s);
        QVERIFY(run->find(step::RestoreInstance)->detail.contains(u"is stopped and kept"_s));
        QVERIFY(stage.world.environment().lineage.contains(*run->newInstance));
        QCOMPARE(stage.world.appHost(), u"practice.db.test"_s);
        QCOMPARE(stage.world.acts(u"destroy"_s), 0);
    }

    void undoingBeforeAnythingWasMadeIsDoneAtOnce()
    {
        RestoreStage stage;
        Job job = stage.job();
        Engine engine(stage.ports, **stage.ledger);
        const auto run = engine.begin(stage.intent(), *engine.plan(stage.intent(), job), job);
        VERIFY_OK(run);
        const auto undone = engine.undo(run->id, job);
        VERIFY_OK(undone);
        QCOMPARE(undone->state, RunState::Undone);
        QVERIFY(stage.world.allActs().isEmpty());
        QVERIFY(!Engine::openRun(**stage.ledger, EnvironmentName(u"practice"_s))->has_value());
    }

    void aRunThatIsBeingTakenBackCannotGoOn()
    {
        RestoreStage stage;
        Decisions untilFive;
        untilFive.until = StepNumber::Point;
        auto run = restore(stage, stage.intent(), untilFive);
        VERIFY_OK(run);
        stage.world.set(u"app"_s, run->newInstance->toString()
                                      + u".db.test"_s); // An app on the copy keeps it from being destroyed.
        run = takeBack(stage, run->id);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Failed);
        VERIFY_FAULT(driveOn(stage, run->id), Fault::Refused);
        QVERIFY(stage.world.instances().contains(run->newInstance->toString()));
        stage.world.set(u"app"_s, u"practice.db.test"_s);
        run = takeBack(stage, run->id);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Undone);
    }

    void anInstanceOfTheSameNameMadeBySomebodyElseIsNotDestroyed()
    {
        RestoreStage stage;
        Decisions untilThree;
        untilThree.until = StepNumber::Choose;
        RestoreIntent intent = stage.intent();
        intent.newName = InstanceId(u"rescue"_s);
        auto run = restore(stage, intent, untilThree);
        VERIFY_OK(run);
        Job job = stage.job();
        VERIFY_OK(stage.ports.provider->startRestore(
            {InstanceId(u"practice"_s), InstanceId(u"rescue"_s), u"somebody else"_s, AtLatest{}}, job));
        run = driveOn(stage, run->id);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Failed); // The name is taken.
        run = takeBack(stage, run->id);
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Failed);
        QVERIFY(stage.world.instances().contains(u"rescue"_s));
    }

    void aLaterRestoreKeepsAnEarlierOneFromBeingTakenBack()
    {
        RestoreStage stage;
        const auto first = restore(stage, stage.intent());
        VERIFY_OK(first);
        stage.ports = stage.world.open();
        stage.clock.advance(Seconds(60));
        const auto second = restore(stage, stage.intent(AtLatest{}));
        VERIFY_OK(second);
        QCOMPARE(standOf(*second), u"done"_s);
        VERIFY_FAULT(takeBack(stage, first->id), Fault::Refused);
        VERIFY_OK(takeBack(stage, second->id));
    }
};

SHUTTLER_TEST(tst_EngineUndo)
#include "tst_EngineUndo.moc"
