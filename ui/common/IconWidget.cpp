// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/IconWidget.h"

#include "ui/common/Icons.h"

#include <QPainter>

namespace shuttler::ui {

IconWidget::IconWidget(const QString &name, int size, Token token, QWidget *parent)
    : QWidget(parent), m_name(name), m_size(size), m_token(token)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void IconWidget::setIcon(const QString &name, Token token)
{
    m_name = name;
    m_token = token;
    update();
}

void IconWidget::paintEvent(QPaintEvent *)
{
    const int side = qMin(width(), height());
    QPainter(this).drawPixmap((width() - side) / 2, (height() - side) / 2, Icons::pixmap(m_name, side, m_token, devicePixelRatioF()));
}

} // namespace shuttler::ui
