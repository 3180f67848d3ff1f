// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "core/restore/steps/AppPointer.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

class Redeploy final : public RestoreStep {
public:
    QString name() const override { return step::Redeploy; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        if (Outcome ran = restartApp(context, job); !ran)
            return std::move(ran).error();
        return StepResult{u"The app was told to start anew."_s, {}, {}, {}};
    }

    Result<std::optional<StepResult>> lookBack(const RunContext &context, Job &job) override
    {
        // An app that was restarted just before we lost sight of it takes a while to show up somewhere.
        for (int look = 1; look <= 10; ++look) {
            Result<AppPlace> place = whereTheAppIs(context, job);
            if (!place)
                return std::move(place).error();
            if (place->isOnNewAlone())
                return std::optional(StepResult{u"The app has started anew."_s, {}, {}, {}});
            if (Outcome slept = job.sleepFor(Seconds(1)); !slept)
                return std::move(slept).error();
        }
        return std::optional<StepResult>();
    }

    std::optional<QString> undoSentence(const RunContext &context) const override
    {
        return u"Put the previous DATABASE_URL back and restart the app, so that it is on %1 again."_s.arg(
            context.oldInstance().toString());
    }

    Result<QString> undo(const RunContext &context, Job &job) override
    {
        if (Outcome back = putDatabaseUrlBack(context, job); !back)
            return std::move(back).error();
        Result<AppPlace> place = whereTheAppIs(context, job);
        if (!place)
            return std::move(place).error();
        if (!place->isOnOldAlone()) {
            if (Outcome ran = restartApp(context, job); !ran)
                return std::move(ran).error();
            place = waitUntilBack(context, job);
            if (!place)
                return std::move(place).error();
        }
        return u"The previous DATABASE_URL stands in its place again, and the app has left %1: %2."_s.arg(
            context.newInstance().toString(), place->describe(context));
    }

private:
    static Outcome restartApp(const RunContext &context, Job &job)
    {
        job.progress.stage(context.world.cutover->describe());
        if (Outcome ran = context.world.cutover->run(job); !ran)
            return std::move(ran).errorDuring(u"restarting the app"_s);
        return Done{};
    }

    /// Until it works on the old one; an app that stays away does not hold the undoing up, one that stays on the new one does.
    static Result<AppPlace> waitUntilBack(const RunContext &context, Job &job)
    {
        const Instant begun = job.clock.now();
        for (;;) {
            Result<AppPlace> place = whereTheAppIs(context, job);
            if (!place)
                return std::move(place).error();
            const bool waitedLong = job.clock.now() - begun > std::chrono::minutes(1);
            if (place->isOnOldAlone() || (waitedLong && place->onNew == 0))
                return place;
            if (job.clock.now() - begun > std::chrono::minutes(5))
                return Error(Fault::Refused, u"The app did not leave %1: %2."_s.arg(context.newInstance().toString(),
                                                                                    place->describe(context)))
                    .means(u"Both databases are kept; the previous DATABASE_URL stands in its place."_s)
                    .todo(u"Restart the app by hand and undo again."_s);
            if (Outcome slept = job.sleepFor(Seconds(1)); !slept)
                return std::move(slept).error();
        }
    }
};

} // namespace

std::unique_ptr<RestoreStep> redeployStep()
{
    return std::make_unique<Redeploy>();
}

} // namespace shuttler
