// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

namespace shuttler {

/// "2026-11-18 11:42:06 UTC", with a fraction only when there is one: as plans, findings and errors name a moment.
QString inUtc(Instant moment);
/// "24 min 10 s", "3 days 4 h": the two largest units; "0 s" for less than a second.
QString inWords(Micros span);

} // namespace shuttler
