// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Snapshot.h"

#include <functional>

namespace shuttler::verify {

/// One piece of work for any connection of a crew.
struct Errand {
    qint64 weight = 0;     ///< The heaviest that may begin is begun first.
    QList<qsizetype> after; ///< Places of errands that have to be done before.
    /// Runs on the thread of the connection it gets. An error ends all the work; what is only a fact about its subject it keeps for
    /// `done`. What an errand writes, those after it and `done` may read.
    std::function<Outcome(Snapshot &snapshot, Job &job)> run;
};

/// Several connections that see one snapshot, so that a database is looked at with more than one of the server's processors.
class Crew {
public:
    /// As many more connections as asked for, on what `leader` sees. Fewer (down to none) where the server has no room or does not share
    /// snapshots: then the work takes longer, that is all.
    static Result<Crew> join(const ConnectionInfo &database, const Snapshot &leader, int more, std::chrono::milliseconds patience, Job &job);

    /// Does all errands, on the leader's connection and the crew's. `done` is called in the caller's thread after each one, and ends all
    /// by returning an error. A connection that breaks gives its errand to another one; without the leader's, everything ends.
    Outcome work(Snapshot &leader, const QList<Errand> &errands, const std::function<Outcome(qsizetype)> &done, Job &job);

    /// For every connection (see `Snapshot::plan`).
    Outcome plan(Snapshot &leader, Plan plan, Job &job);
    int size() const { return int(m_others.size()) + 1; }

private:
    std::vector<Snapshot> m_others;
};

} // namespace shuttler::verify
