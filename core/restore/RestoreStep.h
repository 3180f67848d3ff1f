// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/Decisions.h"
#include "core/restore/Plan.h"
#include "core/restore/RestoreWorld.h"

#include <memory>
#include <vector>

namespace shuttler {

/// What a step may look at: the world, the run so far, the plan the person approved, what they decided since.
struct RunContext {
    RestoreWorld &world;
    const RunRecord &run;
    const Plan &plan;
    const Decisions &decisions;
    FindingSink shows{}; ///< For findings as they are made; they count once they are in the journal.

    /// What an earlier step left for later ones; empty when it has not run.
    QJsonObject factsOf(const QString &step) const;
    std::optional<Instant> instantOf(const QString &step, const QString &fact) const;
    bool wasBegun(const QString &step) const; ///< Ever, by whichever attempt.
    const InstanceId &oldInstance() const { return run.oldInstance; }
    const InstanceId &newInstance() const { return plan.newInstance; }
};

/// How a step ended when nothing went wrong.
struct StepResult {
    QString detail;
    QList<Finding> findings;
    QJsonObject facts;             ///< What later steps and the evidence need, never a secret.
    std::optional<Error> waitsFor; ///< Set when a person has to decide or repair something before the run goes on.
};

/// One thing a restore does to the world. Safe at any instruction by keeping two promises: `run` is called only once its intent is
/// on disk; `lookBack` can tell afterwards whether it took effect.
class RestoreStep {
public:
    virtual ~RestoreStep() = default;
    virtual QString name() const = 0; ///< Stable: written into journals (StepNames.h).

    virtual Result<StepResult> run(const RunContext &context, Job &job) = 0;
    /// Asks the far side whether an earlier, interrupted `run` took effect; changes nothing. Nothing: it did not, run again.
    /// Steps that only look have nothing to find: they are simply asked again.
    virtual Result<std::optional<StepResult>> lookBack(const RunContext &, Job &)
    {
        return std::optional<StepResult>();
    }

    /// What taking it back would do, in words; nothing when it left nothing to take back.
    virtual std::optional<QString> undoSentence(const RunContext &) const { return std::nullopt; }
    /// Takes the effect back and says how things are now. Looks first: asked again after an interruption, it finishes or confirms.
    virtual Result<QString> undo(const RunContext &, Job &) { return QString(); }
};

using RestoreSteps = std::vector<std::unique_ptr<RestoreStep>>;

/// Every step there is, in the order they are taken.
RestoreSteps allRestoreSteps();

} // namespace shuttler
