// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Sentences.h"
#include "core/restore/StepNames.h"
#include "core/restore/steps/AppPointer.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

OldInstance fateOf(const RunContext &context)
{
    return context.decisions.old.value_or(context.run.intent.old);
}

std::chrono::hours holdOf(const RunContext &context)
{
    return context.decisions.holdFor.value_or(context.run.intent.holdFor);
}

RetirePolicy policyOf(const RunContext &context)
{
    return context.decisions.retire.value_or(
        RetirePolicy{context.run.intent.finalBackup, context.run.intent.keepBackups});
}

StepResult held(const RunContext &context, Instant until)
{
    return {u"%1 is stopped and kept until %2; until then you can go back."_s.arg(context.oldInstance().toString(),
                                                                                  inUtc(until.flooredToSecond())),
            {},
            {{u"old"_s, u"held"_s}, {u"until"_s, until.toString()}},
            {}};
}

StepResult gone(const RunContext &context)
{
    return {u"%1 was not there any more: nothing to retire."_s.arg(context.oldInstance().toString()),
            {},
            {{u"old"_s, u"destroyed"_s}},
            {}};
}

StepResult destroyed(const RunContext &context)
{
    const RetirePolicy policy = policyOf(context);
    return {u"%1 is destroyed%2%3."_s.arg(
                context.oldInstance().toString(), policy.finalBackup ? u", after a final backup"_s : QString(),
                policy.keepBackups ? u"; its backups are kept"_s : u"; its backups with it"_s),
            {},
            {{u"old"_s, u"destroyed"_s}},
            {}};
}

class RetireOld final : public RestoreStep {
public:
    QString name() const override { return step::RetireOld; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        Result<InstanceState> old = context.world.provider->state(context.oldInstance(), job);
        if (!old)
            return std::move(old).errorDuring(u"looking at %1"_s.arg(context.oldInstance().toString()));
        const bool isGone = old->phase == InstancePhase::Gone;
        const bool backupsToo = fateOf(context) == OldInstance::Destroy && !policyOf(context).keepBackups;
        if (isGone && !backupsToo)
            return gone(context);
        if (fateOf(context) == OldInstance::Destroy
            && context.decisions.confirmedName != context.oldInstance().toString())
            return notConfirmed(context);
        if (isGone) // Its backups may still be there, also when a destruction was cut off between the two.
            return destroy(context, job);
        // What the person decided on is read anew: minutes or days may lie between.
        Result<AppPlace> place = whereTheAppIs(context, job);
        if (!place)
            return std::move(place).error();
        if (place->onOld != 0 || place->onNew.value_or(0) == 0)
            return Error(Fault::Refused, u"The app is not on %1 alone: %2."_s.arg(context.newInstance().toString(),
                                                                                  place->describe(context)))
                .means(u"%1 was left running; nothing is lost."_s.arg(context.oldInstance().toString()))
                .todo(u"Find out who is still on it, then continue; or undo to go back to it."_s);
        return fateOf(context) == OldInstance::Hold ? hold(context, job) : destroy(context, job);
    }

    Result<std::optional<StepResult>> lookBack(const RunContext &context, Job &job) override
    {
        Result<InstanceState> state = context.world.provider->state(context.oldInstance(), job);
        if (!state)
            return std::move(state).errorDuring(u"looking at %1"_s.arg(context.oldInstance().toString()));
        if (state->phase == InstancePhase::Gone && policyOf(context).keepBackups)
            return std::optional(destroyed(context));
        if (state->phase != InstancePhase::Held || fateOf(context) != OldInstance::Hold)
            return std::optional<StepResult>();
        Result<std::optional<Instant>> until = heldUntil(context, job);
        if (!until)
            return std::move(until).error();
        return std::optional(held(context, until->value_or(job.clock.now() + holdOf(context))));
    }

    std::optional<QString> undoSentence(const RunContext &context) const override
    {
        return u"Start %1 again."_s.arg(context.oldInstance().toString());
    }

    Result<QString> undo(const RunContext &context, Job &job) override
    {
        Result<InstanceState> state = context.world.provider->state(context.oldInstance(), job);
        if (!state)
            return std::move(state).error();
        const QString old = context.oldInstance().toString();
        if (state->phase != InstancePhase::Available) {
            job.progress.stage(u"Starting %1 again"_s.arg(old));
            if (Outcome woken = context.world.provider->wake(context.oldInstance(), job); !woken)
                return std::move(woken).errorDuring(u"starting %1 again"_s.arg(old));
        }
        return u"%1 runs."_s.arg(old);
    }

private:
    static StepResult notConfirmed(const RunContext &context)
    {
        const QString old = context.oldInstance().toString();
        StepResult result;
        result.detail = u"Waiting for the name of the instance to destroy."_s;
        result.waitsFor =
            Error(Fault::Refused, context.decisions.confirmedName.isEmpty()
                                      ? u"Destroying %1 has to be confirmed by typing its name."_s.arg(old)
                                      : u"\"%1\" is not the name of the instance to destroy, %2."_s.arg(
                                          context.decisions.confirmedName, old))
                .means(u"The app works on %1 already; %2 still exists and is untouched."_s.arg(
                    context.newInstance().toString(), old))
                .todo(u"Type %1 to destroy it, or choose to hold it."_s.arg(old));
        return result;
    }

    static Result<std::optional<Instant>> heldUntil(const RunContext &context, Job &job)
    {
        Result<QList<Instance>> instances = context.world.provider->instances(job);
        if (!instances)
            return std::move(instances).error();
        for (const Instance &instance : std::as_const(*instances)) {
            if (instance.id == context.oldInstance())
                return instance.heldUntil;
        }
        return std::optional<Instant>();
    }

    static Result<StepResult> hold(const RunContext &context, Job &job)
    {
        const Instant until = job.clock.now() + holdOf(context);
        job.progress.stage(u"Stopping %1"_s.arg(context.oldInstance().toString()));
        if (Outcome done = context.world.provider->hold(context.oldInstance(), until, job); !done)
            return std::move(done).errorDuring(u"holding %1"_s.arg(context.oldInstance().toString()));
        return held(context, until);
    }

    static Result<StepResult> destroy(const RunContext &context, Job &job)
    {
        job.progress.stage(u"Destroying %1"_s.arg(context.oldInstance().toString()));
        if (Outcome done = context.world.provider->destroy(context.oldInstance(), policyOf(context), job); !done)
            return std::move(done).errorDuring(u"destroying %1"_s.arg(context.oldInstance().toString()));
        return destroyed(context);
    }
};

} // namespace

std::unique_ptr<RestoreStep> retireOldStep()
{
    return std::make_unique<RetireOld>();
}

} // namespace shuttler
