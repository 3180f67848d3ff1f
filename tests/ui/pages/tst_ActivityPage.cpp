// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/activity/ActivityPage.h"
#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

namespace {

const Instant Now = *Instant::parse(u"2026-11-18T10:30:14Z"_s);

QList<ActivityEntry> entries()
{
    return {{Now - Seconds(60), u"practice"_s, u"Backup manual-1 made"_s, u"owner"_s, u"Done"_s, {{u"bytes"_s, 12}}, {}},
            {Now - Seconds(3600), u"practice"_s, u"Restore begun"_s, u"owner"_s, u"OK"_s, {}, RunId(u"r20261118-0930-7f3c"_s)},
            {Now - std::chrono::hours(30), u"practice"_s, u"=cmd|' /C calc'!A0"_s, u"schedule, \"nightly\""_s, u"Failed"_s, {}, {}}};
}

Situation situation()
{
    Situation situation;
    situation.lookedAt = Now;
    situation.activity = entries();
    return situation;
}

} // namespace

class tst_ActivityPage : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        applyLook(Appearance::Light, 100);
        HumanText::show(QTimeZone("Asia/Kolkata"));
    }
    void init()
    {
        m_world = std::make_unique<UiWorld>(Now);
        m_console.emplace(m_world->console());
        m_page = std::make_unique<ActivityPage>(*m_console);
        m_page->show();
        m_table = m_page->findChild<QTableView *>(u"actTable"_s);
        m_tester = std::make_unique<QAbstractItemModelTester>(m_table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_page->setSituation(situation());
    }
    void cleanup()
    {
        m_tester.reset();
        m_page.reset();
    }

    void todaysTimesStandWithoutADay()
    {
        QCOMPARE(m_table->model()->index(0, ActivityModel::Time).data().toString(), u"15:59:14"_s);
        QCOMPARE(m_table->model()->index(2, ActivityModel::Time).data().toString(), u"17 Nov, 10:00:14"_s);
        QVERIFY(m_table->model()->index(2, ActivityModel::Time).data(Qt::ToolTipRole).toString().contains(u"04:30:14 UTC"_s));
    }

    void theFilterLooksIntoEveryWord()
    {
        QTest::keyClicks(m_page->findChild<QLineEdit *>(u"actFilter"_s), u"NIGHT"_s);
        QCOMPARE(m_table->model()->rowCount(), 1);
        m_page->findChild<QLineEdit *>(u"actFilter"_s)->clear();
        QCOMPARE(m_table->model()->rowCount(), 3);
    }

    void newEntriesComeOnTopAndTheChosenOneStays()
    {
        m_table->setCurrentIndex(m_table->model()->index(1, 0));
        Situation later = situation();
        later.activity.prepend({Now, u"practice"_s, u"Settings changed"_s, u"owner"_s, u"OK"_s, {}, {}});
        QSignalSpy resets(m_table->model(), &QAbstractItemModel::modelReset);
        m_page->setSituation(later);
        QCOMPARE(resets.size(), 0);
        QCOMPARE(m_table->currentIndex().row(), 2);
        QCOMPARE(m_table->currentIndex().siblingAtColumn(ActivityModel::What).data().toString(), u"Restore begun"_s);
    }

    void csvCannotRunAFormula()
    {
        const QStringList lines = QString::fromUtf8(ActivityPage::asCsv(entries())).split(u"\r\n"_s);
        QCOMPARE(lines[0], u"time_utc,environment,what,who,result,run,detail"_s);
        QCOMPARE(lines[1], u"\"2026-11-18T10:29:14Z\",\"practice\",\"Backup manual-1 made\",\"owner\",\"Done\",\"\",\"{\"\"bytes\"\":12}\""_s);
        QVERIFY(lines[3].contains(u"\"'=cmd|"_s));
        QVERIFY(lines[3].contains(u"\"schedule, \"\"nightly\"\"\""_s));
    }

    void everyJsonLineIsAnObject()
    {
        const QList<QByteArray> lines = ActivityPage::asJsonLines(entries()).trimmed().split('\n');
        QCOMPARE(lines.size(), 3);
        for (const QByteArray &line : lines)
            QVERIFY(QJsonDocument::fromJson(line).isObject());
        QCOMPARE(QJsonDocument::fromJson(lines[1]).object().value(u"run"_s).toString(), u"r20261118-0930-7f3c"_s);
    }

    void aWholeLogIsSaidToBeWhole()
    {
        m_world->add(u"practice"_s, EnvironmentKind::Practice);
        m_world->record(u"Backup made"_s, u"owner"_s, u"Done"_s, Now);
        m_world->record(u"Backup made again"_s, u"owner"_s, u"Done"_s, Now);
        QTest::keyClick(m_page->findChild<QPushButton *>(u"actVerify"_s), Qt::Key_Space);
        auto *verdict = m_page->findChild<QLabel *>(u"actVerdict"_s);
        QTRY_VERIFY(verdict->isVisible());
        QVERIFY2(verdict->text().startsWith(u"The log is whole: 2 entries"_s), qPrintable(verdict->text()));
    }

    void aDamagedLogIsSaidToBeDamaged()
    {
        QFile file(m_world->ledgerFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no ledger, and never was one; it is only a text that stands where the ledger should be");
        file.close();
        QTest::keyClick(m_page->findChild<QPushButton *>(u"actVerify"_s), Qt::Key_Space);
        QTRY_VERIFY(m_page->findChild<QWidget *>(u"errorCard"_s)->isVisible());
        QVERIFY(!m_page->findChild<QLabel *>(u"actVerdict"_s)->isVisible());
        QVERIFY(m_page->findChild<QPushButton *>(u"actVerify"_s)->isEnabled());
    }

private:
    std::unique_ptr<UiWorld> m_world;
    std::optional<Console> m_console;
    std::unique_ptr<ActivityPage> m_page;
    QTableView *m_table = nullptr;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

SHUTTLER_TEST(tst_ActivityPage)

#include "tst_ActivityPage.moc"
