// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/ObjectStore.h"

#include <algorithm>

namespace shuttler::archive {

qint64 partBytesFor(qint64 expected)
{
    constexpr qint64 MiB = 1024 * 1024;
    const qint64 needed = (expected + MostParts - 1) / MostParts;
    return std::max(UploadOptions().partBytes, (needed + MiB - 1) / MiB * MiB);
}

Result<WrittenObject> ObjectStore::writeBytes(const NewObject &object, const QByteArray &bytes, Job &job)
{
    qint64 given = 0;
    const ByteSource source = [&](char *buffer, qint64 most, Job &) -> Result<qint64> {
        const qint64 count = std::min(most, bytes.size() - given);
        std::copy_n(bytes.constData() + given, count, buffer);
        given += count;
        return count;
    };
    return write(object, source, {}, job);
}

} // namespace shuttler::archive
