// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Labels.h"

#include <QDialog>

class QCheckBox;

namespace shuttler::ui {

/// A question that needs no typed name: what will be done, sentence by sentence.
struct Question {
    QString objectName;      ///< Of the dialog; its buttons are "dlgYes" and "dlgNo".
    QString title;
    QStringList sentences;
    QString yes;             ///< Verb and name of what is done.
    ButtonKind yesKind = ButtonKind::Plain;
    QString no;              ///< The safe answer: has the focus, is default and Escape.
    QString also{};          ///< What may be done in the same go, as a tick: "dlgAlso". Empty: nothing.
    bool alsoTicked = false;
};

/// Asks it. Opened with `open()`; `accepted` is yes.
class ConfirmationDialog final : public QDialog {
    Q_OBJECT
public:
    ConfirmationDialog(const Question &question, QWidget *parent);
    bool isAlsoWanted() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QCheckBox *m_also = nullptr;
};

} // namespace shuttler::ui
