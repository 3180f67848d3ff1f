// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Engine.h"
#include "tests/support/RestoreStage.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(shuttler::Fault)
Q_DECLARE_METATYPE(shuttler::test::FakeWorld::Effect)

namespace {

/// Begins the restore, or goes on with the one that is open; with a new engine, as a new process would.
Result<RunRecord> goOn(RestoreStage &stage)
{
    Job job = stage.job();
    stage.ports = stage.world.open();
    Engine engine(stage.ports, **stage.ledger);
    Result<QList<RunRecord>> runs = Engine::runs(**stage.ledger, EnvironmentName(u"practice"_s));
    if (!runs)
        return std::move(runs).error();
    if (!runs->isEmpty())
        return engine.drive(runs->constFirst().id, {}, job);
    const RestoreIntent intent = stage.intent(AtMoment{stage.clock.now() - Seconds(5)});
    Result<Plan> plan = engine.plan(intent, job);
    if (!plan)
        return std::move(plan).error();
    Result<RunRecord> run = engine.begin(intent, *plan, job);
    return run ? engine.drive(run->id, {}, job) : run;
}

Result<RunRecord> takeBack(RestoreStage &stage)
{
    Job job = stage.job();
    stage.ports = stage.world.open();
    return Engine(stage.ports, **stage.ledger).undo(Engine::runs(**stage.ledger, {})->constFirst().id, job);
}

} // namespace

/// One failure of the far side at every call position: loud, harmless, and cured by going on (lessons 24).
class tst_FaultSweep : public QObject {
    Q_OBJECT

private slots:
    void oneFailureAnywhereIsSaidAndCuredByGoingOn_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<FakeWorld::Effect>("effect");
        QTest::newRow("no answer, nothing happened") << Fault::Unreachable << FakeWorld::Effect::None;
        QTest::newRow("no answer, but it happened") << Fault::OutcomeUnknown << FakeWorld::Effect::Done;
        QTest::newRow("no answer, and it did not happen") << Fault::OutcomeUnknown << FakeWorld::Effect::None;
        QTest::newRow("refused") << Fault::Refused << FakeWorld::Effect::None;
    }
    void oneFailureAnywhereIsSaidAndCuredByGoingOn()
    {
        QFETCH(Fault, fault);
        QFETCH(FakeWorld::Effect, effect);
        RestoreStage undisturbed;
        VERIFY_OK(goOn(undisturbed));
        const int calls = undisturbed.world.calls();
        QVERIFY(calls > 50);

        for (int position = 1; position <= calls; ++position) {
            RestoreStage stage;
            stage.world.failCall(position, fault, effect);
            const auto hit = goOn(stage);
            const QByteArray where =
                u"call %1, %2"_s.arg(QString::number(position), stage.world.lastFailedCall()).toUtf8();
            QVERIFY2(!stage.world.lastFailedCall().isEmpty(), where.constData());
            if (hit && hit->state != RunState::Done) { // Said: by the step that failed, with advice.
                const bool said = std::any_of(hit->steps.begin(), hit->steps.end(), [](const StepRecord &step) {
                    return step.error && !step.error->what().isEmpty() && !step.error->todo().isEmpty();
                });
                QVERIFY2(said, where.constData());
            }
            const auto cured = goOn(stage);
            QVERIFY2(cured.has_value(), (where + (cured ? QByteArray() : ": " + describe(cured.error()))).constData());
            QVERIFY2(cured->state == RunState::Done, where.constData());
            QVERIFY2(stage.world.allActs() == undisturbed.world.allActs(), where.constData());
            QVERIFY2(stage.world.phaseOf(u"practice"_s) == u"held"_s, where.constData());
        }
    }

    void oneFailureAnywhereInAnUndoIsCuredByUndoingAgain_data() { oneFailureAnywhereIsSaidAndCuredByGoingOn_data(); }
    void oneFailureAnywhereInAnUndoIsCuredByUndoingAgain()
    {
        QFETCH(Fault, fault);
        QFETCH(FakeWorld::Effect, effect);
        int calls = 0;
        QMap<QString, int> acts;
        {
            RestoreStage undisturbed;
            VERIFY_OK(goOn(undisturbed));
            undisturbed.world.failCall(-1, fault, effect); // Counts from here.
            VERIFY_OK(takeBack(undisturbed));
            calls = undisturbed.world.calls();
            acts = undisturbed.world.allActs();
        }
        QVERIFY(calls > 10);
        for (int position = 1; position <= calls; ++position) {
            RestoreStage stage;
            VERIFY_OK(goOn(stage));
            stage.world.failCall(position, fault, effect);
            const auto hit = takeBack(stage);
            const QByteArray where =
                u"call %1, %2"_s.arg(QString::number(position), stage.world.lastFailedCall()).toUtf8();
            const auto cured = takeBack(stage);
            QVERIFY2(cured.has_value(), (where + (cured ? QByteArray() : ": " + describe(cured.error()))).constData());
            QVERIFY2(cured->state == RunState::Undone, where.constData());
            if (stage.world.lastFailedCall()
                == u"forget-url"_s) { // The run is over all the same; what is left of it is said.
                const auto activity = (*stage.ledger)->activity(u"practice"_s, 1);
                QVERIFY2(!stage.world.keptValues().isEmpty() == activity->constFirst().what.contains(u"leftover"_s)
                             || effect == FakeWorld::Effect::Done,
                         where.constData());
            } else {
                QVERIFY2(stage.world.allActs() == acts, where.constData());
            }
            QVERIFY2(stage.world.instances() == QStringList{u"practice"_s}, where.constData());
            QVERIFY2(stage.world.phaseOf(u"practice"_s) == u"available"_s, where.constData());
        }
    }
};

SHUTTLER_TEST(tst_FaultSweep)
#include "tst_FaultSweep.moc"
