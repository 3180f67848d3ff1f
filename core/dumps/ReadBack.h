// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/dumps/DumpKey.h"
#include "core/dumps/DumpManifest.h"

namespace shuttler::dumps {

/// What is needed to read dumps, besides the store.
struct DumpReader {
    std::shared_ptr<const DumpKey> key = {}; ///< Null where no dump is encrypted.
    QString programs = {};                   ///< The folder of PostgreSQL's programs; empty: wherever they are.
};

/// Sends what a manifest describes through `plain`, decrypted and decompressed, and holds every length and digest against the manifest.
/// `plain` is ended only when all are right; what it got until then is not to be believed.
/// Fault::Corrupt when a byte is not as it was; Fault::Refused for the wrong key, and while the dump lies in cold storage.
Outcome fetchDump(archive::ObjectStore &store, const DumpManifest &manifest, const DumpReader &reader, Stage &plain, Job &job);

/// Reads a dump from its store to its last byte: lengths and digests, every table decoded by pg_restore, as many rows in each as were
/// counted in the database at the dump's moment. Nothing is restored and nothing written. Gives the number of entries in the archive (0 for
/// SQL).
Result<qint64> verifyDump(archive::ObjectStore &store, const DumpManifest &manifest, const DumpReader &reader, Job &job);

} // namespace shuttler::dumps
