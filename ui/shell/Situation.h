// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Coverage.h"
#include "ui/shell/Console.h"

namespace shuttler::ui {

/// All that is known of one environment at one moment: what its provider, the ledger and, in Practice, its own record said.
struct Situation {
    Environment environment;
    Capabilities capabilities;
    Instant lookedAt;
    /// The newest answer of the provider: of this look, or, while it does not answer, of an earlier one.
    std::optional<BackupListing> listing;
    std::optional<Error> trouble;            ///< Why the provider did not answer this time.
    QString identity;                        ///< As whom we are signed in.
    std::optional<Instance> instance;        ///< The one that serves the app.
    std::optional<Retention> retention;
    QStringList vanished;                    ///< Backups that were listed before and are gone before their time.
    QList<ActivityEntry> activity;           ///< Newest first.
    QList<RunRecord> runs;                   ///< Newest first.
    std::optional<RunRecord> openRun;
    std::optional<QString> holder;           ///< Who drives the environment now.
    std::optional<PracticeStatus> practice;

    bool isPractice() const { return environment.kind == EnvironmentKind::Practice; }
    /// Whether it is Practice and does not run, and nobody is about to change that: who drives a restore starts the app anew by himself,
    /// and an open restore may have prepared its move.
    bool needsStart() const;
    /// Whether what the provider said is too old to judge by: older than three checks.
    bool isStale(Instant now, Seconds checkEvery) const;
    /// What stands in sentences: "practice-a1" or the environment's name while no instance is known.
    QString databaseName() const;
};

/// Asks everybody. Fails only when the environment itself or the ledger cannot be read: a silent provider is `trouble`.
Result<Situation> lookAt(const Console &console, const EnvironmentName &name, Job &job);

} // namespace shuttler::ui
