// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/common/Theme.h"
#include "ui/firstrun/ConnectForm.h"
#include "ui/firstrun/FirstRunPage.h"

#include <QLabel>
#include <QLineEdit>
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

    void aDatabaseIsConnectedByKeyboard()
    {
        QSignalSpy added(m_page.get(), &FirstRunPage::environmentAdded);
        tabTo(u"frsPgBackRest"_s);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(m_page->focusWidget()->objectName(), u"frsName"_s);
        type(u"frsName"_s, u"academy"_s);
        type(u"frsDatabase"_s, u"academy"_s);
        type(u"frsConfig"_s, u"/etc/pgbackrest.conf"_s);
        type(u"frsStanza"_s, u"main"_s);
        type(u"frsData"_s, u"/var/lib/postgresql/15/main"_s);
        type(u"frsInstances"_s, u"/var/lib/postgresql/restored"_s);
        type(u"frsEnvFile"_s, u"/srv/academy/.env"_s);
        type(u"frsRedeploy"_s, u"/usr/bin/systemctl restart \"my academy\""_s);
        tabTo(u"frsCheck"_s);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(added.size(), 1);

        const Result<Environment> saved = m_world->environments.find(EnvironmentName(u"academy"_s));
        VERIFY_OK(saved);
        QCOMPARE(saved->kind, EnvironmentKind::Production);
        QCOMPARE(saved->instance, InstanceId(u"main"_s));
        QCOMPARE(saved->providerSettings.value(u"socket"_s), u"/var/run/postgresql"_s);
        QCOMPARE(saved->providerSettings.value(u"port"_s), u"5432"_s);
        QCOMPARE(saved->cutover.command, (QStringList{u"/usr/bin/systemctl"_s, u"restart"_s, u"my academy"_s}));
    }

    void whatCannotBeSignedInToIsNotKept()
    {
        m_world->trouble = Error(Fault::Unreachable, u"pgBackRest does not answer."_s);
        tabTo(u"frsPgBackRest"_s);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        type(u"frsName"_s, u"academy"_s);
        type(u"frsDatabase"_s, u"academy"_s);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Return);
        auto *error = m_page->findChild<QWidget *>(u"frsConnectError"_s);
        QTRY_VERIFY(error->isVisible());
        QVERIFY(m_world->environments.all().isEmpty());
    }

    void aBadNameIsSaidBeforeAnythingIsAsked()
    {
        tabTo(u"frsPgBackRest"_s);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        type(u"frsName"_s, u"../../etc"_s);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Return);
        auto *error = m_page->findChild<QWidget *>(u"frsConnectError"_s);
        QVERIFY(error->isVisible());
    }

    void commandsAreSplitAsAPersonWritesThem_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("nothing") << QString() << QStringList{};
        QTest::newRow("blanks") << u"  "_s << QStringList{};
        QTest::newRow("plain") << u"/bin/systemctl  restart academy"_s << QStringList{u"/bin/systemctl"_s, u"restart"_s, u"academy"_s};
        QTest::newRow("quotes") << u"/bin/x 'a b' \"c d\"e"_s << QStringList{u"/bin/x"_s, u"a b"_s, u"c de"_s};
        QTest::newRow("an empty word") << u"/bin/x ''"_s << QStringList{u"/bin/x"_s, QString()};
        QTest::newRow("no shell") << u"/bin/x $HOME; rm"_s << QStringList{u"/bin/x"_s, u"$HOME;"_s, u"rm"_s};
    }
    void commandsAreSplitAsAPersonWritesThem()
    {
        QFETCH(QString, line);
        QFETCH(QStringList, words);
        const Result<QStringList> found = wordsOfCommand(line);
        VERIFY_OK(found);
        QCOMPARE(*found, words);
    }

    void aCommandWithoutAPathOrWithAnOpenQuoteIsBadInput()
    {
        VERIFY_FAULT(wordsOfCommand(u"systemctl restart academy"_s), Fault::BadInput);
        VERIFY_FAULT(wordsOfCommand(u"/bin/x 'open"_s), Fault::BadInput);
    }

private:
    void tabTo(const QString &name)
    {
        for (int i = 0; i < 40 && m_page->focusWidget()->objectName() != name; ++i)
            QTest::keyClick(m_page->focusWidget(), Qt::Key_Tab);
        QCOMPARE(m_page->focusWidget()->objectName(), name);
    }
    void type(const QString &field, const QString &text)
    {
        tabTo(field);
        qobject_cast<QLineEdit *>(m_page->focusWidget())->selectAll();
        QTest::keyClicks(m_page->focusWidget(), text);
    }

    std::unique_ptr<UiWorld> m_world;
    std::optional<Console> m_console;
    std::unique_ptr<FirstRunPage> m_page;
};

SHUTTLER_TEST(tst_FirstRunPage)

#include "tst_FirstRunPage.moc"
