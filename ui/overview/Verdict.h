// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/shell/Situation.h"

namespace shuttler::ui {

/// Where an environment stands with its promise.
enum class Standing {
    Protected, ///< The promise is kept.
    AtRisk,    ///< It is kept, but something needs a look.
    Young,     ///< Nothing is missing; there are not yet as many days as promised.
    Broken,    ///< Days that should be restorable are not.
    NotKnown,  ///< Nobody answered lately: never green on old data.
};

/// The one sentence that answers "am I safe?", and what belongs to it.
struct OverviewVerdict {
    Standing standing = Standing::NotKnown;
    QString title;
    QString text;      ///< Under the title; empty when the three rows stand there.
    QString happened;  ///< Only when broken.
    QString means;
    QString todo;
    Coverage coverage; ///< Judged at `now`; no days when nothing was ever listed.
};

/// Judges what is known. Pure: everything comes in. Times stand in the shown zone.
OverviewVerdict verdictOf(const Situation &situation, Instant now, Seconds checkEvery);

/// How old the newest restorable second may be.
inline constexpr Seconds NewestMayBe{15 * 60};

} // namespace shuttler::ui
