// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/HumanText.h"

namespace shuttler::ui {

/// "1 check", "28 checks": the number in the locale's grouping and the word that goes with it.
inline QString counted(qint64 number, const QString &one, const QString &many)
{
    return HumanText::count(number) + u' ' + (number == 1 ? one : many);
}

} // namespace shuttler::ui
