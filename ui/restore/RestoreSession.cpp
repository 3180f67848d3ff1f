// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/RestoreSession.h"

#include "core/evidence/EvidenceReport.h"
#include "core/restore/SignIn.h"
#include "core/restore/StepNames.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype EarlierCompared = 5;

/// How long the making of the new instance took in the newest runs that got that far, oldest first.
Result<QList<Micros>> earlierRestoresOf(const Ledger &ledger, const EnvironmentName &name)
{
    Result<QList<RunRecord>> runs = Engine::runs(ledger, name);
    if (!runs)
        return std::move(runs).error();
    QList<Micros> earlier;
    for (const RunRecord &run : std::as_const(*runs)) {
        const StepRecord *made = run.find(step::RestoreInstance);
        const StepRecord *ready = run.find(step::WaitUntilReady);
        if (made && ready && made->startedAt && ready->state == StepState::Done && ready->finishedAt && earlier.size() < EarlierCompared)
            earlier.prepend(*ready->finishedAt - *made->startedAt);
    }
    return earlier;
}

} // namespace

RestoreSession::RestoreSession(const Console &console, QObject *parent)
    : QObject(parent), m_console(console), m_openedAt(console.clock.now()), m_job(console.clock), m_counting(console.clock),
      m_looking(console.clock), m_facts(console.clock), m_reporting(console.clock)
{
}

template <typename T>
std::function<Result<T>(Job &)> RestoreSession::onWorld(Task<T> task) const
{
    return [&console = m_console, name = m_name, task = std::move(task)](Job &job) -> Result<T> {
        Result<RestoreWorld> world = console.worlds.open(name);
        if (!world)
            return std::move(world).error();
        Result<std::unique_ptr<Ledger>> ledger = Ledger::open(console.ledgerFile);
        if (!ledger)
            return std::move(ledger).error();
        return task(*world, **ledger, job);
    };
}

template <typename T>
void RestoreSession::work(Work what, Task<T> task, std::function<void(T)> keep)
{
    if (isBusy())
        return;
    m_work = m_lastWork = what;
    m_error.reset();
    m_job.start<T>(onWorld<T>(std::move(task)), this, [this, keep = std::move(keep)](Result<T> result) {
        m_work = Work::None;
        if (result)
            keep(*std::move(result));
        else
            m_error = std::move(result).error();
        emit changed();
        if (std::exchange(m_undoNext, false))
            undo();
    });
    emit changed();
}

template <typename T>
void RestoreSession::aside(BackgroundJob &job, Task<T> task, std::function<void(Result<T>)> keep)
{
    if (job.isRunning())
        return;
    job.start<T>(onWorld<T>(std::move(task)), this, [this, keep = std::move(keep)](Result<T> result) {
        keep(std::move(result));
        emit changed();
    });
}

void RestoreSession::begin(const EnvironmentName &environment, std::optional<Instant> lastGood)
{
    m_name = environment;
    if (lastGood) {
        m_target = AtMoment{lastGood->flooredToSecond()};
        m_firstBad = lastGood->flooredToSecond() + Seconds(1);
    }
    signIn();
}

void RestoreSession::resume(const RunId &run)
{
    struct Found {
        RunRecord run;
        Environment environment;
        Capabilities capabilities;
        QList<Micros> earlier;
    };
    m_work = m_lastWork = Work::Resume;
    m_job.start<Found>(
        [&console = m_console, run](Job &) -> Result<Found> {
            Result<std::unique_ptr<Ledger>> ledger = Ledger::open(console.ledgerFile);
            if (!ledger)
                return std::move(ledger).error();
            Result<RunRecord> record = Engine::recordOf(**ledger, run);
            if (!record)
                return std::move(record).error();
            Result<RestoreWorld> world = console.worlds.open(record->intent.environment);
            if (!world)
                return std::move(world).error();
            Result<QList<Micros>> earlier = earlierRestoresOf(**ledger, record->intent.environment);
            if (!earlier)
                return std::move(earlier).error();
            return Found{*std::move(record), world->environment, world->provider->capabilities(), *std::move(earlier)};
        },
        this,
        [this](Result<Found> found) {
            m_work = Work::None;
            if (found) {
                m_name = found->run.intent.environment;
                m_environment = found->environment;
                m_capabilities = found->capabilities;
                m_target = found->run.intent.target;
                m_cutover = found->run.intent.cutover;
                m_openedAt = found->run.startedAt;
                m_earlierRestores = found->earlier;
                m_run = std::move(found->run);
                m_toldEnd = m_run->state;
            } else {
                m_error = std::move(found).error();
            }
            emit changed();
        });
    emit changed();
}

void RestoreSession::forgetPlan()
{
    m_plan.reset();
    if (m_lastWork == Work::Plan)
        m_error.reset();
    emit changed();
}

BackupListing RestoreSession::reach() const
{
    BackupListing listing = m_catalog->listing;
    const auto serves = std::find_if(m_instances.cbegin(), m_instances.cend(),
                                     [this](const Instance &instance) { return instance.id == m_environment.instance; });
    if (!m_capabilities.catchesUp || serves == m_instances.cend() || serves->state.phase != InstancePhase::Available)
        return listing;
    for (InstanceWindow &each : listing.windows) {
        if (each.instance != m_environment.instance || each.window.latest() >= now())
            continue;
        if (Result<RecoveryWindow> longer = RecoveryWindow::between(each.window.earliest(), now(), each.window.gaps()))
            each.window = *longer;
    }
    return listing;
}

void RestoreSession::setTarget(const RestoreTarget &target)
{
    if (m_target == target)
        return;
    m_target = target;
    forgetPlan();
}

void RestoreSession::setFirstBad(std::optional<Instant> moment)
{
    m_firstBad = moment;
    emit changed();
}

void RestoreSession::setCutover(CutoverChoice choice)
{
    if (m_cutover == choice)
        return;
    m_cutover = choice;
    forgetPlan();
}

void RestoreSession::setNewName(const std::optional<InstanceId> &name)
{
    if (m_newName == name)
        return;
    m_newName = name;
    forgetPlan();
}

RestoreIntent RestoreSession::intent() const
{
    RestoreIntent intent;
    intent.environment = m_name;
    intent.target = m_target.value_or(AtLatest{});
    intent.newName = m_newName;
    intent.cutover = m_cutover;
    return intent;
}

void RestoreSession::signIn()
{
    struct Found {
        Environment environment;
        Capabilities capabilities;
        Account account;
        std::optional<RunRecord> openRun;
        bool canMoveApp = false;
    };
    work<Found>(
        Work::SignIn,
        [name = m_name](RestoreWorld &world, Ledger &ledger, Job &job) -> Result<Found> {
            Result<std::optional<RunRecord>> openRun = Engine::openRun(ledger, name);
            if (!openRun)
                return std::move(openRun).error();
            Result<Account> account = signInEverywhere(world, job);
            if (!account)
                return std::move(account).error();
            const bool canMoveApp = world.target && world.cutover;
            return Found{world.environment, world.provider->capabilities(), *std::move(account), *std::move(openRun), canMoveApp};
        },
        [this](Found found) {
            m_environment = found.environment;
            m_capabilities = found.capabilities;
            m_account = std::move(found.account);
            m_signedInAt = now();
            ++m_signIns;
            m_otherRun = std::move(found.openRun);
            m_canMoveApp = found.canMoveApp;
            if (!m_canMoveApp)
                m_cutover = CutoverChoice::None; // There is nothing that could be moved.
        });
}

void RestoreSession::list()
{
    struct Found {
        Refreshed catalog;
        QList<Instance> instances;
        QList<Micros> earlier;
    };
    work<Found>(
        Work::List,
        [name = m_name](RestoreWorld &world, Ledger &ledger, Job &job) -> Result<Found> {
            Result<Refreshed> catalog = refreshCatalog(world.environment, *world.provider, ledger, job);
            if (!catalog)
                return std::move(catalog).error();
            Result<QList<Instance>> instances = world.provider->instances(job);
            if (!instances)
                return std::move(instances).error();
            Result<QList<Micros>> earlier = earlierRestoresOf(ledger, name);
            if (!earlier)
                return std::move(earlier).error();
            return Found{*std::move(catalog), *std::move(instances), *std::move(earlier)};
        },
        [this](Found found) {
            m_catalog = std::move(found.catalog);
            m_instances = std::move(found.instances);
            m_earlierRestores = std::move(found.earlier);
            // Without a known bad time the newest sound backup is the start: "latest" may contain the damage (ui.md §5.5).
            const Backup *newest = m_catalog->listing.newestUsable();
            if (!m_target && newest)
                m_target = AtBackup{newest->id};
        });
}

void RestoreSession::makePlan()
{
    work<Plan>(
        Work::Plan,
        [wanted = intent()](RestoreWorld &world, Ledger &ledger, Job &job) { return Engine(world, ledger).plan(wanted, job); },
        [this](Plan plan) { m_plan = std::move(plan); });
}

void RestoreSession::countLeftBehind(Instant moment)
{
    m_wantedCount = moment;
    if (m_countedSince == moment || m_counting.isRunning())
        return;
    m_leftBehind.reset();
    m_countError.reset();
    aside<QMap<QString, qint64>>(
        m_counting,
        [moment](RestoreWorld &world, Ledger &, Job &job) -> Result<QMap<QString, qint64>> {
            Result<ConnectionInfo> live = world.provider->connection(world.environment.instance, job);
            if (!live)
                return std::move(live).error();
            return world.verifier->writtenSince(*live, moment, job);
        },
        [this, moment](Result<QMap<QString, qint64>> rows) {
            m_countedSince = moment;
            if (rows)
                m_leftBehind = *std::move(rows);
            else
                m_countError = std::move(rows).error();
            if (m_wantedCount != moment)
                countLeftBehind(*m_wantedCount); // The person has moved on meanwhile.
        });
}

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
    m_drivenUntil = StepNumber::Restore;
    work<RunRecord>(
        Work::Drive,
        [plan = *m_plan, wanted = intent(), observe = observer()](RestoreWorld &world, Ledger &ledger, Job &job) -> Result<RunRecord> {
            Engine engine(world, ledger, observe);
            Result<RunRecord> run = engine.begin(wanted, plan, job);
            if (!run)
                return run;
            Decisions decisions;
            decisions.until = StepNumber::Restore;
            return engine.drive(run->id, decisions, job);
        },
        [this](RunRecord run) { keepRun(std::move(run)); });
}

void RestoreSession::drive(const Decisions &decisions)
{
    if (!m_run)
        return;
    m_drivenUntil = decisions.until;
    work<RunRecord>(
        Work::Drive,
        [id = m_run->id, decisions, observe = observer()](RestoreWorld &world, Ledger &ledger, Job &job) {
            return Engine(world, ledger, observe).drive(id, decisions, job);
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
