// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Clock.h"

#include <atomic>
#include <functional>

namespace shuttler::test {

/// The real time, and ahead of it by all that somebody slept: whoever waits for a cloud waits for no time, and whoever gives up after
/// ten minutes does so at once. `meanwhile` is what happens elsewhere while somebody sleeps. Does not let anybody sleep for ever.
class HastyClock final : public Clock {
public:
    explicit HastyClock(std::function<Outcome(Micros)> meanwhile) : m_meanwhile(std::move(meanwhile)) {}
    Instant now() const override { return m_clock.now() + Micros(m_ahead); }
    Outcome sleepFor(Micros span, const std::stop_token &) const override
    {
        if (++m_sleeps > MostSleeps)
            return Error(Fault::Defect, QStringLiteral("Something is waited for without end."));
        m_ahead += span.count();
        return m_meanwhile(span);
    }
    /// From here on, as much patience as at first.
    void rest() { m_sleeps = 0; }

private:
    static constexpr int MostSleeps = 3000;
    std::function<Outcome(Micros)> m_meanwhile;
    SystemClock m_clock;
    mutable std::atomic<qint64> m_ahead{0};
    mutable std::atomic<int> m_sleeps{0};
};

} // namespace shuttler::test
