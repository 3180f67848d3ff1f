// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/MomentSlider.h"

#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"
#include "ui/restore/MomentAccessible.h"

#include <QMouseEvent>
#include <QPainter>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

MomentSlider::MomentSlider(QWidget *parent) : QSlider(Qt::Horizontal, parent)
{
    installMomentAccessibility();
    setObjectName(u"rstSlider"_s);
    setAccessibleName(tr("Moment, second by second"));
    setSingleStep(1);
    connect(this, &QSlider::valueChanged, this, [this](int value) {
        if (m_telling)
            emit momentWanted(m_scale.momentOf(value));
    });
}

void MomentSlider::setScale(const MomentScale &scale)
{
    m_telling = false;
    m_scale = scale;
    setRange(0, scale.seconds());
    setPageStep(scale.pageSeconds());
    setValue(scale.valueOf(m_moment));
    m_telling = true;
}

void MomentSlider::setMoment(Instant moment)
{
    m_telling = false;
    m_moment = moment;
    setValue(m_scale.valueOf(moment));
    m_telling = true;
    momentMoved(this);
}

QString MomentSlider::valueText() const
{
    return HumanText::shown().spoken(m_moment);
}

QSize MomentSlider::sizeHint() const
{
    return QSize(scaled(300), scaled(24));
}

void MomentSlider::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QSlider::mousePressEvent(event);
    setSliderDown(true);
    setValue(m_scale.valueOf(m_scale.at(event->position().x(), width())));
}

void MomentSlider::mouseMoveEvent(QMouseEvent *event)
{
    if (isSliderDown())
        setValue(m_scale.valueOf(m_scale.at(event->position().x(), width())));
}

void MomentSlider::mouseReleaseEvent(QMouseEvent *)
{
    setSliderDown(false);
}

void MomentSlider::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = height() / 2.0;
    const double x = m_scale.xOf(m_scale.momentOf(value()), width());
    const QRectF track(MomentScale::Inset, middle - 2, width() - 2 * MomentScale::Inset, 4);
    painter.setPen(QPen(isEnabled() ? theme.control : theme.line, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(track, 2, 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isEnabled() ? theme.accentFill : theme.control);
    painter.drawRoundedRect(QRectF(track.topLeft(), QPointF(x, track.bottom())), 2, 2);
    painter.setPen(QPen(isEnabled() ? theme.accentFill : theme.control, 2));
    painter.setBrush(theme.surface);
    painter.drawEllipse(QPointF(x, middle), MomentScale::Inset - 1, MomentScale::Inset - 1);
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

} // namespace shuttler::ui
