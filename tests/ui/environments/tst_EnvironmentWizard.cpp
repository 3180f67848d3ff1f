// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/common/Theme.h"
#include "ui/environments/EnvironmentWizard.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

/// From nothing to an environment, by keys.
class tst_EnvironmentWizard : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        applyLook(Appearance::Light, 100);
        m_world = std::make_unique<UiWorld>(DesignTime);
        m_world->instance.id = InstanceId(u"shuttler-prod"_s);
        m_world->instance.version = u"15.8"_s;
        m_world->instance.state.phase = InstancePhase::Available;
        m_world->opensWith = "AKIAEXAMPLE:sesame";
        m_world->permissions = {{1, u"Sign in"_s, u"sts:GetCallerIdentity"_s, true, {}, {}, true, true},
                                {4, u"Restore"_s, u"rds:Restore"_s, false, u"Only doing it would tell."_s, {}, false, false}};
        m_console.emplace(m_world->console());
        open(nullptr);
    }
    void cleanup()
    {
        m_wizard.reset();
        m_console.reset();
        m_world.reset();
    }

    void anRdsEnvironmentIsAddedByKeysAndKeepsItsKeyInTheKeychain()
    {
        QSignalSpy saved(m_wizard.get(), &EnvironmentWizard::saved);
        fillProvider();
        press(Qt::Key_Return);
        QTRY_VERIFY(m_wizard->windowTitle().contains(u"2 of 3: Sign in"_s));
        type(u"envAccessKey"_s, u"AKIAEXAMPLE"_s);
        type(u"envSecretKey"_s, u"sesame"_s);
        press(Qt::Key_Return);
        QTRY_VERIFY(m_wizard->windowTitle().contains(u"2 of 3: Signed in"_s));
        QCOMPARE(m_world->secrets.size(), 0); // Tried, not kept.
        press(Qt::Key_Return);
        QTRY_VERIFY(m_wizard->windowTitle().contains(u"3 of 3"_s));
        QCOMPARE(m_wizard->findChild<QComboBox *>(u"envInstance"_s)->currentData().toString(), u"shuttler-prod"_s);
        type(u"envAppFile"_s, u"/srv/academy/.env"_s);
        type(u"envCutoverCommand"_s, u"/usr/bin/systemctl restart academy"_s);
        QVERIFY(m_world->environments.all().isEmpty());
        press(Qt::Key_Return);
        QTRY_COMPARE(saved.size(), 1);

        const Result<Environment> environment = m_world->environments.find(EnvironmentName(u"production"_s));
        VERIFY_OK(environment);
        QCOMPARE(environment->instance, InstanceId(u"shuttler-prod"_s));
        QCOMPARE(environment->providerSettings.value(u"credential"_s), u"production/aws-keys"_s);
        QCOMPARE(m_world->secrets.plain(u"production/aws-keys"_s), QByteArray("AKIAEXAMPLE:sesame"));
        for (const QLineEdit *field : m_wizard->findChildren<QLineEdit *>())
            QVERIFY2(field->text() != u"sesame"_s, "the secret is still in its field");
    }

    void whatCannotBeSignedInToLeavesNothing()
    {
        fillProvider();
        press(Qt::Key_Return);
        type(u"envAccessKey"_s, u"AKIAEXAMPLE"_s);
        type(u"envSecretKey"_s, u"wrong"_s);
        press(Qt::Key_Return);
        auto *error = m_wizard->findChild<QWidget *>(u"envKeysError"_s);
        QTRY_VERIFY(error->isVisible());
        QVERIFY(error->accessibleName().contains(u"The key was rejected."_s));
        QVERIFY(m_world->environments.all().isEmpty());
        QCOMPARE(m_world->secrets.size(), 0);
    }

    void whatIsWrongIsSaidBesideItsFieldBeforeAnybodyIsAsked_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        QTest::newRow("name") << u"envName"_s << u"../../etc"_s;
        QTest::newRow("a name that is taken") << u"envName"_s << u"taken"_s;
        QTest::newRow("database") << u"envDatabase"_s << u" "_s;
        QTest::newRow("region") << u"envRegion"_s << u"Frankfurt"_s;
        QTest::newRow("address") << u"envEndpoint"_s << u"http://localhost"_s;
        QTest::newRow("authority") << u"envCa"_s << u"ca.pem"_s;
    }
    void whatIsWrongIsSaidBesideItsFieldBeforeAnybodyIsAsked()
    {
        QFETCH(QString, field);
        QFETCH(QString, text);
        m_world->add(u"taken"_s, EnvironmentKind::Production);
        fillProvider();
        type(field, text);
        press(Qt::Key_Return);
        QVERIFY(m_wizard->windowTitle().contains(u"1 of 3"_s));
        auto *note = m_wizard->findChild<QLabel *>(field + u"Note"_s);
        QVERIFY(note->isVisible() && note->property("tone").toString() == u"bad"_s);
        QCOMPARE(m_wizard->focusWidget()->objectName(), field);
        QCOMPARE(m_wizard->focusWidget()->accessibleDescription(), note->text());
    }

    void whatWasFoundDoesNotOutliveTheKeysItWasFoundWith()
    {
        fillProvider();
        press(Qt::Key_Return);
        type(u"envAccessKey"_s, u"AKIAEXAMPLE"_s);
        type(u"envSecretKey"_s, u"sesame"_s);
        press(Qt::Key_Return);
        QTRY_VERIFY(m_wizard->windowTitle().contains(u"Signed in"_s));
        type(u"envSecretKey"_s, u"other"_s);
        QVERIFY(m_wizard->windowTitle().endsWith(u"2 of 3: Sign in"_s));
    }

    void whatIsMissingIsNamedAndMayBeAddedAllTheSame()
    {
        m_world->permissions.append({5, u"Save DATABASE_URL"_s, {}, false, u"The file is not there."_s, u"Make it."_s, false, true});
        QSignalSpy saved(m_wizard.get(), &EnvironmentWizard::saved);
        reachTheApp();
        type(u"envAppFile"_s, u"/srv/academy/.env"_s);
        type(u"envCutoverCommand"_s, u"/usr/bin/true"_s);
        press(Qt::Key_Return);
        auto *error = m_wizard->findChild<QWidget *>(u"envAppError"_s);
        QTRY_VERIFY(error->isVisible());
        QVERIFY(error->accessibleName().contains(u"Save DATABASE_URL"_s));
        QCOMPARE(m_wizard->findChild<QLabel *>(u"envAppFileNote"_s)->text(), u"The file is not there."_s);
        QCOMPARE(m_world->secrets.size(), 0);
        QVERIFY(m_world->environments.all().isEmpty());
        m_wizard->findChild<QPushButton *>(u"errorAnyway"_s)->click();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(m_world->secrets.size(), 1);
    }

    void aChangeLeavesTheKeyThatIsKept()
    {
        reachTheApp();
        type(u"envAppFile"_s, u"/srv/academy/.env"_s);
        type(u"envCutoverCommand"_s, u"/usr/bin/true"_s);
        QSignalSpy saved(m_wizard.get(), &EnvironmentWizard::saved);
        press(Qt::Key_Return);
        QTRY_COMPARE(saved.size(), 1);
        const Result<Environment> before = m_world->environments.find(EnvironmentName(u"production"_s));
        VERIFY_OK(before);

        open(&*before);
        QVERIFY(!m_wizard->findChild<QLineEdit *>(u"envName"_s)->isEnabled());
        type(u"envTitle"_s, u"The academy"_s);
        QSignalSpy changed(m_wizard.get(), &EnvironmentWizard::saved);
        for (const QString &step : {u"2 of 3: Sign in"_s, u"Signed in"_s, u"3 of 3"_s}) {
            press(Qt::Key_Return);
            QTRY_VERIFY2(m_wizard->windowTitle().contains(step), qPrintable(m_wizard->windowTitle()));
        }
        press(Qt::Key_Return);
        QTRY_COMPARE(changed.size(), 1);
        Environment wanted = *before;
        wanted.title = u"The academy"_s;
        QVERIFY(*m_world->environments.find(EnvironmentName(u"production"_s)) == wanted);
        QCOMPARE(m_world->secrets.plain(u"production/aws-keys"_s), QByteArray("AKIAEXAMPLE:sesame"));
    }

private:
    void open(const Environment *environment)
    {
        m_wizard = environment ? std::make_unique<EnvironmentWizard>(*m_console, *environment, nullptr)
                               : std::make_unique<EnvironmentWizard>(*m_console, u"aws-rds"_s, nullptr);
        m_wizard->open();
        QVERIFY(QTest::qWaitForWindowActive(m_wizard.get()));
    }
    void fillProvider()
    {
        type(u"envName"_s, u"production"_s);
        type(u"envDatabase"_s, u"academy"_s);
        type(u"envRegion"_s, u"eu-central-1"_s);
    }
    void reachTheApp()
    {
        fillProvider();
        press(Qt::Key_Return);
        type(u"envAccessKey"_s, u"AKIAEXAMPLE"_s);
        type(u"envSecretKey"_s, u"sesame"_s);
        press(Qt::Key_Return);
        QTRY_VERIFY(m_wizard->windowTitle().contains(u"Signed in"_s));
        press(Qt::Key_Return);
        QTRY_VERIFY(m_wizard->windowTitle().contains(u"3 of 3"_s));
    }
    void press(Qt::Key key) { QTest::keyClick(m_wizard->focusWidget(), key); }
    void type(const QString &field, const QString &text)
    {
        for (int i = 0; i < 60 && m_wizard->focusWidget()->objectName() != field; ++i)
            press(Qt::Key_Tab);
        auto *line = qobject_cast<QLineEdit *>(m_wizard->focusWidget());
        QVERIFY2(line && line->objectName() == field, qPrintable(field + u" cannot be reached by Tab"_s));
        line->selectAll();
        QTest::keyClicks(line, text);
    }

    std::unique_ptr<UiWorld> m_world;
    std::optional<Console> m_console;
    std::unique_ptr<EnvironmentWizard> m_wizard;
};

SHUTTLER_TEST(tst_EnvironmentWizard)
#include "tst_EnvironmentWizard.moc"
