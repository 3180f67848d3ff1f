// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/restore/Story.h"
#include "ui/common/Theme.h"

#include <QCheckBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QPainter>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

/// Takes a picture of each step in each look, to be put beside the design's: SHUTTLER_PICTURES names the folder they go to. Without
/// it the steps are painted all the same, so that one that cannot be painted is noticed.
class tst_RestorePictures : public QObject {
    Q_OBJECT

private:
    static constexpr int Patience = 20000;

    static void looks()
    {
        QTest::addColumn<Appearance>("appearance");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("scale");
        QTest::newRow("light") << Appearance::Light << QSize(1280, 800) << 1.0;
        QTest::newRow("dark") << Appearance::Dark << QSize(1280, 800) << 1.0;
        QTest::newRow("960x640") << Appearance::Light << QSize(960, 640) << 1.0;
        QTest::newRow("scale2") << Appearance::Light << QSize(1280, 800) << 2.0;
    }
    void take(RestoreDesk &desk, const QString &name) const
    {
        QTest::qWait(60); // Queued layouts, and the estimate beside the moment.
        QPixmap picture(desk.window().size() * m_scale);
        picture.setDevicePixelRatio(m_scale);
        picture.fill(Theme::current().window);
        QPainter painter(&picture);
        painter.fillRect(0, 0, 52, desk.window().height(), Theme::current().panel);
        painter.fillRect(0, desk.window().height() - 28, desk.window().width(), 28, Theme::current().panel);
        desk.window().render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
        for (QDialog *dialog : desk.window().findChildren<QDialog *>()) {
            if (!dialog->isVisible())
                continue;
            painter.fillRect(desk.window().rect(), Theme::current().scrim);
            dialog->render(&painter, QPoint((desk.window().width() - dialog->width()) / 2, (desk.window().height() - dialog->height()) / 2));
        }
        painter.end();
        QVERIFY(!picture.isNull());
        if (!m_folder.isEmpty())
            QVERIFY(picture.save(QDir(m_folder).filePath(u"restore-%1-%2.png"_s.arg(name, QString::fromLatin1(QTest::currentDataTag())))));
    }
    static void toPlan(RestoreDesk &desk, const std::function<void(const QString &)> &seen)
    {
        desk.start(StoryLastGood);
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 2"_s), Patience);
        seen(u"step1"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 3"_s), Patience);
        seen(u"step2"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 4"_s), Patience);
        QTest::qWait(700);
        seen(u"step3"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Start restore"_s), Patience);
        seen(u"step4-plan"_s);
    }

private slots:
    void initTestCase() { m_folder = qEnvironmentVariable("SHUTTLER_PICTURES"); }

    void steps_data() { looks(); }
    void steps()
    {
        QFETCH(Appearance, appearance);
        QFETCH(QSize, size);
        QFETCH(double, scale);
        m_scale = scale;
        RestoreDesk desk(size);
        applyLook(appearance, 100);
        tellStory(desk);
        const auto seen = [&](const QString &name) { take(desk, name); };
        toPlan(desk, seen);
        desk.holdsCreating = true;
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("rstStop")->isVisible(), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(desk.world.acts(u"start-restore"_s), 1, Patience);
        desk.clock.advance(std::chrono::seconds(578));
        QTest::qWait(1200);
        seen(u"step4"_s);
        desk.holdsCreating = false;
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 5"_s), Patience);
        seen(u"step4-done"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("rstApply")->isEnabled(), Patience);
        seen(u"step5"_s);
        desk.find<QPushButton>("rstApply")->click();
        QTRY_VERIFY(desk.dialog("rstSaveDialog"));
        seen(u"step5-dialog"_s);
        desk.find<QPushButton>("dlgYes")->click();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 6"_s), Patience);
        seen(u"step5-saved"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("rstAccept")->isVisible(), Patience);
        seen(u"step6"_s);
        desk.find<QCheckBox>("rstAccept")->click();
        QTRY_VERIFY(desk.canGoOn(u"Continue to step 7"_s));
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Cut over and hold old instance"_s), Patience);
        seen(u"step7"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);
        seen(u"step7-done"_s);
        desk.find<QPushButton>("rstDestroyNow")->click();
        QTRY_VERIFY(desk.dialog("confirmDestroyDialog"));
        QTest::keyClicks(desk.find<QLineEdit>("dlgName"), u"shuttler-pr"_s);
        seen(u"step7-destroy"_s);
    }

    void checks_data() { looks(); }
    void checks()
    {
        QFETCH(Appearance, appearance);
        QFETCH(QSize, size);
        QFETCH(double, scale);
        m_scale = scale;
        std::atomic<bool> holds = true;
        RestoreDesk desk(size);
        applyLook(appearance, 100);
        tellStory(desk);
        pauseTheChecks(desk, holds);
        QVERIFY(desk.walkToChecks(StoryLastGood));
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("rstChecksEta") && desk.find("rstChecksEta")->accessibleName().contains(u"pages"_s), Patience);
        desk.clock.advance(std::chrono::seconds(44));
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("rstChecksEta")->accessibleName().contains(u"left"_s), Patience);
        take(desk, u"step6-running"_s);
        holds = false;
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("rstAgain")->isVisible() && desk.find("rstAgain")->isEnabled(), Patience);
        take(desk, u"step6-found"_s);
        desk.clock.advance(std::chrono::minutes(3));
        holds = true;
        desk.find<QPushButton>("rstRerun")->click();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("rstChecksEta")->accessibleName().contains(u"pages"_s), Patience);
        desk.find<QPushButton>("rstCancel")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!desk.page().hasRunningJob(), Patience);
        take(desk, u"step6-broken-off"_s);
    }

    void troubles_data() { looks(); }
    void troubles()
    {
        QFETCH(Appearance, appearance);
        QFETCH(QSize, size);
        QFETCH(double, scale);
        m_scale = scale;
        RestoreDesk desk(size);
        applyLook(appearance, 100);
        tellStory(desk);
        desk.world.set(u"gate"_s, u"failed"_s);
        toPlan(desk, [](const QString &) {});
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 5"_s), Patience);
        take(desk, u"gate-step4"_s);
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("rstGateOther")->isVisible(), Patience);
        take(desk, u"gate-step5"_s);
        desk.find<QPushButton>("rstCancel")->click();
        QTRY_VERIFY(desk.dialog("rstCancelDialog"));
        take(desk, u"cancel"_s);
        desk.find<QPushButton>("dlgYes")->click();
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Finish"_s), Patience);
        take(desk, u"undone"_s);
    }

    void cleanup() { applyLook(Appearance::Light, 100); }

private:
    QString m_folder;
    double m_scale = 1;
};

SHUTTLER_TEST(tst_RestorePictures)
#include "tst_RestorePictures.moc"
