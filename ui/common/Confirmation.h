// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Labels.h"

#include <QDialog>

namespace shuttler::ui {

/// A question that needs no typed name: what will be done, sentence by sentence.
struct Question {
    QString objectName;      ///< Of the dialog; its buttons are "dlgYes" and "dlgNo".
    QString title;
    QStringList sentences;
    QString yes;             ///< Verb and name of what is done.
    ButtonKind yesKind = ButtonKind::Plain;
    QString no;              ///< The safe answer: has the focus, is default and Escape.
};

/// Asks it. Opened with `open()`; `accepted` is yes.
class ConfirmationDialog final : public QDialog {
    Q_OBJECT
public:
    ConfirmationDialog(const Question &question, QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace shuttler::ui
