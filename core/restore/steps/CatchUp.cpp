// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Sentences.h"
#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

StepResult reached(Instant archivedTo)
{
    return {u"Everything saved up to %1 is in the archive."_s.arg(inUtc(archivedTo)),
            {},
            {{u"archivedTo"_s, archivedTo.toString()}},
            {}};
}

class CatchUp final : public RestoreStep {
public:
    QString name() const override { return step::CatchUp; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        job.progress.stage(
            u"Waiting until the newest changes of %1 are in the archive"_s.arg(context.plan.source.toString()));
        Result<Instant> archivedTo = context.world.provider->catchUp(context.plan.source, job);
        if (!archivedTo)
            return std::move(archivedTo).errorDuring(u"waiting for the newest changes"_s);
        if (context.plan.moment && *archivedTo < *context.plan.moment)
            return Error(Fault::Unreachable,
                         u"Only what was saved up to %1 has reached the archive, and %2 is wanted."_s.arg(
                             inUtc(*archivedTo), inUtc(*context.plan.moment)))
                .means(u"Nothing was restored; the app and its database are as they were."_s)
                .todo(u"Wait a little and continue, or undo this restore and choose %1."_s.arg(inUtc(*archivedTo)));
        return reached(*archivedTo);
    }

    Result<std::optional<StepResult>> lookBack(const RunContext &context, Job &job) override
    {
        if (!context.plan.moment)
            return std::optional<StepResult>(); // "Latest" wants whatever is newest now.
        Result<BackupListing> listing = context.world.provider->backups(context.plan.source, {}, job);
        if (!listing)
            return std::move(listing).error();
        if (!listing->windowAt(*context.plan.moment))
            return std::optional<StepResult>();
        return std::optional(reached(*listing->latest()));
    }
};

} // namespace

std::unique_ptr<RestoreStep> catchUpStep()
{
    return std::make_unique<CatchUp>();
}

} // namespace shuttler
