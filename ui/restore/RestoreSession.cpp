// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/SignIn.h"
#include "core/restore/StepNames.h"
#include "ui/restore/BackupRows.h"
#include "ui/restore/RestoreSessionTasks.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype EarlierCompared = 5;

/// Of the newest runs that got that far.
Result<EarlierRuns> earlierRunsOf(const Ledger &ledger, const EnvironmentName &name)
{
    Result<QList<RunRecord>> runs = Engine::runs(ledger, name);
    if (!runs)
        return std::move(runs).error();
    EarlierRuns earlier;
    for (const RunRecord &run : std::as_const(*runs)) {
        const StepRecord *made = run.find(step::RestoreInstance);
        const StepRecord *ready = run.find(step::WaitUntilReady);
        if (made && ready && made->startedAt && ready->state == StepState::Done && ready->finishedAt && earlier.restores.size() < EarlierCompared)
            earlier.restores.prepend(*ready->finishedAt - *made->startedAt);
        const StepRecord *verified = run.find(step::Verify);
        const double seconds = verified ? verified->facts.value(u"seconds"_s).toDouble() : 0;
        if (seconds > 0 && earlier.checks.size() < EarlierCompared)
            earlier.checks.prepend(Micros(qint64(seconds * 1e6)));
    }
    return earlier;
}

} // namespace

RestoreSession::RestoreSession(const Console &console, QObject *parent)
    : QObject(parent), m_console(console), m_openedAt(console.clock.now()), m_job(console.clock), m_counting(console.clock),
      m_looking(console.clock), m_facts(console.clock), m_reporting(console.clock)
{
    connect(&m_feed, &FindingFeed::moreArrived, this, &RestoreSession::findingsArrived);
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
        EarlierRuns earlier;
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
            Result<EarlierRuns> earlier = earlierRunsOf(**ledger, record->intent.environment);
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
                m_earlier = found->earlier;
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
    if (!m_capabilities.catchesUp || m_capabilities.lag > Micros(0) || serves == m_instances.cend() || serves->state.phase != InstancePhase::Available)
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
        EarlierRuns earlier;
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
            Result<EarlierRuns> earlier = earlierRunsOf(ledger, name);
            if (!earlier)
                return std::move(earlier).error();
            return Found{*std::move(catalog), *std::move(instances), *std::move(earlier)};
        },
        [this](Found found) {
            m_catalog = std::move(found.catalog);
            m_instances = std::move(found.instances);
            m_earlier = std::move(found.earlier);
            // Without a known bad time the newest sound backup is the start: "latest" may contain the damage (ui.md §5.5).
            // Where nothing but seconds can be had, the newest of them is; it is for the person to say whether it is a good one.
            const Backup *newest = newestToBeginWith(m_catalog->listing, m_capabilities);
            const std::optional<Instant> latest = m_catalog->listing.latest();
            if (!m_target && newest)
                m_target = AtBackup{newest->id};
            else if (!m_target && latest)
                m_target = AtMoment{latest->flooredToSecond()};
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

} // namespace shuttler::ui
