// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Job.h"

namespace shuttler {

using namespace Qt::StringLiterals;

Outcome Job::checkStop() const
{
    if (stop.stop_requested())
        return Error(Fault::Cancelled, u"Stopped on request."_s);
    return Done{};
}

} // namespace shuttler
