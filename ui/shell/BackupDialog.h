// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace shuttler::ui {

/// Asks what a backup shall be called, with a name already there.
class BackupDialog final : public QDialog {
    Q_OBJECT
public:
    BackupDialog(const QString &database, const QString &name, QWidget *parent);
    QString name() const;

private:
    QLineEdit *m_name;
    QPushButton *m_go;
};

} // namespace shuttler::ui
