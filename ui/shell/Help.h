// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDialog>

namespace shuttler::ui {

/// What a page is for and which keys it knows (F1).
class HelpDialog final : public QDialog {
    Q_OBJECT
public:
    HelpDialog(const QString &page, const QString &title, QWidget *parent);
};

} // namespace shuttler::ui
