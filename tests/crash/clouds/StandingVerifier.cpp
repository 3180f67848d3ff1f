// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/StandingVerifier.h"

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

/// Two requests that are named alike are answered alike.
QString named(const QString &kind, const VerifyRequest &request)
{
    return u"%1 of %2%3%4"_s.arg(kind, QString::number(request.copy.port), request.baseline ? u", with a baseline"_s : QString(),
                                 request.live ? u", with the live one"_s : QString());
}

} // namespace

template <typename Answer, typename Ask>
Result<Answer> StandingVerifier::once(QMap<QString, Answer> &known, const QString &question, const ConnectionInfo &database, Job &job,
                                      Ask ask)
{
    if (known.contains(question)) {
        if (Result<int> letIn = m_real.appSessions(database, job); !letIn)
            return std::move(letIn).error();
        return known[question];
    }
    Result<Answer> answer = ask();
    if (answer)
        known.insert(question, *answer);
    return answer;
}

Result<VerifyReport> StandingVerifier::contentsGate(const VerifyRequest &request, Job &job, const FindingSink &sink)
{
    return once(m_answers.reports, named(u"contents"_s, request), request.copy, job,
                [&] { return m_real.contentsGate(request, job, sink); });
}

Result<VerifyReport> StandingVerifier::verify(const VerifyRequest &request, Job &job, const FindingSink &sink)
{
    return once(m_answers.reports, named(u"checks"_s, request), request.copy, job, [&] { return m_real.verify(request, job, sink); });
}

Result<Baseline> StandingVerifier::takeBaseline(const ConnectionInfo &database, const BaselineOptions &options, Job &job)
{
    return once(m_answers.baselines, u"baseline of %1"_s.arg(database.port), database, job,
                [&] { return m_real.takeBaseline(database, options, job); });
}

} // namespace shuttler::test
