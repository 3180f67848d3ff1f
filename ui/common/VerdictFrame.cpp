// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/VerdictFrame.h"

#include "ui/common/Theme.h"

#include <QPainter>
#include <QPainterPath>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

VerdictFrame::VerdictFrame(QWidget *parent) : QFrame(parent)
{
    setProperty("role", u"verdict"_s);
}

void VerdictFrame::setVerdict(Look look)
{
    m_look = look;
    setLook(this, "state", look == Look::Bad ? u"bad"_s : QString());
    update();
}

/// The bar lies inside the rounded corners: a thick border of the style sheet would bend around them.
void VerdictFrame::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    const Theme &theme = Theme::current();
    const QColor colors[] = {theme.okMark, theme.warnMark, theme.badMark, theme.control};
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath card;
    card.addRoundedRect(rect(), 6, 6);
    painter.setClipPath(card);
    painter.fillRect(QRect(0, 0, 5, height()), colors[int(m_look)]);
}

} // namespace shuttler::ui
