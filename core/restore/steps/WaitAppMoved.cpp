// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "core/restore/steps/AppPointer.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

class WaitAppMoved final : public RestoreStep {
public:
    QString name() const override { return step::WaitAppMoved; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        job.progress.stage(u"Waiting until the app is on %1"_s.arg(context.newInstance().toString()));
        const Instant begun = job.clock.now();
        for (;;) {
            Result<AppPlace> place = whereTheAppIs(context, job);
            if (!place)
                return std::move(place).error();
            if (place->isOnNewAlone() && place->ailment.isEmpty())
                return moved(*place, context);
            if (job.clock.now() - begun > std::chrono::minutes(5))
                return Error(Fault::Refused, u"The app did not move to %1 within 5 minutes: %2."_s.arg(
                                                 context.newInstance().toString(), place->describe(context)))
                    .means(
                        u"The old instance %1 runs and is kept, and so is the previous DATABASE_URL: you can still go back."_s
                            .arg(context.oldInstance().toString()))
                    .todo(
                        u"Look at the app's log and continue to wait again; or undo, which puts DATABASE_URL back and restarts the app."_s);
            if (Outcome slept = job.sleepFor(std::chrono::milliseconds(500)); !slept)
                return std::move(slept).error();
        }
    }

private:
    static StepResult moved(const AppPlace &place, const RunContext &context)
    {
        StepResult result;
        result.detail = u"The app is on %1: %2."_s.arg(context.newInstance().toString(), place.describe(context));
        result.facts = {{u"sessionsOnNew"_s, *place.onNew}, {u"sessionsOnOld"_s, *place.onOld}};
        for (const QString &address :
             {context.world.environment.cutover.healthUrl, context.world.environment.cutover.databaseHealthUrl}) {
            if (address.isEmpty() || !context.world.probe)
                continue;
            Finding finding;
            finding.check = u"app-health"_s;
            finding.group = CheckGroup::App;
            finding.subject = address;
            finding.verdict = Verdict::Passed;
            finding.expected = u"well, on the new instance"_s;
            finding.found = u"well, on the new instance"_s;
            result.findings.append(finding);
        }
        return result;
    }
};

} // namespace

std::unique_ptr<RestoreStep> waitAppMovedStep()
{
    return std::make_unique<WaitAppMoved>();
}

} // namespace shuttler
