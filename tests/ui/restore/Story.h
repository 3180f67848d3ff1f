// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/ui/restore/RestoreDesk.h"

namespace shuttler::ui::test {

/// The story of the design's pictures (18 November 2026): a wrong fee import at 17:12:07 IST, seen half an hour later.
inline const Instant StoryLastGood = *Instant::parse(QStringLiteral("2026-11-18T11:42:06Z"));
inline const Instant StoryNow = *Instant::parse(QStringLiteral("2026-11-18T12:09:14Z"));

/// Lets the desk tell it: a production database with a month of backups, 38 tables, checks of every group.
void tellStory(RestoreDesk &desk);
/// From now on the checks of step 6 stop half way through the tables, as long as `holds`.
void pauseTheChecks(RestoreDesk &desk, const std::atomic<bool> &holds);

} // namespace shuttler::ui::test
