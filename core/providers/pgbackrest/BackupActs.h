// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/pgbackrest/Lister.h"

namespace shuttler::pgbackrest {

/// Takes a backup: incremental, or full when there is no sound full one of the last seven days to build on. The name is kept as the
/// backup's annotation.
Result<Backup> takeBackupOf(const Site &site, const InstanceId &id, const QString &name, Job &job);

/// Has pgBackRest read the whole stanza back and compare every checksum; remembers what it found about each backup.
Result<BackupHealth> verifyBackupOf(const Site &site, const InstanceId &id, const BackupId &backup, Job &job);

Result<Retention> retentionOf(const Site &site, const InstanceId &id, Job &job);
/// In days, for every repository pgBackRest lists for the stanza; read back before it counts.
Outcome setRetentionOf(const Site &site, const InstanceId &id, int days, Job &job);

} // namespace shuttler::pgbackrest
