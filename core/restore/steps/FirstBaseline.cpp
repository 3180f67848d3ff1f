// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Sentences.h"
#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

/// The next restore is judged by it. Its failing is said but stops nothing: the app works and the backup is there.
class FirstBaseline final : public RestoreStep {
public:
    QString name() const override { return step::FirstBaseline; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        job.progress.stage(u"Counting and hashing every table of %1"_s.arg(context.newInstance().toString()));
        Result<Baseline> baseline = take(context, job);
        if (baseline)
            return StepResult{u"%1 tables with %2 rows, as of %3."_s.arg(baseline->tables.size())
                                  .arg(baseline->totalRows())
                                  .arg(inUtc(baseline->takenAt)),
                              {},
                              {{u"takenAt"_s, baseline->takenAt.toString()}},
                              {}};
        const Error &error = baseline.error();
        if (error.fault() == Fault::Cancelled)
            return error;
        Finding finding;
        finding.check = u"first-baseline"_s;
        finding.group = CheckGroup::Health;
        finding.subject = context.newInstance().toString();
        finding.verdict = Verdict::Warned;
        finding.expected = u"a baseline"_s;
        finding.found = error.what();
        finding.means = u"The next restore could be counted but not proved."_s;
        finding.todo = u"Take the baseline again."_s;
        return StepResult{u"No baseline was taken: %1"_s.arg(error.forLog()), {finding}, {}, {}};
    }

private:
    static Result<Baseline> take(const RunContext &context, Job &job)
    {
        Result<ConnectionInfo> connection = context.world.provider->connection(context.newInstance(), job);
        if (!connection)
            return std::move(connection).error();
        BaselineOptions options;
        options.backup = context.factsOf(step::FirstBackup).value(u"backup"_s).toString();
        options.referencesFile = context.world.environment.referencesFile;
        options.sanityFile = context.world.environment.sanityFile;
        Result<Baseline> baseline = context.world.verifier->takeBaseline(*connection, options, job);
        if (!baseline)
            return baseline;
        if (Outcome kept = context.world.baselines->keep(context.world.environment.name, *baseline); !kept)
            return std::move(kept).error();
        return baseline;
    }
};

} // namespace

std::unique_ptr<RestoreStep> firstBaselineStep()
{
    return std::make_unique<FirstBaseline>();
}

} // namespace shuttler
