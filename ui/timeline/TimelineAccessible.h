// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

namespace shuttler::ui {

class TimelineView;

/// Lets assistive technology read a TimelineView: a list with one child per mark, named as the table's row (ui.md §6).
void installTimelineAccessibility();
void timelineMarksChanged(TimelineView *view);
void timelineCursorMoved(TimelineView *view, int lane, int index);

} // namespace shuttler::ui
