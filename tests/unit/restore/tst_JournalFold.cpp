// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Engine.h"
#include "core/restore/JournalFold.h"
#include "core/restore/StepNames.h"
#include "tests/support/RestoreStage.h"
#include "tests/support/Test.h"

#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

/// The entries of a whole restore, as the ledger gives them.
QList<JournalEntry> wholeRun()
{
    RestoreStage stage;
    Job job = stage.job();
    Engine engine(stage.ports, **stage.ledger);
    const auto plan = engine.plan(stage.intent(), job);
    const auto run = engine.begin(stage.intent(), *plan, job);
    const auto done = engine.drive(run->id, {}, job);
    return *(*stage.ledger)->entriesOf(run->id);
}

} // namespace

class tst_JournalFold : public QObject {
    Q_OBJECT

private slots:
    void everyBeginningOfAJournalIsARunThatCanGoOn()
    {
        const QList<JournalEntry> entries = wholeRun();
        QVERIFY(entries.size() > 30);
        for (qsizetype size = 1; size <= entries.size(); ++size) {
            const auto folded = foldJournal(entries.first(size));
            VERIFY_OK(folded);
            const RunRecord &run = folded->run;
            QCOMPARE(run.journalEntries, size);
            QCOMPARE(run.seal, QString::fromLatin1(entries.at(size - 1).digest.toHex()));
            QCOMPARE(run.state, size == entries.size() ? RunState::Done : RunState::Open);
            int interrupted = 0;
            bool beyond = false;
            for (const StepRecord &step : run.steps) {
                interrupted += step.state == StepState::Interrupted;
                QVERIFY(!beyond || step.state == StepState::ToDo); // Nothing is done after the first that is not.
                beyond = beyond || step.state != StepState::Done;
            }
            QCOMPARE(interrupted, entries.at(size - 1).phase == u"begun"_s && size > 1 ? 1 : 0);
        }
    }

    void aJournalThatMakesNoSenseIsCorrupt()
    {
        const QList<JournalEntry> entries = wholeRun();
        VERIFY_FAULT(foldJournal({}), Fault::NotFound);
        VERIFY_FAULT(foldJournal(entries.mid(1)), Fault::Corrupt);             // Without its beginning.
        VERIFY_FAULT(foldJournal(entries + entries.first(1)), Fault::Corrupt); // Begun twice.

        QList<JournalEntry> unknownStep = entries;
        unknownStep[1].step = u"sing-in"_s;
        VERIFY_FAULT(foldJournal(unknownStep), Fault::Corrupt);

        for (const QString &part : {u"intent"_s, u"plan"_s, u"operator"_s, u"host"_s}) {
            QList<JournalEntry> incomplete = entries;
            incomplete[0].data.remove(part);
            VERIFY_FAULT(foldJournal(incomplete), Fault::Corrupt);
        }
        QList<JournalEntry> brokenFinding = entries;
        for (JournalEntry &entry : brokenFinding) {
            if (entry.step == step::ContentsGate && entry.phase == u"finished"_s)
                entry.data.insert(u"findings"_s, QJsonArray{QJsonObject{{u"check"_s, u"rows"_s}}});
        }
        VERIFY_FAULT(foldJournal(brokenFinding), Fault::Corrupt);
    }

    void theNewInstanceIsKnownFromTheMomentItIsIntended()
    {
        const QList<JournalEntry> entries = wholeRun();
        qsizetype size = 1;
        while (entries.at(size - 1).step != step::RestoreInstance)
            ++size;
        QVERIFY(!foldJournal(entries.first(size - 1))->run.newInstance);
        QVERIFY(foldJournal(entries.first(size))->run.newInstance);
    }
};

SHUTTLER_TEST(tst_JournalFold)
#include "tst_JournalFold.moc"
