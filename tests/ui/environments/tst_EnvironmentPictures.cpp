// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"
#include "ui/environments/EnvironmentsPage.h"
#include "ui/shell/MainWindow.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

/// Pictures of the Environments page and of the way to a new one, to be put beside the design's: SHUTTLER_PICTURES names their folder.
class tst_EnvironmentPictures : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_folder = qEnvironmentVariable("SHUTTLER_PICTURES"); }
    void cleanup()
    {
        m_window.reset();
        m_console.reset();
        m_world.reset();
    }

    void page_data() { looks(); }
    void page()
    {
        furnish();
        find<QListView>("envList")->setCurrentIndex(find<QListView>("envList")->model()->index(1, 0));
        click("envTestAll");
        QTRY_VERIFY(find<QPushButton>("envTestAll")->isEnabled());
        take("environments");
    }

    void wizard_data() { looks(); }
    void wizard()
    {
        furnish();
        click("envAdd");
        enter("envName", "stage");
        enter("envDatabase", "academy");
        enter("envRegion", "Frankfurt");
        click("envNext");
        take("wizard-1-wrong");
        enter("envRegion", "eu-central-1");
        click("envNext");
        enter("envAccessKey", "AKIAEXAMPLE");
        enter("envSecretKey", "wrong");
        click("envNext");
        QTRY_VERIFY(find<QWidget>("envKeysError")->isVisible());
        take("wizard-2-rejected");
        enter("envSecretKey", "sesame");
        click("envNext");
        QTRY_VERIFY(dialog()->windowTitle().contains(u"Signed in"_s));
        take("wizard-2-signed-in");
        click("envNext");
        take("wizard-3");
    }

    void kinds_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"aws-rds", "render", "railway", "pgbackrest"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void kinds()
    {
        QFETCH(QString, kind);
        m_look = Appearance::Dark;
        m_size = QSize(1280, 800);
        furnish();
        m_world->opensWith.clear();
        click("envAdd");
        dialog()->findChild<QRadioButton *>(u"envKind_"_s + kind)->click();
        take("wizard-1");
        click("envMore");
        take("wizard-1-more");
        for (const char *field : {"envName", "envDatabase", "envRegion", "envStanza"})
            if (find<QLineEdit>(field))
                enter(field, QLatin1StringView(field) == "envRegion"_L1 ? "eu-central-1" : "academy-1");
        for (const char *field : {"envConfig", "envData", "envInstances"})
            if (find<QLineEdit>(field))
                enter(field, "/srv/x");
        click("envNext");
        take("wizard-2");
        if (kind == "aws-rds"_L1) {
            choose("envAs", u"role"_s);
            enter("envRole", "arn:aws:iam::123456789012:role/restores");
            enter("envMfa", "arn:aws:iam::123456789012:mfa/owner");
            enter("envMfaCode", "123456");
            take("wizard-2-role");
        }
        for (const char *field : {"envAccessKey", "envSecretKey", "envApiKey", "envApiToken"})
            if (find<QLineEdit>(field))
                enter(field, "AKIAEXAMPLE");
        click("envNext");
        if (kind == "railway"_L1) {
            QTRY_VERIFY(find<QComboBox>("envWhere"));
            take("wizard-2-choose");
            choose("envWhere", u"p1/e1"_s);
            click("envNext");
        }
        QTRY_VERIFY2(dialog()->windowTitle().contains(u"Signed in"_s), qPrintable(dialog()->windowTitle()));
        click("envNext");
        take("wizard-3");
        if (kind == "render"_L1 || kind == "railway"_L1) {
            choose("envAppKind", kind + u"-variable"_s);
            QTRY_VERIFY(find<QListWidget>("envCutoverService"));
            take("wizard-3-listed");
        }
        if (kind == "aws-rds"_L1) {
            choose("envAppKind", u"aws-secret"_s);
            choose("envCutoverKind", u"rds-rename"_s);
            take("wizard-3-rename");
            choose("envAppKind", u"railway-variable"_s);
            choose("envCutoverKind", u"rfc2136"_s);
            take("wizard-3-elsewhere");
        }
    }

private:
    void looks()
    {
        QTest::addColumn<Appearance>("appearance");
        QTest::addColumn<QSize>("size");
        QTest::newRow("light") << Appearance::Light << QSize(1280, 800);
        QTest::newRow("dark") << Appearance::Dark << QSize(1280, 800);
        QTest::newRow("960x640") << Appearance::Light << QSize(960, 640);
    }
    void furnish()
    {
        if (QLatin1StringView(QTest::currentTestFunction()) != "kinds"_L1) {
            QFETCH(Appearance, appearance);
            QFETCH(QSize, size);
            m_look = appearance;
            m_size = size;
        }
        m_world = std::make_unique<UiWorld>(DesignTime);
        m_world->opensWith = "AKIAEXAMPLE:sesame";
        m_world->secrets.with(u"production/aws-keys"_s, "AKIAEXAMPLE:sesame").with(u"production/database-password"_s, "p");
        m_world->places = {
            {PlaceKind::RailwayEnvironments, {{u"p1/e1"_s, u"Academy, production"_s, {}}, {u"p1/e2"_s, u"Academy, staging"_s, {}}}},
            {PlaceKind::RailwayServices,
             {{u"web"_s, u"web"_s, {}}, {u"worker"_s, u"worker"_s, {}}, {u"pg"_s, u"Postgres"_s, u"with a volume"_s}}},
            {PlaceKind::RenderHolders,
             {{u"srv-1"_s, u"academy"_s, u"web service"_s}, {u"evg-1"_s, u"academy-shared"_s, u"environment group"_s}}},
            {PlaceKind::RenderServices,
             {{u"srv-1"_s, u"academy"_s, u"web service"_s}, {u"srv-2"_s, u"academy-mails"_s, u"background worker"_s}}}};
        m_world->permissions = {{1, u"Sign in"_s, u"sts:GetCallerIdentity"_s, true, {}, {}, true, true},
                                {2, u"List the database instances"_s, u"rds:DescribeDBInstances"_s, true, {}, {}, true, true},
                                {2, u"List the snapshots"_s, u"rds:DescribeDBSnapshots"_s, true, {}, {}, true, true},
                                {4, u"See the subnet groups"_s, u"rds:DescribeDBSubnetGroups"_s, false,
                                 u"A mistake is only seen when RDS refuses."_s, u"Add it in IAM."_s, false, true},
                                {4,
                                 u"Restore to a moment"_s,
                                 u"rds:RestoreDBInstanceToPointInTime"_s,
                                 false,
                                 u"Only doing it would tell."_s,
                                 {},
                                 false,
                                 false}};
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        Environment staging = m_world->add(u"trial"_s, EnvironmentKind::Staging);
        staging.provider = u"render"_s;
        staging.title = u"Render trial"_s;
        staging.instance = InstanceId(u"shuttler-eu"_s);
        staging.providerSettings = {{u"credential"_s, u"trial/render-key"_s}};
        VERIFY_OK(m_world->environments.save(staging));
        Environment production = m_world->add(u"production"_s, EnvironmentKind::Production);
        production.provider = u"aws-rds"_s;
        production.instance = InstanceId(u"shuttler-prod"_s);
        production.providerSettings = {{u"region"_s, u"ap-south-1"_s},
                                       {u"credential"_s, u"production/aws-keys"_s},
                                       {u"user"_s, u"shuttler_ops"_s},
                                       {u"password"_s, u"production/database-password"_s}};
        production.app.file = u"/srv/academy/.env"_s;
        production.cutover.command = {u"/usr/bin/systemctl"_s, u"restart"_s, u"academy"_s};
        production.cutover.healthUrl = u"https://academy.example/health"_s;
        VERIFY_OK(m_world->environments.save(production));
        m_world->instance.id = production.instance;
        m_world->haveBackups(35);
        VERIFY_OK(savePreferences(m_world->settingsFile(), {u"Asia/Kolkata"_s, m_look, 100, QString(), 60}));
        m_console.emplace(m_world->console());
        m_window = std::make_unique<MainWindow>(*m_console);
        m_window->resize(m_size);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTRY_VERIFY(m_window->situation().has_value());
        m_window->showPage(u"environments"_s);
    }
    template <typename Widget>
    Widget *find(const char *name) const
    {
        QWidget *root = dialog() ? static_cast<QWidget *>(dialog()) : m_window.get();
        return root->findChild<Widget *>(QString::fromLatin1(name));
    }
    QDialog *dialog() const { return m_window->findChild<QDialog *>(u"envWizard"_s); }
    void choose(const char *name, const QString &value)
    {
        auto *combo = find<QComboBox>(name);
        QVERIFY2(combo && combo->findData(value) >= 0, name);
        combo->setCurrentIndex(combo->findData(value));
    }
    void click(const char *name) { find<QPushButton>(name)->click(); }
    void enter(const char *name, const char *text)
    {
        auto *field = find<QLineEdit>(name);
        QVERIFY2(field, name);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QString::fromLatin1(text));
    }
    void take(const char *name)
    {
        for (int i = 0; i < 5; ++i) // Layouts within layouts settle one after the other.
            QCoreApplication::processEvents();
        const QPixmap picture = (dialog() ? static_cast<QWidget *>(dialog()) : m_window.get())->grab();
        QVERIFY(!picture.isNull());
        if (m_folder.isEmpty())
            return;
        QVERIFY(QDir().mkpath(m_folder));
        QVERIFY(picture.save(
            QDir(m_folder).filePath(u"%1-%2.png"_s.arg(QString::fromLatin1(name), QString::fromLatin1(QTest::currentDataTag())))));
    }

    QString m_folder;
    Appearance m_look = Appearance::Light;
    QSize m_size;
    std::unique_ptr<UiWorld> m_world;
    std::optional<Console> m_console;
    std::unique_ptr<MainWindow> m_window;
};

SHUTTLER_TEST(tst_EnvironmentPictures)
#include "tst_EnvironmentPictures.moc"
