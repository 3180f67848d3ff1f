// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/common/Theme.h"
#include "ui/firstrun/FirstRunPage.h"

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

class tst_FirstRunPage : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        applyLook(Appearance::Light, 100);
        m_world = std::make_unique<UiWorld>(Instant::fromUnixSeconds(1'795'000'000));
        m_console.emplace(m_world->console());
        m_page = std::make_unique<FirstRunPage>(*m_console);
        m_page->resize(1280, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->enter();
    }

    void oneKeyStartsPractice()
    {
        QSignalSpy ready(m_page.get(), &FirstRunPage::practiceReady);
        QCOMPARE(m_page->focusWidget()->objectName(), u"frsPractice"_s);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(ready.size(), 1);
        QCOMPARE(m_world->practice.calls(), QStringList{u"create practice"_s});
        VERIFY_OK(m_world->environments.find(EnvironmentName(u"practice"_s)));
    }

    void stoppingItIsNoError()
    {
        m_world->practice.waits = true;
        QSignalSpy ready(m_page.get(), &FirstRunPage::practiceReady);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        QVERIFY(m_page->isMakingPractice());
        QTRY_COMPARE(m_page->findChild<QLabel *>(u"frsStage"_s)->text(), u"Starting PostgreSQL"_s);
        QCOMPARE(m_page->focusWidget()->objectName(), u"frsCancel"_s);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(!m_page->isMakingPractice());
        QCOMPARE(ready.size(), 0);
        QVERIFY(!m_page->findChild<QWidget *>(u"frsError"_s)->isVisible());
        QTRY_COMPARE(m_page->focusWidget()->objectName(), u"frsPractice"_s);
    }

    void aRefusalStandsThereInThreeParts()
    {
        m_world->practice.refuses = Error(Fault::Refused, u"PostgreSQL's programs were not found."_s)
                                        .means(u"Nothing was made."_s)
                                        .todo(u"Install postgresql-15, then try again."_s);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(m_page->findChild<QWidget *>(u"frsError"_s)->isVisible());
        const QString read = m_page->findChild<QWidget *>(u"frsError"_s)->accessibleName();
        QCOMPARE(read, u"PostgreSQL's programs were not found. Nothing was made. Install postgresql-15, then try again."_s);
    }

    void eachKindOfProviderLeadsToItsOwnQuestions_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<QString>("field");
        QTest::newRow("aws") << u"frsRds"_s << u"envRegion"_s;
        QTest::newRow("render") << u"frsRender"_s << u"envWorkspace"_s;
        QTest::newRow("railway") << u"frsRailway"_s << u"envOpenProxies"_s;
        QTest::newRow("pgbackrest") << u"frsPgBackRest"_s << u"envStanza"_s;
    }
    void eachKindOfProviderLeadsToItsOwnQuestions()
    {
        QFETCH(QString, button);
        QFETCH(QString, field);
        tabTo(button);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        auto *wizard = m_page->findChild<QDialog *>(u"envWizard"_s);
        QTRY_VERIFY(wizard && wizard->isVisible());
        QVERIFY(wizard->findChild<QWidget *>(field));
        wizard->reject();
        QTRY_COMPARE(m_page->focusWidget()->objectName(), button);
    }

private:
    void tabTo(const QString &name)
    {
        for (int i = 0; i < 40 && m_page->focusWidget()->objectName() != name; ++i)
            QTest::keyClick(m_page->focusWidget(), Qt::Key_Tab);
        QCOMPARE(m_page->focusWidget()->objectName(), name);
    }
    std::unique_ptr<UiWorld> m_world;
    std::optional<Console> m_console;
    std::unique_ptr<FirstRunPage> m_page;
};

SHUTTLER_TEST(tst_FirstRunPage)

#include "tst_FirstRunPage.moc"
