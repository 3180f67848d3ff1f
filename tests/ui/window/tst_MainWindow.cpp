// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/common/HumanText.h"
#include "ui/common/Page.h"
#include "ui/common/Theme.h"
#include "ui/shell/MainWindow.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QWheelEvent>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

class tst_MainWindow : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_world = std::make_unique<UiWorld>(DesignTime);
        m_console.emplace(m_world->console());
        VERIFY_OK(savePreferences(m_world->settingsFile(), {u"Asia/Kolkata"_s, Appearance::Light, 100, QString(), 60}));
    }
    void cleanup()
    {
        m_window.reset();
        m_console.reset();
        m_world.reset();
    }

    void withoutAnEnvironmentTheFirstRunFillsTheWindow()
    {
        openWindow();
        QVERIFY(m_window->findChild<QWidget *>(u"firstRunPage"_s)->isVisible());
        QVERIFY(!m_window->findChild<QWidget *>(u"statusBar"_s)->isVisible());
        QCOMPARE(m_window->focusWidget()->objectName(), u"frsPractice"_s);
    }

    void startingPracticeEndsInItsOverview()
    {
        openWindow();
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(m_window->shownPage(), u"overview"_s);
        QTRY_VERIFY(m_window->situation().has_value());
        QTRY_COMPARE(noticeTitle(), u"Practice is ready"_s);
        QVERIFY(m_window->findChild<QWidget *>(u"noticeBreakIt"_s)->isVisible());
    }

    void theOptionPracticeOpensTheOneThatIsThere()
    {
        m_world->add(u"academy"_s, EnvironmentKind::Production);
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        m_world->haveBackups(0);
        openWindow();
        m_window->openPractice();
        QTRY_VERIFY(m_window->situation() && m_window->situation()->isPractice());
        QVERIFY(m_world->practice.calls().isEmpty());
    }

    void aBrokenSettingsFileIsSaidInsideTheWindow()
    {
        QFile file(m_world->settingsFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("zone = [\n");
        file.close();
        openProduction();
        QVERIFY(!noticeTitle().isEmpty());
        for (const QWidget *widget : QApplication::topLevelWidgets())
            QVERIFY2(!widget->isVisible() || widget == m_window.get(), widget->metaObject()->className());
    }

    void theVerdictStandsFirst()
    {
        openProduction();
        QCOMPARE(text(u"ovwVerdictTitle"_s), u"Protected. The 30-day SLA is met."_s);
        QVERIFY(m_window->findChild<QWidget *>(u"ovwTileLatest"_s)->accessibleName().contains(u"15:56:40 IST"_s));
    }

    void keysOpenPagesAndTheTitleTakesTheFocus_data()
    {
        QTest::addColumn<QKeySequence>("keys");
        QTest::addColumn<QString>("page");
        QTest::newRow("timeline") << QKeySequence(u"Ctrl+2"_s) << u"timeline"_s;
        QTest::newRow("activity") << QKeySequence(u"Ctrl+8"_s) << u"activity"_s;
        QTest::newRow("environments") << QKeySequence(u"Ctrl+9"_s) << u"environments"_s;
        QTest::newRow("settings") << QKeySequence(u"Ctrl+,"_s) << u"settings"_s;
        QTest::newRow("overview") << QKeySequence(u"Ctrl+1"_s) << u"overview"_s;
    }
    void keysOpenPagesAndTheTitleTakesTheFocus()
    {
        QFETCH(QKeySequence, keys);
        QFETCH(QString, page);
        openProduction();
        QTest::keySequence(m_window.get(), keys);
        QCOMPARE(m_window->shownPage(), page);
        QCOMPARE(QApplication::focusWidget()->accessibleName(), m_window->findChild<Page *>(page + u"Page"_s)->titleLabel()->text());
    }

    void tabGoesFromHeaderToNoticeToContent()
    {
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        m_world->haveBackups(0);
        openWindow();
        QTRY_VERIFY(m_window->situation().has_value());
        trigger(u"Mass delete"_s);
        QTRY_VERIFY(!noticeTitle().isEmpty());
        m_window->findChild<QWidget *>(u"ovwBackupNow"_s)->setFocus();
        QStringList order;
        for (int i = 0; i < 5; ++i) {
            order.append(QApplication::focusWidget()->objectName());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(order, (QStringList{u"ovwBackupNow"_s, u"ovwRestore"_s, u"noticeRestoreTo"_s, u"noticeDamageLater"_s, u"ovwTileLatest"_s}));
    }

    void aRefreshLeavesTheFocusOnTheNoticesButton()
    {
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        m_world->haveBackups(0);
        openWindow();
        QTRY_VERIFY(m_window->situation().has_value());
        trigger(u"Mass delete"_s);
        QTRY_VERIFY(!noticeTitle().isEmpty());
        m_window->findChild<QWidget *>(u"noticeRestoreTo"_s)->setFocus();
        const Instant before = m_window->situation()->lookedAt;
        m_world->clock.advance(Seconds(5));
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_VERIFY(m_window->situation()->lookedAt > before);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"noticeRestoreTo"_s);
    }

    void theNavigationOpensOnEnterNotOnTheWay()
    {
        openProduction();
        auto *nav = m_window->findChild<QListView *>(u"navList"_s);
        nav->setFocus();
        QTest::keyClick(nav, Qt::Key_Down); // Timeline
        QTest::keyClick(nav, Qt::Key_Down); // Restore
        QTest::keyClick(nav, Qt::Key_Down); // Activity
        QCOMPARE(m_window->shownPage(), u"overview"_s);
        QTest::keyClick(nav, Qt::Key_Return);
        QCOMPARE(m_window->shownPage(), u"activity"_s);
    }

    void everythingThatTakesTheFocusHasANameAndAnId_data()
    {
        QTest::addColumn<QString>("page");
        for (const char *page : {"overview", "timeline", "activity", "environments", "settings"})
            QTest::newRow(page) << QString::fromLatin1(page);
    }
    void everythingThatTakesTheFocusHasANameAndAnId()
    {
        QFETCH(QString, page);
        openProduction();
        m_window->showPage(page);
        checkNames(m_window.get());
    }

    void theFirstRunToo()
    {
        openWindow();
        checkNames(m_window.get());
        m_window->findChild<QPushButton *>(u"frsRds"_s)->click();
        checkNames(m_window->findChild<QDialog *>(u"envWizard"_s));
    }

    void belowItsLimitTheSideBarIsARail()
    {
        openProduction();
        QCOMPARE(m_window->findChild<QWidget *>(u"sideBar"_s)->width(), scaled(208));
        m_window->resize(960, 640);
        QTRY_COMPARE(m_window->findChild<QWidget *>(u"sideBar"_s)->width(), scaled(52));
        // Verdict and primary action are seen without scrolling.
        for (const QString &name : {u"ovwVerdict"_s, u"ovwRestore"_s}) {
            auto *widget = m_window->findChild<QWidget *>(name);
            QVERIFY(m_window->rect().contains(QRect(widget->mapTo(m_window.get(), QPoint()), widget->size())));
        }
    }

    void anIncidentOffersItsLastGoodSecond()
    {
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        m_world->haveBackups(0);
        openWindow();
        QTRY_VERIFY(m_window->situation().has_value());
        trigger(u"Wrong fee import"_s);
        QTRY_COMPARE(noticeTitle(), u"A wrong fee import: damage at 16:00:14 IST. Last good second 16:00:13."_s);
        QCOMPARE(m_window->findChild<QPushButton *>(u"noticeRestoreTo"_s)->text(), u"Restore to 16:00:13…"_s);
        QCOMPARE(m_world->practice.calls(), QStringList{u"break bad-import"_s});
    }

    void aProviderThatDoesNotAnswerIsSaidAndTheRestOfThePageStays()
    {
        m_world->add(u"academy"_s, EnvironmentKind::Production);
        m_world->haveBackups(35);
        m_world->trouble = Error(Fault::Unreachable, u"pgBackRest does not answer."_s).means(u"Nothing was changed."_s).todo(u"Try again."_s);
        openWindow();
        QTRY_COMPARE(noticeTitle(), u"pgBackRest does not answer."_s);
        QCOMPARE(text(u"ovwVerdictTitle"_s), u"Not known: pgBackRest has not answered yet."_s);
    }

    void closingWithARunningJobAsksFirst()
    {
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        m_world->haveBackups(0);
        m_world->practice.waits = true;
        openWindow();
        QTRY_VERIFY(m_window->situation().has_value());
        trigger(u"Wrong fee import"_s);
        QTRY_COMPARE(m_world->practice.calls().size(), 1);

        QVERIFY(!m_window->close());
        auto *dialog = m_window->findChild<QDialog *>(u"closeDialog"_s);
        QVERIFY(dialog && dialog->isVisible());
        QTest::keyClick(dialog, Qt::Key_Escape); // The safe answer.
        QTRY_VERIFY(!m_window->findChild<QDialog *>(u"closeDialog"_s));
        QVERIFY(m_window->isVisible());
        QVERIFY(m_window->findChild<QPushButton *>(u"jobButton"_s)->isVisible());

        QVERIFY(!m_window->close());
        m_window->findChild<QDialog *>(u"closeDialog"_s)->findChild<QPushButton *>(u"dlgYes"_s)->click();
        QVERIFY(!m_window->isVisible());
    }

    void removingPracticeNeedsItsNameAndEndsInTheFirstRun()
    {
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        m_world->haveBackups(0);
        openWindow();
        QTRY_VERIFY(m_window->situation().has_value());
        trigger(u"Remove Practice…"_s);
        auto *dialog = m_window->findChild<QDialog *>(u"confirmDestroyDialog"_s);
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(u"dlgName"_s), u"practice"_s);
        dialog->findChild<QPushButton *>(u"dlgDestroy"_s)->click();
        QTRY_VERIFY(m_window->findChild<QWidget *>(u"firstRunPage"_s) && m_window->findChild<QWidget *>(u"firstRunPage"_s)->isVisible());
        QVERIFY(m_world->practice.calls().contains(u"destroy practice"_s));
        QVERIFY(m_world->environments.all().isEmpty());
    }

    void aChangedZoneIsSeenEverywhereAtOnce()
    {
        openProduction();
        m_window->showPage(u"settings"_s);
        auto *zone = m_window->findChild<QComboBox *>(u"setZone"_s);
        zone->setCurrentIndex(zone->findData(u"UTC"_s));
        m_window->showPage(u"overview"_s);
        QVERIFY(m_window->findChild<QWidget *>(u"ovwTileLatest"_s)->accessibleName().contains(u"10:26:40 UTC"_s));
    }

    void aLargerTextIsSeenAtOnceAndTheFieldKeepsTheFocus()
    {
        openProduction();
        m_window->showPage(u"settings"_s);
        const int before = m_window->findChild<Page *>(u"settingsPage"_s)->titleLabel()->font().pixelSize();
        auto *size = m_window->findChild<QSpinBox *>(u"setText"_s);
        size->setFocus();
        for (int i = 0; i < 10; ++i)
            pressUp();
        QCOMPARE(QApplication::focusWidget()->objectName(), u"setText"_s);
        QCOMPARE(m_window->findChild<Page *>(u"settingsPage"_s)->titleLabel()->font().pixelSize(), 2 * before);
        QCOMPARE(m_window->findChild<QLabel *>(u"utcClock"_s)->font().pixelSize(), fontFor(Role::Mono).pixelSize());
    }

    void theWindowComesBackWhereItWas()
    {
        openProduction();
        m_window->resize(1100, 700);
        m_window->close();
        m_window.reset();
        openWindow();
        QCOMPARE(m_window->size(), QSize(1100, 700));
        QVERIFY(QFile::exists(m_world->folder.path() + u"/window.ini"_s));
    }

    void aWheelOverTheOverviewsTimelineLeavesThePageToScroll()
    {
        openProduction();
        auto *view = m_window->findChild<QWidget *>(u"ovwTimeline"_s);
        QWheelEvent turn(QPointF(300, 60), view->mapToGlobal(QPointF(300, 60)), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier,
                         Qt::NoScrollPhase, false);
        QApplication::sendEvent(view, &turn);
        QVERIFY(!turn.isAccepted());
    }

private:
    void openWindow()
    {
        m_window = std::make_unique<MainWindow>(*m_console);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void openProduction()
    {
        m_world->add(u"academy"_s, EnvironmentKind::Production);
        m_world->haveBackups(35);
        openWindow();
        QTRY_VERIFY(m_window->situation().has_value());
    }
    static void pressUp()
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Up);
        QCoreApplication::processEvents();
    }
    void trigger(const QString &title)
    {
        QMenu *menu = m_window->findChild<QToolButton *>(u"menuButton"_s)->menu();
        QList<QAction *> actions = menu->actions();
        for (const QMenu *below : menu->findChildren<QMenu *>())
            actions += below->actions();
        for (QAction *action : std::as_const(actions)) {
            if (action->text() == title)
                return action->trigger();
        }
        QFAIL(qPrintable(u"no action is called "_s + title));
    }
    QString text(const QString &label) const { return m_window->findChild<QLabel *>(label)->text(); }
    QString noticeTitle() const
    {
        auto *title = m_window->findChild<QLabel *>(u"noticeTitle"_s);
        return title && title->isVisible() ? title->text() : QString();
    }
    /// Every visible widget that Tab can reach says to assistive technology what is written on it, and can be found by tests.
    static void checkNames(QWidget *root)
    {
        int checked = 0;
        for (QWidget *widget : root->findChildren<QWidget *>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->objectName().startsWith(u"qt_"_s))
                continue;
            if (widget->parentWidget() && qobject_cast<QAbstractItemView *>(widget->parentWidget()))
                continue; // The viewport of a view that was checked itself.
            if (qobject_cast<QLineEdit *>(widget) && qobject_cast<QComboBox *>(widget->parentWidget()))
                continue; // Its combo box stands for it.
            QAccessibleInterface *read = QAccessible::queryAccessibleInterface(widget);
            const QString who = QString::fromLatin1(widget->metaObject()->className()) + u" \""_s + widget->objectName() + u'"';
            QVERIFY2(!widget->objectName().isEmpty(), qPrintable(who + u" has no id"_s));
            QVERIFY2(read && !read->text(QAccessible::Name).isEmpty(), qPrintable(who + u" has no name"_s));
            if (auto *button = qobject_cast<QAbstractButton *>(widget); button && !button->text().isEmpty())
                QCOMPARE(widget->accessibleName(), button->text());
            ++checked;
        }
        QVERIFY(checked >= 2);
    }

    std::unique_ptr<UiWorld> m_world;
    std::optional<Console> m_console;
    std::unique_ptr<MainWindow> m_window;
};

SHUTTLER_TEST(tst_MainWindow)

#include "tst_MainWindow.moc"
