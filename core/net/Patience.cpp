// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/Patience.h"

#include <QRandomGenerator>

#include <algorithm>

namespace shuttler::net {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Micros LongestWait = 2min;

std::optional<qint64> numberIn(const QByteArray &text)
{
    bool isNumber = false;
    const qint64 number = text.trimmed().toLongLong(&isNumber);
    return isNumber && number >= 0 ? std::optional(number) : std::nullopt;
}

/// Retry-After in seconds, or as a date.
std::optional<Instant> retryAfter(const Response &response, Instant now)
{
    if (const std::optional<qint64> seconds = numberIn(response.header("retry-after")))
        return now + Seconds(std::min<qint64>(*seconds, 86'400));
    return response.moment("retry-after");
}

Advice usualAdvice(const Response &response)
{
    switch (response.status) {
    case 429:
    case 503:
        return Advice::Throttled;
    case 500:
    case 502:
    case 504:
        return Advice::TryAgain;
    default:
        return Advice::Done;
    }
}

/// Longer from time to time, and never the same for two who were refused together.
Micros pauseAfter(int attempt, Seconds longest)
{
    const Micros whole = std::min<Micros>(longest, Seconds(qint64(1) << std::min(attempt - 1, 20)));
    return whole / 2 + Micros(qint64(double(whole.count()) / 2 * QRandomGenerator::global()->generateDouble()));
}

Error tooSoon(const QUrl &url, Micros wait)
{
    return Error(Fault::Unreachable, u"%1 has to be left alone for %2 more seconds: it is asked too often."_s.arg(
                                         url.host(), QString::number(std::chrono::ceil<Seconds>(wait).count())))
        .means(u"Nothing was asked and nothing was changed there."_s)
        .todo(u"Try again after that time; other programs with the same credential count as well."_s);
}

} // namespace

void RateBudget::learnFrom(const Response &response, Instant now)
{
    std::optional<Instant> notBefore;
    if (response.status >= 400)
        notBefore = retryAfter(response, now);
    const std::optional<qint64> left = numberIn(response.header("ratelimit-remaining"));
    const std::optional<qint64> reset = numberIn(response.header("ratelimit-reset"));
    if (left == 0 && reset) {
        const Instant fresh = *reset > 100'000'000 ? Instant::fromUnixSeconds(*reset) : now + Seconds(*reset);
        notBefore = std::max(notBefore.value_or(fresh), fresh);
    }
    const std::scoped_lock lock(m_mutex);
    if (notBefore)
        m_notBefore = std::max(m_notBefore.value_or(*notBefore), *notBefore);
}

Micros RateBudget::waitFrom(Instant now) const
{
    const std::scoped_lock lock(m_mutex);
    return m_notBefore && *m_notBefore > now ? *m_notBefore - now : Micros(0);
}

PatientClient::PatientClient(HttpClient &client, Patience patience, std::shared_ptr<RateBudget> budget)
    : m_client(client)
    , m_patience(std::move(patience))
    , m_budget(std::move(budget))
{
    if (!m_patience.judge)
        m_patience.judge = usualAdvice;
}

Result<Response> PatientClient::send(const Request &request, Job &job)
{
    std::optional<Response> before;
    bool wasPreparedAgain = false;
    for (int attempt = 1;; ++attempt) {
        if (const Micros wait = m_budget->waitFrom(job.clock.now()); wait > LongestWait)
            return before ? Result<Response>(*before) : tooSoon(request.url, wait);
        else if (wait > 0us)
            if (Outcome waited = job.sleepFor(wait); !waited)
                return std::move(waited).error();

        Result<Request> prepared = m_patience.prepare ? m_patience.prepare(request, before ? &*before : nullptr, job)
                                                      : Result<Request>(request);
        if (!prepared)
            return std::move(prepared).error();
        Result<Response> response = m_client.send(*prepared, job);
        if (response)
            m_budget->learnFrom(*response, job.clock.now());

        const bool mayRepeat = request.repeat == Repeat::Freely;
        bool again = false;
        if (!response) {
            again = response.error().remedy() == Remedy::SendAgain;
        } else {
            const Advice advice = m_patience.judge(*response);
            if (advice == Advice::PrepareAgain && !wasPreparedAgain) {
                wasPreparedAgain = true;
                before = *std::move(response);
                continue;
            }
            again = advice == Advice::Throttled || (advice == Advice::TryAgain && mayRepeat);
        }
        if (!again || attempt >= m_patience.attempts)
            return response;
        before = response ? std::optional(*std::move(response)) : std::nullopt;
        if (m_budget->waitFrom(job.clock.now()) == 0us)
            if (Outcome waited = job.sleepFor(pauseAfter(attempt, m_patience.longestPause)); !waited)
                return std::move(waited).error();
    }
}

} // namespace shuttler::net
