// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/common/HumanText.h"
#include "ui/shell/OpenRun.h"

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

namespace {

Instant at(const QString &text)
{
    return *Instant::parse(text);
}

/// A restore that was cut off while its new server was being made.
OpenRunFacts cutOff()
{
    OpenRunFacts facts;
    facts.provider = u"pgBackRest"_s;
    facts.lookedAt = at(u"2026-11-18T12:28:31Z"_s);
    RunRecord &run = facts.run;
    run.id = RunId(u"r20261118-114206-7f3c"_s);
    run.tag = u"r20261118-114206-7f3c"_s;
    run.intent.environment = EnvironmentName(u"academy"_s);
    run.oldInstance = InstanceId(u"academy"_s);
    run.newInstance = InstanceId(u"academy-r20261118-114206-7f3c"_s);
    run.moment = at(u"2026-11-18T11:42:06Z"_s);
    const auto step = [&run](StepNumber number, StepState state, const QString &sentence) {
        StepRecord record;
        record.number = number;
        record.state = state;
        record.sentence = sentence;
        if (state != StepState::ToDo)
            record.startedAt = at(u"2026-11-18T12:10:05Z"_s);
        run.steps.append(record);
    };
    step(StepNumber::SignIn, StepState::Done, u"Sign in"_s);
    step(StepNumber::Restore, StepState::Interrupted, u"Restore into a new server"_s);
    step(StepNumber::Point, StepState::ToDo, u"Write DATABASE_URL"_s);
    Instance found;
    found.id = *run.newInstance;
    found.runTag = run.tag;
    facts.found = found;
    facts.newState = InstanceState{InstancePhase::Replaying, {}, {}, {}};
    facts.oldState = InstanceState{InstancePhase::Available, {}, {}, {}};
    facts.sessions = 38;
    return facts;
}

OpenRunRow rowCalled(const OpenRunFacts &facts, const QString &what)
{
    for (const OpenRunRow &row : rowsOf(facts)) {
        if (row.what == what)
            return row;
    }
    return {};
}

} // namespace

class tst_OpenRun : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { HumanText::show(QTimeZone("Asia/Kolkata")); }

    void itGoesOnAtTheFirstStepThatIsNotDone()
    {
        QCOMPARE(nextStepOf(cutOff().run), StepNumber::Restore);
    }

    void theSentenceSaysWhatTheProviderSaysAndThatNothingWasSent()
    {
        QCOMPARE(sentenceOf(cutOff()), u"pgBackRest reports: new server replaying changes. Nothing was sent again."_s);
    }

    void whatWasWrittenStandsBesideWhatWasFound()
    {
        const OpenRunFacts facts = cutOff();
        QCOMPARE(rowCalled(facts, u"Request"_s).written, u"17:40:05 begun"_s);
        QCOMPARE(rowCalled(facts, u"Request"_s).result, u"Sent once"_s);
        QCOMPARE(rowCalled(facts, u"New instance"_s).found, u"academy-r20261118-114206-7f3c"_s);
        QCOMPARE(rowCalled(facts, u"New instance"_s).result, u"Same name"_s);
        QCOMPARE(rowCalled(facts, u"Run tag"_s).result, u"Ours"_s);
        QCOMPARE(rowCalled(facts, u"Moment"_s).written, u"11:42:06 UTC"_s);
        QCOMPARE(rowCalled(facts, u"State"_s).result, u"Still working"_s);
        QCOMPARE(rowCalled(facts, u"Old instance"_s).found, u"available, 38 connections"_s);
    }

    void aProviderThatDoesNotAnswerLeavesEverythingNotKnown()
    {
        OpenRunFacts facts = cutOff();
        facts.found.reset();
        facts.newState.reset();
        facts.oldState.reset();
        facts.sessions.reset();
        facts.trouble = Error(Fault::Unreachable, u"No answer."_s);
        for (const QString &what : {u"Request"_s, u"New instance"_s, u"Run tag"_s, u"State"_s, u"Old instance"_s}) {
            QCOMPARE(rowCalled(facts, what).result, u"Not known"_s);
            QVERIFY(rowCalled(facts, what).glyph != Glyph::Bad); // Not known is not a failure.
        }
        QVERIFY(sentenceOf(facts).contains(u"is not known"_s));
    }

    void aServerThatIsNotThereMeansTheRequestTookNoEffect()
    {
        OpenRunFacts facts = cutOff();
        facts.found.reset();
        facts.newState.reset();
        QCOMPARE(rowCalled(facts, u"Request"_s).result, u"Took no effect"_s);
        QVERIFY(sentenceOf(facts).contains(u"no new server was made"_s));
    }

    void aServerOfAnotherNameIsNoticed()
    {
        OpenRunFacts facts = cutOff();
        facts.found->id = InstanceId(u"somebody-elses"_s);
        QCOMPARE(rowCalled(facts, u"New instance"_s).result, u"Differs"_s);
        QCOMPARE(rowCalled(facts, u"New instance"_s).glyph, Glyph::Bad);
    }
};

SHUTTLER_TEST(tst_OpenRun)

#include "tst_OpenRun.moc"
