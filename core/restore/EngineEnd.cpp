// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/restore/Engine.h"
#include "core/restore/Journal.h"
#include "core/restore/StepNames.h"

#include <QCryptographicHash>

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

const StepRecord *stoppedAt(const RunRecord &run)
{
    const auto found = std::find_if(run.steps.crbegin(), run.steps.crend(),
                                    [](const StepRecord &step) { return step.error && step.state != StepState::Done; });
    return found == run.steps.crend() ? nullptr : &*found;
}

bool oldIsDestroyed(const RunRecord &run)
{
    const StepRecord *retired = run.find(step::RetireOld);
    return retired && retired->facts.value(u"old"_s) == u"destroyed"_s;
}

} // namespace

Result<RunRecord> Engine::rest(Journal &journal, Job &job)
{
    const StepRecord *stopped = stoppedAt(journal.run());
    const bool onRequest = job.stop.stop_requested() || (stopped && stopped->error->fault() == Fault::Cancelled);
    if (stopped && !onRequest) {
        if (Outcome noted = journal.noteEvidence(writeEvidence(journal.run(), job), job.clock.now()); !noted)
            return std::move(noted).error();
        const bool failed = journal.run().state == RunState::Failed;
        if (Outcome recorded = recordActivity(journal.run(), u"Restore stopped: %1"_s.arg(stopped->error->what()),
                                              failed ? u"Failed"_s : u"Waiting"_s, job);
            !recorded)
            return std::move(recorded).error();
    }
    tell(journal.run());
    return journal.run();
}

Result<RunRecord> Engine::close(Journal &journal, RunState end, Job &job)
{
    QJsonObject ending;
    QString what = end == RunState::Undone ? u"Restore undone"_s : u"Restore done"_s;
    if (m_world.target && (end == RunState::Undone || oldIsDestroyed(journal.run()))) {
        // There is no way back any more, or nothing to go back from. A leftover is said, and stops nothing.
        if (Outcome forgotten = m_world.target->forget(journal.run().tag, job); !forgotten) {
            ending.insert(u"leftover"_s, toJson(forgotten.error()));
            what += u", with a leftover: "_s + forgotten.error().what();
        }
    }
    // The document is made from the run as it is about to be, so that one entry closes the run and seals its document.
    RunRecord asItWillBe = journal.run();
    asItWillBe.state = end;
    asItWillBe.finishedAt = job.clock.now();
    const QJsonObject evidence = writeEvidence(asItWillBe, job);
    for (auto it = evidence.begin(); it != evidence.end(); ++it)
        ending.insert(it.key(), it.value());
    if (Outcome recorded = recordActivity(journal.run(), what, u"OK"_s, job); !recorded)
        return std::move(recorded).error();
    if (Outcome closed = journal.close(end, ending, job.clock.now()); !closed)
        return std::move(closed).error();
    tell(journal.run());
    return journal.run();
}

QJsonObject Engine::writeEvidence(const RunRecord &run, Job &job)
{
    if (!m_world.evidence)
        return {};
    Job unstoppable{{}, job.progress, job.clock}; // The document of a stopped run is written too.
    Result<QString> path = m_world.evidence->write(run, m_world.environment, unstoppable);
    if (!path)
        return {{u"evidenceError"_s, toJson(path.error())}};
    QJsonObject evidence{{u"evidence"_s, *path}};
    if (const Result<QByteArray> document = readWholeFile(*path))
        evidence.insert(u"evidenceSha256"_s,
                        QString::fromLatin1(QCryptographicHash::hash(*document, QCryptographicHash::Sha256).toHex()));
    return evidence;
}

Outcome Engine::recordActivity(const RunRecord &run, const QString &what, const QString &result, Job &job)
{
    // A run that was killed between this and the entry that follows comes by here again.
    Result<QList<ActivityEntry>> newest = m_ledger.activity(run.intent.environment.toString(), 1);
    if (!newest)
        return std::move(newest).error();
    if (!newest->isEmpty() && newest->constFirst().run == run.id && newest->constFirst().what == what)
        return Done{};
    ActivityEntry entry;
    entry.at = job.clock.now();
    entry.environment = run.intent.environment.toString();
    entry.what = what;
    entry.who = run.operatorName;
    entry.result = result;
    entry.run = run.id;
    entry.detail = {{u"newInstance"_s, run.newInstance ? run.newInstance->toString() : QString()},
                    {u"oldInstance"_s, run.oldInstance.toString()}};
    return m_ledger.record(entry);
}

} // namespace shuttler
