// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

class QWidget;

namespace shuttler::ui {

/// Tab goes along the layouts below `root`, from first to last, whenever their widgets were made. For pages whose fields come and go.
void tabAlongLayouts(QWidget *root);

} // namespace shuttler::ui
