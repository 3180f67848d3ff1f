// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Environment.h"

#include <QToolButton>

namespace shuttler::ui {

/// Which environment every page speaks of: its label, title and database. Opens a menu of all of them.
class EnvironmentPicker final : public QToolButton {
    Q_OBJECT
public:
    explicit EnvironmentPicker(QWidget *parent = nullptr);

    void setEnvironments(const QList<Environment> &environments);
    void setCurrent(const EnvironmentName &name);
    void setRail(bool rail);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void picked(const shuttler::EnvironmentName &name);
    void manageWanted(); ///< "Manage environments…"

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Environment *current() const;
    QList<Environment> m_environments;
    EnvironmentName m_current;
    bool m_rail = false;
};

} // namespace shuttler::ui
