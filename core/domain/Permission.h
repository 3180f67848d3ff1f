// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Grant.h"

namespace shuttler {

/// One right at a far side, and whether it is there.
struct Permission {
    int step = 1;                  ///< Which of the seven steps needs it.
    QString right;                 ///< "Read the repository".
    QString name;                  ///< The far side's own name for it.
    bool granted = false;
    QString means;                 ///< What cannot be done without it.
    QString todo;
    bool essential = true;         ///< Without it no restore can begin. Else only a part is out of reach, as `means` says.
    bool tried = true;             ///< False: only doing it would tell, so `granted` says nothing.
    QList<Grant> grants = {};      ///< What gives it, where rights are texts that one hands over (AWS); else empty.
    bool isMissing() const { return tried && !granted; }
};

} // namespace shuttler
