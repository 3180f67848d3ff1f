// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Finding.h"

#include <QList>

namespace shuttler::ui {

/// One of the groups of step 6, as far as there are findings for it.
struct CheckRows {
    CheckGroup group = CheckGroup::Contents;
    QString title;              ///< "Links between tables"
    QString summary;            ///< "13 of 13 passed"
    Verdict verdict = Verdict::Passed;
    QList<int> shown;           ///< Places in the list: what did not pass first, then passed ones while there is room.
    QList<int> folded;          ///< Passed ones behind "12 more".
};

/// Whether more findings are to come.
enum class Findings { All, SoFar };

/// The findings in the order of the screen. A group with more than `most` rows folds those that passed.
QList<CheckRows> checkRows(const QList<Finding> &findings, Findings which = Findings::All, int most = 6);

QString wordsFor(Verdict verdict); ///< "Passed", "Warning", "Failed", "Not checked"

/// "42 passed, 1 failed"
QString countsSoFar(const FindingSummary &summary);

/// Of the list as a whole: "Safe to continue: 28 of 29 checks passed, none failed".
QString checksTitle(const FindingSummary &summary);

} // namespace shuttler::ui
