// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/S3Writer.h"

namespace shuttler::archive {

/// ObjectStore::write by way of S3: one request for what fits into one part, parts side by side for what does not. The key is not taken,
/// or taken by the upload that is resumed.
Result<WrittenObject> writeInParts(S3Writer &writer, const NewObject &object, const ByteSource &source, const UploadOptions &options,
                                   Job &job);

} // namespace shuttler::archive
