// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/shell/Console.h"

namespace shuttler::ui {

/// What the window does to an environment outside of a restore: each a single call of core, written into the activity log whether it
/// went well or not. Blocking: for background jobs.

/// A backup and its baseline.
Result<Backup> backUpNow(const Console &console, const EnvironmentName &name, const QString &backupName, Job &job);
Outcome setRetentionOf(const Console &console, const EnvironmentName &name, int days, Job &job);
/// Makes Practice. What is stopped or fails is removed again.
Result<PracticeStatus> createPractice(const Console &console, const EnvironmentName &name, Job &job);
/// Lets an incident of Practice happen.
Result<Incident> breakPractice(const Console &console, const EnvironmentName &name, IncidentKind kind, Job &job);
Result<PracticeStatus> resetPractice(const Console &console, const EnvironmentName &name, Job &job);
/// Starts what of it does not run.
Result<PracticeStatus> startPractice(const Console &console, const EnvironmentName &name, Job &job);
Outcome removePractice(const Console &console, const EnvironmentName &name, Job &job);

} // namespace shuttler::ui
