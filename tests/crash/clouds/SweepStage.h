// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/composition/Paths.h"
#include "core/domain/RunRecord.h"
#include "tests/crash/clouds/HastyClock.h"
#include "tests/crash/clouds/StandingVerifier.h"
#include "tests/crash/clouds/SweptCloud.h"
#include "tests/support/Ctl.h"
#include "tests/support/MemorySecrets.h"

namespace shuttler::test {

/// An environment "production" at a simulated cloud whose copies take no time, and restores of it by the product's own parts: the
/// engine, the cloud's adapter, the network, the ledger, and, once for each question, the verifier.
class SweepStage {
public:
    explicit SweepStage(SweptCloud &cloud) : m_cloud(cloud) {}
    ~SweepStage();
    /// Each request takes so long over there that what is made is soon ready.
    Outcome stage(int secondsPerRequest);

    /// As before any restore, here and there.
    Outcome reset();
    /// Begins the restore, or goes on with the one that is open, as a new process would. The error is for what no run could hold.
    Result<RunRecord> goOn();
    /// Once what was begun over there has come to rest.
    Result<CloudTruth> truth();
    /// What is wrong with what `told` says, seen from what is really there: nothing, or in words.
    QStringList complaints(const Result<RunRecord> &told, const CloudTruth &truth) const;

    RestoreIntent intent() const;
    Simulator &simulator() { return *m_simulator; }
    Ctl &ctl() { return m_ctl; } ///< The command line, with the same folders.
    const app::Paths &paths() const { return m_paths; }
    InstanceId serving() const; ///< As the environment has it.

private:
    /// What is made while it is there lies in memory where it can: a ledger waits for the disk at each line, and what a disk does to it is
    /// tried elsewhere.
    class InMemory {
    public:
        InMemory();
        ~InMemory();

    private:
        QByteArray m_before;
    };

    SweptCloud &m_cloud;
    InMemory m_inMemory;
    Ctl m_ctl;
    MemorySecrets m_secrets;
    app::Paths m_paths;
    std::unique_ptr<Simulator> m_simulator;
    std::unique_ptr<HastyClock> m_clock;
    StandingVerifier::Answers m_answers;
    Instant m_moment;
};

} // namespace shuttler::test
