// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"
#include "ui/overview/OverviewPage.h"
#include "ui/shell/MainWindow.h"

#include <QApplication>
#include <QDir>
#include <QListView>
#include <QTableView>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

/// Takes a picture of each page in each look, to be put beside the design's: SHUTTLER_PICTURES names the folder they go to.
/// Without it the pages are painted all the same, so that a look that cannot be painted is noticed.
class tst_Pictures : public QObject {
    Q_OBJECT

private slots:
    void cleanup()
    {
        m_window.reset();
        m_console.reset();
        m_world.reset();
    }
    void initTestCase() { m_folder = qEnvironmentVariable("SHUTTLER_PICTURES"); }

    void pages_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<Appearance>("appearance");
        QTest::addColumn<QSize>("size");
        for (const char *page : {"overview", "timeline", "activity", "settings"}) {
            const QString id = QString::fromLatin1(page);
            QTest::addRow("%s-light", page) << id << Appearance::Light << QSize(1280, 800);
            QTest::addRow("%s-dark", page) << id << Appearance::Dark << QSize(1280, 800);
            QTest::addRow("%s-960x640", page) << id << Appearance::Light << QSize(960, 640);
            QTest::addRow("%s-1800", page) << id << Appearance::Light << QSize(1800, 900);
        }
    }
    void pages()
    {
        QFETCH(QString, page);
        QFETCH(Appearance, appearance);
        QFETCH(QSize, size);
        furnish();
        open(appearance, size);
        QTRY_VERIFY(m_window->situation().has_value());
        m_window->showPage(page);
        if (auto *table = m_window->findChild<QTableView *>(u"tmlTable"_s))
            table->setCurrentIndex(table->model()->index(1, 0));
        take(QTest::currentDataTag());
    }

    void firstRun_data() { looks(); }
    void firstRun()
    {
        m_world = std::make_unique<UiWorld>(DesignTime);
        openLook();
        take("first-run");
    }

    void broken_data() { looks(); }
    void broken()
    {
        furnish();
        m_world->haveBackups(7);
        m_world->retention = {u"7 days"_s, 7, 7};
        openLook();
        QTRY_VERIFY(m_window->situation().has_value());
        take("overview-breach");
    }

    void practice_data() { looks(); }
    void practice()
    {
        m_world = std::make_unique<UiWorld>(DesignTime);
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        m_world->haveBackups(0);
        Incident incident;
        incident.title = u"A wrong fee import"_s;
        incident.effect = u"Every fee of the academy shows the amount 0."_s;
        incident.at = DesignTime - Seconds(187);
        incident.lastGood = DesignTime - Seconds(188);
        m_world->practice.incidents = {incident};
        openLook();
        QTRY_VERIFY(m_window->situation().has_value());
        take("practice-damage");
        m_window->showPage(u"timeline"_s);
        take("practice-timeline");
    }

    void stopped_data() { looks(); }
    void stopped()
    {
        m_world = std::make_unique<UiWorld>(DesignTime);
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        m_world->haveBackups(0);
        m_world->practice.databaseRuns = m_world->practice.appRuns = false;
        openLook();
        QTRY_VERIFY(m_window->findChild<QPushButton *>(u"noticeStartPractice"_s));
        take("practice-stopped");
    }

    void silent_data() { looks(); }
    void silent()
    {
        furnish();
        openLook();
        QTRY_VERIFY(m_window->situation().has_value());
        m_world->trouble = Error(Fault::Unreachable, u"pgBackRest does not answer."_s)
                               .means(u"Backups may go on; this page shows what was known before."_s)
                               .todo(u"Check that the repository can be read, then try again."_s);
        m_world->clock.advance(std::chrono::minutes(44));
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_VERIFY(m_window->situation()->trouble.has_value());
        take("overview-not-known");
    }

private:
    static void looks()
    {
        QTest::addColumn<Appearance>("appearance");
        QTest::addColumn<QSize>("size");
        QTest::newRow("light") << Appearance::Light << QSize(1280, 800);
        QTest::newRow("dark") << Appearance::Dark << QSize(1280, 800);
        QTest::newRow("960x640") << Appearance::Light << QSize(960, 640);
    }
    void openLook()
    {
        QFETCH(Appearance, appearance);
        QFETCH(QSize, size);
        open(appearance, size);
    }
    void furnish()
    {
        m_world = std::make_unique<UiWorld>(DesignTime);
        m_world->add(u"shuttler-prod"_s, EnvironmentKind::Production);
        m_world->haveBackups(35);
        const std::tuple<int, const char *, const char *, const char *> story[] = {
            {90000, "1 backup expired", "Schedule", "Done"},
            {80000, "Signed in from this computer", "owner", "Recorded"},
            {30600, "Backup 20261118-021012F, 18.4 GiB", "Schedule", "Done"},
            {25000, "Restore begun", "owner", "OK"},
            {113, "Restorable window checked, no gap", "Shuttler Ops", "OK"},
        };
        for (const auto &[ago, what, who, result] : story)
            m_world->record(QString::fromLatin1(what), QString::fromLatin1(who), QString::fromLatin1(result), DesignTime - Seconds(ago));
    }
    void open(Appearance appearance, const QSize &size)
    {
        VERIFY_OK(savePreferences(m_world->settingsFile(), {u"Asia/Kolkata"_s, appearance, 100, QString(), 60}));
        m_console.emplace(m_world->console());
        m_window = std::make_unique<MainWindow>(*m_console);
        m_window->resize(size);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void take(const QString &name)
    {
        QCoreApplication::processEvents();
        const QPixmap picture = m_window->grab();
        QVERIFY(!picture.isNull());
        if (!m_folder.isEmpty()) {
            const QString look = QString::fromLatin1(QTest::currentDataTag());
            const QString file = name == look ? name : name + u'-' + look;
            QVERIFY(QDir().mkpath(m_folder));
            QVERIFY(picture.save(QDir(m_folder).filePath(file + u".png"_s)));
        }
    }
    void take(const char *name) { take(QString::fromLatin1(name)); }

    QString m_folder;
    std::unique_ptr<UiWorld> m_world;
    std::optional<Console> m_console;
    std::unique_ptr<MainWindow> m_window;
};

SHUTTLER_TEST(tst_Pictures)

#include "tst_Pictures.moc"
