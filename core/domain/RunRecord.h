// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Error.h"
#include "core/domain/Finding.h"
#include "core/domain/Instance.h"
#include "core/domain/RestoreIntent.h"

namespace shuttler {

/// Which of the seven steps (architecture.md §5) something belongs to.
enum class StepNumber { SignIn = 1, Backups, Choose, Restore, Point, Verify, CutOver };
QString titleOf(StepNumber step); ///< "Sign in", "Backups found", "Choose the moment", …

enum class StepState { ToDo, Running, Interrupted, Done, Failed, Undone, Skipped };
QString wordFor(StepState state); ///< "to-do", "running", "interrupted", "done", "failed", "undone", "skipped"

/// One journalled act or check of a run, as read back from the journal.
struct StepRecord {
    QString name;                        ///< Stable: "restore-instance", "contents-gate", "write-database-url"…
    StepNumber number = StepNumber::SignIn;
    QString sentence;                    ///< What the person approved: "Restore into a new cluster practice-r…".
    StepState state = StepState::ToDo;
    std::optional<Instant> startedAt;
    std::optional<Instant> finishedAt;
    QString detail;                      ///< The result in words.
    std::optional<Error> error;
    QList<Finding> findings;             ///< Of checks.
    QJsonObject facts;                   ///< What later steps and the evidence need, never a secret.
    std::optional<Instant> foundAt{};    ///< When `findings` were written; not at `finishedAt` where a later attempt was broken off.
};

enum class RunState {
    Open,     ///< Begun; nobody drives it now, or somebody does.
    Waiting,  ///< Stopped where a person has to decide.
    Failed,   ///< A step failed; can be resumed or undone.
    Done,
    Undone,
};
QString wordFor(RunState state);

/// One restore, folded from its journal: what screens, command line and evidence show.
struct RunRecord {
    RunId id;
    QString tag;                          ///< Stands in the names of all it makes.
    RestoreIntent intent;
    InstanceId oldInstance;
    std::optional<InstanceId> newInstance;
    std::optional<Instant> moment;        ///< Resolved target, where it is a moment.
    QString operatorName;
    QString host;
    RunState state = RunState::Open;
    Instant startedAt;
    std::optional<Instant> finishedAt;
    QList<StepRecord> steps;              ///< In the plan's order.
    QString seal;                         ///< Digest of its last journal entry.
    qint64 journalEntries = 0;
    QString evidence;                     ///< Path of the document; empty until written.

    const StepRecord *find(const QString &name) const;
    QList<Finding> findings() const;      ///< Of all steps.
};

QJsonObject toJson(const RunRecord &run);
QJsonObject toJson(const Error &error);   ///< {"what","means","todo","fault","details"}, as cli.md promises.
Error errorFromJson(const QJsonObject &json);

} // namespace shuttler
