// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"
#include "core/domain/Finding.h"

#include <QJsonArray>
#include <QStringList>

#include <chrono>

namespace shuttler::verify {

enum class ExpectationKind { NoRows, Zero, Value, NotWorseThanBaseline, Information };

/// What the answer to a sanity query has to look like.
struct Expectation {
    ExpectationKind kind = ExpectationKind::Information;
    QStringList columns;            ///< Zero: which have to be 0. NotWorseThanBaseline: which are compared; empty: all numbers.
    QStringList key;                ///< NotWorseThanBaseline: what a row is recognised by.
    QString column;                 ///< Value: of the first row.
    QJsonValue equals;              ///< Undefined where not asked for.
    std::optional<double> atLeast;
    std::optional<double> atMost;
};

/// A question of the owner's to the database, with the answer that is expected.
struct SanityQuery {
    QString id;
    QString title;
    QString sql;             ///< Parameters as $1….
    QStringList parameters;  ///< Their names, the first is $1 (SanityText.h).
    std::chrono::seconds patience{60};
    Expectation expect;
    QString means;
    QString todo;
    QString place;           ///< "sanity.toml, line 12": where its text begins.
};

/// Reads sanity.toml:
///
///     [[query]]
///     id = "S04"
///     title = "Every declared link leads to a row"
///     sql = """select …"""
///     timeout = 120                                         # seconds, optional; 60 where nothing is said
///     expect = { kind = "zero", columns = ["orphans"] }     # or no-rows; value (column, equals, at-least, at-most);
///                                                           # not-worse-than-baseline (key, columns); information
///     means = "…"
///     todo = "…"
///
/// A text may use :moment, :recovered_to and :baseline_taken_at, which are bound as values of type timestamptz.
/// Fault::BadInput, with the line, for whatever cannot be meant; also for a text that is no single question.
Result<QList<SanityQuery>> readSanityQueries(const QString &path);

/// The query as it is sent: each row as one JSON object, and no more rows than are kept. As a part of our own statement it
/// can be nothing but one question: no second statement, no COMMIT.
QString sanitySql(const SanityQuery &query);
inline constexpr int SanityRowLimit = 1000;

/// What an answer is worth. Pure.
struct SanityAnswer {
    Verdict verdict = Verdict::NotChecked;
    QString expected;
    QString found;
};
/// `baseline`: the rows recorded then; nothing when there is no baseline, or it was made without this query.
SanityAnswer judge(const Expectation &expect, const QJsonArray &rows, const std::optional<QJsonArray> &baseline);

} // namespace shuttler::verify
