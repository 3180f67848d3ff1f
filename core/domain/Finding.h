// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QJsonObject>
#include <QList>

#include <optional>

namespace shuttler {

enum class Verdict { Passed, Warned, Failed, NotChecked };

/// The groups of step 6, in this order.
enum class CheckGroup { Contents, RowCounts, Links, Health, Sanity, App };

/// One question put to a database, and its answer.
struct Finding {
    QString check;     ///< Stable id: "rows", "foreign-key", "reference", "sequence-behind", "sanity:S07"…
    CheckGroup group = CheckGroup::Health;
    QString subject;   ///< What was asked about: "fee_payments", "fee_payments.fee_id → fees.id".
    Verdict verdict = Verdict::NotChecked;
    QString expected;  ///< For people: "≥ 4,812", "0 missing".
    QString found;
    QString sql;       ///< The text that was asked; empty where no SQL was.
    QString means;     ///< One sentence; empty when passed.
    QString todo;
    double seconds = 0;
    std::optional<Instant> askedAgainAt{}; ///< Asked later than the others, by itself.
};

/// Counts of a list of findings. NotChecked is not passed: whoever reads a summary with `notChecked` cannot say "all passed".
struct FindingSummary {
    int passed = 0;
    int warned = 0;
    int failed = 0;
    int notChecked = 0;
    /// The worst there is. What was not checked may be worse than what was warned of; zero findings are a failure (lessons 33).
    Verdict verdict() const;
};

FindingSummary summaryOf(const QList<Finding> &findings);
QJsonObject toJson(const Finding &finding);
Result<Finding> findingFromJson(const QJsonObject &json);
QString wordFor(Verdict verdict);    ///< "passed", "warned", "failed", "not-checked"
QString wordFor(CheckGroup group);   ///< "contents", "row-counts", "links", "health", "sanity", "app"

} // namespace shuttler
