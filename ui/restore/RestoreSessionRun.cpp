// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/evidence/EvidenceReport.h"
#include "ui/restore/RestoreSessionTasks.h"

#include <QCoreApplication>

namespace shuttler::ui {

RunObserver RestoreSession::observer()
{
    return [this](const RunRecord &run) {
        QMetaObject::invokeMethod(this, [this, run] { m_run = run; emit runMoved(); }, Qt::QueuedConnection);
    };
}

void RestoreSession::startRun()
{
    if (!m_plan)
        return;
    m_decisions = {};
    m_decisions.until = StepNumber::Restore;
    work<RunRecord>(
        Work::Drive,
        [plan = *m_plan, wanted = intent(), decisions = m_decisions, observe = observer()](RestoreWorld &world, Ledger &ledger, Job &job) -> Result<RunRecord> {
            Engine engine(world, ledger, observe);
            Result<RunRecord> run = engine.begin(wanted, plan, job);
            if (!run)
                return run;
            return engine.drive(run->id, decisions, job);
        },
        [this](RunRecord run) { keepRun(std::move(run)); });
}

void RestoreSession::drive(const Decisions &decisions)
{
    if (!m_run || isBusy())
        return;
    m_decisions = decisions;
    work<RunRecord>(
        Work::Drive,
        [id = m_run->id, decisions, observe = observer(), show = m_feed.sink()](RestoreWorld &world, Ledger &ledger, Job &job) {
            Engine engine(world, ledger, observe);
            engine.showFindings(show);
            return engine.drive(id, decisions, job);
        },
        [this](RunRecord run) { keepRun(std::move(run)); });
}

void RestoreSession::undo()
{
    if (!m_run)
        return;
    work<RunRecord>(
        Work::Undo,
        [id = m_run->id, observe = observer()](RestoreWorld &world, Ledger &ledger, Job &job) {
            return Engine(world, ledger, observe).undo(id, job);
        },
        [this](RunRecord run) { keepRun(std::move(run)); });
}

void RestoreSession::keepRun(RunRecord run)
{
    m_run = std::move(run);
    const RunState state = m_run->state;
    if ((state == RunState::Done || state == RunState::Undone) && m_toldEnd != state) {
        m_toldEnd = state;
        emit ended();
    }
}

void RestoreSession::readUrlChange()
{
    if (!m_run)
        return;
    aside<std::optional<UrlChange>>(
        m_looking,
        [run = *m_run](RestoreWorld &world, Ledger &, Job &job) -> Result<std::optional<UrlChange>> {
            if (!world.target)
                return std::optional<UrlChange>();
            Result<DatabaseUrl> now = world.target->read(job);
            if (!now)
                return std::move(now).error();
            UrlChange change{world.target->describe(), now->masked(), {}};
            if (run.newInstance) {
                Result<ConnectionInfo> copy = world.provider->connection(*run.newInstance, job);
                if (!copy)
                    return std::move(copy).error();
                change.then = now->movedTo(copy->host, copy->port).masked();
            }
            return std::optional(change);
        },
        [this](Result<std::optional<UrlChange>> change) {
            if (change)
                m_urlChange = *std::move(change);
            else if (!isBusy())
                m_error = std::move(change).error();
        });
}

void RestoreSession::readOldInstance()
{
    if (!m_run)
        return;
    aside<OldInstanceFacts>(
        m_facts,
        [run = *m_run](RestoreWorld &world, Ledger &, Job &job) -> Result<OldInstanceFacts> {
            OldInstanceFacts facts;
            Result<QList<Instance>> instances = world.provider->instances(job);
            if (!instances)
                return std::move(instances).error();
            for (const Instance &instance : std::as_const(*instances)) {
                if (instance.id == run.oldInstance)
                    facts.instance = instance;
            }
            Result<BackupListing> listing = world.provider->backups(run.oldInstance, {}, job);
            if (!listing)
                return std::move(listing).error();
            facts.hasBackups = !listing->backups.isEmpty();
            if (!run.moment)
                return facts;
            Result<ConnectionInfo> old = world.provider->connection(run.oldInstance, job);
            Result<QMap<QString, qint64>> rows =
                old ? world.verifier->writtenSince(*old, *run.moment, job) : Result<QMap<QString, qint64>>(std::move(old).error());
            if (rows)
                facts.onlyThere = *std::move(rows);
            else
                facts.notCounted = std::move(rows).error();
            return facts;
        },
        [this](Result<OldInstanceFacts> facts) {
            m_oldFacts.reset();
            if (facts)
                m_oldFacts = *std::move(facts);
            emit oldInstanceRead();
        });
}

void RestoreSession::saveReport(const QString &folder)
{
    if (!m_run)
        return;
    m_savedReport.clear();
    m_reportError.reset();
    aside<EvidenceFiles>(
        m_reporting,
        [run = *m_run, folder](RestoreWorld &world, Ledger &, Job &) { return writeEvidence(run, world.environment, folder); },
        [this](Result<EvidenceFiles> files) {
            if (files)
                m_savedReport = files->pdf;
            else
                m_reportError = std::move(files).error();
        });
}

void RestoreSession::stop()
{
    m_job.stop();
}

void RestoreSession::stopThenUndo()
{
    if (!isBusy())
        return undo();
    m_undoNext = true;
    stop();
}

void RestoreSession::stopAndWait()
{
    m_undoNext = false;
    for (BackgroundJob *job : {&m_counting, &m_looking, &m_facts, &m_reporting, &m_job})
        job->stop();
    m_job.wait();
    // What the work has told, in the order in which it told it: each change of the record, then the end.
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
    QCoreApplication::sendPostedEvents(&m_job, QEvent::MetaCall);
}

} // namespace shuttler::ui
