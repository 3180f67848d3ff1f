// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/ConnectionInfo.h"
#include "core/dumps/ReadBack.h"
#include "core/verify/Verifier.h"

namespace shuttler::dumps {

/// What shall be dumped, and how.
struct DumpWish {
    EnvironmentName environment;
    QString instance;                         ///< As its provider calls it, for the manifest.
    ConnectionInfo database;                  ///< With a role that may read everything.
    DumpFormat format = DumpFormat::Custom;
    BaselineOptions baseline = {};            ///< Its `ranges` do not count: they would make a manifest ten times as long.
    DumpReader reader = {};                   ///< Its key encrypts the dump; without one it is not encrypted.
};

/// Makes a dump of a database in a store, reads it back from there, and only then writes its manifest, which makes it count. pg_dump and
/// the baseline look at the same snapshot, whatever is written meanwhile. Memory does not grow with the database: four parts of 8 MiB on
/// their way, and less than 16 MiB besides.
/// Whatever fails on the way, there is no manifest. Until the last byte is known to be whole there is no object either; one that turns out
/// not to be readable stays without a manifest, because a store of dumps cannot delete. Uploads that an earlier run left unfinished are
/// given up first: the caller makes sure that only one dump of an environment is made at a time (a lease).
Result<DumpManifest> takeDump(archive::ObjectStore &store, const DumpWish &wish, Job &job);

} // namespace shuttler::dumps
