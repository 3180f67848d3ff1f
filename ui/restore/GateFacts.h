// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"
#include "ui/common/StatusGlyph.h"

namespace shuttler::ui {

/// One of the four facts of the contents gate (ui.md §5.5).
struct GateFact {
    QString name;           ///< "Relations", "Counts", "Freshness", "Links"
    Verdict verdict = Verdict::NotChecked;
    QString value;          ///< "38 of 38 tables"
    QString below;
};

/// The gate as the screen shows it: made of the findings of its record.
struct GateFacts {
    bool spoke = false;     ///< It was run to its end.
    bool passed = false;
    QString title;          ///< Passed: what was checked; failed: the first fact that failed.
    QString means;          ///< Of the first that failed.
    QString todo;
    QList<GateFact> facts;
};

GateFacts gateFacts(const StepRecord &gate);

} // namespace shuttler::ui
