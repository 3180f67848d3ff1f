// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/Decisions.h"
#include "ui/restore/RestoreSession.h"

#include <functional>

class QWidget;

namespace shuttler::ui {

/// What would be lost with the old instance, in the words of the red box.
QList<QPair<QString, QString>> lossOf(const RunRecord &run, const std::optional<OldInstanceFacts> &facts, const Capabilities &capabilities,
                                      Instant now);

/// Asks before the old instance is destroyed; its facts are read anew from its provider when the question opens. `decided` receives
/// the decisions that destroy it.
void askToDestroyOld(QWidget *parent, RestoreSession &session, const QString &keepButton, std::function<void(const Decisions &)> decided);

} // namespace shuttler::ui
