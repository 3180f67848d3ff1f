// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "core/restore/steps/CopyUnderTest.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

/// Before DATABASE_URL moves anywhere. There is no way past it but a copy with the right contents.
class ContentsGate final : public RestoreStep {
public:
    QString name() const override { return step::ContentsGate; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        job.progress.stage(u"Checking the contents of %1"_s.arg(context.newInstance().toString()));
        Result<VerifyRequest> request = copyUnderTest(context, job);
        if (!request)
            return std::move(request).error();
        Result<VerifyReport> report = context.world.verifier->contentsGate(*request, job);
        if (!report)
            return std::move(report).errorDuring(u"checking the contents"_s);

        StepResult result;
        result.findings = report->findings;
        result.facts = {{u"bytesRead"_s, report->bytesRead}, {u"seconds"_s, report->seconds}};
        if (request->baseline)
            result.facts.insert(u"baselineTakenAt"_s, request->baseline->takenAt.toString());
        const FindingSummary summary = summaryOf(result.findings);
        if (summary.failed > 0 || summary.passed == 0) {
            result.detail = u"The contents are not right: %1."_s.arg(firstFailureOf(result.findings));
            result.waitsFor = Error(Fault::Refused, result.detail)
                                  .means(u"DATABASE_URL was not touched; %1 still serves the app."_s.arg(
                                      context.oldInstance().toString()))
                                  .todo(u"Undo this restore and choose another moment, or check again."_s);
        } else {
            result.detail = u"Contents checked: %1."_s.arg(countsOf(summary));
        }
        return result;
    }
};

} // namespace

std::unique_ptr<RestoreStep> contentsGateStep()
{
    return std::make_unique<ContentsGate>();
}

} // namespace shuttler
