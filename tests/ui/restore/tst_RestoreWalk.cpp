// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "tests/support/Test.h"
#include "tests/ui/restore/RestoreDesk.h"

#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTreeView>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

namespace {

const Instant LastGood = DeskTime - std::chrono::hours(2);

} // namespace

/// The seven steps, walked by a person: real engine, real journal, a fake far side.
class tst_RestoreWalk : public QObject {
    Q_OBJECT

private:
    static constexpr int Patience = 20000;

    /// To the plan, ready to be started.
    static void walkToPlan(RestoreDesk &desk)
    {
        desk.start(LastGood);
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 2"_s), Patience);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 3"_s), Patience);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 4"_s), Patience);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Start restore"_s), Patience);
    }
    static void walkToPoint(RestoreDesk &desk)
    {
        walkToPlan(desk);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 5"_s), Patience);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<QPushButton>("rstApply"), Patience);
    }
    /// The dialog opens on the safe answer; by keys to the other one.
    static bool sayYes(RestoreDesk &desk, const char *dialog)
    {
        return QTest::qWaitFor([&] { return desk.dialog(dialog) && desk.focus()->objectName() == u"dlgNo"_s; }) && desk.press("dlgYes");
    }
    static void save(RestoreDesk &desk)
    {
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<QPushButton>("rstApply")->isEnabled(), Patience);
        QVERIFY(desk.press("rstApply"));
        QVERIFY(sayYes(desk, "rstSaveDialog"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 6"_s), Patience);
    }
    static void walkToVerify(RestoreDesk &desk)
    {
        walkToPoint(desk);
        save(desk);
        desk.goOn();
    }
    static void walkToCutOver(RestoreDesk &desk)
    {
        walkToVerify(desk);
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 7"_s), Patience);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Cut over and hold old instance"_s), Patience);
    }
    static QString safety(RestoreDesk &desk) { return desk.textOf("rstSafety"); }

private slots:
    void allSevenStepsByKeysAlone()
    {
        RestoreDesk desk;
        QSignalSpy finished(&desk.page(), &RestorePage::finished);
        desk.start(LastGood);
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 2"_s), Patience);
        QCOMPARE(desk.focus()->objectName(), u"rstPermissions"_s);
        QCOMPARE(safety(desk), u"Nothing has been changed yet."_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 3"_s), Patience);
        QCOMPARE(desk.focus()->objectName(), u"rstBackups"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 4"_s), Patience);
        QCOMPARE(desk.focus()->objectName(), u"rstWhen"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Start restore"_s), Patience);
        QCOMPARE(desk.focus()->objectName(), u"rstTarget"_s);
        QCOMPARE(desk.world.allActs(), (QMap<QString, int>())); // Up to here everything only looked.
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 5"_s), Patience);
        QCOMPARE(desk.focus()->objectName(), u"rstStages"_s);
        QCOMPARE(desk.world.acts(u"start-restore"_s), 1);
        QCOMPARE(safety(desk), u"practice is untouched and still serves the app. Cancelling deletes only the new instance."_s);
        desk.goOn();
        QTRY_COMPARE(desk.focus()->objectName(), u"rstDiff"_s);
        QVERIFY(!desk.canGoOn(u"Continue to step 6"_s));
        save(desk);
        QCOMPARE(safety(desk), u"Value saved; the running app still uses the old database until step 7."_s);
        QCOMPARE(desk.world.appHost(), u"practice.db.test"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 7"_s), Patience);
        QCOMPARE(safety(desk), u"Checks only read. Users still work on practice."_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Cut over and hold old instance"_s), Patience);
        QCOMPARE(desk.focus()->objectName(), u"rstHold"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);

        const RunRecord run = desk.runs().first();
        QCOMPARE(run.state, RunState::Done);
        QCOMPARE(run.moment, std::optional(LastGood));
        QCOMPARE(desk.world.serving(), run.newInstance->toString());
        QCOMPARE(desk.world.phaseOf(u"practice"_s), u"held"_s);
        QVERIFY(desk.textOf("rstSafety").startsWith(u"You can still go back"_s));
        QVERIFY(desk.find("rstDone")->accessibleName().contains(u"held until"_s));
        desk.goOn();
        QCOMPARE(finished.count(), 1);
        QVERIFY(desk.page().isIdle());
    }

    void aDamagedCopyLocksSavingAndGoingOn()
    {
        RestoreDesk desk;
        desk.world.set(u"gate"_s, u"failed"_s);
        walkToPlan(desk);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 5"_s), Patience);
        desk.goOn();
        QTRY_VERIFY(desk.find<QPushButton>("rstApply"));
        QTRY_VERIFY(desk.find("rstGate")->accessibleName().contains(u"fee_payments: expected ≥ 4,812, found 0"_s));
        QTest::qWait(50); // The address has been read by then, and changes nothing about it.
        QVERIFY(!desk.find<QPushButton>("rstApply")->isEnabled());
        QVERIFY(!desk.find<QPushButton>("rstNext")->isEnabled());
        QVERIFY(desk.find<QPushButton>("rstGateOther")->isEnabled());
        desk.goOn();
        QCOMPARE(desk.world.acts(u"write-url"_s), 0);

        // It turns out to be right after all: asked again, the way is free.
        desk.world.set(u"gate"_s, u"passed"_s);
        QVERIFY(desk.press("rstGateAgain"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<QPushButton>("rstApply")->isEnabled(), Patience);
    }

    void warningsHaveToBeAccepted()
    {
        RestoreDesk desk;
        desk.world.set(u"checks"_s, u"warned"_s);
        walkToVerify(desk);
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<QCheckBox>("rstAccept") && desk.find<QCheckBox>("rstAccept")->isVisible(), Patience);
        QTRY_VERIFY(desk.find<QCheckBox>("rstAccept")->isEnabled());
        QVERIFY(!desk.find<QPushButton>("rstNext")->isEnabled());
        desk.goOn();
        QCOMPARE(desk.openRun()->find(step::Verify)->state, StepState::Interrupted);

        QVERIFY(desk.press("rstAccept"));
        QTRY_VERIFY(desk.canGoOn(u"Continue to step 7"_s));
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Cut over and hold old instance"_s), Patience);
        QVERIFY(desk.openRun()->find(step::Verify)->facts.contains(u"acceptedBy"_s));
    }

    void aFailedCheckNeedsTheDatabasesNameTyped()
    {
        RestoreDesk desk;
        desk.world.set(u"checks"_s, u"failed"_s);
        walkToVerify(desk);
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<QPushButton>("rstNextMenu")->isVisible(), Patience);
        QVERIFY(!desk.find<QPushButton>("rstNext")->isEnabled());
        QMenu *menu = desk.find<QPushButton>("rstNextMenu")->menu();
        QCOMPARE(menu->actions().size(), 1);
        QCOMPARE(menu->actions().first()->text(), u"Continue with 1 failed check…"_s);
        menu->actions().first()->trigger();
        QTRY_VERIFY(desk.dialog("confirmDestroyDialog"));
        QVERIFY(!desk.find<QPushButton>("dlgDestroy")->isEnabled());
        QTest::keyClicks(desk.find<QLineEdit>("dlgName"), u"Academy"_s); // Capital letters matter.
        QVERIFY(!desk.find<QPushButton>("dlgDestroy")->isEnabled());
        desk.find<QLineEdit>("dlgName")->setText(u"academy"_s);
        QTest::mouseClick(desk.find<QPushButton>("dlgDestroy"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 7"_s), Patience);
        QVERIFY(desk.openRun()->find(step::Verify)->facts.contains(u"acceptedBy"_s));
    }

    void settingsThatDifferStopStepFour()
    {
        RestoreDesk desk;
        desk.world.set(u"differs"_s, true);
        walkToPlan(desk);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<QPushButton>("errorAccept"), Patience);
        QVERIFY(desk.canGoOn(u"Go on with step 4"_s));
        QVERIFY(desk.find<QTreeView>("rstSame")->model()->rowCount() > 0);
        desk.world.set(u"differs"_s, false);
        QVERIFY(desk.press("errorCompare"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 5"_s), Patience);
    }

    void givingUpBeforeItBeganLeavesNothing()
    {
        RestoreDesk desk;
        walkToPlan(desk);
        QSignalSpy finished(&desk.page(), &RestorePage::finished);
        QCOMPARE(desk.find<QPushButton>("rstCancel")->text(), u"Cancel restore"_s);
        QTest::mouseClick(desk.find<QPushButton>("rstCancel"), Qt::LeftButton);
        QCOMPARE(finished.count(), 1);
        QVERIFY(desk.runs().isEmpty());
        QVERIFY(desk.world.allActs().isEmpty());
    }

    void stoppingStepFourDeletesTheNewInstance()
    {
        RestoreDesk desk;
        desk.holdsCreating = true;
        walkToPlan(desk);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.world.acts(u"start-restore"_s) == 1, Patience);
        QTRY_VERIFY(desk.find<QPushButton>("rstStop")->isVisible());
        QCOMPARE(desk.find<QPushButton>("rstStop")->text(), u"Stop and delete new instance…"_s);
        QVERIFY(desk.page().hasRunningJob());
        QVERIFY(desk.page().closingMeans().contains(u"stops the restore"_s)); // The work is this computer's.
        QVERIFY(desk.press("rstStop"));
        QTRY_VERIFY(desk.dialog("rstCancelDialog"));
        QTRY_COMPARE(desk.focus()->objectName(), u"dlgNo"_s);
        QTest::keyClick(desk.focus(), Qt::Key_Escape); // The safe answer.
        QTRY_VERIFY(!desk.dialog("rstCancelDialog"));
        QVERIFY(desk.page().hasRunningJob());

        QVERIFY(desk.press("rstStop"));
        QVERIFY(sayYes(desk, "rstCancelDialog"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);
        QCOMPARE(desk.runs().first().state, RunState::Undone);
        QCOMPARE(desk.world.instances(), QStringList{u"practice"_s});
        QCOMPARE(desk.world.acts(u"write-url"_s), 0);
        QCOMPARE(safety(desk), u"Everything was taken back. practice serves the app."_s);
    }

    void puttingBackAfterSavingUndoesTheRun()
    {
        RestoreDesk desk;
        walkToPoint(desk);
        const QString before = desk.world.databaseUrl();
        save(desk);
        QVERIFY(desk.world.databaseUrl() != before);
        QVERIFY(desk.press("rstPutBack"));
        QVERIFY(sayYes(desk, "rstCancelDialog"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);
        QCOMPARE(desk.world.databaseUrl(), before);
        QCOMPARE(desk.world.instances(), QStringList{u"practice"_s});
    }

    void cancellingBeforeSavingTouchesNoAddress()
    {
        RestoreDesk desk;
        walkToPoint(desk);
        QVERIFY(desk.press("rstCancel"));
        QVERIFY(sayYes(desk, "rstCancelDialog"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);
        QCOMPARE(desk.world.instances(), QStringList{u"practice"_s});
        QCOMPARE(desk.world.acts(u"put-back"_s), 0);
    }

    void stoppingTheChecksKeepsAllElse()
    {
        RestoreDesk desk;
        desk.holdsChecks = true;
        walkToVerify(desk);
        QTRY_COMPARE_WITH_TIMEOUT(desk.textOf("rstCancel"), u"Stop the checks"_s, Patience);
        QVERIFY(desk.press("rstCancel")); // No question: nothing is lost by it.
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Run all checks"_s), Patience);
        QCOMPARE(desk.world.instances().size(), 2);
        QCOMPARE(desk.world.acts(u"put-back"_s), 0);
        desk.holdsChecks = false;
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 7"_s), Patience);
    }

    void cancellingBeforeTheSwitchPutsTheAddressBack()
    {
        RestoreDesk desk;
        const QString before = desk.world.databaseUrl();
        walkToCutOver(desk);
        QCOMPARE(desk.textOf("rstCancel"), u"Cancel restore…"_s);
        QVERIFY(desk.press("rstCancel"));
        QVERIFY(sayYes(desk, "rstCancelDialog"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);
        QCOMPARE(desk.world.databaseUrl(), before);
        QCOMPARE(desk.world.acts(u"redeploy"_s), 0);
    }

    void anUnreadableRunSaysSo()
    {
        RestoreDesk desk;
        desk.page().resume(RunId(u"r-none"_s));
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("errorCard")->isVisible(), Patience);
        QVERIFY(!desk.find<QPushButton>("rstNext")->isEnabled());
    }

    void rollingBackAfterTheCutOver()
    {
        RestoreDesk desk;
        walkToCutOver(desk);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);
        QCOMPARE(desk.find<QPushButton>("rstCancel")->text(), u"Roll back…"_s);
        QVERIFY(desk.press("rstRollBack"));
        QVERIFY(sayYes(desk, "rstCancelDialog"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.state() == RunState::Undone, Patience);
        QCOMPARE(desk.world.appHost(), u"practice.db.test"_s);
        QCOMPARE(desk.world.phaseOf(u"practice"_s), u"available"_s);
    }

    void destroyingTheOldOneNeedsItsName()
    {
        RestoreDesk desk;
        walkToCutOver(desk);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);
        QVERIFY(desk.press("rstDestroyNow"));
        QTRY_VERIFY(desk.dialog("confirmDestroyDialog"));
        QTRY_COMPARE(desk.focus()->objectName(), u"dlgName"_s);
        QTest::keyClicks(desk.focus(), u"practice"_s);
        QVERIFY(desk.press("dlgDestroy"));
        QTRY_COMPARE_WITH_TIMEOUT(desk.world.acts(u"destroy"_s), 1, Patience);
        QTRY_VERIFY(safety(desk).contains(u"no way back"_s));
        QTRY_VERIFY(desk.find<QPushButton>("rstRollBack") == nullptr || !desk.find<QPushButton>("rstRollBack")->isVisible());
    }

    void holdingForAnotherTime()
    {
        RestoreDesk desk;
        walkToCutOver(desk);
        QVERIFY(desk.tabTo("rstHoldHours"));
        QTest::keyClick(desk.focus(), Qt::Key_Up);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);
        const QString until = desk.runs().first().find(step::RetireOld)->facts.value(u"until"_s).toString();
        QCOMPARE(*Instant::parse(until) - desk.clock.now() < std::chrono::hours(25), true);
    }

    void closingWhileItRunsLeavesARunToResume()
    {
        RestoreDesk desk;
        desk.holdsCreating = true;
        walkToPlan(desk);
        desk.goOn();
        QTRY_COMPARE_WITH_TIMEOUT(desk.world.acts(u"start-restore"_s), 1, Patience);
        desk.page().stopAndWait();
        QVERIFY(!desk.page().hasRunningJob());
        QVERIFY(desk.openRun());

        desk.holdsCreating = false;
        desk.reopen();
        desk.page().resume(desk.openRun()->id);
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Go on with step 4"_s), Patience);
        QCOMPARE(desk.focus()->objectName(), u"rstStages"_s);
        QCOMPARE(desk.world.acts(u"start-restore"_s), 1); // Nothing was sent by looking.
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 5"_s), Patience);
        QCOMPARE(desk.world.acts(u"start-restore"_s), 1); // Nor twice by going on.
    }

    void resumesAtTheStepThatWaits()
    {
        RestoreDesk desk;
        walkToVerify(desk);
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 7"_s), Patience);
        desk.reopen();
        desk.page().resume(desk.openRun()->id);
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Cut over and hold old instance"_s), Patience);
    }

    void anOpenRunBarsANewOneAndCanBeContinued()
    {
        RestoreDesk desk;
        walkToPoint(desk);
        desk.reopen();
        desk.start();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<QPushButton>("errorContinue"), Patience);
        QVERIFY(!desk.find<QPushButton>("rstNext")->isEnabled());
        QVERIFY(desk.press("errorContinue"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<QPushButton>("rstApply"), Patience);
    }

    void stepsThatWereDoneCanBeRead()
    {
        RestoreDesk desk;
        walkToPoint(desk);
        QVERIFY(desk.tabTo("rstSteps"));
        QTest::keyClick(desk.focus(), Qt::Key_Home);
        QTest::keyClick(desk.focus(), Qt::Key_Return);
        QTRY_VERIFY(desk.find<QTreeView>("rstRecord1"));
        QVERIFY(desk.find<QTreeView>("rstRecord1")->isVisible());
        QVERIFY(!desk.find("rstPermissions") || !desk.find("rstPermissions")->isVisible());
    }

    void goesBackBeforeItBegins()
    {
        RestoreDesk desk;
        walkToPlan(desk);
        for (const char *label : {"Continue to step 4", "Continue to step 3", "Continue to step 2"}) {
            QTest::keyClick(desk.focus(), Qt::Key_Left, Qt::AltModifier);
            QTRY_VERIFY(desk.canGoOn(QString::fromLatin1(label)));
        }
    }

    void anotherNameIsPlannedAnew()
    {
        RestoreDesk desk;
        walkToPlan(desk);
        auto *name = desk.find<QLineEdit>("rstTarget");
        name->selectAll();
        QTest::keyClicks(name, u"academy-back"_s);
        QVERIFY(!desk.find<QPushButton>("rstNext")->isEnabled());
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Start restore"_s), Patience);
        name->selectAll();
        QTest::keyClicks(name, u"Not A Name"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("errorCard") && desk.find("errorCard")->isVisible(), Patience);
        QVERIFY(!desk.find<QPushButton>("rstNext")->isEnabled());
    }

    void aMissingRightIsExplainedBeforeAnythingStarts()
    {
        RestoreDesk desk;
        desk.world.set(u"rightMissing"_s, true);
        desk.start();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<QPushButton>("rstCopyRight") && desk.find<QPushButton>("rstCopyRight")->isVisible(), Patience);
        QVERIFY(desk.press("rstCopyRight"));
    }

    void withoutCutOverTheAppStays()
    {
        RestoreDesk desk;
        walkToPlan(desk);
        QVERIFY(desk.press("rstMovesApp"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Start restore"_s), Patience);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 5"_s), Patience);
        desk.goOn();
        save(desk);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 7"_s), Patience);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);
        QCOMPARE(desk.runs().first().state, RunState::Done);
        QCOMPARE(desk.world.acts(u"redeploy"_s), 0);
        QCOMPARE(desk.world.phaseOf(u"practice"_s), u"available"_s);
    }
};

SHUTTLER_TEST(tst_RestoreWalk)
#include "tst_RestoreWalk.moc"
