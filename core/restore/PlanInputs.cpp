// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/PlanInputs.h"

namespace shuttler {

using namespace Qt::StringLiterals;

std::optional<Error> missingRights(const Account &account, const RestoreIntent &intent)
{
    QStringList rights;
    QStringList means;
    QStringList todo;
    for (const Account::Permission &permission : account.permissions) {
        if (!permission.isMissing() || !permission.essential
            || (permission.step == int(StepNumber::CutOver) && intent.cutover == CutoverChoice::None))
            continue;
        rights.append(permission.name.isEmpty() ? permission.right
                                                : u"%1 (%2)"_s.arg(permission.right, permission.name));
        means.append(permission.means);
        todo.append(permission.todo);
    }
    if (rights.isEmpty())
        return std::nullopt;
    means.removeDuplicates();
    todo.removeDuplicates();
    return Error(Fault::Refused,
                 u"%1 lacks a right that this restore needs: %2."_s.arg(account.identity, rights.join(u", "_s)))
        .means(u"Nothing was done. %1"_s.arg(means.join(u' ')).trimmed())
        .todo(todo.join(u' '));
}

Result<PlanInput> gatherPlanInput(RestoreWorld &world, const RestoreIntent &intent, const QString &tag, Job &job)
{
    const Environment &environment = world.environment;
    PlanInput input;
    input.intent = intent;
    input.environment = environment;
    input.capabilities = world.provider->capabilities();
    input.tag = tag;

    Result<BackupListing> listing = world.provider->backups(environment.instance, environment.lineage, job);
    if (!listing)
        return std::move(listing).errorDuring(u"listing the backups"_s);
    Result<QList<Instance>> instances = world.provider->instances(job);
    if (!instances)
        return std::move(instances).errorDuring(u"listing the instances"_s);
    Result<InstanceState> state = world.provider->state(environment.instance, job);
    if (!state && state.error().fault() == Fault::Cancelled)
        return std::move(state).error();
    if (world.target) {
        if (Outcome writable = world.target->check(job); !writable)
            return std::move(writable).errorDuring(u"looking at %1"_s.arg(world.target->describe()));
        input.targetDescription = world.target->describe();
        Result<QString> rival = world.target->rival(job);
        if (!rival)
            return std::move(rival).errorDuring(u"looking at what else writes %1"_s.arg(input.targetDescription));
        input.targetRival = *std::move(rival);
    }
    if (world.cutover && intent.cutover == CutoverChoice::Redeploy) {
        if (Outcome possible = world.cutover->check(job); !possible)
            return std::move(possible).errorDuring(u"looking at the redeploy"_s);
        input.cutoverDescription = world.cutover->describe();
    }
    if (world.probe && intent.cutover == CutoverChoice::Redeploy)
        if (Outcome able = world.probe->check(job); !able)
            return std::move(able).errorDuring(u"looking at how the app is asked for its health"_s);
    input.listing = *std::move(listing);
    input.instances = *std::move(instances);
    input.sourceReachable = state && state->phase == InstancePhase::Available;
    input.now = job.clock.now();
    return input;
}

} // namespace shuttler
