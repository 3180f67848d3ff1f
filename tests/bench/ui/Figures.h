// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QFile>
#include <QList>

#include <algorithm>

#include <unistd.h>

namespace shuttler::bench {

/// Resident memory of this process, in bytes.
inline qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

inline double toMiB(qint64 bytes)
{
    return double(bytes) / (1024.0 * 1024.0);
}

/// The value below which that share of all lies.
inline double percentile(QList<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.isEmpty() ? 0 : values[qsizetype(share * double(values.size() - 1) + 0.5)];
}

} // namespace shuttler::bench
