// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/environments/WizardDesk.h"

#include <QComboBox>
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
        m_desk = std::make_unique<WizardDesk>();
        QVERIFY(m_desk->open(u"aws-rds"_s));
    }
    void cleanup() { m_desk.reset(); }

    void anRdsEnvironmentIsAddedByKeysAndKeepsItsKeyInTheKeychain()
    {
        QSignalSpy saved(&m_desk->wizard(), &EnvironmentWizard::saved);
        QVERIFY(m_desk->signInWith());
        QVERIFY(m_desk->waitUntilAt(u"2 of 3: Signed in"_s));
        QCOMPARE(world().secrets.size(), 0); // Tried, not kept.
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"3 of 3"_s));
        QCOMPARE(m_desk->find<QComboBox>(u"envInstance"_s)->currentData().toString(), u"shuttler-prod"_s);
        QVERIFY(world().environments.all().isEmpty());
        QVERIFY(m_desk->finish());
        QTRY_COMPARE(saved.size(), 1);

        const Result<Environment> environment = m_desk->saved();
        VERIFY_OK(environment);
        QCOMPARE(environment->instance, InstanceId(u"shuttler-prod"_s));
        QCOMPARE(environment->app.file, u"/srv/academy/.env"_s);
        QCOMPARE(environment->providerSettings.value(u"credential"_s), u"production/aws-keys"_s);
        QCOMPARE(world().secrets.plain(u"production/aws-keys"_s), QByteArray("AKIAEXAMPLE:sesame"));
        for (const QLineEdit *field : m_desk->wizard().findChildren<QLineEdit *>())
            QVERIFY2(field->text() != u"sesame"_s, "the secret is still in its field");
    }

    void whatCannotBeSignedInToLeavesNothing()
    {
        QVERIFY(m_desk->signInWith(u"wrong"_s));
        auto *error = m_desk->find<QWidget>(u"envKeysError"_s);
        QTRY_VERIFY(error->isVisible());
        QVERIFY(error->accessibleName().contains(u"The key was rejected."_s));
        QVERIFY(world().environments.all().isEmpty());
        QCOMPARE(world().secrets.size(), 0);
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
        QTest::newRow("security groups") << u"envSecurityGroups"_s << u"sg-0a1b, default"_s;
    }
    void whatIsWrongIsSaidBesideItsFieldBeforeAnybodyIsAsked()
    {
        QFETCH(QString, field);
        QFETCH(QString, text);
        world().add(u"taken"_s, EnvironmentKind::Production);
        QVERIFY(m_desk->type(u"envName"_s, u"production"_s) && m_desk->type(u"envDatabase"_s, u"academy"_s));
        QVERIFY(m_desk->type(u"envRegion"_s, u"eu-central-1"_s) && m_desk->goTo(u"envMore"_s));
        m_desk->press(Qt::Key_Space);
        QVERIFY(m_desk->type(field, text));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->isAt(u"1 of 3"_s));
        QVERIFY(m_desk->isWrong(field));
        QCOMPARE(m_desk->wizard().focusWidget()->objectName(), field);
        QCOMPARE(m_desk->wizard().focusWidget()->accessibleDescription(), m_desk->note(field));
    }

    void whatIsWrongIsSaidWhenItsFieldIsLeftAndUntilItIsMended()
    {
        QVERIFY(m_desk->type(u"envRegion"_s, u"Frankfurt"_s));
        QVERIFY(!m_desk->isWrong(u"envRegion"_s)); // Not while it is being written.
        m_desk->press(Qt::Key_Tab);
        QVERIFY(m_desk->isWrong(u"envRegion"_s));
        QVERIFY(m_desk->type(u"envRegion"_s, u"eu-central"_s));
        QVERIFY(m_desk->isWrong(u"envRegion"_s));
        QTest::keyClicks(m_desk->wizard().focusWidget(), u"-1"_s);
        QVERIFY(!m_desk->isWrong(u"envRegion"_s));
    }

    void whatIsSeldomNeededStandsBehindAButtonUntilItHasAValue()
    {
        QVERIFY(!m_desk->find<QWidget>(u"envEndpoint"_s)->isVisible());
        QVERIFY(m_desk->goTo(u"envMore"_s));
        m_desk->press(Qt::Key_Space);
        QVERIFY(m_desk->find<QWidget>(u"envEndpoint"_s)->isVisible());
        Environment environment = world().add(u"other"_s, EnvironmentKind::Production);
        environment.provider = u"aws-rds"_s;
        environment.providerSettings = {
            {u"region"_s, u"eu-central-1"_s}, {u"credential"_s, u"aws-keys"_s}, {u"subnet-group"_s, u"inner"_s}};
        QVERIFY(m_desk->open(environment));
        QCOMPARE(m_desk->find<QLineEdit>(u"envSubnetGroup"_s)->text(), u"inner"_s);
        QVERIFY(m_desk->find<QWidget>(u"envSubnetGroup"_s)->isVisible());
    }

    void whatWasFoundDoesNotOutliveTheKeysItWasFoundWith()
    {
        QVERIFY(m_desk->signInWith() && m_desk->waitUntilAt(u"Signed in"_s));
        QVERIFY(m_desk->type(u"envSecretKey"_s, u"other"_s));
        QVERIFY(m_desk->wizard().windowTitle().endsWith(u"2 of 3: Sign in"_s));
    }

    void aRoleIsTakenOnAndTheCodeOfItsDeviceIsKeptNowhere()
    {
        QSignalSpy saved(&m_desk->wizard(), &EnvironmentWizard::saved);
        QVERIFY(m_desk->leaveProvider());
        QVERIFY(!m_desk->find<QWidget>(u"envRole"_s)->isVisible());
        QVERIFY(m_desk->choose(u"envAs"_s, u"role"_s));
        QVERIFY(m_desk->type(u"envRole"_s, u"arn:aws:iam::123456789012:role/restores"_s));
        QVERIFY(m_desk->type(u"envMfa"_s, u"arn:aws:iam::123456789012:mfa/owner"_s));
        QVERIFY(m_desk->type(u"envAccessKey"_s, u"AKIAEXAMPLE"_s) && m_desk->type(u"envSecretKey"_s, u"sesame"_s));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->isWrong(u"envMfaCode"_s));
        QVERIFY(m_desk->type(u"envMfaCode"_s, u"123456"_s));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"Signed in"_s));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"3 of 3"_s) && m_desk->finish());
        QTRY_COMPARE(saved.size(), 1);
        const Result<Environment> environment = m_desk->saved();
        VERIFY_OK(environment);
        QCOMPARE(environment->providerSettings.value(u"role"_s), u"arn:aws:iam::123456789012:role/restores"_s);
        QCOMPARE(environment->providerSettings.value(u"mfa"_s), u"arn:aws:iam::123456789012:mfa/owner"_s);
        QCOMPARE(world().secrets.size(), 1); // The key, and nothing else.
        QCOMPARE(world().secrets.plain(u"production/aws-keys"_s), QByteArray("AKIAEXAMPLE:sesame"));
    }

    void whatIsMissingIsNamedAndMayBeAddedAllTheSame()
    {
        world().permissions.append({5, u"Save DATABASE_URL"_s, {}, false, u"The file is not there."_s, u"Make it."_s, false, true});
        QSignalSpy saved(&m_desk->wizard(), &EnvironmentWizard::saved);
        QVERIFY(m_desk->reachTheApp() && m_desk->finish());
        auto *error = m_desk->find<QWidget>(u"envAppError"_s);
        QTRY_VERIFY(error->isVisible());
        QVERIFY(error->accessibleName().contains(u"Save DATABASE_URL"_s));
        QCOMPARE(m_desk->note(u"envAppFile"_s), u"The file is not there."_s);
        QCOMPARE(world().secrets.size(), 0);
        QVERIFY(world().environments.all().isEmpty());
        m_desk->find<QPushButton>(u"errorAnyway"_s)->click();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(world().secrets.size(), 1);
    }

    void aChangeLeavesTheKeyThatIsKept()
    {
        QSignalSpy saved(&m_desk->wizard(), &EnvironmentWizard::saved);
        QVERIFY(m_desk->reachTheApp() && m_desk->finish());
        QTRY_COMPARE(saved.size(), 1);
        const Result<Environment> before = m_desk->saved();
        VERIFY_OK(before);

        QVERIFY(m_desk->open(*before));
        QVERIFY(!m_desk->find<QLineEdit>(u"envName"_s)->isEnabled());
        QVERIFY(m_desk->type(u"envTitle"_s, u"The academy"_s));
        QSignalSpy changed(&m_desk->wizard(), &EnvironmentWizard::saved);
        for (const QString &step : {u"2 of 3: Sign in"_s, u"Signed in"_s, u"3 of 3"_s}) {
            m_desk->press(Qt::Key_Return);
            QVERIFY(m_desk->waitUntilAt(step));
        }
        m_desk->press(Qt::Key_Return);
        QTRY_COMPARE(changed.size(), 1);
        Environment wanted = *before;
        wanted.title = u"The academy"_s;
        QVERIFY(*m_desk->saved() == wanted);
        QCOMPARE(world().secrets.plain(u"production/aws-keys"_s), QByteArray("AKIAEXAMPLE:sesame"));
    }

private:
    UiWorld &world() { return m_desk->world(); }
    std::unique_ptr<WizardDesk> m_desk;
};

SHUTTLER_TEST(tst_EnvironmentWizard)
#include "tst_EnvironmentWizard.moc"
