// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/dumps/ReadBack.h"
#include "core/verify/Verifier.h"

namespace shuttler::dumps {

/// To whom what is restored belongs.
enum class Ownership {
    AsDumped,    ///< To the roles it belonged to, with the rights it had: all of them have to be there.
    RestoringRole, ///< All to the role that restores, with no other rights.
};

struct RestoreWish {
    ConnectionInfo target;    ///< An empty database, and a role that may create everything in it.
    Ownership ownership = Ownership::AsDumped;
    int connections = 2;      ///< At once, for the custom format.
    QString scratch;          ///< A folder with room for the uncompressed dump. Nothing is ever to be seen in it.
    DumpReader reader = {};
    VerifyRequest checks = {}; ///< Files of rules and the app's role; what it is held against is the manifest's baseline.
};

struct RestoredDump {
    VerifyReport report;
    QStringList harmless; ///< What pg_restore complained of without meaning it (RestoreErrors.h).
};

/// Brings a dump back into an empty database, and proves that it is what the manifest says.
/// First it is seen that the database is empty, then the whole dump is fetched, each length and digest checked; only then is anything
/// restored. Any complaint of pg_restore's that is not known to be harmless ends it (Fault::Refused or Unreachable): what is in the
/// database then is a part, and said to be so. SQL is restored in one transaction, all or nothing. At the end the copy has to equal the
/// baseline exactly: Fault::Corrupt, naming what differs, when a check fails. `sink` hears each finding.
Result<RestoredDump> restoreDump(archive::ObjectStore &store, const DumpManifest &manifest, const RestoreWish &wish, Verifier &verifier,
                                 Job &job, const FindingSink &sink = {});

} // namespace shuttler::dumps
