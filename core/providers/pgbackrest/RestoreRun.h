// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/pgbackrest/Lister.h"
#include "core/providers/pgbackrest/Room.h"

namespace shuttler::pgbackrest {

/// Makes a new server from backups: resolve, check, write the intent, copy, set up, start. Each part may be cut off at any
/// instruction; the same call again finds out where it was and goes on. Writes nothing outside the new server's own folder.
class RestoreRun {
public:
    RestoreRun(const Site &site, FreeBytes freeBytes) : m_site(site), m_freeBytes(std::move(freeBytes)) {}
    Outcome start(const RestoreRequest &request, Job &job) const;

private:
    Result<RecoveryChoice> resolve(const RestoreRequest &request, Job &job) const;
    Outcome tryToCatchUp(const InstanceId &source, Job &job) const;
    Outcome order(InstanceRecord &record, Job &job) const;
    Outcome copy(const InstanceRecord &record, Job &job) const;
    Outcome setUp(InstanceRecord &record, Job &job) const;
    Outcome launch(InstanceRecord &record, Job &job) const;

    const Site &m_site;
    FreeBytes m_freeBytes;
};

/// How far a restored server is on its way, and what its files and its log say. Changes nothing.
struct Progressed {
    bool isRunning = false;
    bool isRecovering = false; ///< Its recovery has begun or is yet to begin, and has not ended.
    QString gaveUp;            ///< Why, when it did.
};
Progressed progressOf(const Site &site, const InstanceRecord &record);

} // namespace shuttler::pgbackrest
