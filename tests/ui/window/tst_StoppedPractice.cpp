// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/shell/MainWindow.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

/// A Practice that does not run any more, as after a restart of the computer.
class tst_StoppedPractice : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_world = std::make_unique<UiWorld>(DesignTime);
        m_console.emplace(m_world->console());
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        m_world->haveBackups(0);
        m_world->practice.databaseRuns = m_world->practice.appRuns = false;
    }
    void cleanup()
    {
        m_window.reset();
        m_console.reset();
        m_world.reset();
    }

    void oneKeyStartsIt()
    {
        openWindow();
        QTRY_COMPARE(noticeTitle(), u"Practice is stopped"_s);
        QVERIFY(noticeText().contains(u"Nothing of it is lost."_s));
        // By Tab alone, from the title of the page.
        m_window->findChild<QWidget *>(u"ovwBackupNow"_s)->setFocus();
        for (int i = 0; i < 5 && QApplication::focusWidget() != start(); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), start());
        QCOMPARE(QAccessible::queryAccessibleInterface(start())->text(QAccessible::Name), u"Start the Practice"_s);

        QTest::keyClick(start(), Qt::Key_Space);

        QTRY_COMPARE(noticeTitle(), u"The Practice runs again"_s);
        QCOMPARE(m_world->practice.calls(), QStringList{u"start practice"_s});
        QVERIFY(!start());
        QTRY_VERIFY(!m_window->situation()->activity.isEmpty());
        QCOMPARE(m_window->situation()->activity.first().what, u"Practice started"_s);
    }

    void whatRunsOffersNoStart()
    {
        m_world->practice.databaseRuns = m_world->practice.appRuns = true;
        openWindow();
        QCOMPARE(noticeTitle(), QString());
        QVERIFY(!startInTheMenu()->isVisible());
    }

    void aDeadAppAloneIsSaidToo()
    {
        m_world->practice.databaseRuns = true;
        openWindow();
        QTRY_COMPARE(noticeTitle(), u"The app of Practice is stopped"_s);
        QVERIFY(start());
    }

    /// First it has to run; then what it tells of damage can be done.
    void itComesBeforeTheDamageInIt()
    {
        Incident incident;
        incident.title = u"A wrong fee import"_s;
        incident.at = DesignTime;
        incident.lastGood = DesignTime - Seconds(1);
        m_world->practice.incidents = {incident};
        openWindow();
        QTRY_COMPARE(noticeTitle(), u"Practice is stopped"_s);
        start()->click();
        QTRY_VERIFY(noticeTitle().startsWith(u"A wrong fee import"_s));
    }

    void theMenuHasItAsWell()
    {
        openWindow();
        QTRY_VERIFY(start());
        QVERIFY(startInTheMenu()->isVisible() && startInTheMenu()->isEnabled());
        startInTheMenu()->trigger();
        QTRY_VERIFY(!start());
        QTRY_VERIFY(m_window->situation()->practice->isRunning());
        QVERIFY(!startInTheMenu()->isVisible());
    }

    void itStandsAmongWhatNeedsOne()
    {
        openWindow();
        auto *need = m_window->findChild<QPushButton *>(u"ovwNeed0"_s);
        QVERIFY(need);
        QCOMPARE(need->accessibleDescription(), u"Practice is stopped"_s);
        need->click();
        QTRY_COMPARE(noticeTitle(), u"The Practice runs again"_s);
        QTRY_VERIFY(!m_window->findChild<QPushButton *>(u"ovwNeed0"_s));
    }

    void whatKeepsItFromStartingIsSaidBesideTheButton()
    {
        m_world->practice.refuses = Error(Fault::Refused, u"Port 43210 is used by another program."_s)
                                        .means(u"The app was not started."_s)
                                        .todo(u"Stop the other program."_s);
        openWindow();
        QTRY_VERIFY(start());
        start()->click();
        QTRY_COMPARE(noticeTitle(), u"Port 43210 is used by another program."_s);
        QCOMPARE(noticeText(), u"The app was not started. Stop the other program."_s);
        m_world->practice.refuses.reset();
        start()->click();
        QTRY_COMPARE(noticeTitle(), u"The Practice runs again"_s);
    }

    /// The database came up; the app waits for an open restore: then there is nothing more to start, and yet something to say.
    void anAppThatHasToWaitIsSaid()
    {
        m_world->practice.refuses = Error(Fault::Refused, u"The app's DATABASE_URL names another server."_s);
        openWindow();
        QTRY_VERIFY(start());
        m_world->practice.databaseRuns = m_world->practice.appRuns = true;
        start()->click();
        QTRY_COMPARE(noticeTitle(), u"The app's DATABASE_URL names another server."_s);
        QVERIFY(!start());
    }

    void aSecondPressStartsNothingTwice()
    {
        m_world->practice.waits = true;
        openWindow();
        QTRY_VERIFY(start());
        start()->click();
        startInTheMenu()->trigger();
        QTRY_COMPARE(m_world->practice.calls().size(), 1);
        QVERIFY(!start());
        const Instant before = m_window->situation()->lookedAt;
        m_world->clock.advance(Seconds(5));
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_VERIFY(m_window->situation()->lookedAt > before);
        QVERIFY(!start()); // It is still down, but on its way.
        QCOMPARE(m_world->practice.calls(), QStringList{u"start practice"_s});
        QVERIFY(m_window->findChild<QPushButton *>(u"jobButton"_s)->text().startsWith(u"Starting the Practice"_s));
    }

    void whoDrivesARestoreStartsItsAppHimself_data()
    {
        QTest::addColumn<bool>("databaseRuns");
        QTest::addColumn<bool>("isOpen");
        QTest::addColumn<bool>("isDriven");
        QTest::addColumn<bool>("needsStart");
        QTest::newRow("nothing runs") << false << false << false << true;
        QTest::newRow("nothing runs, and a restore is open") << false << true << false << true;
        QTest::newRow("nothing runs, but somebody works on it") << false << true << true << false;
        QTest::newRow("only the app does not run") << true << false << false << true;
        QTest::newRow("only the app, which an open restore will start") << true << true << false << false;
        QTest::newRow("only the app, which is just being started") << true << true << true << false;
    }
    void whoDrivesARestoreStartsItsAppHimself()
    {
        QFETCH(bool, databaseRuns);
        QFETCH(bool, isOpen);
        QFETCH(bool, isDriven);
        QFETCH(bool, needsStart);
        Situation situation;
        QVERIFY(!situation.needsStart());
        situation.practice = PracticeStatus();
        situation.practice->databaseRuns = databaseRuns;
        if (isOpen)
            situation.openRun = RunRecord();
        if (isDriven)
            situation.holder = u"shuttlerctl restore, since 16:00"_s;
        QCOMPARE(situation.needsStart(), needsStart);
    }

private:
    void openWindow()
    {
        m_window = std::make_unique<MainWindow>(*m_console);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTRY_VERIFY(m_window->situation().has_value());
    }
    QPushButton *start() const
    {
        auto *button = m_window->findChild<QPushButton *>(u"noticeStartPractice"_s);
        return button && button->isVisible() ? button : nullptr;
    }
    QAction *startInTheMenu() const
    {
        QMenu *menu = m_window->findChild<QToolButton *>(u"menuButton"_s)->menu();
        emit menu->aboutToShow();
        for (QAction *action : menu->actions())
            if (action->text() == u"Start the Practice"_s)
                return action;
        qFatal("the menu does not know it");
    }
    QString noticeTitle() const { return words(u"noticeTitle"_s); }
    QString noticeText() const { return words(u"noticeText"_s); }
    QString words(const QString &name) const
    {
        auto *label = m_window->findChild<QLabel *>(name);
        return label && label->isVisible() ? label->text() : QString();
    }

    std::unique_ptr<UiWorld> m_world;
    std::optional<Console> m_console;
    std::unique_ptr<MainWindow> m_window;
};

SHUTTLER_TEST(tst_StoppedPractice)

#include "tst_StoppedPractice.moc"
