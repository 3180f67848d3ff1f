// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/EnvironmentPicker.h"

#include "ui/common/HumanText.h"
#include "ui/common/Icons.h"
#include "ui/common/Labels.h"

#include <QMenu>
#include <QPainter>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

EnvironmentPicker::EnvironmentPicker(QWidget *parent) : QToolButton(parent)
{
    setObjectName(u"envPicker"_s);
    setPopupMode(QToolButton::InstantPopup);
    setMenu(new QMenu(this));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setShortcut(QKeySequence(Qt::CTRL | Qt::Key_E));
    setAccessibleName(tr("Environment"));
}

void EnvironmentPicker::setEnvironments(const QList<Environment> &environments)
{
    m_environments = environments;
    menu()->clear();
    for (const Environment &environment : environments) {
        QAction *action = menu()->addAction(u"%1  %2"_s.arg(HumanText::label(environment.kind), environment.title));
        connect(action, &QAction::triggered, this, [this, name = environment.name] { emit picked(name); });
    }
    menu()->addSeparator();
    connect(menu()->addAction(tr("Manage environments…")), &QAction::triggered, this, &EnvironmentPicker::manageWanted);
    setCurrent(m_current);
}

void EnvironmentPicker::setCurrent(const EnvironmentName &name)
{
    m_current = name;
    if (const Environment *chosen = current()) {
        setAccessibleName(tr("Environment: %1, %2").arg(HumanText::label(chosen->kind), chosen->title));
        setToolTip(tr("%1 · %2 (Ctrl+E)").arg(chosen->title, chosen->instance.toString()));
    }
    update();
}

void EnvironmentPicker::setRail(bool rail)
{
    m_rail = rail;
    updateGeometry();
    update();
}

QSize EnvironmentPicker::sizeHint() const
{
    return m_rail ? QSize(scaled(36), scaled(32)) : QSize(scaled(190), scaled(46));
}

const Environment *EnvironmentPicker::current() const
{
    const auto found = std::find_if(m_environments.cbegin(), m_environments.cend(),
                                    [this](const Environment &environment) { return environment.name == m_current; });
    return found == m_environments.cend() ? nullptr : &*found;
}

void EnvironmentPicker::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double edge = hasFocus() ? 2 : 1;
    painter.setPen(QPen(hasFocus() ? theme.accent : theme.control, edge));
    painter.setBrush(underMouse() ? theme.hover : theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), 4, 4);
    const Environment *chosen = current();
    if (!chosen)
        return;
    if (m_rail) {
        painter.setFont(fontFor(Role::Section));
        painter.setPen(chosen->kind == EnvironmentKind::Practice ? theme.practice : theme.text);
        painter.drawText(rect(), Qt::AlignCenter, HumanText::label(chosen->kind).left(1));
        return;
    }
    const QSize label = environmentLabelSize(chosen->kind);
    const QRect labelRect(QPoint(9, (height() - label.height()) / 2), label);
    paintEnvironmentLabel(painter, labelRect, chosen->kind);
    const int arrow = scaled(16);
    const QRect words(labelRect.right() + 9, 0, width() - labelRect.right() - 9 - arrow - 8, height());
    const int middle = height() / 2;
    painter.setFont(fontFor(Role::Emphasis));
    painter.setPen(theme.text);
    painter.drawText(QRect(words.left(), 0, words.width(), middle + 1), Qt::AlignLeft | Qt::AlignBottom,
                     painter.fontMetrics().elidedText(chosen->title, Qt::ElideRight, words.width()));
    painter.setFont(fontFor(Role::Caption));
    painter.setPen(theme.muted);
    const QString below = u"%1 · %2"_s.arg(chosen->instance.toString(), HumanText::providerName(chosen->provider));
    painter.drawText(QRect(words.left(), middle + 1, words.width(), middle), Qt::AlignLeft | Qt::AlignTop,
                     painter.fontMetrics().elidedText(below, Qt::ElideRight, words.width()));
    painter.drawPixmap(QPoint(width() - arrow - 8, middle - arrow / 2),
                       Icons::pixmap(u"go-down"_s, arrow, &Theme::text2, devicePixelRatioF()));
}

} // namespace shuttler::ui
