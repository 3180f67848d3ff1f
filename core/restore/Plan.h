// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Backup.h"
#include "core/domain/BackupListing.h"
#include "core/domain/Environment.h"
#include "core/domain/RunRecord.h"
#include "core/providers/Provider.h"

namespace shuttler {

/// One thing that will be done, in words the person approves.
struct PlannedStep {
    QString name; ///< Stable, as in StepRecord.
    StepNumber number = StepNumber::SignIn;
    QString sentence;
    bool changesWorld = false;
    bool skipped = false; ///< Left out by the person's own choice; the sentence says why.
    friend bool operator==(const PlannedStep &, const PlannedStep &) = default;
};

/// Every call that will be made, in order. Nothing else is executed.
struct Plan {
    QString tag;
    InstanceId source;      ///< Whose backups are used: the serving instance or one of its lineage.
    InstanceId oldInstance; ///< The one that serves the app now.
    InstanceId newInstance;
    std::optional<Instant> moment; ///< The resolved moment.
    std::optional<BackupId> startsFrom;
    bool needsCatchUp = false; ///< The moment is newer than what the archive holds yet.
    QStringList get;           ///< "Every change saved up to and including 17:12:06 UTC …"
    QStringList leaveBehind;
    QList<PlannedStep> steps;

    QStringList sentences() const; ///< One per call that will be made, then what is left out and why.
    const PlannedStep *find(const QString &step) const;
};

QJsonObject toJson(const Plan &plan);
Result<Plan> planFromJson(const QJsonObject &json);

/// All that a plan is made from. Values only.
struct PlanInput {
    RestoreIntent intent;
    Environment environment;
    Capabilities capabilities;
    BackupListing listing;
    QList<Instance> instances;
    Instant now;
    QString tag; ///< Of the run to be: makeTag(now, random).
    bool sourceReachable = false;
    QString targetDescription; ///< ConnectionTarget::describe()
    QString targetRival;       ///< ConnectionTarget::rival()
    QString cutoverDescription;
};

/// Decides, without asking anybody, what a restore would do, or why it cannot be done: moment outside the window, in a gap, inside
/// a backup, in the future; unknown or unsound backup; name taken. The error says what to do instead.
Result<Plan> planRestore(const PlanInput &input);

/// "r20261118-114206-7f3c": when the run was planned, and four letters against another one in the same second.
QString makeTag(Instant now, quint16 random);

} // namespace shuttler
