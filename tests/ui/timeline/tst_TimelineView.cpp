// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/timeline/Story.h"
#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"
#include "ui/timeline/TimelineView.h"

#include <QAccessible>
#include <QSignalSpy>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

class tst_TimelineView : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        applyLook(Appearance::Light, 100);
        HumanText::show(QTimeZone("Asia/Kolkata"));
    }
    void init()
    {
        m_entries = entriesOf(listing(), {}, {incident()});
        m_view = std::make_unique<TimelineView>();
        m_view->setPicture(pictureOf([this]() -> const QList<TimelineEntry> & { return m_entries; }, 30, m_now));
        m_view->resize(1000, m_view->sizeHint().height());
        m_view->show();
    }

    void allIsSeenAtFirst()
    {
        QVERIFY(m_view->scale().contains(at(u"2026-11-16T02:10:11Z"_s)));
        QVERIFY(m_view->scale().contains(m_now));
    }

    void arrowsMoveInALaneAndBetweenLanes()
    {
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QCOMPARE(current(), u"window:practice"_s);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QCOMPARE(current(), u"backup:20261118-021012F"_s);
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QCOMPARE(current(), u"backup:20261117-021009F"_s);
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QCOMPARE(current(), u"backup:20261116-021011F"_s);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QVERIFY(current().startsWith(u"damage:"_s));
    }

    void plusAndMinusZoomAndHomeShowsAll()
    {
        const Micros all = m_view->scale().span();
        QTest::keyClick(m_view.get(), Qt::Key_Plus);
        QVERIFY(m_view->scale().span() < all);
        QTest::keyClick(m_view.get(), Qt::Key_Minus);
        QTest::keyClick(m_view.get(), Qt::Key_Minus);
        QVERIFY(m_view->scale().span() > all);
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QCOMPARE(m_view->scale().span(), all);
    }

    void enterOpensTheMarkUnderTheCursor()
    {
        QSignalSpy opened(m_view.get(), &TimelineView::opened);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(opened.size(), 0);
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
    }

    void theCursorBringsItsMarkIntoView()
    {
        m_view->showLast(std::chrono::hours(1));
        m_view->setCurrentEntry(indexOf(u"backup:20261116-021011F"_s));
        QVERIFY(m_view->scale().contains(at(u"2026-11-16T02:10:11Z"_s)));
    }

    void aClickChoosesAMarkAndADragMovesInTime()
    {
        QSignalSpy clicked(m_view.get(), &TimelineView::clicked);
        const QRect mark = rectOf(u"backup:20261118-021012F"_s);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, mark.center());
        QCOMPARE(clicked.size(), 1);
        QCOMPARE(current(), u"backup:20261118-021012F"_s);

        const Instant before = m_view->scale().from;
        QTest::mousePress(m_view.get(), Qt::LeftButton, {}, QPoint(500, 150));
        QTest::mouseMove(m_view.get(), QPoint(600, 150));
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, QPoint(600, 150));
        QVERIFY(m_view->scale().from < before);
        QCOMPARE(clicked.size(), 1);
    }

    void assistiveTechnologyReadsEveryMark()
    {
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), int(m_entries.size()));
        QStringList names;
        for (int i = 0; i < list->childCount(); ++i) {
            QAccessibleInterface *mark = list->child(i);
            QVERIFY(mark && mark->isValid());
            QCOMPARE(mark->role(), QAccessible::ListItem);
            QCOMPARE(list->indexOfChild(mark), i);
            QVERIFY(!mark->rect().isEmpty());
            names.append(mark->text(QAccessible::Name));
        }
        QVERIFY(names.contains(u"20261118-021012F, 07:40:12 IST, 02:10:12 UTC, 9 h 49 min ago, 1.2 GiB, Healthy, kept until 2 newer full backups exist"_s));
        QVERIFY(names.contains(u"Gap: 3 h not to the second, from 17 Nov, 09:30:00 IST to 17 Nov, 12:30:00 IST, 07:00:00 UTC, 1 d 5 h ago, Gap"_s));
    }

    void assistiveTechnologyPressesAMark()
    {
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
        QSignalSpy opened(m_view.get(), &TimelineView::opened);
        QAccessibleInterface *mark = list->child(2);
        mark->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(opened.size(), 1);
        QVERIFY(mark->state().selected);
    }

    void aPictureWithFewerMarksInvalidatesTheOldOnes()
    {
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
        QAccessibleInterface *last = list->child(list->childCount() - 1);
        m_view->setPicture({});
        QCOMPARE(list->childCount(), 0);
        QVERIFY(!last->isValid());
    }

    void paintingNeverNeedsALabelThatIsNotThere()
    {
        TimelinePicture bare;
        bare.now = m_now;
        bare.lanes = {makeLane(u"Backups"_s, {{m_now.unixSeconds() - 100, 0, MarkKind::Automated, 2}})};
        m_view->setPicture(bare);
        m_view->showLast(Seconds(600));
        QVERIFY(!m_view->grab().isNull());
    }

private:
    QString current() const
    {
        const auto entry = m_view->currentEntry();
        return entry ? m_entries[qsizetype(*entry)].id : QString();
    }
    quint32 indexOf(const QString &id) const
    {
        for (qsizetype i = 0; i < m_entries.size(); ++i) {
            if (m_entries[i].id == id)
                return quint32(i);
        }
        return 0;
    }
    QRect rectOf(const QString &id) const
    {
        for (int lane = 0; lane < m_view->laneCount(); ++lane) {
            for (int index = 0; index < m_view->marksIn(lane); ++index) {
                if (m_entries[qsizetype(m_view->entryAt(lane, index))].id == id)
                    return m_view->rectOf(lane, index);
            }
        }
        return {};
    }

    const Instant m_now = at(u"2026-11-18T12:00:00Z"_s);
    QList<TimelineEntry> m_entries;
    std::unique_ptr<TimelineView> m_view;
};

SHUTTLER_TEST(tst_TimelineView)

#include "tst_TimelineView.moc"
