// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Theme.h"

#include <QWidget>

namespace shuttler::ui {

/// A symbol by itself, in a token's colour: crisp at every scale, and right after a change of theme.
class IconWidget final : public QWidget {
    Q_OBJECT
public:
    explicit IconWidget(const QString &name, int size = 16, Token token = &Theme::text2, QWidget *parent = nullptr);
    void setIcon(const QString &name, Token token);
    QSize sizeHint() const override { return QSize(scaled(m_size), scaled(m_size)); }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    int m_size;
    Token m_token;
};

} // namespace shuttler::ui
