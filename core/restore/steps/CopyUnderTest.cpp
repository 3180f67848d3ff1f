// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/steps/CopyUnderTest.h"

#include "core/restore/StepNames.h"

namespace shuttler {

using namespace Qt::StringLiterals;

Result<VerifyRequest> copyUnderTest(const RunContext &context, Job &job)
{
    Provider &provider = *context.world.provider;
    const Environment &environment = context.world.environment;
    VerifyRequest request;
    Result<ConnectionInfo> copy = provider.connection(context.newInstance(), job);
    if (!copy)
        return std::move(copy).errorDuring(u"reaching %1"_s.arg(context.newInstance().toString()));
    request.copy = *std::move(copy);
    request.recoveredTo = context.instantOf(step::WaitUntilReady, u"recoveredTo"_s);
    request.moment = context.plan.moment ? context.plan.moment : request.recoveredTo;
    request.referencesFile = environment.referencesFile;
    request.sanityFile = environment.sanityFile;
    if (context.world.target)
        if (const Result<DatabaseUrl> url = context.world.target->read(job))
            request.appRole = url->user();

    Result<std::optional<Baseline>> baseline = context.world.baselines->newestBefore(environment.name, request.moment);
    if (!baseline)
        return std::move(baseline).errorDuring(u"looking for a baseline"_s);
    request.baseline = *std::move(baseline);
    request.exact = request.baseline && context.plan.moment == request.baseline->takenAt;

    const Result<InstanceState> old = provider.state(context.oldInstance(), job);
    if (old && old->phase == InstancePhase::Available) {
        Result<ConnectionInfo> live = provider.connection(context.oldInstance(), job);
        if (live)
            request.live = *std::move(live);
    }
    return request;
}

QString firstFailureOf(const QList<Finding> &findings)
{
    const Finding *first = nullptr;
    int failed = 0;
    for (const Finding &finding : findings) {
        if (finding.verdict != Verdict::Failed)
            continue;
        ++failed;
        if (!first)
            first = &finding;
    }
    if (!first)
        return findings.isEmpty() ? u"nothing was checked"_s : u"nothing could be checked"_s;
    const QString others = failed == 1 ? QString()
                         : failed == 2 ? u", and 1 more"_s
                                       : u", and %1 more"_s.arg(failed - 1);
    return u"%1: expected %2, found %3%4"_s.arg(first->subject, first->expected, first->found, others);
}

QString countsOf(const FindingSummary &summary)
{
    QStringList counts{u"%1 passed"_s.arg(summary.passed)};
    if (summary.warned > 0)
        counts.append(u"%1 with warnings"_s.arg(summary.warned));
    if (summary.failed > 0)
        counts.append(u"%1 failed"_s.arg(summary.failed));
    if (summary.notChecked > 0)
        counts.append(u"%1 not checked"_s.arg(summary.notChecked));
    return counts.join(u", "_s);
}

} // namespace shuttler
