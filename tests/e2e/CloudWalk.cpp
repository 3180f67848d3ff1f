// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/CloudWalk.h"

#include "core/verify/SqlVerifier.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/support/Jobs.h"

#include <QJsonDocument>

namespace shuttler::test {

using namespace Qt::StringLiterals;

static Error refused(const CtlAnswer &answer)
{
    return Error(Fault::Refused, QString::fromUtf8(answer.describe()));
}

Result<MomentT> takeBaseline(StagedCloud &cloud, Precision precision)
{
    if (const CtlAnswer backup = cloud.ctl().run({u"backup"_s, u"production"_s, u"--name"_s, u"nightly"_s, u"--json"_s}); backup.exit != 0)
        return refused(backup);
    const QString file = cloud.ctl().folder() + u"/at-t.json"_s;
    const CtlAnswer taken = cloud.ctl().run({u"baseline"_s, u"production"_s, u"--output"_s, file, u"--json"_s});
    if (taken.exit != 0)
        return refused(taken);
    const Result<Instant> snapshot = Instant::parse(taken.json.value(u"snapshot"_s).toString());
    if (!snapshot)
        return snapshot.error();
    Result<Baseline> baseline = baselineFromJson(QJsonDocument::fromJson(contentOf(file)).object());
    if (!baseline)
        return std::move(baseline).error();
    const Instant moment = precision == Precision::Microsecond ? *snapshot : snapshot->flooredToSecond() + Seconds(1);
    while (SystemClock().now() <= moment)
        if (Outcome slept = testJob().sleepFor(std::chrono::milliseconds(50)); !slept)
            return std::move(slept).error();
    return MomentT{moment, *std::move(baseline)};
}

Outcome damage(StagedCloud &cloud)
{
    return StagedPractice::run(cloud.simulator().source(), "DELETE FROM notifications; UPDATE students SET email = 'x' || id");
}

Outcome holdsWhatItHeldAt(const MomentT &t, const ConnectionInfo &copy)
{
    VerifyRequest request;
    request.copy = copy;
    request.baseline = t.baseline;
    request.exact = true;
    const Result<VerifyReport> report = SqlVerifier().verify(request, testJob());
    if (!report)
        return report.error();
    if (report->findings.isEmpty())
        return Error(Fault::Defect, u"Nothing was compared."_s);
    for (const Finding &finding : report->findings)
        if (finding.verdict == Verdict::Failed)
            return Error(Fault::Corrupt, finding.check + u' ' + finding.subject + u": "_s + finding.found);
    return Done{};
}

Outcome isUndamaged(const ConnectionInfo &copy)
{
    const QString found = StagedPractice::ask(copy, u"SELECT (SELECT count(*) > 0 FROM notifications) || ', ' || "
                                                    "(SELECT count(*) FROM students WHERE email LIKE 'x%')"_s);
    return found == u"true, 0"_s ? Outcome(Done{})
                                 : Outcome(Error(Fault::Corrupt, u"Are there notifications, and how many students are wrong: "_s + found));
}

} // namespace shuttler::test
