// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/common/Theme.h"
#include "ui/environments/EnvironmentsPage.h"
#include "ui/environments/TryOut.h"

#include <QCheckBox>
#include <QDialog>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTreeView>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

class tst_EnvironmentsPage : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        applyLook(Appearance::Light, 100);
        m_world = std::make_unique<UiWorld>(DesignTime);
        m_world->opensWith = "sesame";
        for (const char *name : {"one", "two"}) {
            Environment environment = m_world->add(QString::fromLatin1(name), EnvironmentKind::Production);
            environment.provider = u"render"_s;
            environment.title = QString::fromLatin1(name);
            environment.providerSettings = {{u"credential"_s, u"render-key"_s}, {u"password"_s, environment.title + u"/password"_s}};
            VERIFY_OK(m_world->environments.save(environment));
        }
        m_world->secrets.with(u"render-key"_s, "sesame").with(u"one/password"_s, "p1");
        m_world->permissions = {{1, u"Sign in"_s, {}, true, {}, {}, true, true}};
        m_console.emplace(m_world->console());
        m_page = std::make_unique<EnvironmentsPage>(*m_console);
        m_page->resize(1000, 780);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    void cleanup()
    {
        m_page.reset();
        m_console.reset();
        m_world.reset();
    }

    void theKeysOfTheChosenOneAreNamedAndTheMissingOneIsSaid()
    {
        auto *table = find<QTableView>("envCredentials");
        QTRY_COMPARE(table->model()->index(0, 3).data().toString(), u"Kept"_s);
        QCOMPARE(table->model()->index(0, 2).data().toString(), u"render-key"_s);
        find<QListView>("envList")->setCurrentIndex(find<QListView>("envList")->model()->index(1, 0));
        QTRY_COMPARE(table->model()->index(1, 3).data().toString(), u"Not there"_s);
        QCOMPARE(table->model()->index(1, 2).data().toString(), u"two/password"_s);
    }

    void allAreTestedByReallySigningIn()
    {
        QCOMPARE(standing(0), u"Not tried"_s);
        press("envTestAll");
        QTRY_COMPARE(standing(0), u"Signed in"_s);
        QCOMPARE(standing(1), u"Signed in"_s);
        QVERIFY(find<QTreeView>("envPermissions")->model()->rowCount() > 0);
        m_world->opensWith = "another";
        QTRY_VERIFY(find<QPushButton>("envTestAll")->isEnabled());
        press("envTestAll");
        QTRY_COMPARE(standing(0), u"Not signed in"_s);
        QVERIFY(find<QWidget>("envError")->isVisible());
    }

    void removingLeavesTheKeychainAloneUnlessItIsAsked_data()
    {
        QTest::addColumn<bool>("forget");
        QTest::addColumn<QByteArray>("left");
        QTest::newRow("left alone") << false << QByteArray("p1");
        QTest::newRow("forgotten") << true << QByteArray();
    }
    void removingLeavesTheKeychainAloneUnlessItIsAsked()
    {
        QFETCH(bool, forget);
        QFETCH(QByteArray, left);
        QSignalSpy removed(m_page.get(), &EnvironmentsPage::removed);
        press("envRemove");
        auto *dialog = m_page->findChild<QDialog *>(u"removeDialog"_s);
        QVERIFY(dialog);
        auto *also = dialog->findChild<QCheckBox *>(u"dlgAlso"_s);
        QVERIFY(!also->isChecked() && also->text().contains(u"one/password"_s) && !also->text().contains(u"render-key"_s));
        also->setChecked(forget);
        dialog->findChild<QPushButton *>(u"dlgYes"_s)->click();
        QTRY_COMPARE(removed.size(), 1);
        VERIFY_FAULT(m_world->environments.find(EnvironmentName(u"one"_s)), Fault::NotFound);
        QCOMPARE(m_world->secrets.plain(u"one/password"_s), left);
        QCOMPARE(m_world->secrets.plain(u"render-key"_s), QByteArray("sesame")); // The other one needs it.
    }

    void whatWasDoneIsWrittenDown()
    {
        PendingSecrets pending(m_world->secrets);
        Environment added = *m_world->environments.find(EnvironmentName(u"one"_s));
        added.name = EnvironmentName(u"three"_s);
        VERIFY_OK(keepEnvironment(*m_console, added, pending, shuttler::test::testJob()));
        VERIFY_OK(dropEnvironment(*m_console, added.name, {}, shuttler::test::testJob()));
        const Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_world->ledgerFile());
        VERIFY_OK(ledger);
        const Result<QList<ActivityEntry>> entries = (*ledger)->activity(u"three"_s, 10);
        VERIFY_OK(entries);
        QCOMPARE(entries->size(), 2);
        QCOMPARE(entries->at(0).what, u"Environment removed"_s);
        QCOMPARE(entries->at(1).what, u"Environment added"_s);
    }

private:
    template <typename Widget>
    Widget *find(const char *name) const { return m_page->findChild<Widget *>(QString::fromLatin1(name)); }
    void press(const char *name) const { find<QPushButton>(name)->click(); }
    QString standing(int row) const
    {
        const QString spoken = find<QListView>("envList")->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        return spoken.section(u", "_s, -1);
    }

    std::unique_ptr<UiWorld> m_world;
    std::optional<Console> m_console;
    std::unique_ptr<EnvironmentsPage> m_page;
};

SHUTTLER_TEST(tst_EnvironmentsPage)
#include "tst_EnvironmentsPage.moc"
