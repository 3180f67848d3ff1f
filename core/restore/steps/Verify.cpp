// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "core/restore/steps/CopyUnderTest.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

const QString HealthCheck = u"app-health"_s;

/// How the app answers now, still on the old database. For information: what it says is no verdict on the copy.
QList<Finding> askApp(const RunContext &context, const std::optional<CheckQuestion> &only, Job &job)
{
    QList<Finding> findings;
    const CutoverSettings &cutover = context.world.environment.cutover;
    for (const QString &address : {cutover.healthUrl, cutover.databaseHealthUrl}) {
        if (address.isEmpty() || !context.world.probe || (only && !only->isAnsweredBy(HealthCheck, address)))
            continue;
        const Result<AppHealth> health = context.world.probe->ask(QUrl(address), job);
        Finding finding;
        finding.check = HealthCheck;
        finding.group = CheckGroup::App;
        finding.subject = address;
        finding.expected = u"200"_s;
        finding.found = health ? QString::number(health->status) : health.error().what();
        finding.verdict = health && health->isHealthy() ? Verdict::Passed : Verdict::NotChecked;
        finding.seconds = health ? double(health->took.count()) / 1e6 : 0;
        if (finding.verdict == Verdict::NotChecked)
            finding.means = u"The app is not well on the old database; it is asked again after the cut-over."_s;
        if (context.shows)
            context.shows(finding);
        findings.append(finding);
    }
    return findings;
}

bool acceptsFailures(const RunContext &context)
{
    return !context.decisions.failedAcceptedAs.isEmpty()
        && context.decisions.failedAcceptedAs == context.world.environment.database;
}

/// Whether these findings let the run go on, given what the person decided.
StepResult judged(StepResult result, const RunContext &context)
{
    const FindingSummary summary = summaryOf(result.findings);
    const bool failed = summary.failed > 0 || summary.passed == 0;
    const bool accepted = acceptsFailures(context) || (!failed && context.decisions.acceptWarnings);
    result.detail = u"Checks: %1."_s.arg(countsOf(summary));
    if (!failed && summary.warned == 0)
        return result;
    if (accepted) {
        result.detail += u" Accepted by %1."_s.arg(context.run.operatorName);
        result.facts.insert(u"acceptedBy"_s, context.run.operatorName);
        return result;
    }
    const QString safe =
        u"Users still work on %1; nothing changes for them until step 7."_s.arg(context.oldInstance().toString());
    if (failed)
        result.waitsFor =
            Error(Fault::Refused, u"A check failed: %1."_s.arg(firstFailureOf(result.findings)))
                .means(safe)
                .todo(
                    u"Undo and choose another moment; or go on with failed checks by typing the database's name, %1."_s
                        .arg(context.world.environment.database));
    else
        result.waitsFor =
            Error(Fault::Refused,
                  summary.warned == 1 ? u"1 check has a warning."_s : u"%1 checks have warnings."_s.arg(summary.warned))
                .means(safe)
                .todo(u"Read them, then accept the warnings to go on; or undo and choose another moment."_s);
    return result;
}

class VerifyCopy final : public RestoreStep {
public:
    QString name() const override { return step::Verify; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        if (std::optional<StepResult> accepted = acceptedAsSeen(context))
            return *std::move(accepted);
        const StepRecord *before = context.run.find(step::Verify);
        const bool knowsAll = before && !before->findings.isEmpty();
        if (context.decisions.checkAgain && context.decisions.checkAgain->only && knowsAll)
            return askOnly(*context.decisions.checkAgain->only, *before, context, job);
        return askEverything(context, job);
    }

private:
    static Result<StepResult> askEverything(const RunContext &context, Job &job)
    {
        job.progress.stage(u"Running every check on %1"_s.arg(context.newInstance().toString()));
        Result<VerifyReport> report = askCopy(context, {}, job);
        if (!report)
            return std::move(report).error();
        StepResult result;
        result.findings = report->findings;
        if (!result.findings.isEmpty())
            result.findings += askApp(context, {}, job);
        result.facts = {
            {u"tables"_s, report->tables.size()}, {u"bytesRead"_s, report->bytesRead}, {u"seconds"_s, report->seconds}};
        return judged(std::move(result), context);
    }

    /// All other findings stay what they were when everything was asked; the new ones say when they were made. Whatever was accepted
    /// before was accepted without them.
    static Result<StepResult> askOnly(const CheckQuestion &question, const StepRecord &before, const RunContext &context, Job &job)
    {
        job.progress.stage(u"Running one check again on %1"_s.arg(context.newInstance().toString()));
        QList<Finding> answers;
        if (question.checks.contains(HealthCheck)) {
            answers = askApp(context, question, job);
        } else {
            Result<VerifyReport> report = askCopy(context, question, job);
            if (!report)
                return std::move(report).error();
            answers = report->findings;
        }
        if (answers.isEmpty())
            return Error(Fault::Refused, u"The check could not be run again: nobody is there to be asked."_s)
                .means(u"What was found before stands as it is."_s)
                .todo(u"Run all checks again."_s);
        for (Finding &answer : answers)
            answer.askedAgainAt = job.clock.now();
        StepResult result;
        result.findings = withNewAnswers(before.findings, question, answers);
        result.facts = before.facts;
        result.facts.remove(u"acceptedBy"_s);
        return judged(std::move(result), context);
    }

    static Result<VerifyReport> askCopy(const RunContext &context, const std::optional<CheckQuestion> &only, Job &job)
    {
        Result<VerifyRequest> request = copyUnderTest(context, job);
        if (!request)
            return std::move(request).error();
        request->only = only;
        Result<VerifyReport> report = context.world.verifier->verify(*request, job, context.shows);
        if (!report)
            return std::move(report).errorDuring(u"checking %1"_s.arg(context.newInstance().toString()));
        return report;
    }

    /// What the person accepts is what they have read, not what a second look might find.
    static std::optional<StepResult> acceptedAsSeen(const RunContext &context)
    {
        const StepRecord *before = context.run.find(step::Verify);
        const bool accepts = context.decisions.acceptWarnings || acceptsFailures(context);
        if (!before || before->findings.isEmpty() || context.decisions.checkAgain || !accepts)
            return std::nullopt;
        StepResult result = judged({{}, before->findings, before->facts, {}}, context);
        return result.waitsFor ? std::nullopt : std::optional(std::move(result));
    }
};

} // namespace

std::unique_ptr<RestoreStep> verifyStep()
{
    return std::make_unique<VerifyCopy>();
}

} // namespace shuttler
