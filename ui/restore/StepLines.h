// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/RestoreSession.h"
#include "ui/restore/StepList.h"

namespace shuttler::ui {

/// The seven lines beside the step. Before a run the steps reached can be opened and changed; once there is one, those that were done
/// can be opened to be read.
QList<StepLine> stepLines(const RestoreSession &session, StepNumber shown, StepNumber reached);

} // namespace shuttler::ui
