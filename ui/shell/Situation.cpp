// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/Situation.h"

#include "core/catalog/CatalogRefresher.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int ActivityKept = 2000;

/// What the provider knows. Stops at the first question it does not answer; what it said until then stands.
Outcome askProvider(RestoreWorld &world, Ledger &ledger, Situation &situation, Job &job)
{
    Provider &provider = *world.provider;
    const Environment &environment = world.environment;
    Result<Account> account = provider.signIn(environment.instance, job);
    if (!account)
        return std::move(account).errorDuring(u"signing in"_s);
    situation.identity = account->identity;

    Result<Refreshed> refreshed = refreshCatalog(environment, provider, ledger, job);
    if (!refreshed)
        return std::move(refreshed).errorDuring(u"listing backups"_s);
    situation.listing = std::move(refreshed->listing);
    situation.vanished = std::move(refreshed->vanished);

    Result<QList<Instance>> instances = provider.instances(job);
    if (!instances)
        return std::move(instances).errorDuring(u"listing servers"_s);
    for (const Instance &instance : *instances) {
        if (instance.id == environment.instance)
            situation.instance = instance;
    }
    Result<Retention> retention = provider.retention(environment.instance, job);
    if (!retention)
        return std::move(retention).errorDuring(u"reading the retention"_s);
    situation.retention = std::move(*retention);
    return Done{};
}

Outcome askLedger(const Ledger &ledger, Situation &situation)
{
    const EnvironmentName &name = situation.environment.name;
    Result<QList<ActivityEntry>> activity = ledger.activity(name.toString(), ActivityKept);
    if (!activity)
        return std::move(activity).error();
    situation.activity = std::move(*activity);
    Result<QList<RunRecord>> runs = Engine::runs(ledger, name);
    if (!runs)
        return std::move(runs).error();
    situation.runs = std::move(*runs);
    Result<std::optional<RunRecord>> open = Engine::openRun(ledger, name);
    if (!open)
        return std::move(open).error();
    situation.openRun = std::move(*open);
    situation.holder = ledger.holderOf(name);
    return Done{};
}

} // namespace

bool Situation::isStale(Instant now, Seconds checkEvery) const
{
    return !listing || now - listing->askedAt > 3 * checkEvery;
}

bool Situation::needsStart() const
{
    if (!practice || holder)
        return false;
    return !practice->databaseRuns || (!practice->appRuns && !openRun);
}

QString Situation::databaseName() const
{
    return environment.instance.isEmpty() ? environment.name.toString() : environment.instance.toString();
}

Result<Situation> lookAt(const Console &console, const EnvironmentName &name, Job &job)
{
    Situation situation;
    situation.lookedAt = job.clock.now();
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(console.ledgerFile);
    if (!ledger)
        return std::move(ledger).errorDuring(u"opening the activity log"_s);
    Result<Environment> environment = console.environments.find(name);
    if (!environment)
        return std::move(environment).error();
    situation.environment = std::move(*environment);

    Result<RestoreWorld> world = console.worlds.open(name);
    if (world) {
        situation.capabilities = world->provider->capabilities();
        if (Outcome asked = askProvider(*world, **ledger, situation, job); !asked)
            situation.trouble = std::move(asked).error();
    } else {
        situation.trouble = std::move(world).error();
    }
    if (!situation.listing) {
        // What was known at the last answer is still worth seeing, with its age.
        if (Result<std::optional<BackupListing>> last = (*ledger)->lastListing(name))
            situation.listing = std::move(*last);
    }
    if (situation.isPractice()) {
        if (Result<PracticeStatus> status = console.practice.status(name, job))
            situation.practice = std::move(*status);
    }
    if (Outcome read = askLedger(**ledger, situation); !read)
        return std::move(read).errorDuring(u"reading the activity log"_s);
    return situation;
}

} // namespace shuttler::ui
