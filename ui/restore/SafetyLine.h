// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"

#include <QStringList>

#include <optional>

namespace shuttler::ui {

/// What has and has not been changed, in one sentence, and whether there is a way back (ui.md §1.2).
struct SafetyLine {
    QString words;
    bool wayBack = true;
    friend bool operator==(const SafetyLine &, const SafetyLine &) = default;
};

/// `shown` is the step on screen: steps 5 and 6 share one state of the world and say it in different words.
/// No run: nothing was begun. Speaks of what the journal says was begun, not of what ended well.
SafetyLine safetyLine(const std::optional<RunRecord> &run, StepNumber shown);

/// What cancelling means now (ui.md §9). The button says it; a dialog says it in full.
struct CancelOffer {
    enum class Act {
        None,       ///< There is nothing to cancel.
        Leave,      ///< Nothing was begun.
        StopChecks, ///< The checks end; all else stays.
        Undo,       ///< Everything is taken back, as a job.
    };
    Act act = Act::None;
    QString label;
    QString title;
    QStringList sentences;
    QString yes;
    QString no;
};

enum class Drive { Rests, Restores, Checks, CutsOver, Undoes }; ///< What the running job does.

CancelOffer cancelOffer(const std::optional<RunRecord> &run, Drive drive);

/// What closing the window means while that job runs; `worksHere`: the work is this computer's.
QString closingMeans(Drive drive, bool worksHere, const QString &provider);

} // namespace shuttler::ui
