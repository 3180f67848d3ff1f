// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/PlanInputs.h"
#include "core/restore/Sentences.h"
#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

/// Freezes the plan: what the person approved must still be what would be planned now.
class ChooseMoment final : public RestoreStep {
public:
    QString name() const override { return step::ChooseMoment; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        Result<PlanInput> input = gatherPlanInput(context.world, context.run.intent, context.plan.tag, job);
        if (!input)
            return std::move(input).error();
        Result<Plan> plan = planRestore(*input);
        if (!plan)
            return std::move(plan).errorDuring(u"checking the plan again"_s);
        const Plan &approved = context.plan;
        if (plan->source != approved.source || plan->oldInstance != approved.oldInstance
            || plan->moment != approved.moment)
            return Error(Fault::Refused,
                         u"Since the plan was made, another restore or a change of the environment has overtaken it."_s)
                .means(u"Nothing was done; what was approved is not what would be done now."_s)
                .todo(u"Undo this restore and plan it again."_s);

        StepResult result;
        result.detail = plan->moment ? u"%1 can be restored."_s.arg(inUtc(*plan->moment))
                                     : u"The newest changes can be restored."_s;
        if (plan->moment)
            result.facts.insert(u"moment"_s, plan->moment->toString());
        result.facts.insert(u"source"_s, plan->source.toString());
        return result;
    }
};

} // namespace

std::unique_ptr<RestoreStep> chooseMomentStep()
{
    return std::make_unique<ChooseMoment>();
}

} // namespace shuttler
