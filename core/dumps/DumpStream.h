// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"
#include "core/dumps/DumpKey.h"
#include "core/dumps/DumpManifest.h"
#include "core/verify/BaselineTaker.h"

namespace shuttler::dumps {

struct StreamWish {
    Command pgDump;                     ///< Writes the dump of the taker's snapshot to its standard output.
    std::shared_ptr<const DumpKey> key; ///< Null: not encrypted.
    archive::UploadOptions upload;
};

/// From the server to an object in the store: pg_dump, zstd, encryption, upload, each at work while the others are, and the baseline beside
/// them. The object comes into being only when pg_dump has ended well, the baseline is there, and no table was emptied meanwhile. Fills in
/// what that tells: the manifest's baseline and its three measures.
Outcome streamDump(archive::ObjectStore &store, const StreamWish &wish, verify::BaselineTaker &taker, DumpManifest &manifest, Job &job);

} // namespace shuttler::dumps
