// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"

#include <functional>
#include <mutex>

namespace shuttler::net {

/// How a far side says that we ask too often, and what it has left for us. Shared by all who use the same key there; thread-safe.
class RateBudget {
public:
    /// Reads Retry-After, and Ratelimit-Remaining with Ratelimit-Reset (seconds, or an epoch above 10^8: render-railway.md A3).
    void learnFrom(const Response &response, Instant now);
    /// How long to wait before the next request; zero when there is room.
    Micros waitFrom(Instant now) const;

private:
    mutable std::mutex m_mutex;
    std::optional<Instant> m_notBefore;
};

/// What an answer means for trying again; each far side has its own (AWS throttles with 400: aws.md §1.3).
enum class Advice {
    Done,
    TryAgain,     ///< A passing failure; it may have been acted on.
    Throttled,    ///< Not acted on, because we ask too often.
    PrepareAgain, ///< Not acted on, because what `prepare` adds was out of date; cured by preparing it once more, at once.
};

struct Patience {
    int attempts = 4;                              ///< In all.
    Seconds longestPause{20};                      ///< Between two; an answer's own Retry-After counts beyond that, up to two minutes.
    std::function<Advice(const Response &)> judge; ///< Nothing: 429 and 503 throttle; 500, 502, 504 may be tried again.
    /// Called before each attempt, so that what has to be fresh (a signature) is; with the answer of the one before, if there was one.
    std::function<Result<Request>(Request, const Response *before, Job &job)> prepare;
};

/// Sends, and sends again what may be sent again: a throttled request, because it was not acted on; one that got no answer, or a passing
/// failure, only when it is Repeat::Freely. Waits as the budget and the answers say, stops when asked. Gives back the last answer or
/// error; a 5xx to a request that must not be repeated is Fault::OutcomeUnknown in the hands of whoever reads the answer.
class PatientClient final : public HttpClient {
public:
    PatientClient(HttpClient &client, Patience patience, std::shared_ptr<RateBudget> budget);
    Result<Response> send(const Request &request, Job &job) override;

private:
    HttpClient &m_client;
    Patience m_patience;
    std::shared_ptr<RateBudget> m_budget;
};

} // namespace shuttler::net
