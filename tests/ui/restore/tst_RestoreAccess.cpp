// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/restore/RestoreDesk.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QCheckBox>
#include <QLabel>
#include <QRadioButton>
#include <QScrollArea>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

/// Every step in the smallest window: everything named, nothing wider than it, one blue button.
class tst_RestoreAccess : public QObject {
    Q_OBJECT

private:
    static constexpr int Patience = 20000;

    static QStringList namelessIn(const QWidget &window)
    {
        QStringList nameless;
        for (const QWidget *widget : window.findChildren<QWidget *>()) {
            const bool inner = widget->objectName().startsWith(u"qt_"_s) || widget->objectName() == u"scrolled"_s;
            if (inner || !widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            if (widget->accessibleName().isEmpty() || widget->objectName().isEmpty())
                nameless.append(u"%1 \"%2\""_s.arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName()));
        }
        return nameless;
    }
    /// Names that are not what is read on the button.
    static QStringList misnamedIn(const QWidget &window)
    {
        QStringList misnamed;
        for (const QAbstractButton *button : window.findChildren<QAbstractButton *>()) {
            if (button->isVisible() && !button->text().isEmpty() && button->accessibleName() != button->text())
                misnamed.append(u"%1: \"%2\" is called \"%3\""_s.arg(button->objectName(), button->text(), button->accessibleName()));
        }
        return misnamed;
    }
    static QStringList tooWideIn(const QWidget &window)
    {
        QStringList wide;
        for (const QWidget *widget : window.findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->isWindow() || widget->inherits("QHeaderView"))
                continue;
            const int right = widget->mapTo(&window, QPoint(widget->width(), 0)).x();
            const bool scrolled = widget->parentWidget() && widget->parentWidget()->objectName() == u"qt_scrollarea_viewport"_s
                && !qobject_cast<QScrollArea *>(widget->parentWidget()->parentWidget());
            if (right > window.width() && !scrolled)
                wide.append(u"%1 \"%2\" ends at %3"_s.arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName()).arg(right));
        }
        return wide;
    }
    static int blueButtonsIn(const QWidget &window)
    {
        int blue = 0;
        for (const QPushButton *button : window.findChildren<QPushButton *>())
            blue += button->isVisible() && button->isEnabled() && button->property("kind").toString() == u"primary"_s ? 1 : 0;
        return blue;
    }
    static bool look(RestoreDesk &desk, const char *step)
    {
        QTest::qWait(30); // Queued layouts of what has just been shown.
        QStringList faults;
        faults += namelessIn(desk.window());
        faults += misnamedIn(desk.window());
        faults += tooWideIn(desk.window());
        if (blueButtonsIn(desk.window()) > 1)
            faults.append(u"%1 primary buttons"_s.arg(blueButtonsIn(desk.window())));
        const auto *focused = qobject_cast<QPushButton *>(desk.focus());
        if (focused && (focused->property("kind").toString() == u"primary"_s || focused->property("kind").toString() == u"danger"_s))
            faults.append(u"the focus is on %1"_s.arg(focused->objectName()));
        if (!faults.isEmpty())
            qWarning("%s: %s", step, qPrintable(faults.join(u"; "_s)));
        return faults.isEmpty();
    }

private slots:
    void everyStepInTheSmallestWindow_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("960x640") << QSize(960, 640);
        QTest::newRow("1280x800") << QSize(1280, 800);
        QTest::newRow("1800x1000") << QSize(1800, 1000);
    }
    void everyStepInTheSmallestWindow()
    {
        QFETCH(QSize, size);
        RestoreDesk desk(size);
        desk.world.set(u"checks"_s, u"warned"_s);
        desk.start(DeskTime - std::chrono::hours(2));
        bool good = true;
        const auto reach = [&](const char *label, const char *step) {
            const bool there = QTest::qWaitFor([&] { return desk.canGoOn(QString::fromUtf8(label)); }, Patience);
            good = look(desk, step) && there && good;
            return there;
        };
        QVERIFY(reach("Continue to step 2", "1"));
        desk.goOn();
        QVERIFY(reach("Continue to step 3", "2"));
        desk.goOn();
        QVERIFY(reach("Continue to step 4", "3"));
        desk.goOn();
        QVERIFY(reach("Start restore", "plan"));
        desk.goOn();
        QVERIFY(reach("Continue to step 5", "4"));
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("rstApply") && desk.find("rstApply")->isEnabled(), Patience);
        good = look(desk, "5") && good;
        QVERIFY(desk.press("rstApply"));
        QTRY_VERIFY(desk.dialog("rstSaveDialog"));
        desk.find<QPushButton>("dlgYes")->click();
        QVERIFY(reach("Continue to step 6", "5 saved"));
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find<QCheckBox>("rstAccept")->isVisible(), Patience);
        good = look(desk, "6") && good;
        desk.find<QCheckBox>("rstAccept")->click();
        QTRY_VERIFY(desk.canGoOn(u"Continue to step 7"_s));
        desk.goOn();
        QVERIFY(reach("Cut over and hold old instance", "7"));
        desk.goOn();
        QVERIFY(reach("Finish", "done"));
        QVERIFY2(good, "see the warnings above");
    }

    void narrowShowsMarksAndSaysWhichStep()
    {
        RestoreDesk desk(QSize(1159, 800));
        desk.start();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 2"_s), Patience);
        QVERIFY(desk.find("rstSteps")->width() <= 52);
        QVERIFY(desk.find("rstHeader")->findChildren<QLabel *>().size() > 0);
        const auto says = [&](const QString &words) {
            const QList<QLabel *> labels = desk.find("rstHeader")->findChildren<QLabel *>();
            return std::any_of(labels.cbegin(), labels.cend(), [&](const QLabel *label) { return label->text().contains(words); });
        };
        QVERIFY(says(u"Step 1 of 7"_s));
        desk.window().resize(1160, 800);
        QTRY_VERIFY(desk.find("rstSteps")->width() > 200);
        QVERIFY(!says(u"of 7"_s));
    }

    void stepsAreReadWithTheirState()
    {
        RestoreDesk desk;
        desk.start();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 2"_s), Patience);
        desk.goOn();
        const auto *steps = desk.find<QAbstractItemView>("rstSteps");
        QTRY_COMPARE(steps->model()->index(0, 0).data(Qt::AccessibleTextRole).toString(), u"Step 1, Sign in, done, owner of the fake world"_s);
    }
};

SHUTTLER_TEST(tst_RestoreAccess)
#include "tst_RestoreAccess.moc"
