// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Engine.h"
#include "core/restore/StepNames.h"
#include "tests/support/RestoreStage.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Step 6 asked once more, whole or in part. Its fake checks are two: the rows of fees, which always pass, and those of fee_payments.
class tst_ChecksAgain : public QObject {
    Q_OBJECT

    static Decisions untilVerify()
    {
        Decisions decisions;
        decisions.until = StepNumber::Verify;
        return decisions;
    }
    /// A run that has come to the end of step 6, or rests there.
    static Result<RunRecord> checked(RestoreStage &stage, const QString &how)
    {
        stage.world.set(u"checks"_s, how);
        Job job = stage.job();
        Engine engine(stage.ports, **stage.ledger);
        Result<Plan> plan = engine.plan(stage.intent(), job);
        if (!plan)
            return std::move(plan).error();
        Result<RunRecord> run = engine.begin(stage.intent(), *plan, job);
        return run ? engine.drive(run->id, untilVerify(), job) : run;
    }
    static Result<RunRecord> again(RestoreStage &stage, const RunRecord &run, std::optional<CheckQuestion> only,
                                   const FindingSink &sink = {})
    {
        Job job = stage.job();
        Decisions decisions = untilVerify();
        decisions.checkAgain = CheckAgain{std::move(only)};
        Engine engine(stage.ports, **stage.ledger);
        engine.showFindings(sink);
        return engine.drive(run.id, decisions, job);
    }
    static const StepRecord &step6(const RunRecord &run) { return *run.find(step::Verify); }

private slots:
    void theNewAnswerStandsInTheJournalInThePlaceOfTheOldOne()
    {
        RestoreStage stage;
        const auto before = checked(stage, u"failed"_s);
        VERIFY_OK(before);
        QCOMPARE(step6(*before).state, StepState::Failed);

        stage.world.set(u"checks"_s, u"passed"_s);
        stage.clock.advance(std::chrono::minutes(5));
        const Instant then = stage.clock.now();
        VERIFY_OK(again(stage, *before, questionOf(step6(*before).findings.at(1))));

        const auto run = Engine::recordOf(**stage.ledger, before->id); // As it lies on the disk.
        VERIFY_OK(run);
        const StepRecord &verified = step6(*run);
        QCOMPARE(verified.state, StepState::Done);
        QCOMPARE(verified.findings.size(), 3); // The last is how the app is.
        QCOMPARE(verified.findings.at(0).subject, u"fees"_s);
        QVERIFY(!verified.findings.at(0).askedAgainAt);
        QCOMPARE(verified.findings.at(1).verdict, Verdict::Passed);
        QCOMPARE(verified.findings.at(1).askedAgainAt, std::optional(then));
        QCOMPARE(verified.facts.value(u"tables"_s), step6(*before).facts.value(u"tables"_s));
    }

    void noAnswerLeavesTheOldOneAndSaysSo()
    {
        RestoreStage stage;
        const auto before = checked(stage, u"failed"_s);
        VERIFY_OK(before);
        Finding health;
        health.check = u"app-health"_s;
        health.subject = u"https://nobody.test/health"_s; // Not an address that this environment asks.
        stage.clock.advance(std::chrono::minutes(5));
        const auto run = again(stage, *before, questionOf(health));
        VERIFY_OK(run);
        QCOMPARE(run->state, RunState::Failed);
        QVERIFY(step6(*run).error && !step6(*run).error->todo().isEmpty());
        QCOMPARE(step6(*run).findings.size(), 3);
        QCOMPARE(step6(*run).findings.at(1).verdict, Verdict::Failed);
        QCOMPARE(step6(*run).foundAt, step6(*before).finishedAt);
        QVERIFY(step6(*run).finishedAt > step6(*run).foundAt);
    }

    void whatWasAcceptedIsForgotten()
    {
        RestoreStage stage;
        const auto before = checked(stage, u"warned"_s);
        VERIFY_OK(before);
        Decisions accept = untilVerify();
        accept.acceptWarnings = true;
        Job job = stage.job();
        const auto accepted = Engine(stage.ports, **stage.ledger).drive(before->id, accept, job);
        VERIFY_OK(accepted);
        QCOMPARE(step6(*accepted).state, StepState::Done);

        const auto run = again(stage, *accepted, questionOf(step6(*accepted).findings.at(0)));
        VERIFY_OK(run);
        QCOMPARE(step6(*run).state, StepState::Interrupted);
        QVERIFY(!step6(*run).facts.contains(u"acceptedBy"_s));
    }

    void checksThatPassedCanFindSomethingUntilTheAppIsMoved()
    {
        RestoreStage stage;
        const auto before = checked(stage, u"passed"_s);
        VERIFY_OK(before);
        QCOMPARE(step6(*before).state, StepState::Done);
        stage.world.set(u"checks"_s, u"failed"_s);
        const auto failed = again(stage, *before, {});
        VERIFY_OK(failed);
        QCOMPARE(step6(*failed).state, StepState::Failed);

        stage.world.set(u"checks"_s, u"passed"_s);
        Job job = stage.job();
        const auto moved = Engine(stage.ports, **stage.ledger).drive(before->id, {}, job);
        VERIFY_OK(moved);
        QCOMPARE(moved->state, RunState::Done);
        const int looks = stage.world.calls();
        VERIFY_OK(again(stage, *moved, {}));
        QCOMPARE(stage.world.calls(), looks);
    }

    void stepSevenOnItsWayIsNotBrokenOffByAskingAgain()
    {
        RestoreStage stage;
        const auto before = checked(stage, u"passed"_s);
        VERIFY_OK(before);
        stage.world.set(u"appIgnoresRedeploy"_s, true);
        Decisions decisions;
        decisions.checkAgain = CheckAgain{};
        Job job = stage.job();
        const auto waits = Engine(stage.ports, **stage.ledger).drive(before->id, {}, job);
        VERIFY_OK(waits);
        QVERIFY(waits->state != RunState::Done);
        stage.world.set(u"checks"_s, u"failed"_s);
        const auto run = Engine(stage.ports, **stage.ledger).drive(before->id, decisions, job);
        VERIFY_OK(run);
        QCOMPARE(step6(*run).state, StepState::Done);
    }

    void findingsAreShownBeforeTheyAreWritten()
    {
        RestoreStage stage;
        const auto before = checked(stage, u"passed"_s);
        VERIFY_OK(before);
        QStringList shown;
        const auto run = again(stage, *before, {}, [&](const Finding &finding) {
            shown.append(finding.subject);
            const auto onDisk = Engine::recordOf(**stage.ledger, before->id);
            QVERIFY(onDisk && step6(*onDisk).state != StepState::Done);
        });
        VERIFY_OK(run);
        QVERIFY(shown.size() >= 2);
        QCOMPARE(shown.first(2), QStringList({u"fees"_s, u"fee_payments"_s}));
        QCOMPARE(shown.size(), step6(*run).findings.size()); // The app's health with them.
    }
};

SHUTTLER_TEST(tst_ChecksAgain)
#include "tst_ChecksAgain.moc"
