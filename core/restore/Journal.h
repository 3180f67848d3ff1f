// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/JournalFold.h"
#include "core/restore/RestoreStep.h"

namespace shuttler {

/// The memory of one restore: its entries in the ledger, and the record they fold into, kept up to date with each entry added.
/// Every function that adds returns when the entry is on disk, not before.
class Journal {
public:
    static Result<Journal> begin(Ledger &ledger, const RestoreIntent &intent, const Plan &plan, Instant at);
    static Result<Journal> open(Ledger &ledger, const RunId &run);

    const RunRecord &run() const { return m_folded.run; }
    const Plan &plan() const { return m_folded.plan; }
    bool isUndoing() const { return m_folded.undoing; }
    /// The record as the one who drives it sees it: what is begun is running.
    RunRecord liveRun() const;

    Outcome beginStep(const QString &step, Instant at);
    Outcome finishStep(const QString &step, const StepResult &result, Instant at);
    Outcome stopStep(const QString &step, StepStop how, const Error &error, const StepResult &soFar, Instant at);
    Outcome beginUndo(Instant at);
    Outcome undoneStep(const QString &step, const QString &sentence, Instant at);
    /// The run stops here on purpose; `why` is for the person.
    Outcome pause(const QString &why, Instant at);
    /// A document about a run that goes on later.
    Outcome noteEvidence(const QJsonObject &evidence, Instant at);
    Outcome close(RunState end, const QJsonObject &evidence, Instant at);

private:
    explicit Journal(Ledger &ledger) : m_ledger(&ledger) {}
    Outcome add(const QString &step, const QString &phase, const QJsonObject &data, Instant at);

    Ledger *m_ledger;
    FoldedRun m_folded;
    QString m_running; ///< The step begun by this process and not ended yet.
};

} // namespace shuttler
