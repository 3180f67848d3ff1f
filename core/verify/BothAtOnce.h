// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"

#include <thread>
#include <utility>

namespace shuttler::verify {

enum class IfOneFails {
    StopTheOther, ///< Nobody needs its half, and nothing more is asked of either: a question that was stopped ends the transaction.
    LetItFinish,
};

/// Asks both sides of a comparison at once, `ask(side, job)`: they are two servers, as a rule. The answers, left and right, or what made
/// one fail. Progress is the left side's.
template <typename Side, typename Ask>
auto bothAtOnce(Side &left, Side &right, IfOneFails then, Job &job, const Ask &ask)
{
    using Found = std::invoke_result_t<Ask, Side &, Job &>;
    using Value = std::remove_cvref_t<decltype(*std::declval<Found>())>;
    std::optional<Found> ofLeft;
    std::optional<Found> ofRight;
    bool rightWasStopped = false;
    {
        SilentProgress silent;
        std::stop_source stop;
        const std::stop_callback passOn(job.stop, [&stop] { stop.request_stop(); });
        Job here{stop.get_token(), job.progress, job.clock};
        Job there{stop.get_token(), silent, job.clock};
        const auto half = [&](Side &side, Job &own, std::optional<Found> &found) {
            found.emplace(ask(side, own));
            return *found || then == IfOneFails::LetItFinish || !stop.request_stop();
        };
        const std::jthread thread([&] { half(right, there, ofRight); });
        rightWasStopped = !half(left, here, ofLeft);
    }
    if (!*ofLeft && (*ofRight || rightWasStopped || ofLeft->error().fault() != Fault::Cancelled))
        return Result<std::pair<Value, Value>>(std::move(*ofLeft).error());
    if (!*ofRight)
        return Result<std::pair<Value, Value>>(std::move(*ofRight).error());
    return Result<std::pair<Value, Value>>(std::pair(**std::move(ofLeft), **std::move(ofRight)));
}

} // namespace shuttler::verify
