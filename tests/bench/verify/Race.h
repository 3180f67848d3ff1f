// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QList>
#include <QString>

#include <functional>

namespace shuttler::bench {

/// One way to do the work, and how long it took each time.
struct Contender {
    QString name;
    std::function<Outcome()> run;
    QList<double> seconds = {};
    int most = 100; ///< Rounds it takes part in; for the slow ones.

    double median() const;
};

/// By turns, so that what else the machine does hits all of them alike; the first round only warms up. Prints the medians.
Outcome race(QList<Contender> &contenders, int rounds);

/// What is measured has a budget; prints both. False where it is broken.
bool judge(const QString &what, double figure, double budget, bool atMost = true);

/// Prints a figure that has no budget, for comparison.
void mention(const QString &what, double figure);

/// The end of a bench: 0 when all was within budget, 1 when not, 2 when it could not be run.
int finish(bool good);
int fail(const Error &error);

} // namespace shuttler::bench
