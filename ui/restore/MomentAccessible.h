// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

class QWidget;

namespace shuttler::ui {

/// Tells assistive technology that MomentView and MomentSlider are sliders whose value is a moment, in words.
void installMomentAccessibility();
/// The value changed.
void momentMoved(QWidget *widget);

} // namespace shuttler::ui
