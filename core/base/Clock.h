// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <stop_token>

namespace shuttler {

/// Where time comes from. Nothing in core reads the clock or sleeps on its own.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    /// Returns when `span` has passed, or at once with Fault::Cancelled when `stop` is requested.
    virtual Outcome sleepFor(Micros span, const std::stop_token &stop) const = 0;
};

/// The computer's own clock.
class SystemClock final : public Clock {
public:
    Instant now() const override;
    Outcome sleepFor(Micros span, const std::stop_token &stop) const override;
};

} // namespace shuttler
