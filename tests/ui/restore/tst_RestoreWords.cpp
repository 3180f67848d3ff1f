// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "tests/support/Test.h"
#include "ui/common/HumanText.h"
#include "ui/restore/BackupRows.h"
#include "ui/restore/CheckRows.h"
#include "ui/restore/GateFacts.h"
#include "ui/restore/RunView.h"
#include "ui/restore/SafetyLine.h"
#include "ui/restore/UrlParts.h"

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

namespace {

const Instant Now = Instant::fromUnixSeconds(1'795'000'000);

StepRecord record(const QString &name, StepNumber number, StepState state)
{
    StepRecord made;
    made.name = name;
    made.number = number;
    made.state = state;
    if (state != StepState::ToDo && state != StepState::Skipped)
        made.startedAt = Now;
    if (state == StepState::Done)
        made.finishedAt = Now;
    return made;
}

/// A run whose steps are done up to `last`; the next one, where there is one, is as `next` says.
RunRecord runUpTo(const QString &last, StepState next = StepState::ToDo)
{
    const QList<std::pair<QString, StepNumber>> plan = {
        {step::SignIn, StepNumber::SignIn}, {step::ListBackups, StepNumber::Backups}, {step::ChooseMoment, StepNumber::Choose},
        {step::RestoreInstance, StepNumber::Restore}, {step::WaitUntilReady, StepNumber::Restore},
        {step::ContentsGate, StepNumber::Restore}, {step::WriteDatabaseUrl, StepNumber::Point}, {step::Verify, StepNumber::Verify},
        {step::Redeploy, StepNumber::CutOver}, {step::WaitAppMoved, StepNumber::CutOver}, {step::RetireOld, StepNumber::CutOver}};
    RunRecord run;
    run.oldInstance = InstanceId(u"shuttler-prod"_s);
    bool before = true;
    bool follows = false;
    for (const auto &[name, number] : plan) {
        run.steps.append(record(name, number, before ? StepState::Done : follows ? next : StepState::ToDo));
        follows = before && name == last;
        before = before && name != last;
        if (name == step::RestoreInstance && run.steps.last().startedAt)
            run.newInstance = InstanceId(u"shuttler-prod-r1"_s);
    }
    return run;
}

Finding finding(const QString &check, CheckGroup group, const QString &subject, Verdict verdict, const QString &expected = {}, const QString &found = {})
{
    Finding made;
    made.check = check;
    made.group = group;
    made.subject = subject;
    made.verdict = verdict;
    made.expected = expected;
    made.found = found;
    return made;
}

} // namespace

/// What the steps say, as pure functions of the record.
class tst_RestoreWords : public QObject {
    Q_OBJECT

private slots:
    void safetyLineSaysWhatWasChanged_data()
    {
        QTest::addColumn<QString>("last");
        QTest::addColumn<StepNumber>("shown");
        QTest::addColumn<QString>("words");
        QTest::newRow("4") << step::ChooseMoment << StepNumber::Restore
                           << u"shuttler-prod is untouched and still serves the app. Cancelling deletes only the new instance."_s;
        QTest::newRow("5 before saving") << step::ContentsGate << StepNumber::Point
                                         << u"Only the new instance was made. The running app still uses shuttler-prod."_s;
        QTest::newRow("5 saved") << step::WriteDatabaseUrl << StepNumber::Point
                                 << u"Value saved; the running app still uses the old database until step 7."_s;
        QTest::newRow("6") << step::WriteDatabaseUrl << StepNumber::Verify << u"Checks only read. Users still work on shuttler-prod."_s;
        QTest::newRow("7 before") << step::Verify << StepNumber::CutOver
                                  << u"You can still go back: the old instance and the previous DATABASE_URL are kept."_s;
        QTest::newRow("7 moved") << step::Redeploy << StepNumber::CutOver
                                 << u"You can still go back: the old instance and the previous DATABASE_URL are kept."_s;
    }
    void safetyLineSaysWhatWasChanged()
    {
        QFETCH(QString, last);
        QFETCH(StepNumber, shown);
        QFETCH(QString, words);
        QCOMPARE(safetyLine(runUpTo(last), shown).words, words);
    }

    void nothingWasChangedBeforeThereIsARun()
    {
        QCOMPARE(safetyLine(std::nullopt, StepNumber::Choose), (SafetyLine{u"Nothing has been changed yet."_s, true}));
    }

    void aDestroyedInstanceIsNoWayBack()
    {
        RunRecord run = runUpTo(step::RetireOld);
        run.state = RunState::Done;
        run.steps.last().facts = {{u"old"_s, u"destroyed"_s}};
        const SafetyLine line = safetyLine(run, StepNumber::CutOver);
        QVERIFY(!line.wayBack);
        QVERIFY(line.words.contains(u"no way back"_s));
        QCOMPARE(cancelOffer(run, Drive::Rests).act, CancelOffer::Act::None);
    }

    void cancellingSaysWhatHappens_data()
    {
        using Act = CancelOffer::Act;
        QTest::addColumn<QString>("last");
        QTest::addColumn<StepState>("next");
        QTest::addColumn<Drive>("drive");
        QTest::addColumn<int>("act");
        QTest::addColumn<QString>("label");
        QTest::newRow("4 running") << step::RestoreInstance << StepState::Running << Drive::Restores << int(Act::Undo)
                                   << u"Cancel restore…"_s;
        QTest::newRow("4 resting") << step::RestoreInstance << StepState::ToDo << Drive::Rests << int(Act::Undo) << u"Cancel restore…"_s;
        QTest::newRow("5 saved") << step::WriteDatabaseUrl << StepState::ToDo << Drive::Rests << int(Act::Undo) << u"Cancel restore…"_s;
        QTest::newRow("6 running") << step::WriteDatabaseUrl << StepState::Running << Drive::Checks << int(Act::StopChecks) << u"Stop the checks"_s;
        QTest::newRow("7 moved") << step::Redeploy << StepState::ToDo << Drive::Rests << int(Act::Undo) << u"Roll back…"_s;
        QTest::newRow("undoing") << step::Redeploy << StepState::ToDo << Drive::Undoes << int(Act::None) << QString();
    }
    void cancellingSaysWhatHappens()
    {
        QFETCH(QString, last);
        QFETCH(StepState, next);
        QFETCH(Drive, drive);
        QFETCH(int, act);
        QFETCH(QString, label);
        const CancelOffer offer = cancelOffer(runUpTo(last, next), drive);
        QCOMPARE(int(offer.act), act);
        QCOMPARE(offer.label, label);
        if (offer.act == CancelOffer::Act::Undo)
            QVERIFY((offer.title + offer.sentences.join(u' ')).contains(u"shuttler-prod-r1"_s)); // It names what it deletes.
    }

    void showsTheStepThatNeedsThePerson()
    {
        QCOMPARE(stepToShow(runUpTo(step::RestoreInstance)), StepNumber::Restore);
        QCOMPARE(stepToShow(runUpTo(step::ContentsGate)), StepNumber::Point);
        QCOMPARE(stepToShow(runUpTo(step::WriteDatabaseUrl)), StepNumber::Verify);
        QCOMPARE(stepToShow(runUpTo(step::Verify)), StepNumber::CutOver);
        // A gate that spoke against the copy is looked at where it locks.
        RunRecord run = runUpTo(step::WaitUntilReady, StepState::Failed);
        StepRecord &gate = run.steps[5];
        gate.error = Error(Fault::Refused, u"no"_s);
        gate.findings = {finding(u"empty"_s, CheckGroup::Contents, u"The restored copy"_s, Verdict::Failed)};
        QCOMPARE(stepToShow(run), StepNumber::Point);
    }

    void theFirstFailedFactIsTheGatesFirstSentence()
    {
        StepRecord gate = record(step::ContentsGate, StepNumber::Restore, StepState::Failed);
        gate.findings = {finding(u"empty"_s, CheckGroup::Contents, u"The restored copy"_s, Verdict::Failed, u"38 tables"_s, u"no table"_s),
                         finding(u"rows"_s, CheckGroup::RowCounts, u"fees"_s, Verdict::Failed, u"57,744"_s, u"0"_s)};
        const GateFacts facts = gateFacts(gate);
        QVERIFY(facts.spoke && !facts.passed);
        QCOMPARE(facts.title, u"The restored copy is empty: no table, expected 38 tables"_s);
        QCOMPARE(facts.facts[0].verdict, Verdict::Failed);
        QCOMPARE(facts.facts[2].verdict, Verdict::NotChecked); // Nobody asked: not "passed".
    }

    void fourFactsComeFromTheFindings()
    {
        StepRecord gate = record(step::ContentsGate, StepNumber::Restore, StepState::Done);
        gate.findings = {finding(u"relations"_s, CheckGroup::Contents, u"tables"_s, Verdict::Passed, u"38 tables"_s, u"38 tables; 111 indexes, 38 counters"_s),
                         finding(u"rows"_s, CheckGroup::RowCounts, u"fees"_s, Verdict::Passed),
                         finding(u"rows"_s, CheckGroup::RowCounts, u"students"_s, Verdict::Passed),
                         finding(u"freshness"_s, CheckGroup::Contents, u"login_history"_s, Verdict::Passed, u"at or before the moment"_s, u"8 s before"_s),
                         finding(u"reference"_s, CheckGroup::Links, u"a → b"_s, Verdict::Passed)};
        const GateFacts facts = gateFacts(gate);
        QVERIFY(facts.passed);
        QCOMPARE(facts.facts[0].value, u"38 tables"_s);
        QCOMPARE(facts.facts[0].below, u"111 indexes, 38 counters"_s);
        QCOMPARE(facts.facts[1].value, u"2 of 2"_s);
        QCOMPARE(facts.facts[2].value, u"8 s before"_s);
        QCOMPARE(facts.facts[3].value, u"0 broken"_s);
    }

    void foldsOnlyWhatPassed()
    {
        QList<Finding> findings;
        for (int i = 0; i < 12; ++i)
            findings.append(finding(u"rows"_s, CheckGroup::RowCounts, u"t%1"_s.arg(i), i == 9 ? Verdict::Failed : Verdict::Passed));
        const QList<CheckRows> rows = checkRows(findings, Findings::All, 6);
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].shown.first(), 9); // What failed stands first.
        QCOMPARE(rows[0].shown.size(), 6);
        QCOMPARE(rows[0].folded.size(), 6);
        QVERIFY(!rows[0].folded.contains(9));
        QCOMPARE(rows[0].verdict, Verdict::Failed);
        QCOMPARE(checkRows(findings.first(7), Findings::All, 6).first().folded.size(), 0); // A fold of one row saves nothing.
    }

    void whatWasNotCheckedHasNotPassed()
    {
        FindingSummary summary;
        QCOMPARE(checksTitle(summary), u"Nothing was checked"_s);
        summary.notChecked = 2;
        QVERIFY(checksTitle(summary).startsWith(u"Not safe"_s));
        summary.passed = 27;
        QCOMPARE(checksTitle(summary), u"Safe to continue: 27 of 29 checks passed, none failed"_s);
        summary.failed = 1;
        QVERIFY(checksTitle(summary).startsWith(u"Not safe to continue: 1 of 30"_s));
    }

    void namesWhatChangesInAnAddress_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("words");
        QTest::newRow("host") << u"postgresql://app:••••@a.example:5432/db?sslmode=require"_s << u"postgresql://app:••••@b.example:5432/db?sslmode=require"_s
                              << u"Host changes from a.example to b.example, password hidden"_s;
        QTest::newRow("port") << u"postgresql://app:••••@127.0.0.1:5432/db"_s << u"postgresql://app:••••@127.0.0.1:5433/db"_s
                              << u"Port changes from 5432 to 5433, password hidden"_s;
        QTest::newRow("socket folder") << u"postgresql://app@/db?host=/run/a&port=5432"_s << u"postgresql://app@/db?host=/run/b&port=5433"_s
                                       << u"Host changes from /run/a to /run/b, port changes from 5432 to 5433, password hidden"_s;
        QTest::newRow("six") << u"postgres://u:••••@[::1]:5432/db"_s << u"postgres://u:••••@[::2]:5432/db"_s
                             << u"Host changes from [::1] to [::2], password hidden"_s;
        QTest::newRow("nothing") << u"postgres://u@h/db"_s << u"postgres://u@h/db"_s << u"Nothing changes, password hidden"_s;
    }
    void namesWhatChangesInAnAddress()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QString, words);
        QCOMPARE(urlChangeInWords(before, after), words);
        QCOMPARE(urlLines(before).join(QString()), before); // Nothing is lost in the breaking.
    }

    void marksOnlyTheStretchThatDiffers()
    {
        QCOMPARE(changedStretch(u"shuttler-prod-r1.rds"_s, u"shuttler-prod.rds"_s), (Stretch{0, 16}));
        QCOMPARE(changedStretch(u"shuttler-prod.rds"_s, u"shuttler-prod-r1.rds"_s), (Stretch{0, 13}));
        QCOMPARE(changedStretch(u":5432/db"_s, u":5433/db"_s), (Stretch{1, 4}));
        QCOMPARE(changedStretch(u"?host=/run/a&port=1"_s, u"?host=/run/b&port=1"_s), (Stretch{11, 1}));
        QCOMPARE(changedStretch(u"same"_s, u"same"_s).size, 0);
    }

    void measuresLostWorkAgainstTheDamage()
    {
        BackupListing listing;
        Backup early;
        early.id = BackupId(u"early"_s);
        early.takenAt = Now - std::chrono::hours(10);
        early.health = BackupHealth::Healthy;
        Backup late = early;
        late.id = BackupId(u"late"_s);
        late.takenAt = Now - std::chrono::minutes(5);
        Backup broken = early;
        broken.id = BackupId(u"broken"_s);
        broken.health = BackupHealth::Failed;
        broken.healthReason = u"a file is missing"_s;
        listing.backups = {broken, early, late};
        listing.windows = {{InstanceId(u"a"_s), *RecoveryWindow::between(early.takenAt, Now)}};
        const Instant firstBad = Now - std::chrono::hours(1);

        const QList<BackupRow> rows = backupRows(listing, {}, {}, firstBad, Now);
        QCOMPARE(rows.size(), 4);
        QCOMPARE(rows[0].target, RestoreTarget(AtMoment{firstBad - Seconds(1)}));
        QCOMPARE(rows[0].lost, std::optional(Micros(0)));
        QCOMPARE(rows[1].name, u"late"_s); // Newest first.
        QVERIFY(!rows[1].lost);            // Taken after the damage.
        QCOMPARE(rows[2].lost, std::optional<Micros>(std::chrono::hours(9)));
        QVERIFY(!rows[3].usable);
        QCOMPARE(rows[3].reason, u"a file is missing"_s);
        QCOMPARE(rowOf(rows, RestoreTarget(AtBackup{early.id})), 2);
        QCOMPARE(rowOf(rows, RestoreTarget(AtMoment{Now})), 0);
        // Without a mark nobody knows what is good: everything since counts as lost.
        QCOMPARE(backupRows(listing, {}, {}, std::nullopt, Now)[1].lost, std::optional<Micros>(std::chrono::minutes(5)));
    }
};

SHUTTLER_TEST(tst_RestoreWords)
#include "tst_RestoreWords.moc"
