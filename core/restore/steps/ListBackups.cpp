// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Sentences.h"
#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

class ListBackups final : public RestoreStep {
public:
    QString name() const override { return step::ListBackups; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        const Environment &environment = context.world.environment;
        Result<BackupListing> listing = context.world.provider->backups(environment.instance, environment.lineage, job);
        if (!listing)
            return std::move(listing).errorDuring(u"listing the backups"_s);
        if (!context.plan.startsFrom) // The provider keeps to itself with which one it begins.
            return StepResult{u"%1 backups listed; what the restore begins with is the provider's own choice."_s.arg(
                                  listing->backups.size()),
                              {},
                              {{u"backups"_s, listing->backups.size()}},
                              {}};
        const Backup *backup = context.plan.startsFrom ? listing->find(*context.plan.startsFrom) : nullptr;
        if (!backup || !backup->isUsable())
            return Error(Fault::NotFound,
                         u"Backup %1, which this restore was to begin with, is not there or not sound any more."_s.arg(
                             context.plan.startsFrom.value_or(BackupId()).toString()))
                .means(u"Nothing was done; the app and its database are as they were."_s)
                .todo(u"Undo this restore and plan it again."_s);

        StepResult result;
        result.detail = u"%1 backups; beginning with %2 of %3."_s.arg(listing->backups.size())
                            .arg(backup->id.toString(), inUtc(backup->takenAt));
        result.facts = {{u"backups"_s, listing->backups.size()},
                        {u"startsFrom"_s, backup->id.toString()},
                        {u"startsFromTakenAt"_s, backup->takenAt.toString()},
                        {u"startsFromHealth"_s, wordFor(backup->health)}};
        return result;
    }
};

} // namespace

std::unique_ptr<RestoreStep> listBackupsStep()
{
    return std::make_unique<ListBackups>();
}

} // namespace shuttler
