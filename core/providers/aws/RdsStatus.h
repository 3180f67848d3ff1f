// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Backup.h"
#include "core/domain/Instance.h"
#include "core/providers/aws/RdsWire.h"

namespace shuttler::aws {

/// Tags by which we know what we made. A run's tag is in "shuttler:run".
inline constexpr char16_t RunTag[] = u"shuttler:run";
inline constexpr char16_t RoleTag[] = u"shuttler:role";            ///< "copy", "serving", "retired".
inline constexpr char16_t SourceTag[] = u"shuttler:source";        ///< Resource id of the instance it was made from.
inline constexpr char16_t RetentionTag[] = u"shuttler:retention";  ///< Days of backups its source had.
inline constexpr char16_t HeldUntilTag[] = u"shuttler:held-until"; ///< RFC 3339.
inline constexpr char16_t MadeAsTag[] = u"shuttler:made-as";       ///< Before it is renamed: the name it was made under, and its resource id.
QString tagOf(const Tags &tags, const char16_t *key);

/// What a status means for us; a status that is not known here is on its way to another.
InstancePhase phaseOf(const DbInstance &instance);
/// The status in words, raw where it is not known.
QString wordsOf(const DbInstance &instance);
/// Takes orders: a connection works earlier (`backing-up`), ModifyDBInstance and CreateDBSnapshot do not.
bool takesOrders(const DbInstance &instance);
/// No further change of its own is to be waited for.
bool isSettled(const DbInstance &instance);

struct SnapshotHealth {
    BackupHealth health = BackupHealth::NotChecked;
    QString reason;
};
SnapshotHealth healthOf(const DbSnapshot &snapshot);

Instance shownAs(const DbInstance &instance);

} // namespace shuttler::aws
