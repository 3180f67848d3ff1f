// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/common/Theme.h"
#include "ui/settings/SettingsPage.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

class tst_SettingsPage : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        applyLook(Appearance::Light, 100);
        m_world = std::make_unique<UiWorld>(Instant::fromUnixSeconds(1'795'000'000));
    }

    void everyChangeIsSavedAtOnceAndFoundAgain()
    {
        const Console console = m_world->console();
        SettingsPage page(console);
        QSignalSpy changed(&page, &SettingsPage::changed);
        choose(page, u"setZone"_s, u"Asia/Kolkata"_s);
        choose(page, u"setAppearance"_s, int(Appearance::Dark));
        page.findChild<QSpinBox *>(u"setText"_s)->setValue(120);
        page.findChild<QSpinBox *>(u"setCheck"_s)->setValue(30);
        QCOMPARE(changed.size(), 4);

        const Result<Preferences> saved = loadPreferences(console.preferencesFile);
        VERIFY_OK(saved);
        QCOMPARE(*saved, (Preferences{u"Asia/Kolkata"_s, Appearance::Dark, 120, QString(), 30}));

        SettingsPage again(console);
        QCOMPARE(again.preferences(), *saved);
        QCOMPARE(again.findChild<QComboBox *>(u"setZone"_s)->currentData().toString(), u"Asia/Kolkata"_s);
        QCOMPARE(again.findChild<QSpinBox *>(u"setText"_s)->value(), 120);
    }

    void showingThePageSavesNothing()
    {
        const Console console = m_world->console();
        SettingsPage page(console);
        QVERIFY(!QFile::exists(m_world->settingsFile()));
    }

    void aBrokenFileIsNeverOverwritten()
    {
        const QByteArray broken = "zone = [\n";
        QFile file(m_world->settingsFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(broken);
        file.close();

        const Console console = m_world->console();
        SettingsPage page(console);
        page.show();
        QVERIFY(page.findChild<QWidget *>(u"errorCard"_s)->isVisible());
        QVERIFY(!page.findChild<QComboBox *>(u"setZone"_s)->isEnabled());
        QVERIFY(!page.findChild<QSpinBox *>(u"setText"_s)->isEnabled());

        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), broken);
    }

    void aFileThatCannotBeWrittenIsSaidAndTheOldValueStays()
    {
        const Console console = m_world->console();
        QVERIFY(QDir().mkpath(console.preferencesFile)); // A folder stands where the file should be.
        SettingsPage page(console);
        QSignalSpy changed(&page, &SettingsPage::changed);
        page.show();
        page.findChild<QSpinBox *>(u"setText"_s)->setValue(150);
        QVERIFY(page.findChild<QWidget *>(u"errorCard"_s)->isVisible());
        QCOMPARE(changed.size(), 0);
    }

    void byKeyboardAlone()
    {
        const Console console = m_world->console();
        SettingsPage page(console);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        auto *appearance = page.findChild<QComboBox *>(u"setAppearance"_s);
        appearance->setFocus();
        QTest::keyClick(appearance, Qt::Key_Down);
        QTest::keyClick(appearance, Qt::Key_Down);
        QCOMPARE(page.preferences().appearance, Appearance::Dark);
        QTest::keyClick(appearance, Qt::Key_Tab);
        auto *text = page.findChild<QSpinBox *>(u"setText"_s);
        QCOMPARE(page.focusWidget(), text);
        QTest::keyClick(text, Qt::Key_Up);
        QCOMPARE(page.preferences().textPercent, 110);
    }

private:
    static void choose(SettingsPage &page, const QString &name, const QVariant &data)
    {
        auto *box = page.findChild<QComboBox *>(name);
        box->setCurrentIndex(box->findData(data));
    }
    std::unique_ptr<UiWorld> m_world;
};

SHUTTLER_TEST(tst_SettingsPage)

#include "tst_SettingsPage.moc"
