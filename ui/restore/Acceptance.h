// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Finding.h"
#include "ui/common/TypedConfirmation.h"

#include <functional>

namespace shuttler::ui {

/// Asks for the database's name before a restore goes on with what failed; `accepted` receives what was typed.
/// `what` names it: "1 failed check", "2 settings that differ".
void askToAcceptFailures(QWidget *parent, const Clock &clock, const QString &what, const QList<Finding> &failed, const QString &database,
                         std::function<void(const QString &typed)> accepted);

} // namespace shuttler::ui
