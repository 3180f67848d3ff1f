// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

class SetServing final : public RestoreStep {
public:
    QString name() const override { return step::SetServing; }

    Result<StepResult> run(const RunContext &context, Job &) override
    {
        Result<Environment> present = context.world.book->find(context.world.environment.name);
        if (!present)
            return std::move(present).error();
        QList<InstanceId> lineage = present->lineage;
        lineage.removeAll(context.oldInstance());
        lineage.prepend(context.oldInstance());
        if (Outcome set = context.world.book->setServing(present->name, context.newInstance(), lineage); !set)
            return std::move(set).errorDuring(u"noting which instance serves %1"_s.arg(present->name.toString()));
        return noted(context);
    }

    Result<std::optional<StepResult>> lookBack(const RunContext &context, Job &) override
    {
        Result<Environment> present = context.world.book->find(context.world.environment.name);
        if (!present)
            return std::move(present).error();
        return present->instance == context.newInstance() ? std::optional(noted(context)) : std::optional<StepResult>();
    }

    std::optional<QString> undoSentence(const RunContext &context) const override
    {
        return u"Note that %1 serves the environment %2 again."_s.arg(context.oldInstance().toString(),
                                                                      context.world.environment.name.toString());
    }

    Result<QString> undo(const RunContext &context, Job &) override
    {
        Result<Environment> present = context.world.book->find(context.world.environment.name);
        if (!present)
            return std::move(present).error();
        if (present->instance == context.newInstance()) {
            QList<InstanceId> lineage = present->lineage;
            lineage.removeAll(context.oldInstance());
            if (Outcome set = context.world.book->setServing(present->name, context.oldInstance(), lineage); !set)
                return std::move(set).errorDuring(u"noting which instance serves %1"_s.arg(present->name.toString()));
        }
        return u"%1 serves the environment %2 again."_s.arg(context.oldInstance().toString(), present->name.toString());
    }

private:
    static StepResult noted(const RunContext &context)
    {
        return {u"%1 serves the environment %2 now; the backups of %3 still count."_s.arg(
                    context.newInstance().toString(), context.world.environment.name.toString(),
                    context.oldInstance().toString()),
                {},
                {},
                {}};
    }
};

} // namespace

std::unique_ptr<RestoreStep> setServingStep()
{
    return std::make_unique<SetServing>();
}

} // namespace shuttler
