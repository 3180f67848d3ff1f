// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/render/RenderActs.h"

#include "core/providers/TaggedName.h"
#include "core/providers/render/RenderBackups.h"

#include <algorithm>

namespace shuttler::render {

using namespace Qt::StringLiterals;

namespace {

/// The moment Render is asked for.
Result<Instant> resolved(Api &api, Seconds lag, const Database &source, const RestoreTarget &target, Job &job)
{
    if (const AtBackup *at = std::get_if<AtBackup>(&target)) {
        Result<QList<Export>> exported = exportsOf(api, source, job);
        if (!exported)
            return std::move(exported).error();
        const bool isThere = std::any_of(exported->begin(), exported->end(),
                                         [&](const Export &each) { return each.id == at->backup.toString(); });
        if (!isThere)
            return Error(Fault::NotFound, u"Render has no export %1 of %2."_s.arg(at->backup.toString(), source.name))
                .means(nothingMade())
                .todo(u"Choose a moment instead."_s);
        return Error(Fault::Refused, u"Render makes no new database from an export."_s)
            .means(nothingMade())
            .todo(u"Choose a moment within the window; or download the export at Render and load it with pg_restore."_s);
    }
    Result<Recovery> recovery = recoveryOf(api, source, job);
    if (!recovery)
        return std::move(recovery).error();
    if (!recovery->isAvailable())
        return Error(Fault::Refused, u"Render cannot restore %1 to any moment: it says \"%2\"."_s.arg(
                                         source.name, recovery->status))
            .means(nothingMade())
            .todo(u"A free database has no recovery; of a new one, wait until its first backup is ready."_s);
    const Instant latest = (job.clock.now() - lag).flooredToSecond();
    const AtMoment *at = std::get_if<AtMoment>(&target);
    const Instant moment = at ? at->moment : latest;
    if (moment < *recovery->startsAt || moment > latest)
        return Error(Fault::BadInput, u"%1 lies outside of what Render can restore of %2."_s.arg(moment.toString(), source.name))
            .means(nothingMade())
            .todo(u"Choose a moment between %1 and %2; what is newer cannot be restored yet."_s.arg(
                recovery->startsAt->toString(), latest.toString()));
    return moment;
}

/// Lists lag behind; what was made counts as made when everybody can find it by its name.
Outcome waitUntilListed(Api &api, const RestoreRequest &request, Job &job)
{
    constexpr int Looks = 36;
    return vendor().waitUntilListed(request, Looks, job, [&]() -> Result<std::optional<VendorServer>> {
        Result<std::optional<Database>> made = api.find(request.newInstance, job);
        if (!made)
            return std::move(made).error();
        return *made ? std::optional<VendorServer>(**made) : std::nullopt;
    });
}

Outcome waitFor(Api &api, const InstanceId &instance, const QString &what, Job &job,
                const std::function<bool(const std::optional<Database> &)> &isDone)
{
    return vendor().waitUntil(what, instance, job, [&]() -> Result<Vendor::Order> {
        Result<std::optional<Database>> now = api.find(instance, job);
        if (!now)
            return std::move(now).error();
        return isDone(*now) ? Vendor::Order::CarriedOut : Vendor::Order::UnderWay;
    });
}

Outcome order(Api &api, const Database &database, const QString &what, Job &job)
{
    Result<net::JsonAnswer> ordered =
        api.change("POST", u"/postgres/%1/%2"_s.arg(database.vendorId, what), {}, net::Repeat::Never, job);
    if (!ordered)
        return std::move(ordered).errorDuring(u"asking Render to %1 %2"_s.arg(what, database.name));
    return Done{};
}

} // namespace

Outcome startRestoreAt(Api &api, const RenderSettings &settings, const RestoreRequest &request, Job &job)
{
    if (Outcome going = job.checkStop(); !going)
        return going;
    Result<QList<Database>> databases = api.databases(job);
    if (!databases)
        return std::move(databases).error();
    Result<std::optional<Database>> there = vendor().pick(*databases, request.newInstance);
    if (!there)
        return std::move(there).error();
    if (*there)
        return vendor().mustBeOurs(**there, request);
    Result<std::optional<Database>> source = vendor().pick(*databases, request.source);
    if (!source)
        return std::move(source).error();
    if (!*source)
        return noSuchDatabase(request.source);
    Result<Instant> moment = resolved(api, settings.lag, **source, request.target, job);
    if (!moment)
        return std::move(moment).error();

    QJsonObject body{{u"restoreTime"_s, moment->toString()},
                     {u"restoreName"_s, TaggedName::write(request.newInstance, request.tag)}};
    if (!settings.environment.isEmpty())
        body.insert(u"environmentId"_s, settings.environment);
    Result<net::JsonAnswer> ordered = api.change("POST", u"/postgres/%1/recovery"_s.arg((*source)->vendorId), body,
                                                 net::Repeat::Never, job);
    if (!ordered)
        return std::move(ordered).errorDuring(u"asking Render for a copy of %1"_s.arg(request.source.toString()));
    return waitUntilListed(api, request, job); // The answer may show the source: only a listing tells what was made.
}

Result<std::optional<Instance>> madeBy(Api &api, const QString &tag, Job &job)
{
    Result<QList<Database>> databases = api.databases(job);
    if (!databases)
        return std::move(databases).error();
    Result<std::optional<Database>> made = vendor().madeBy(tag, *databases);
    if (!made)
        return std::move(made).error();
    return *made ? std::optional(instanceOf(**made)) : std::nullopt;
}

Outcome suspend(Api &api, const InstanceId &instance, Job &job)
{
    Result<Database> database = api.mustFind(instance, job);
    if (!database)
        return std::move(database).error();
    if (!database->isSuspended)
        if (Outcome ordered = order(api, *database, u"suspend"_s, job); !ordered)
            return ordered;
    return waitFor(api, instance, u"suspended"_s, job,
                   [](const std::optional<Database> &now) { return now && now->isSuspended; });
}

Outcome resume(Api &api, const InstanceId &instance, Job &job)
{
    Result<Database> database = api.mustFind(instance, job);
    if (!database)
        return std::move(database).error();
    if (database->isSuspended)
        if (Outcome ordered = order(api, *database, u"resume"_s, job); !ordered)
            return ordered;
    return waitFor(api, instance, u"resumed"_s, job, [](const std::optional<Database> &now) {
        return now && stateOf(*now).phase == InstancePhase::Available;
    });
}

Outcome destroyFor(Api &api, const InstanceId &instance, const RetirePolicy &policy, Job &job)
{
    Result<std::optional<Database>> database = api.find(instance, job);
    if (!database)
        return std::move(database).error();
    if (!*database)
        return Done{};
    if (policy.keepBackups || policy.finalBackup)
        return Error(Fault::Refused, u"Render deletes every backup of %1 together with it, exports and a final one too."_s.arg(
                                         instance.toString()))
            .means(u"It was left as it is: no backup of it could have been kept."_s)
            .todo(u"Keep it suspended as long as its backups may be needed; or destroy it and say that its backups may go with it."_s);
    Result<net::JsonAnswer> ordered =
        api.change("DELETE", u"/postgres/"_s + (*database)->vendorId, {}, net::Repeat::Never, job);
    if (!ordered && ordered.error().fault() != Fault::NotFound)
        return std::move(ordered).errorDuring(u"destroying %1"_s.arg(instance.toString()));
    return waitFor(api, instance, u"removed"_s, job, [](const std::optional<Database> &now) { return !now; });
}

} // namespace shuttler::render
