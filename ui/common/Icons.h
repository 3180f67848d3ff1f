// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Theme.h"

#include <QIcon>
#include <QPixmap>

namespace shuttler::ui {

/// The symbols of the window: Breeze's drawings, bundled under ":/icons/breeze", coloured with a token when they are painted, so that
/// a change of theme needs nobody's help. Sizes 16 and 22 are drawn by hand; others are scaled from 22.
namespace Icons {

/// `name` is a freedesktop name of ui.md §3: "go-home".
QIcon icon(const QString &name, Token token = &Theme::text2);
QPixmap pixmap(const QString &name, int size, Token token, double devicePixelRatio);
/// Our own mark.
QPixmap appPixmap(int size, double devicePixelRatio);
QIcon appIcon();

} // namespace Icons
} // namespace shuttler::ui
