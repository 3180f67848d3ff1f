// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/HttpAppProbe.h"

#include "core/net/QtHttpClient.h"
#include "core/net/Trust.h"

namespace shuttler {

using namespace Qt::StringLiterals;

static constexpr qint64 LargestAnswer = 64 * 1024;

/// What the network says of any address, as it is to be read of an app's.
static Error ofAnApp(Error error, const QUrl &address)
{
    const QString app = address.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    if (error.fault() == Fault::Corrupt)
        return Error(Fault::Corrupt, u"The answer of %1 is larger than 64 KiB."_s.arg(app))
            .means(u"That is no health report."_s)
            .todo(u"Correct the health address in the environment."_s);
    if (error.fault() == Fault::Unreachable)
        return Error(Fault::Unreachable, u"The app at %1 does not answer."_s.arg(app))
            .means(error.what() + u" The app is down, starting, overloaded, or out of reach from here."_s)
            .todo(u"Look at the app's own log, then try again."_s)
            .details(error.details());
    return error;
}

Outcome HttpAppProbe::check(Job &)
{
    const Result<QSslConfiguration> trust = net::trustIn(m_ca);
    return trust ? Outcome(Done{}) : trust.error();
}

Result<AppHealth> HttpAppProbe::ask(const QUrl &address, Job &job)
{
    net::Request question;
    question.url = address;
    question.inactivity = m_deadline;
    question.total = m_deadline;
    question.mostBytes = LargestAnswer;
    net::QtHttpClient network(address.scheme() == u"https"_s ? m_ca : QString());
    const auto begun = std::chrono::steady_clock::now();
    Result<net::Response> answer = network.send(question, job);
    if (!answer)
        return ofAnApp(std::move(answer).error(), address);
    return AppHealth{answer->status, answer->body, std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - begun)};
}

} // namespace shuttler
