// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsSite.h"

namespace shuttler::aws {

/// Everything that RDS keeps of one instance, living or deleted.
struct Keeping {
    InstanceId id;                      ///< As it was asked for; its resource id where several had that name.
    QString resourceId;
    std::optional<DbInstance> instance; ///< Nothing: deleted.
    QList<AutomatedBackup> changes;     ///< One, as a rule; of other regions too.
    QList<DbSnapshot> snapshots;

    /// What can be restored to the second, in this region; RDS ends before its latest moment (aws.md §3.2).
    Result<std::optional<RecoveryWindow>> window(const QString &region) const;
};

/// A deleted instance's name may have been used more than once: then there are several.
Result<QList<Keeping>> keepingsOf(const RdsSite &site, const InstanceId &id, Job &job);

Result<BackupListing> listingOf(const RdsSite &site, const InstanceId &instance, const QList<InstanceId> &lineage,
                                Job &job);
Backup shownAs(const DbSnapshot &snapshot, const Keeping &keeping, Instant now);
/// The last whole second that RDS restores to when it gives `latest` as the latest restorable time.
Instant lastSecondBefore(Instant latest);

} // namespace shuttler::aws
