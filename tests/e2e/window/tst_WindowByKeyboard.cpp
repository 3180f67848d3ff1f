// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/window/Screen.h"
#include "tests/support/Ctl.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QJsonArray>
#include <QSet>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// An owner without a mouse, on the day it matters.
class tst_WindowByKeyboard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void getsTheDataBackFromFirstRunToTypedName();
    void goesOnAfterTheWindowWasClosedInStepFour();

private:
    /// A picture that shows a window and not an empty screen.
    static bool showsSomething(const QImage &picture);
    /// Waits for one: a title is there before the window is painted.
    static bool shows(Screen &screen, const QString &name);
    /// A wide part of it has the background of a damage notice (Theme::badSoft).
    static bool isRed(const QImage &picture);
    bool startPractice(Screen &screen, QProcess &window, Ctl &ctl);
    bool breakIt(Screen &screen, Ctl &ctl);
    static QString runState(Ctl &ctl);
};

bool tst_WindowByKeyboard::showsSomething(const QImage &picture)
{
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 7) {
        for (int x = 0; x < picture.width(); x += 7)
            colours.insert(picture.pixel(x, y));
    }
    return colours.size() > 40;
}

bool tst_WindowByKeyboard::shows(Screen &screen, const QString &name)
{
    return QTest::qWaitFor([&] { return showsSomething(screen.picture(name)); }, 20'000);
}

bool tst_WindowByKeyboard::isRed(const QImage &picture)
{
    int red = 0;
    for (int y = 0; y < picture.height(); y += 3) {
        for (int x = 0; x < picture.width(); x += 3)
            red += picture.pixelColor(x, y) == QColor(0xfb, 0xe8, 0xe6) ? 1 : 0;
    }
    return red > 1500;
}

bool tst_WindowByKeyboard::startPractice(Screen &screen, QProcess &window, Ctl &ctl)
{
    ctl.willHave(u"practice"_s);
    screen.show(window, qEnvironmentVariable("SHUTTLER_BIN") + u"/shuttler-ops"_s,
                {u"--config"_s, ctl.config(), u"--state"_s, ctl.state()});
    if (!screen.waitFor(u"Shuttler Ops"_s, 60)
        || !shows(screen, u"01-first-run"_s))
        return false;
    // Once: while it is being made the same key would stop it again.
    screen.press({u"Return"_s});
    return screen.waitFor(u"Overview · Practice"_s, 180) && shows(screen, u"02-practice-ready"_s);
}

bool tst_WindowByKeyboard::breakIt(Screen &screen, Ctl &ctl)
{
    const auto incidents = [&ctl] {
        return ctl.run({u"practice"_s, u"status"_s}).json.value(u"incidents"_s).toArray().size();
    };
    // The menu, from its end: Quit, Help, Connect, Remove, Reset, Break it, and the first thing in there.
    for (int attempt = 0; attempt < 3 && incidents() == 0; ++attempt) {
        screen.press({u"Escape"_s, u"F10"_s, u"Up"_s, u"Up"_s, u"Up"_s, u"Up"_s, u"Up"_s, u"Up"_s, u"Right"_s, u"Return"_s});
        if (QTest::qWaitFor([&] { return incidents() > 0; }, 15'000))
            break;
    }
    // Until the red notice is there: only then does the window know which second was the last good one.
    return incidents() == 1
        && QTest::qWaitFor([&] { return isRed(screen.picture(u"03-broken"_s)); }, 30'000);
}

QString tst_WindowByKeyboard::runState(Ctl &ctl)
{
    return ctl.run({u"restore"_s, u"list"_s}).json.value(u"runs"_s)[0][u"state"_s].toString();
}

void tst_WindowByKeyboard::getsTheDataBackFromFirstRunToTypedName()
{
    Screen screen(1280, 830);
    QVERIFY2(screen.trouble().isEmpty(), screen.trouble().constData());
    Ctl ctl;
    QProcess window;
    QVERIFY(startPractice(screen, window, ctl));
    QVERIFY(breakIt(screen, ctl));
    const QString lastGood = ctl.run({u"practice"_s, u"status"_s}).json.value(u"incidents"_s)[0][u"lastGood"_s].toString();

    QVERIFY(screen.pressUntil({u"ctrl+shift+r"_s}, u"Step 1 of 7"_s, 60));
    QVERIFY(shows(screen, u"04-step1"_s));
    QVERIFY(screen.pressUntil({u"ctrl+Return"_s}, u"Step 2 of 7"_s, 60));
    QVERIFY(shows(screen, u"05-step2"_s));
    QVERIFY(screen.pressUntil({u"ctrl+Return"_s}, u"Step 3 of 7"_s, 60));
    QVERIFY(shows(screen, u"06-step3"_s));
    QVERIFY(screen.pressUntil({u"ctrl+Return"_s}, u"Step 4 of 7, Restore to"_s, 60));
    QVERIFY(shows(screen, u"07-plan"_s));
    QVERIFY(screen.leave(u"Step 4 of 7, Restore to"_s, {u"ctrl+Return"_s}, 60));
    QVERIFY(screen.waitFor(u"Step 4 of 7, Restored"_s, 180));
    QVERIFY(shows(screen, u"08-step4"_s));
    QVERIFY(screen.pressUntil({u"ctrl+Return"_s}, u"Step 5 of 7"_s, 60));
    QVERIFY(shows(screen, u"09-step5"_s));
    // From the page's first field the button that saves is two fields on; the question's safe answer is the default.
    QVERIFY(screen.pressUntil({u"Tab"_s, u"Tab"_s, u"Return"_s}, u"Save the new DATABASE_URL"_s, 30));
    QVERIFY(screen.pressUntil({u"Tab"_s, u"Return"_s}, u"Step 5 of 7"_s, 30));
    QVERIFY(screen.pressUntil({u"ctrl+Return"_s}, u"Step 6 of 7"_s, 60));
    QVERIFY(screen.pressUntil({u"ctrl+Return"_s}, u"Step 7 of 7"_s, 120));
    QVERIFY(shows(screen, u"10-step7"_s));
    QVERIFY(screen.pressUntil({u"Down"_s, u"ctrl+Return"_s}, u"Destroy practice"_s, 60));
    screen.type(u"practice"_s);
    QVERIFY(showsSomething(screen.picture(u"11-typed-name"_s)));
    QVERIFY(screen.pressUntil({u"Tab"_s, u"Tab"_s, u"space"_s}, u"Step 7 of 7"_s, 60));
    QVERIFY(QTest::qWaitFor([&] { return runState(ctl) == u"done"_s; }, 120'000));
    QVERIFY(shows(screen, u"12-done"_s));

    const CtlAnswer run = ctl.run({u"restore"_s, u"show"_s, ctl.run({u"restore"_s, u"list"_s}).json.value(u"runs"_s)[0][u"run"_s].toString()});
    QCOMPARE(run.json.value(u"moment"_s).toString(), lastGood);
    QCOMPARE(run.json.value(u"verdict"_s).toString(), u"passed"_s);
    QVERIFY(QFile::exists(run.json.value(u"evidence"_s).toString()));
    const CtlAnswer verified = ctl.run({u"verify"_s, u"practice"_s});
    QVERIFY2(verified.exit == 0, verified.describe().constData());

    screen.press({u"ctrl+q"_s});
    QVERIFY(window.waitForFinished(30'000));
    QCOMPARE(window.exitCode(), 0);
}

void tst_WindowByKeyboard::goesOnAfterTheWindowWasClosedInStepFour()
{
    Screen screen(1280, 830);
    QVERIFY2(screen.trouble().isEmpty(), screen.trouble().constData());
    Ctl ctl;
    {
        QProcess window;
        QVERIFY(startPractice(screen, window, ctl));
        QVERIFY(breakIt(screen, ctl));
        QVERIFY(screen.pressUntil({u"ctrl+shift+r"_s}, u"Step 1 of 7"_s, 60));
        for (const QString &step : {u"Step 2 of 7"_s, u"Step 3 of 7"_s, u"Step 4 of 7, Restore to"_s})
            QVERIFY(screen.pressUntil({u"ctrl+Return"_s}, step, 60));
        QVERIFY(screen.leave(u"Step 4 of 7, Restore to"_s, {u"ctrl+Return"_s}, 60));
        QVERIFY(QTest::qWaitFor([&] { return !runState(ctl).isEmpty(); }, 60'000));
        // While it works the window asks; when it is faster than the keys it closes at once. Either way nothing is lost.
        screen.press({u"ctrl+q"_s});
        if (!window.waitForFinished(3000)) {
            screen.picture(u"13-closing"_s);
            screen.press({u"Tab"_s, u"Return"_s});
        }
        if (!window.waitForFinished(60'000))
            screen.picture(u"stuck-closing"_s);
        QCOMPARE(window.state(), QProcess::NotRunning);
        QVERIFY(runState(ctl) != u"done"_s);
    }
    QProcess again;
    screen.show(again, qEnvironmentVariable("SHUTTLER_BIN") + u"/shuttler-ops"_s, {u"--config"_s, ctl.config(), u"--state"_s, ctl.state()});
    QVERIFY(screen.waitFor(u"Overview · Practice"_s, 60));
    QVERIFY(shows(screen, u"14-continue-offered"_s));
    // "Continue at step n": the same key goes on with what is open.
    QVERIFY(screen.pressUntil({u"ctrl+shift+r"_s}, u"Step "_s, 60));
    QVERIFY(screen.pressUntil({u"ctrl+Return"_s}, u"Step 5 of 7"_s, 180));
    QVERIFY(screen.pressUntil({u"Tab"_s, u"Tab"_s, u"Return"_s}, u"Save the new DATABASE_URL"_s, 30));
    QVERIFY(screen.pressUntil({u"Tab"_s, u"Return"_s}, u"Step 5 of 7"_s, 30));
    QVERIFY(screen.pressUntil({u"ctrl+Return"_s}, u"Step 7 of 7"_s, 180));
    screen.press({u"ctrl+Return"_s});
    QVERIFY(QTest::qWaitFor([&] { return runState(ctl) == u"done"_s; }, 120'000));
    const QJsonArray instances = ctl.run({u"restore"_s, u"list"_s}).json.value(u"runs"_s).toArray();
    QCOMPARE(instances.size(), 1); // It was gone on with, not begun again.
    again.terminate();
    again.waitForFinished(30'000);
}

SHUTTLER_TEST(tst_WindowByKeyboard)
#include "tst_WindowByKeyboard.moc"
