// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/RestoreSession.h"

#include "core/restore/SignIn.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

RestoreSession::RestoreSession(const Console &console, QObject *parent)
    : QObject(parent), m_console(console), m_openedAt(console.clock.now()), m_job(console.clock), m_aside(console.clock)
{
}

Result<RestoreSession::Opened> RestoreSession::open(const Console &console, const EnvironmentName &name)
{
    Result<RestoreWorld> world = console.worlds.open(name);
    if (!world)
        return std::move(world).error();
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(console.ledgerFile);
    if (!ledger)
        return std::move(ledger).error();
    return Opened{*std::move(world), *std::move(ledger)};
}

void RestoreSession::begin(const EnvironmentName &environment, std::optional<Instant> firstBad)
{
    m_name = environment;
    m_firstBad = firstBad;
    m_openedAt = m_console.clock.now();
    if (firstBad)
        m_target = AtMoment{firstBad->flooredToSecond() - Seconds(1)};
    signIn();
}

void RestoreSession::resume(const RunId &run)
{
    struct Found {
        RunRecord run;
        Environment environment;
        Capabilities capabilities;
    };
    m_job.start<Found>(
        [this, run](Job &) -> Result<Found> {
            Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_console.ledgerFile);
            if (!ledger)
                return std::move(ledger).error();
            Result<RunRecord> record = Engine::recordOf(**ledger, run);
            if (!record)
                return std::move(record).error();
            Result<RestoreWorld> world = m_console.worlds.open(record->intent.environment);
            if (!world)
                return std::move(world).error();
            return Found{*std::move(record), world->environment, world->provider->capabilities()};
        },
        this,
        [this](Result<Found> found) {
            if (!found)
                return fail(std::move(found).error());
            m_name = found->run.intent.environment;
            m_environment = found->environment;
            m_capabilities = found->capabilities;
            m_target = found->run.intent.target;
            m_openedAt = found->run.startedAt;
            m_run = std::move(found->run);
            m_error.reset();
            Q_EMIT changed();
        });
}

void RestoreSession::fail(Error error)
{
    m_error = std::move(error);
    Q_EMIT changed();
}

void RestoreSession::setTarget(const RestoreTarget &target)
{
    if (m_target == target)
        return;
    m_target = target;
    m_plan.reset();
    m_error.reset();
    Q_EMIT changed();
}

void RestoreSession::signIn()
{
    struct Found {
        Environment environment;
        Capabilities capabilities;
        Account account;
    };
    m_error.reset();
    m_job.start<Found>(
        [this, name = m_name](Job &job) -> Result<Found> {
            Result<RestoreWorld> world = m_console.worlds.open(name);
            if (!world)
                return std::move(world).error();
            Result<Account> account = signInEverywhere(*world, job);
            if (!account)
                return std::move(account).error();
            return Found{world->environment, world->provider->capabilities(), *std::move(account)};
        },
        this,
        [this](Result<Found> found) {
            if (!found)
                return fail(std::move(found).error());
            m_environment = found->environment;
            m_capabilities = found->capabilities;
            m_account = std::move(found->account);
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

void RestoreSession::list()
{
    struct Found {
        Refreshed catalog;
        QList<Instance> instances;
        QList<Micros> earlier;
    };
    m_error.reset();
    m_job.start<Found>(
        [this, name = m_name](Job &job) -> Result<Found> {
            Result<Opened> opened = open(m_console, name);
            if (!opened)
                return std::move(opened).error();
            Result<Refreshed> catalog = refreshCatalog(opened->world.environment, *opened->world.provider, *opened->ledger, job);
            if (!catalog)
                return std::move(catalog).error();
            Result<QList<Instance>> instances = opened->world.provider->instances(job);
            if (!instances)
                return std::move(instances).error();
            Result<QList<RunRecord>> runs = Engine::runs(*opened->ledger, name);
            if (!runs)
                return std::move(runs).error();
            QList<Micros> earlier;
            for (const RunRecord &run : *runs) {
                const StepRecord *made = run.find(u"restore-instance"_s);
                const StepRecord *ready = run.find(u"wait-until-ready"_s);
                if (made && ready && made->startedAt && ready->state == StepState::Done && ready->finishedAt && earlier.size() < 5)
                    earlier.append(*ready->finishedAt - *made->startedAt);
            }
            return Found{*std::move(catalog), *std::move(instances), earlier};
        },
        this,
        [this](Result<Found> found) {
            if (!found)
                return fail(std::move(found).error());
            m_catalog = std::move(found->catalog);
            m_instances = std::move(found->instances);
            m_earlierRestores = std::move(found->earlier);
            // Without a known bad time the newest sound backup is the start: "latest" may contain the damage (ui.md §5.5).
            if (std::holds_alternative<AtLatest>(m_target)) {
                if (const Backup *newest = m_catalog->listing.newestUsable())
                    m_target = AtBackup{newest->id};
            }
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

void RestoreSession::makePlan()
{
    m_error.reset();
    m_job.start<Plan>(
        [this, name = m_name, target = m_target](Job &job) -> Result<Plan> {
            Result<Opened> opened = open(m_console, name);
            if (!opened)
                return std::move(opened).error();
            RestoreIntent intent;
            intent.environment = name;
            intent.target = target;
            Engine engine(opened->world, *opened->ledger);
            return engine.plan(intent, job);
        },
        this,
        [this](Result<Plan> plan) {
            if (!plan)
                return fail(std::move(plan).error());
            m_plan = *std::move(plan);
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

void RestoreSession::countLeftBehind(Instant moment)
{
    m_wantedCount = moment;
    if (m_aside.isRunning())
        return;
    m_aside.start<QMap<QString, qint64>>(
        [this, name = m_name, moment](Job &job) -> Result<QMap<QString, qint64>> {
            Result<RestoreWorld> world = m_console.worlds.open(name);
            if (!world)
                return std::move(world).error();
            Result<ConnectionInfo> live = world->provider->connection(world->environment.instance, job);
            if (!live)
                return std::move(live).error();
            return world->verifier->writtenSince(*live, moment, job);
        },
        this,
        [this, moment](Result<QMap<QString, qint64>> rows) {
            m_leftBehind = rows ? *std::move(rows) : QMap<QString, qint64>();
            if (m_wantedCount && *m_wantedCount != moment)
                return countLeftBehind(*m_wantedCount); // The person has moved on meanwhile.
            Q_EMIT changed();
        });
}

void RestoreSession::startRun()
{
    if (!m_plan)
        return;
    m_error.reset();
    m_job.start<RunRecord>(
        [this, name = m_name, plan = *m_plan, target = m_target](Job &job) -> Result<RunRecord> {
            Result<Opened> opened = open(m_console, name);
            if (!opened)
                return std::move(opened).error();
            RestoreIntent intent;
            intent.environment = name;
            intent.target = target;
            const auto observe = [this](const RunRecord &run) {
                QMetaObject::invokeMethod(this, [this, run] { m_run = run; Q_EMIT runMoved(); }, Qt::QueuedConnection);
            };
            Engine engine(opened->world, *opened->ledger, observe);
            Result<RunRecord> run = engine.begin(intent, plan, job);
            if (!run)
                return run;
            Decisions decisions;
            decisions.until = StepNumber::Restore;
            return engine.drive(run->id, decisions, job);
        },
        this, [this](Result<RunRecord> run) { keepRun(std::move(run)); });
    Q_EMIT changed();
}

void RestoreSession::drive(Decisions decisions)
{
    if (!m_run || m_job.isRunning())
        return;
    m_error.reset();
    m_job.start<RunRecord>(
        [this, name = m_name, id = m_run->id, decisions](Job &job) -> Result<RunRecord> {
            Result<Opened> opened = open(m_console, name);
            if (!opened)
                return std::move(opened).error();
            const auto observe = [this](const RunRecord &run) {
                QMetaObject::invokeMethod(this, [this, run] { m_run = run; Q_EMIT runMoved(); }, Qt::QueuedConnection);
            };
            Engine engine(opened->world, *opened->ledger, observe);
            return engine.drive(id, decisions, job);
        },
        this, [this](Result<RunRecord> run) { keepRun(std::move(run)); });
    Q_EMIT changed();
}

void RestoreSession::undo()
{
    if (!m_run || m_job.isRunning())
        return;
    m_error.reset();
    m_job.start<RunRecord>(
        [this, name = m_name, id = m_run->id](Job &job) -> Result<RunRecord> {
            Result<Opened> opened = open(m_console, name);
            if (!opened)
                return std::move(opened).error();
            const auto observe = [this](const RunRecord &run) {
                QMetaObject::invokeMethod(this, [this, run] { m_run = run; Q_EMIT runMoved(); }, Qt::QueuedConnection);
            };
            Engine engine(opened->world, *opened->ledger, observe);
            return engine.undo(id, job);
        },
        this, [this](Result<RunRecord> run) { keepRun(std::move(run)); });
    Q_EMIT changed();
}

void RestoreSession::readUrlChange()
{
    if (!m_run || m_job.isRunning())
        return;
    struct Found {
        std::optional<UrlChange> change;
        QList<SettingComparison> settings;
    };
    m_job.start<Found>(
        [this, name = m_name, run = *m_run](Job &job) -> Result<Found> {
            Result<RestoreWorld> world = m_console.worlds.open(name);
            if (!world)
                return std::move(world).error();
            Found found;
            if (run.newInstance) {
                if (Result<QList<SettingComparison>> settings = world->provider->compareSettings(run.oldInstance, *run.newInstance, job))
                    found.settings = *std::move(settings);
            }
            if (!world->target)
                return found;
            Result<DatabaseUrl> now = world->target->read(job);
            if (!now)
                return std::move(now).error();
            UrlChange change{world->target->describe(), now->masked(), {}};
            if (run.newInstance) {
                Result<ConnectionInfo> copy = world->provider->connection(*run.newInstance, job);
                if (!copy)
                    return std::move(copy).error();
                change.then = now->movedTo(copy->host, copy->port).masked();
            }
            found.change = change;
            return found;
        },
        this,
        [this](Result<Found> found) {
            if (!found)
                return fail(std::move(found).error());
            m_urlChange = found->change;
            m_settings = found->settings;
            Q_EMIT changed();
        });
}

void RestoreSession::keepRun(Result<RunRecord> run)
{
    if (!run)
        return fail(std::move(run).error());
    m_run = *std::move(run);
    Q_EMIT changed();
    if (m_run->state == RunState::Done || m_run->state == RunState::Undone)
        Q_EMIT ended();
}

} // namespace shuttler::ui
