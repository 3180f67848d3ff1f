// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace shuttler {

/// What went wrong, in terms of what one can do about it.
enum class Fault {
    Unreachable,    ///< No answer, or "try later". Nothing happened on the far side.
    OutcomeUnknown, ///< The request left, the answer never came. It may have taken effect.
    Refused,        ///< The far side, or a rule of ours, said no. A person has to change something first.
    NotFound,       ///< The thing named does not exist (any more).
    BadInput,       ///< What was asked cannot be meant. Nothing was touched.
    Corrupt,        ///< Data that ought to be sound is not. Never retried, never repaired quietly.
    Cancelled,      ///< The person stopped it.
    Defect,         ///< Our own mistake.
};

enum class Remedy { SendAgain, LookFirst, FixFirst, GiveUp };

/// The only place that decides what may be tried again.
Remedy remedyFor(Fault fault);

/// The stable word for a fault in JSON and journals: "unreachable", "outcome-unknown", "refused", …
QString wordFor(Fault fault);
std::optional<Fault> faultFrom(const QString &word);

/// An error carries what happened, what it means, what to do, and the road that led to it. It never carries a secret.
///
/// The three sentences are written for the owner of the database (ui.md §8). `details` holds the far side's own words,
/// already stripped of secrets by whoever received them.
class Error {
public:
    Error(Fault fault, QString what) : m_fault(fault), m_what(std::move(what)) {}

    /// What the person has to know about the consequences: one full sentence.
    Error &&means(QString sentence) &&;
    /// Advice: one full sentence, saying what to do rather than what failed.
    Error &&todo(QString sentence) &&;
    /// The far side's own words, for the fold-out "Details".
    Error &&details(QString text) &&;
    /// What we were doing when it failed. Callers add to it on the way up.
    Error &&during(QString activity) &&;

    Fault fault() const { return m_fault; }
    Remedy remedy() const { return remedyFor(m_fault); }
    const QString &what() const & { return m_what; }
    const QString &means() const & { return m_means; }
    const QString &todo() const & { return m_todo; }
    const QString &details() const & { return m_details; }
    QString forLog() const; ///< The road, then the fact, on one line.

private:
    Fault m_fault;
    QString m_what;
    QString m_means;
    QString m_todo;
    QString m_details;
    QStringList m_road;
};

} // namespace shuttler
