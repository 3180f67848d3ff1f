// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Inspection.h"

namespace shuttler::verify {

/// Counts and hashes a whole database in one snapshot between commits, largest tables first. All or nothing: a table that may not be read,
/// or was emptied meanwhile, is an error, because a baseline that leaves something out would later approve of its loss.
/// Left out by their nature, and counted in `relations`: unlogged and foreign tables, materialized views, large objects.
class BaselineTaker {
public:
    /// Fixes the moment. The rows are not read yet.
    static Result<BaselineTaker> open(const ConnectionInfo &database, const BaselineOptions &options, Job &job);
    Result<Baseline> take(Job &job);
    /// Whether what was taken is still what the moment shows: Fault::Unreachable when a table was emptied or rewritten since. For whoever
    /// reads the same moment and ends later (a dump).
    Outcome mustStillStand(Job &job);

    const Snapshot &snapshot() const { return m_subject.snapshot; }

private:
    BaselineTaker(Rules rules, Subject subject, BaselineOptions options)
        : m_rules(std::move(rules)), m_subject(std::move(subject)), m_options(std::move(options))
    {}
    Rules m_rules;
    Subject m_subject;
    BaselineOptions m_options;
    QHash<qint64, TableFacts> m_read;
};

/// The same at one go.
Result<Baseline> takeBaseline(const ConnectionInfo &database, const BaselineOptions &options, Job &job);

} // namespace shuttler::verify
