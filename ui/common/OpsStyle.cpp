// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/OpsStyle.h"

#include "ui/common/Icons.h"
#include "ui/common/Theme.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QStyleOption>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int FieldPadding = 5;

QColor edgeOf(const QStyleOption &option)
{
    const Theme &theme = Theme::current();
    if (!(option.state & QStyle::State_Enabled))
        return theme.line;
    return option.state & QStyle::State_HasFocus ? theme.accent : theme.control;
}

double widthOf(const QStyleOption &option)
{
    return option.state & QStyle::State_HasFocus && option.state & QStyle::State_Enabled ? 2 : 1;
}

/// A rounded rectangle whose edge lies wholly inside `rect`, so that it stays crisp.
void strokeEdge(QPainter &painter, const QRect &rect, const QStyleOption &option)
{
    const double width = widthOf(option);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(edgeOf(option), width));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(width / 2, width / 2, -width / 2, -width / 2), 4, 4);
}

void drawCheckBox(QPainter &painter, const QStyleOption &option)
{
    const Theme &theme = Theme::current();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool on = option.state & QStyle::State_On;
    const bool partly = option.state & QStyle::State_NoChange;
    const QRectF box = QRectF(option.rect).adjusted(1, 1, -1, -1);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool filled = on || partly;
    painter.setPen(QPen(!enabled ? theme.line : filled ? theme.accentFill : theme.control, 1.2));
    painter.setBrush(!enabled ? theme.panel : filled ? theme.accentFill : theme.surface);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(QPen(enabled ? theme.onAccent : theme.muted, box.width() / 7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&box](double x, double y) { return QPointF(box.x() + x * box.width(), box.y() + y * box.height()); };
    if (on)
        painter.drawPolyline(QPolygonF{at(0.24, 0.53), at(0.43, 0.71), at(0.77, 0.31)});
    else if (partly)
        painter.drawLine(at(0.25, 0.5), at(0.75, 0.5));
}

void drawRadioButton(QPainter &painter, const QStyleOption &option)
{
    const Theme &theme = Theme::current();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool on = option.state & QStyle::State_On;
    const QRectF ring = QRectF(option.rect).adjusted(1, 1, -1, -1);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(!enabled ? theme.line : on ? theme.accentFill : theme.control, 1.4));
    painter.setBrush(enabled ? theme.surface : theme.panel);
    painter.drawEllipse(ring);
    if (!on)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(enabled ? theme.accentFill : theme.muted);
    painter.drawEllipse(ring.center(), ring.width() * 0.27, ring.height() * 0.27);
}

void drawComboBox(QPainter &painter, const QStyleOptionComplex &option, const QRect &arrow)
{
    const Theme &theme = Theme::current();
    const bool enabled = option.state & QStyle::State_Enabled;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(!enabled ? theme.panel : option.state & QStyle::State_MouseOver ? theme.hover : theme.surface);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.restore();
    const int side = scaled(16);
    painter.drawPixmap(arrow.center().x() - side / 2 - 2, arrow.center().y() - side / 2 + 1,
                       Icons::pixmap(u"go-down"_s, side, enabled ? &Theme::text2 : &Theme::muted, painter.device()->devicePixelRatioF()));
}

} // namespace

OpsStyle::OpsStyle() : QProxyStyle(u"Fusion"_s) {}

void OpsStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    painter->save();
    switch (element) {
    case PE_IndicatorCheckBox:
        drawCheckBox(*painter, *option);
        break;
    case PE_IndicatorRadioButton:
        drawRadioButton(*painter, *option);
        break;
    case PE_PanelLineEdit: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(option->state & State_Enabled ? option->palette.brush(QPalette::Base)
                                                        : QBrush(Theme::current().panel));
        painter->drawRoundedRect(QRectF(option->rect), 4, 4);
        // Inside a spin or combo box the outer edge is drawn by the complex control.
        if (frame && frame->lineWidth > 0)
            strokeEdge(*painter, option->rect, *option);
        break;
    }
    case PE_FrameFocusRect:
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(Theme::current().accent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), 3, 3);
        break;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
    painter->restore();
}

void OpsStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                  const QWidget *widget) const
{
    // Fusion paints a combo box as a raised button with a gradient; here it is a field that opens.
    if (control == CC_ComboBox)
        drawComboBox(*painter, *option, subControlRect(control, option, SC_ComboBoxArrow, widget));
    else
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control != CC_SpinBox && control != CC_ComboBox)
        return;
    painter->save();
    strokeEdge(*painter, option->rect, *option);
    painter->restore();
}

QRect OpsStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                               const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    if ((control == CC_ComboBox && part == SC_ComboBoxEditField) || (control == CC_SpinBox && part == SC_SpinBoxEditField))
        return rect.adjusted(FieldPadding, 0, 0, 0);
    return rect;
}

void OpsStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    auto *field = qobject_cast<QLineEdit *>(widget);
    const bool alone = field && !qobject_cast<QComboBox *>(field->parentWidget()) && !qobject_cast<QAbstractSpinBox *>(field->parentWidget());
    if (alone)
        field->setTextMargins(FieldPadding, 0, FieldPadding, 0);
}

int OpsStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return scaled(16);
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
        return scaled(16);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return scaled(7);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int OpsStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_Widget_Animate:
    case SH_ComboBox_Popup:
        return 0; // Nothing slides or fades; a combo box opens as a list below itself.
    case SH_TabBar_Alignment:
        return Qt::AlignLeft;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace shuttler::ui
