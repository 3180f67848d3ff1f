// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QList>

#include <algorithm>

namespace shuttler::bench {

/// From when until when something went on; microseconds since 1970.
struct Span {
    qint64 from = 0;
    qint64 until = 0;
};

/// How long at least one of them went on.
inline qint64 covered(QList<Span> spans)
{
    std::sort(spans.begin(), spans.end(), [](const Span &a, const Span &b) { return a.from < b.from; });
    qint64 sum = 0;
    qint64 until = 0;
    for (const Span &span : std::as_const(spans)) {
        sum += std::max<qint64>(0, span.until - std::max(span.from, until));
        until = std::max(until, span.until);
    }
    return sum;
}

inline double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.isEmpty() ? 0 : values[values.size() / 2];
}

} // namespace shuttler::bench
