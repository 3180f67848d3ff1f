// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "tests/support/Test.h"
#include "tests/ui/restore/RealCopy.h"
#include "tests/ui/support/FrameMeter.h"
#include "ui/common/CellDelegate.h"
#include "ui/common/HumanText.h"
#include "ui/restore/CheckTreeRows.h"
#include "ui/restore/RestoreWalk.h"

#include <QEventLoop>
#include <QTreeView>

#include <algorithm>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

/// Step 6 in the window, looking at a real database of more than 60 tables.
class tst_RealChecks : public QObject {
    Q_OBJECT

    static constexpr int Rows = 300'000;
    std::unique_ptr<RealCopy> m_copy;

    struct Count {
        qint64 done = 0;
        qint64 total = 0;
        bool isShown = false;
    };
    /// What the window showed while step 6 ran.
    struct Seen {
        QList<Count> pages;
        QList<int> findings; ///< In the tree after each batch.
        qsizetype recorded = 0;  ///< Findings in the record when the first batch was in the tree.
        double mostWorked = 0;
        qsizetype looks = 0;
    };
    static int findingsIn(const QAbstractItemModel &model, const QModelIndex &parent = {})
    {
        int findings = 0;
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex index = model.index(row, 0, parent);
            findings += model.hasChildren(index) ? findingsIn(model, index) : 1;
        }
        return findings;
    }
    static QString besideGroup(RestoreDesk &desk, const QString &title)
    {
        const QAbstractItemModel *model = desk.find<QTreeView>("rstChecks")->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, 0).data().toString() == title)
                return model->index(row, 0).data(BesideRole).toString();
        return {};
    }
    /// Runs the event loop itself until the checks have ended: QTRY_… sleeps in between.
    static Seen watchTheChecks(RestoreDesk &desk)
    {
        Seen seen;
        RestoreSession &session = desk.page().findChild<RestoreWalk *>()->session();
        QEventLoop loop;
        FrameMeter meter;
        QObject watcher;
        QObject::connect(&session.job(), &BackgroundJob::counted, &watcher, [&](qint64 done, qint64 total, const QString &unit) {
            if (unit != u"pages"_s)
                return;
            const QString words = u"%1 of %2 pages"_s.arg(HumanText::count(done), HumanText::count(total));
            seen.pages.append({done, total, desk.find("rstChecksEta")->accessibleName().contains(words)});
        });
        QObject::connect(&session, &RestoreSession::findingsArrived, &watcher, [&] {
            seen.findings.append(findingsIn(*desk.find<QTreeView>("rstChecks")->model()));
            if (seen.findings.size() == 1)
                seen.recorded = session.run()->find(step::Verify)->findings.size();
        });
        QObject::connect(&session.job(), &BackgroundJob::ended, &loop, &QEventLoop::quit);
        meter.start();
        QTimer::singleShot(0, desk.find<QPushButton>("rstNext"), &QPushButton::click);
        loop.exec();
        meter.stop();
        seen.looks = meter.worked().size();
        seen.mostWorked = *std::max_element(meter.worked().cbegin(), meter.worked().cend());
        return seen;
    }

    /// As it lies in the ledger; without anything in it while that cannot be read.
    static StepRecord verified(RestoreDesk &desk)
    {
        const std::optional<RunRecord> run = desk.openRun();
        return run ? *run->find(step::Verify) : StepRecord();
    }

private slots:
    void initTestCase()
    {
        auto made = RealCopy::make(Rows);
        VERIFY_OK(made);
        m_copy = *std::move(made);
    }

    void showsSixtyTablesPageByPageWhileTheWindowAnswers()
    {
        RestoreDesk desk;
        m_copy->standIn(desk);
        QVERIFY(desk.walkToChecks(DeskTime - std::chrono::hours(2)));
        const Seen seen = watchTheChecks(desk);
        QTRY_COMPARE(besideGroup(desk, u"Row counts"_s), u"62 of 62 passed"_s);
        QCOMPARE(besideGroup(desk, u"Links between tables"_s), u"54 of 54 passed"_s);
        QCOMPARE(summaryOf(verified(desk).findings).failed, 0);

        // Every count was on screen when it was told, and within one stage they rise to the whole.
        QVERIFY(seen.pages.size() >= 5);
        QVERIFY(std::all_of(seen.pages.cbegin(), seen.pages.cend(), [](const Count &count) { return count.isShown; }));
        const qint64 first = seen.pages.first().total;
        qint64 reached = 0;
        for (const Count &count : seen.pages) {
            if (count.total != first)
                break;
            QVERIFY(count.done >= reached);
            reached = count.done;
        }
        QCOMPARE(reached, first);

        // Findings were there before the end, when none of them counted yet, and then more and more.
        QVERIFY(seen.findings.size() >= 2);
        QVERIFY(std::is_sorted(seen.findings.cbegin(), seen.findings.cend()));
        QVERIFY(seen.findings.first() < seen.findings.last());
        QCOMPARE(seen.recorded, 0);

        // How long it is kept waiting at most is measured where nothing else runs: bench_checks.
        qInfo("%lld looks from the event loop; at most %.1f ms of work between two", qlonglong(seen.looks), seen.mostWorked);
        QVERIFY(seen.looks > 50);
    }

    void aCheckThatWasRepairedIsRunAgainByItself()
    {
        RestoreDesk desk;
        m_copy->standIn(desk);
        VERIFY_OK(m_copy->cluster().run("ALTER TABLE t09 DISABLE TRIGGER ALL", RealCopy::database()));
        QVERIFY(desk.walkToChecks(DeskTime - std::chrono::hours(2)));
        desk.goOn();
        QTRY_VERIFY_WITH_TIMEOUT(verified(desk).state == StepState::Failed && !desk.page().hasRunningJob(), 60'000);
        auto *tree = desk.find<QTreeView>("rstChecks");
        const QModelIndexList failed = tree->model()->match(tree->model()->index(0, 0), RowKeyRole, u"trigger-disabled\n"_s, -1, Qt::MatchStartsWith | Qt::MatchRecursive);
        QVERIFY(!failed.isEmpty());
        tree->setCurrentIndex(failed.first());
        const StepRecord before = verified(desk);
        VERIFY_OK(m_copy->cluster().run("ALTER TABLE t09 ENABLE TRIGGER ALL", RealCopy::database()));
        QVERIFY(desk.press("rstAgain"));
        QTRY_VERIFY_WITH_TIMEOUT(verified(desk).foundAt != before.foundAt || verified(desk).state == StepState::Done, 60'000);
        const StepRecord after = verified(desk);
        QCOMPARE(summaryOf(after.findings).failed, 0);
        const auto isAgain = [](const Finding &finding) { return finding.askedAgainAt.has_value(); };
        const auto asked = std::count_if(after.findings.cbegin(), after.findings.cend(), isAgain);
        QVERIFY(asked > 0 && asked < 10);
    }
};

SHUTTLER_TEST(tst_RealChecks)
#include "tst_RealChecks.moc"
