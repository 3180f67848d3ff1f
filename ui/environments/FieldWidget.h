// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/environments/FieldSpec.h"

#include <functional>

class QWidget;

namespace shuttler::ui {

/// What happens to a field's widget.
struct FieldHeard {
    std::function<void()> changed; ///< By the person.
    std::function<void()> left;    ///< A line of text, by focus or with Return.
};

/// The widget in which a field is answered, `value` in it: a line, a list to choose from, or one in which several are ticked. What was
/// written by hand stays a choice.
QWidget *makeFieldWidget(const FieldSpec &field, const QString &value, const FieldHeard &heard, QWidget *parent);
/// What is entered in it: of choices the values, with commas between.
QString enteredIn(const QWidget *widget, FieldSpec::Shape shape);

} // namespace shuttler::ui
