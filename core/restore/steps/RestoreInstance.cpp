// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

StepResult orderedAs(const InstanceId &instance)
{
    return {u"%1 is being made."_s.arg(instance.toString()), {}, {{u"instance"_s, instance.toString()}}, {}};
}

class RestoreInstance final : public RestoreStep {
public:
    QString name() const override { return step::RestoreInstance; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        job.progress.stage(u"Restoring into %1"_s.arg(context.newInstance().toString()));
        const RestoreRequest request{context.plan.source, context.newInstance(), context.run.tag,
                                     context.run.intent.target};
        if (Outcome started = context.world.provider->startRestore(request, job); !started)
            return std::move(started).errorDuring(u"restoring into %1"_s.arg(context.newInstance().toString()));
        return orderedAs(context.newInstance());
    }

    Result<std::optional<StepResult>> lookBack(const RunContext &context, Job &job) override
    {
        // A far side needs a moment to show what was ordered just before the connection broke; this computer does not.
        const int looks = context.world.provider->capabilities().worksHere ? 1 : 4;
        for (int look = 1;; ++look) {
            Result<std::optional<Instance>> found = context.world.provider->findRestore(context.run.tag, job);
            if (!found)
                return std::move(found).errorDuring(u"looking for %1"_s.arg(context.newInstance().toString()));
            if (*found)
                return std::optional(orderedAs((*found)->id));
            if (look == looks)
                return std::optional<StepResult>();
            if (Outcome slept = job.sleepFor(Seconds(15)); !slept)
                return std::move(slept).error();
        }
    }

    std::optional<QString> undoSentence(const RunContext &context) const override
    {
        if (isToBeHeld(context))
            return u"Stop the new instance %1 and keep it: what was saved there since the cut-over would go with it."_s.arg(
                context.newInstance().toString());
        return appWasOnIt(context) ? u"Destroy the new instance %1 after a final backup of it, which is kept."_s.arg(
                   context.newInstance().toString())
                                   : u"Destroy the new instance %1."_s.arg(context.newInstance().toString());
    }

    Result<QString> undo(const RunContext &context, Job &job) override
    {
        Provider &provider = *context.world.provider;
        const QString name = context.newInstance().toString();
        Result<QList<Instance>> instances = provider.instances(job);
        if (!instances)
            return std::move(instances).error();
        for (const Instance &instance : std::as_const(*instances)) {
            if (instance.id == context.newInstance() && instance.runTag != context.run.tag)
                return Error(Fault::Refused, u"The instance %1 was not made by this restore."_s.arg(name))
                    .means(u"It was left alone."_s)
                    .todo(u"Look at who made it; remove it by hand if it is not needed."_s);
        }
        if (Outcome unused = checkNobodyIsOnIt(context, job); !unused)
            return std::move(unused).error();
        // People may have saved things there since the cut-over: that is not ours to throw away, nor to lose sight of.
        if (appWasOnIt(context)) {
            if (Outcome listed = keepInLineage(context); !listed)
                return std::move(listed).error();
        }
        if (isToBeHeld(context))
            return hold(context, job);
        const RetirePolicy policy{appWasOnIt(context), appWasOnIt(context)};
        job.progress.stage(u"Destroying %1"_s.arg(name));
        // Asked even when nothing is found: a making that was cut off half-way leaves files and counts as not there.
        if (Outcome destroyed = provider.destroy(context.newInstance(), policy, job); !destroyed)
            return std::move(destroyed).errorDuring(u"destroying %1"_s.arg(name));
        return policy.keepBackups ? u"%1 is destroyed; its backups, with a final one, are kept."_s.arg(name)
                                  : u"%1 is destroyed."_s.arg(name);
    }

private:
    static bool appWasOnIt(const RunContext &context) { return context.wasBegun(step::Redeploy); }

    /// Where no backup outlives its instance, the instance itself is all that keeps what was saved there.
    static bool isToBeHeld(const RunContext &context)
    {
        return appWasOnIt(context) && !context.world.provider->capabilities().backupsOutliveInstance;
    }

    static Result<QString> hold(const RunContext &context, Job &job)
    {
        Provider &provider = *context.world.provider;
        const QString name = context.newInstance().toString();
        Result<InstanceState> state = provider.state(context.newInstance(), job);
        if (!state)
            return std::move(state).errorDuring(u"looking at %1"_s.arg(name));
        if (state->phase == InstancePhase::Gone)
            return u"%1 was not there any more."_s.arg(name);
        job.progress.stage(u"Stopping %1"_s.arg(name));
        if (state->phase != InstancePhase::Held)
            if (Outcome held = provider.hold(context.newInstance(), job.clock.now() + context.run.intent.holdFor, job); !held)
                return std::move(held).errorDuring(u"holding %1"_s.arg(name));
        return u"%1 is stopped and kept, with what was saved there since the cut-over; destroy it by hand once nobody needs it."_s.arg(name);
    }

    static Outcome keepInLineage(const RunContext &context)
    {
        Result<Environment> present = context.world.book->find(context.world.environment.name);
        if (!present)
            return std::move(present).error();
        if (present->lineage.contains(context.newInstance()))
            return Done{};
        QList<InstanceId> lineage = present->lineage;
        lineage.prepend(context.newInstance());
        return context.world.book->setServing(present->name, present->instance, lineage);
    }

    static Outcome checkNobodyIsOnIt(const RunContext &context, Job &job)
    {
        Result<ConnectionInfo> connection = context.world.provider->connection(context.newInstance(), job);
        if (!connection)
            return Done{};
        const Result<int> sessions = context.world.verifier->appSessions(*connection, job);
        if (!sessions || *sessions == 0)
            return Done{};
        return Error(Fault::Refused, u"Apps are still on %1: %2 of their sessions."_s.arg(
                                         context.newInstance().toString(), QString::number(*sessions)))
            .means(u"It was not destroyed; they would lose their database."_s)
            .todo(u"Stop what still uses it, then undo again."_s);
    }
};

} // namespace

std::unique_ptr<RestoreStep> restoreInstanceStep()
{
    return std::make_unique<RestoreInstance>();
}

} // namespace shuttler
