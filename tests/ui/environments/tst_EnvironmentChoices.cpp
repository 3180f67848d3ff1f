// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/environments/WizardDesk.h"

#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

/// What a cloud can list is chosen by its name; nobody has to know an id.
class tst_EnvironmentChoices : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_desk = std::make_unique<WizardDesk>();
        m_desk->world().opensWith = "sesame";
        m_desk->world().places = {
            {PlaceKind::RailwayEnvironments, {{u"p1/e1"_s, u"Academy, production"_s, {}}, {u"p1/e2"_s, u"Academy, staging"_s, {}}}},
            {PlaceKind::RailwayServices, {{u"web"_s, u"web"_s, {}}, {u"worker"_s, u"worker"_s, {}}}},
            {PlaceKind::RenderHolders, {{u"srv-1"_s, u"academy"_s, u"web service"_s}, {u"evg-1"_s, u"shared"_s, u"environment group"_s}}},
            {PlaceKind::RenderServices, {{u"srv-1"_s, u"academy"_s, u"web service"_s}, {u"srv-2"_s, u"mails"_s, u"background worker"_s}}}};
    }
    void cleanup() { m_desk.reset(); }

    void theEnvironmentAtRailwayIsChosenAmongThoseTheTokenReaches()
    {
        QVERIFY(m_desk->open(u"railway"_s) && signIn(u"envApiToken"_s));
        QTRY_VERIFY(m_desk->find<QComboBox>(u"envWhere"_s));
        QVERIFY(m_desk->isWrong(u"envWhere"_s) && m_desk->isAt(u"2 of 3: Sign in"_s));
        QCOMPARE(m_desk->wizard().focusWidget()->objectName(), u"envWhere"_s);
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->isAt(u"2 of 3: Sign in"_s)); // None is chosen for its owner.
        QVERIFY(m_desk->choose(u"envWhere"_s, u"p1/e2"_s));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"Signed in"_s));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"3 of 3"_s));

        QVERIFY(m_desk->choose(u"envAppKind"_s, u"railway-variable"_s));
        QTRY_VERIFY(m_desk->find<QComboBox>(u"envAppService"_s));
        QVERIFY(m_desk->choose(u"envAppService"_s, u"worker"_s));
        QTRY_VERIFY(m_desk->find<QListWidget>(u"envCutoverService"_s));
        QVERIFY(tick(u"envCutoverService"_s, {0, 1}));
        const Environment environment = finished();
        QCOMPARE(environment.providerSettings.value(u"project"_s), u"p1"_s);
        QCOMPARE(environment.providerSettings.value(u"environment"_s), u"e2"_s);
        QCOMPARE(environment.app.settings.value(u"service"_s), u"worker"_s);
        QCOMPARE(environment.app.settings.value(u"environment"_s), u"e2"_s);
        QCOMPARE(environment.cutover.settings.value(u"service"_s), u"web, worker"_s);
        for (const QMap<QString, QString> &access : m_desk->world().listedWith())
            QVERIFY(!access.contains(u"environment"_s) || access.value(u"environment"_s) == u"e2"_s);
    }

    void theOnlyEnvironmentIsTakenWithoutAQuestion()
    {
        m_desk->world().places[PlaceKind::RailwayEnvironments].removeLast();
        QVERIFY(m_desk->open(u"railway"_s) && signIn(u"envApiToken"_s));
        QVERIFY(m_desk->waitUntilAt(u"Signed in"_s));
        QCOMPARE(m_desk->find<QComboBox>(u"envWhere"_s)->currentText(), u"Academy, production"_s);
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"3 of 3"_s));
        QVERIFY(m_desk->choose(u"envAppKind"_s, u"no-app"_s));
        QCOMPARE(finished().providerSettings.value(u"environment"_s), u"e1"_s);
    }

    void aTokenThatReachesNothingIsToldSo()
    {
        m_desk->world().places.clear();
        QVERIFY(m_desk->open(u"railway"_s) && signIn(u"envApiToken"_s));
        auto *error = m_desk->find<QWidget>(u"envKeysError"_s);
        QTRY_VERIFY(error->isVisible());
        QVERIFY(error->accessibleName().contains(u"reaches no project"_s));
    }

    void anAppAtRenderIsChosenByItsName()
    {
        QVERIFY(m_desk->open(u"render"_s) && signIn(u"envApiKey"_s) && m_desk->waitUntilAt(u"Signed in"_s));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"3 of 3"_s) && m_desk->choose(u"envAppKind"_s, u"render-variable"_s));
        QTRY_VERIFY(m_desk->find<QComboBox>(u"envAppService"_s));
        QCOMPARE(m_desk->find<QComboBox>(u"envAppService"_s)->currentData().toString(), QString()); // None is chosen for its owner.
        QVERIFY(m_desk->choose(u"envAppService"_s, u"evg-1"_s));
        QTRY_VERIFY(m_desk->find<QListWidget>(u"envCutoverService"_s));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->isWrong(u"envCutoverService"_s)); // Nothing is deployed that nobody ticked.
        QVERIFY(tick(u"envCutoverService"_s, {1}));
        const Environment environment = finished();
        QCOMPARE(environment.app.settings.value(u"group"_s), u"evg-1"_s);
        QCOMPARE(environment.cutover.settings.value(u"service"_s), u"srv-2"_s);
    }

    void whatCannotBeListedIsWritten()
    {
        m_desk->world().places.clear();
        QVERIFY(m_desk->open(u"render"_s) && signIn(u"envApiKey"_s) && m_desk->waitUntilAt(u"Signed in"_s));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"3 of 3"_s) && m_desk->choose(u"envAppKind"_s, u"render-variable"_s));
        QTRY_VERIFY(m_desk->note(u"envCutoverService"_s).contains(u"write it"_s));
        QVERIFY(m_desk->type(u"envAppService"_s, u"srv-9"_s) && m_desk->type(u"envCutoverService"_s, u"srv-9"_s));
        QCOMPARE(finished().app.settings.value(u"service"_s), u"srv-9"_s);
    }

    void aCutOverAtTheProvidersCloudIsListedWhereverTheVariableIs()
    {
        QVERIFY(m_desk->open(u"render"_s) && signIn(u"envApiKey"_s) && m_desk->waitUntilAt(u"Signed in"_s));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"3 of 3"_s) && m_desk->choose(u"envAppKind"_s, u"railway-variable"_s));
        QVERIFY(m_desk->choose(u"envCutoverKind"_s, u"render-deploy"_s));
        QTRY_VERIFY(m_desk->find<QListWidget>(u"envCutoverService"_s));
        QVERIFY(m_desk->find<QLineEdit>(u"envAppService"_s)); // Railway was not asked: nobody has said with which token.
    }

    void anAppAtAnotherCloudIsLookedForWithItsOwnKey()
    {
        m_desk->world().opensWith = "AKIAEXAMPLE:sesame";
        QVERIFY(m_desk->open(u"aws-rds"_s) && m_desk->reachTheApp() && m_desk->choose(u"envAppKind"_s, u"render-variable"_s));
        QVERIFY(m_desk->goTo(u"envLook"_s));
        m_desk->press(Qt::Key_Space);
        QVERIFY(m_desk->isWrong(u"envAppApiKey"_s));
        QVERIFY(m_desk->world().listedWith().isEmpty()); // Nobody was asked without a key.
        QVERIFY(m_desk->type(u"envAppApiKey"_s, u"another"_s) && m_desk->goTo(u"envLook"_s));
        m_desk->press(Qt::Key_Space);
        QTRY_VERIFY(m_desk->note(u"envAppService"_s).contains(u"The key was rejected."_s));
        QVERIFY(m_desk->type(u"envAppApiKey"_s, u"AKIAEXAMPLE:sesame"_s) && m_desk->goTo(u"envLook"_s));
        m_desk->press(Qt::Key_Space);
        QTRY_VERIFY(m_desk->find<QComboBox>(u"envAppService"_s));
        QVERIFY(m_desk->choose(u"envAppService"_s, u"srv-1"_s));
        QTRY_VERIFY(m_desk->find<QListWidget>(u"envCutoverService"_s));
        QVERIFY(tick(u"envCutoverService"_s, {0}));
        QCOMPARE(finished().app.settings.value(u"credential"_s), u"production/app-key"_s);
        QCOMPARE(m_desk->world().listedWith().last().value(u"credential"_s), u"production/app-key"_s);
    }

    void theProfilesOfThisComputerAreOffered()
    {
        m_desk->world().places[PlaceKind::AwsProfiles] = {{u"ops"_s, u"ops"_s, {}}, {u"school"_s, u"school"_s, u"single sign-on"_s}};
        QVERIFY(m_desk->open(u"aws-rds"_s) && m_desk->leaveProvider() && m_desk->choose(u"envSignIn"_s, u"profile"_s));
        QVERIFY(!m_desk->find<QWidget>(u"envAccessKey"_s)->isVisible());
        QTRY_VERIFY(m_desk->find<QComboBox>(u"envProfile"_s));
        QVERIFY(m_desk->choose(u"envProfile"_s, u"school"_s));
        QCOMPARE(m_desk->find<QComboBox>(u"envProfile"_s)->currentText(), u"school, single sign-on"_s);
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"Signed in"_s));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->waitUntilAt(u"3 of 3"_s) && m_desk->choose(u"envAppKind"_s, u"no-app"_s));
        const Environment environment = finished();
        QCOMPARE(environment.providerSettings.value(u"profile"_s), u"school"_s);
        QVERIFY(!environment.providerSettings.contains(u"credential"_s));
    }

    void whatEachWayCostsIsSaidWhenItIsChosen()
    {
        m_desk->world().opensWith = "AKIAEXAMPLE:sesame";
        QVERIFY(m_desk->open(u"aws-rds"_s) && m_desk->reachTheApp());
        for (const auto &[app, words] : appKinds(u"aws-rds"_s)) {
            QVERIFY(m_desk->choose(u"envAppKind"_s, app));
            QCOMPARE(m_desk->note(u"envAppKind"_s), appCosts().value(app));
            for (const auto &[cutover, cutoverWords] : cutoverKinds(u"aws-rds"_s, app)) {
                QVERIFY(m_desk->choose(u"envCutoverKind"_s, cutover));
                QCOMPARE(m_desk->note(u"envCutoverKind"_s), cutoverCosts().value(cutover));
            }
        }
    }

    void tabGoesDownThePageWhateverCameAndWent()
    {
        m_desk->world().opensWith = "AKIAEXAMPLE:sesame";
        QVERIFY(m_desk->open(u"aws-rds"_s) && m_desk->reachTheApp());
        for (const QString &app : {u"railway-variable"_s, u"aws-secret"_s})
            QVERIFY(m_desk->choose(u"envAppKind"_s, app));
        QVERIFY(m_desk->choose(u"envCutoverKind"_s, u"rfc2136"_s) && m_desk->goTo(u"envInstance"_s));
        QStringList met;
        int height = -1;
        for (QWidget *at = m_desk->wizard().focusWidget(); !met.contains(at->objectName()); at = m_desk->wizard().focusWidget()) {
            const int now = at->mapTo(&m_desk->wizard(), QPoint(0, at->height() / 2)).y() + scrolled();
            QVERIFY2(now >= height || at->objectName() == u"envCancel"_s,
                     qPrintable(at->objectName() + u" is above "_s + met.value(met.size() - 1)));
            height = at->objectName() == u"envCancel"_s ? -1 : now; // The footer stands still.
            met.append(at->objectName());
            m_desk->press(Qt::Key_Tab);
        }
        for (const QString &field :
             {u"envAppSecret"_s, u"envCutoverServer"_s, u"envCutoverDnsKey"_s, u"envGrade"_s, u"envCancel"_s, u"envBack"_s, u"envNext"_s})
            QVERIFY2(met.contains(field), qPrintable(field));
        for (qsizetype i = met.size() - 1; i > 0; --i) // And back the same way.
            m_desk->press(Qt::Key_Tab, Qt::ShiftModifier);
        QCOMPARE(m_desk->wizard().focusWidget()->objectName(), met.value(1));
    }

private:
    bool signIn(const QString &field)
    {
        if (!m_desk->leaveProvider() || !m_desk->type(field, u"sesame"_s))
            return false;
        m_desk->press(Qt::Key_Return);
        return true;
    }
    /// Rows of a list, each by Space.
    bool tick(const QString &field, const QList<int> &rows)
    {
        if (!m_desk->goTo(field))
            return false;
        m_desk->press(Qt::Key_Home);
        for (int row = 0; row <= rows.last(); ++row) {
            if (rows.contains(row))
                m_desk->press(Qt::Key_Space);
            m_desk->press(Qt::Key_Down);
        }
        return true;
    }
    Environment finished()
    {
        QSignalSpy saved(&m_desk->wizard(), &EnvironmentWizard::saved);
        m_desk->find<QPushButton>(u"envNext"_s)->click();
        if (!QTest::qWaitFor([&] { return !saved.isEmpty(); }))
            qWarning("the environment was not added");
        return m_desk->saved().value_or(Environment());
    }
    /// How far the page is scrolled down.
    int scrolled() const
    {
        const auto *field = m_desk->find<QWidget>(u"envInstance"_s);
        return -field->mapTo(&m_desk->wizard(), QPoint(0, 0)).y();
    }

    std::unique_ptr<WizardDesk> m_desk;
};

SHUTTLER_TEST(tst_EnvironmentChoices)
#include "tst_EnvironmentChoices.moc"
