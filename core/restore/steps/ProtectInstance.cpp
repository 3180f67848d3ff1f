// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

/// Has no look back: a provider asked twice confirms what is there (Provider.h), and asking is the only way to be sure.
class ProtectInstance final : public RestoreStep {
public:
    QString name() const override { return step::ProtectInstance; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        const QString instance = context.newInstance().toString();
        job.progress.stage(u"Giving %1 backups of its own"_s.arg(instance));
        if (Outcome done = context.world.provider->protect(context.newInstance(), job); !done)
            return std::move(done).errorDuring(u"giving %1 backups of its own"_s.arg(instance));
        return StepResult{u"%1 keeps a record of its own changes now."_s.arg(instance), {}, {}, {}};
    }
};

} // namespace

std::unique_ptr<RestoreStep> protectInstanceStep()
{
    return std::make_unique<ProtectInstance>();
}

} // namespace shuttler
