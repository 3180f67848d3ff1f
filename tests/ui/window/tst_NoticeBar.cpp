// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/common/Theme.h"
#include "ui/shell/NoticeBar.h"

#include <QLabel>
#include <QSignalSpy>

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

class tst_NoticeBar : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        applyLook(Appearance::Light, 100);
        m_page = std::make_unique<QWidget>();
        m_bar = new NoticeBar(m_page.get());
        m_page->show();
    }

    void theWeightiestIsShownAndTheOthersWait()
    {
        m_bar->post(notice(u"stale"_s, Notice::Weight::Stale));
        m_bar->post(notice(u"openRun"_s, Notice::Weight::OpenRun));
        m_bar->post(notice(u"damage"_s, Notice::Weight::Damage));
        QCOMPARE(m_bar->shown(), u"openRun"_s);
        m_bar->withdraw(u"openRun"_s);
        QCOMPARE(m_bar->shown(), u"damage"_s);
        m_bar->withdraw(u"damage"_s);
        QCOMPARE(m_bar->shown(), u"stale"_s);
        m_bar->withdraw(u"stale"_s);
        QVERIFY(!m_bar->isVisible());
    }

    void theSameIdTakesThePlaceOfTheFirst()
    {
        m_bar->post(notice(u"trouble"_s, Notice::Weight::Offline));
        Notice again = notice(u"trouble"_s, Notice::Weight::Offline);
        again.title = u"Still no answer"_s;
        m_bar->post(again);
        QCOMPARE(m_bar->findChild<QLabel *>(u"noticeTitle"_s)->text(), u"Still no answer"_s);
        m_bar->withdraw(u"trouble"_s);
        QVERIFY(m_bar->shown().isEmpty());
    }

    void aNoticeThatSaysTheSameKeepsItsButtonsAndTakesTheNewAction()
    {
        int pressed = 0;
        Notice first = notice(u"damage"_s, Notice::Weight::Damage);
        first.actions = {{u"go"_s, u"Go"_s, ButtonKind::Plain, [&pressed] { pressed = 1; }}};
        m_bar->post(first);
        auto *button = m_bar->findChild<QPushButton *>(u"go"_s);
        first.actions[0].run = [&pressed] { pressed = 2; };
        m_bar->post(first);
        QCOMPARE(m_bar->findChild<QPushButton *>(u"go"_s), button);
        button->click();
        QCOMPARE(pressed, 2);
    }

    void detailsOpenBelowAndStayOpenThroughARefresh()
    {
        Notice run = notice(u"openRun"_s, Notice::Weight::OpenRun);
        run.details = [] { return new QLabel(u"written and found"_s); };
        m_bar->post(run);
        QVERIFY(!m_bar->hasDetailsOpen());
        m_bar->findChild<QPushButton *>(u"noticeOpenDetails"_s)->click();
        auto *details = m_bar->findChild<QWidget *>(u"noticeDetails"_s);
        QTRY_VERIFY(details->isVisible());
        m_bar->post(run);
        QCOMPARE(m_bar->findChild<QWidget *>(u"noticeDetails"_s), details);
        run.detailsOf = u"looked at again"_s;
        m_bar->post(run);
        QVERIFY(m_bar->hasDetailsOpen());
        QTRY_VERIFY(m_bar->findChild<QWidget *>(u"noticeDetails"_s)->isVisible());
    }

    void onlyWhatCanBeDismissedHasACross()
    {
        m_bar->post(notice(u"damage"_s, Notice::Weight::Damage));
        QVERIFY(!m_bar->findChild<QWidget *>(u"noticeDismiss"_s));
        Notice done = notice(u"done"_s, Notice::Weight::Finished);
        done.canBeDismissed = true;
        m_bar->withdraw(u"damage"_s);
        m_bar->post(done);
        QTest::keyClick(m_bar->findChild<QWidget *>(u"noticeDismiss"_s), Qt::Key_Space);
        QVERIFY(!m_bar->isVisible());
    }

private:
    static Notice notice(const QString &id, Notice::Weight weight)
    {
        Notice notice;
        notice.id = id;
        notice.weight = weight;
        notice.title = id;
        return notice;
    }
    std::unique_ptr<QWidget> m_page;
    NoticeBar *m_bar = nullptr;
};

SHUTTLER_TEST(tst_NoticeBar)

#include "tst_NoticeBar.moc"
