// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Sentences.h"
#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

class FirstBackup final : public RestoreStep {
public:
    QString name() const override { return step::FirstBackup; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        job.progress.stage(u"Taking the first backup of %1"_s.arg(context.newInstance().toString()));
        Result<Backup> backup =
            context.world.provider->takeBackup(context.newInstance(), u"first-"_s + context.run.tag, job);
        if (!backup)
            return std::move(backup).errorDuring(
                u"taking the first backup of %1"_s.arg(context.newInstance().toString()));
        return taken(*backup);
    }

    Result<std::optional<StepResult>> lookBack(const RunContext &context, Job &job) override
    {
        const Instant begun = job.clock.now();
        for (;;) {
            Result<BackupListing> listing = context.world.provider->backups(context.newInstance(), {}, job);
            if (!listing)
                return std::move(listing).errorDuring(
                    u"looking for the first backup of %1"_s.arg(context.newInstance().toString()));
            bool beingMade = false;
            for (const Backup &backup : std::as_const(listing->backups)) {
                if (backup.instance == context.newInstance() && backup.isUsable())
                    return std::optional(taken(backup));
                beingMade =
                    beingMade || (backup.instance == context.newInstance() && backup.health == BackupHealth::BeingMade);
            }
            if (!beingMade || job.clock.now() - begun > std::chrono::hours(24))
                return std::optional<StepResult>();
            if (Outcome slept = job.sleepFor(Seconds(5)); !slept)
                return std::move(slept).error();
        }
    }

private:
    static StepResult taken(const Backup &backup)
    {
        return {u"Backup %1, taken %2."_s.arg(backup.id.toString(), inUtc(backup.takenAt)),
                {},
                {{u"backup"_s, backup.id.toString()}},
                {}};
    }
};

} // namespace

std::unique_ptr<RestoreStep> firstBackupStep()
{
    return std::make_unique<FirstBackup>();
}

} // namespace shuttler
