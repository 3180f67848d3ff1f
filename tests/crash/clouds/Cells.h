// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

namespace shuttler::test {

/// Whether a row of a matrix is wanted: all are, unless SHUTTLER_CELLS says "12" or "12-30".
inline bool isRowWanted(int row)
{
    const QString wanted = qEnvironmentVariable("SHUTTLER_CELLS");
    if (wanted.isEmpty())
        return true;
    const int first = wanted.section(u'-', 0, 0).toInt();
    return first <= row && row <= wanted.section(u'-', -1).toInt();
}

} // namespace shuttler::test
