// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "tests/support/Test.h"
#include "tests/ui/restore/RestoreDesk.h"
#include "tests/ui/restore/VerifierOver.h"
#include "ui/restore/CheckTreeRows.h"
#include "ui/restore/FindingFeed.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QSemaphore>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTreeView>

using namespace shuttler;
using namespace shuttler::ui;
using namespace shuttler::ui::test;
using namespace Qt::StringLiterals;

static Finding checked(const QString &check, CheckGroup group, const QString &subject, Verdict verdict = Verdict::Passed)
{
    return {check, group, subject, verdict, u"all"_s, u"all"_s, {}, {}, {}, 0};
}

static QList<Finding> tables(int from, int to)
{
    QList<Finding> all;
    for (int number = from; number < to; ++number)
        all.append(checked(u"rows"_s, CheckGroup::RowCounts, u"table %1"_s.arg(number, 2, 10, QChar(u'0'))));
    return all;
}

/// Finds what the test hands it, when the test hands it over.
class Puppet final : public VerifierOver {
public:
    struct Strings {
        QSemaphore pulls;
        QList<QList<Finding>> batches;
    };
    Puppet(std::unique_ptr<Verifier> below, Strings &strings) : VerifierOver(std::move(below)), m_strings(strings) {}
    Result<VerifyReport> verify(const VerifyRequest &request, Job &job, const FindingSink &sink) override
    {
        if (request.only)
            return VerifierOver::verify(request, job, sink);
        VerifyReport report;
        qint64 done = 0;
        job.progress.stage(u"Counting and hashing every row"_s);
        for (const QList<Finding> &batch : m_strings.batches) {
            while (!m_strings.pulls.tryAcquire(1, 5))
                if (Outcome goesOn = job.checkStop(); !goesOn)
                    return std::move(goesOn).error();
            for (const Finding &each : batch)
                sink(each);
            report.findings += batch;
            job.progress.counted(++done * 1000, m_strings.batches.size() * 1000, u"pages"_s);
        }
        return report;
    }

private:
    Strings &m_strings;
};

/// Step 6 on screen while its findings come in.
class tst_ChecksLive : public QObject {
    Q_OBJECT

    static constexpr int Patience = 20000;

    static QAbstractItemModel *model(RestoreDesk &desk) { return desk.find<QTreeView>("rstChecks")->model(); }
    static QModelIndex row(const QAbstractItemModel *model, const QString &words)
    {
        return model->rowCount() == 0 ? QModelIndex()
                                      : model->match(model->index(0, 0), Qt::DisplayRole, words, 1, Qt::MatchExactly | Qt::MatchRecursive).value(0);
    }
    static bool walk(RestoreDesk &desk)
    {
        if (!desk.walkToChecks(DeskTime - std::chrono::hours(2)))
            return false;
        desk.goOn();
        return true;
    }

    /// As it lies in the ledger; without anything in it while that cannot be read.
    static StepRecord verified(RestoreDesk &desk)
    {
        const std::optional<RunRecord> run = desk.openRun();
        return run ? *run->find(step::Verify) : StepRecord();
    }

private slots:
    void aThousandFindingsAtOnceAreOneChange()
    {
        FindingFeed feed;
        QSignalSpy more(&feed, &FindingFeed::moreArrived);
        const auto sink = feed.sink();
        for (const Finding &each : tables(0, 1000))
            sink(each);
        QCOMPARE(more.size(), 0); // Nothing comes over but through the event loop.
        QTRY_COMPARE(feed.arrived().size(), 1000);
        QCOMPARE(more.size(), 1);
        sink(tables(0, 1).first());
        feed.clear();
        QTest::qWait(40);
        QCOMPARE(more.size(), 1); // What was on its way when it was cleared is forgotten.
    }

    void rowsAreMovedAndNotMadeAnew()
    {
        QStandardItemModel model;
        const QAbstractItemModelTester tester(&model);
        const auto show = [&](const QList<Finding> &findings, const QString &kept = {}) {
            mergeRows(model.invisibleRootItem(), treeOf(findings, Findings::SoFar, {}, kept));
        };
        QList<Finding> findings = tables(0, 4);
        show(findings);
        const QPersistentModelIndex third = row(&model, u"table 02"_s);
        findings.append(checked(u"rows"_s, CheckGroup::RowCounts, u"lost"_s, Verdict::Failed));
        findings.prepend(checked(u"relations"_s, CheckGroup::Contents, u"tables"_s));
        show(findings);
        QVERIFY(third.isValid());
        QCOMPARE(third.data().toString(), u"table 02"_s);
        QCOMPARE(model.index(0, 0, model.index(1, 0)).data().toString(), u"lost"_s); // What did not pass stands first.
        QCOMPARE(third.row(), 3);

        findings += tables(4, 20);
        show(findings, third.data(RowKeyRole).toString());
        QVERIFY(third.isValid());
        QVERIFY(row(&model, u"table 19"_s).parent().parent().isValid()); // Behind the fold.
        show(tables(0, 1));
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowCount(model.index(0, 0)), 1);
        show({});
        QCOMPARE(model.rowCount(), 0);
    }

    void fillsWhileTheChecksRunAndChoiceAndScrollStay()
    {
        RestoreDesk desk;
        Puppet::Strings strings;
        for (int batch = 0; batch < 4; ++batch) {
            QList<Finding> failed;
            for (int number = 0; number < 20; ++number)
                failed.append(checked(u"foreign-key"_s, CheckGroup::Links, u"link %1-%2"_s.arg(batch).arg(number, 2, 10, QChar(u'0')), Verdict::Failed));
            strings.batches.append(failed);
        }
        strings.batches.append(tables(0, 30) << checked(u"empty"_s, CheckGroup::Contents, u"database"_s));
        desk.furnish = [&](RestoreWorld &world) { world.verifier = std::make_unique<Puppet>(std::move(world.verifier), strings); };
        QVERIFY(walk(desk));

        strings.pulls.release();
        QTRY_COMPARE_WITH_TIMEOUT(model(desk)->rowCount(), 1, Patience);
        QCOMPARE(model(desk)->rowCount(model(desk)->index(0, 0)), 20);
        QTRY_COMPARE(desk.find("rstChecksEta")->accessibleName().section(u", "_s, 1), u"1,000 of 5,000 pages"_s);
        QVERIFY(verified(desk).findings.isEmpty());
        auto *tree = desk.find<QTreeView>("rstChecks");
        QCOMPARE(tree->currentIndex().data().toString(), u"link 0-00"_s); // Nobody chose: the first that failed.

        tree->setCurrentIndex(row(model(desk), u"link 0-07"_s));
        tree->scrollTo(row(model(desk), u"link 0-05"_s), QAbstractItemView::PositionAtTop);
        const QString top = tree->indexAt(QPoint(1, 1)).data().toString();
        strings.pulls.release(4); // To the end; groups come in before what is read.
        QTRY_VERIFY_WITH_TIMEOUT(verified(desk).state == StepState::Failed && !desk.page().hasRunningJob(), Patience);
        QCOMPARE(model(desk)->rowCount(), 4); // With the app's health.
        QCOMPARE(tree->currentIndex().data().toString(), u"link 0-07"_s);
        QCOMPARE(tree->indexAt(QPoint(1, 1)).data().toString(), top);
        QVERIFY(!desk.find("rstChecksEta")->isVisible());
    }

    void stoppedInTheMiddleNothingOfItCounts()
    {
        RestoreDesk desk;
        Puppet::Strings strings;
        strings.batches = {tables(0, 3), tables(3, 6)};
        desk.furnish = [&](RestoreWorld &world) { world.verifier = std::make_unique<Puppet>(std::move(world.verifier), strings); };
        QVERIFY(walk(desk));
        strings.pulls.release();
        QTRY_VERIFY_WITH_TIMEOUT(row(model(desk), u"table 02"_s).isValid(), Patience);
        QVERIFY(desk.press("rstCancel"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Run all checks"_s), Patience);
        QCOMPARE(model(desk)->rowCount(), 0);
        QVERIFY(verified(desk).findings.isEmpty());
    }

    void oneCheckIsRunAgainByKeysAlone()
    {
        RestoreDesk desk;
        desk.world.set(u"checks"_s, u"failed"_s);
        QVERIFY(walk(desk));
        QTRY_VERIFY_WITH_TIMEOUT(desk.find("rstAgain") && desk.find("rstAgain")->isVisible() && desk.find("rstAgain")->isEnabled(), Patience);
        QVERIFY(!desk.find<QPushButton>("rstNext")->isEnabled());
        desk.world.set(u"checks"_s, u"passed"_s);
        QVERIFY(desk.press("rstAgain"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 7"_s), Patience);
        QVERIFY(desk.find("rstCheckDetail")->accessibleName().contains(u"Asked again by itself"_s));
        QCOMPARE(desk.find<QTreeView>("rstChecks")->currentIndex().data().toString(), u"fee_payments"_s);
        QVERIFY(!verified(desk).findings.first().askedAgainAt);
    }

    void aRerunThatIsStoppedLeavesWhatWasFoundAndSaysSo()
    {
        RestoreDesk desk;
        QVERIFY(walk(desk));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 7"_s), Patience);
        const qsizetype found = verified(desk).findings.size();
        desk.clock.advance(std::chrono::minutes(1));
        desk.holdsChecks = true;
        QVERIFY(desk.press("rstRerun"));
        QTRY_COMPARE_WITH_TIMEOUT(desk.textOf("rstCancel"), u"Stop the checks"_s, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(verified(desk).state != StepState::Done, Patience); // Stopped before that, it is as if never asked.
        QVERIFY(!desk.find<QPushButton>("rstNext")->isEnabled());
        QVERIFY(desk.press("rstCancel"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.canGoOn(u"Continue to step 7"_s), Patience);
        QCOMPARE(verified(desk).findings.size(), found);
        bool isSaid = false;
        for (const QLabel *label : desk.find("rstVerdict")->findChildren<QLabel *>())
            isSaid = isSaid || label->text().contains(u"broken off"_s);
        QVERIFY(isSaid);
    }
};

SHUTTLER_TEST(tst_ChecksLive)
#include "tst_ChecksLive.moc"
