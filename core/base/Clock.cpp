// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Clock.h"

#include <condition_variable>
#include <mutex>

namespace shuttler {

using namespace Qt::StringLiterals;

Instant SystemClock::now() const
{
    const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
    return Instant::fromUnixMicros(std::chrono::duration_cast<Micros>(sinceEpoch).count());
}

Outcome SystemClock::sleepFor(Micros span, const std::stop_token &stop) const
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, span, [] { return false; });
    if (stop.stop_requested())
        return Error(Fault::Cancelled, u"Stopped on request."_s);
    return Done{};
}

} // namespace shuttler
