// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/SideBar.h"

#include "ui/common/Icons.h"
#include "ui/common/Labels.h"
#include "ui/shell/EnvironmentPicker.h"
#include "ui/shell/NavList.h"

#include <QEvent>
#include <QGridLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

SideBar::SideBar(QWidget *parent)
    : QWidget(parent), m_mark(new QLabel), m_name(new TextLabel(tr("Shuttler Ops"), Role::Section)), m_menu(new QToolButton),
      m_picker(new EnvironmentPicker), m_nav(new NavList), m_head(new QGridLayout)
{
    setObjectName(u"sideBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_menu->setObjectName(u"menuButton"_s);
    m_menu->setIcon(Icons::icon(u"application-menu"_s, &Theme::text));
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setToolTip(tr("Menu (F10)"));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_head->setSpacing(8);
    column->addLayout(m_head);
    auto *pickerRow = new QVBoxLayout;
    pickerRow->setContentsMargins(8, 0, 8, 6);
    pickerRow->addWidget(m_picker);
    column->addLayout(pickerRow);
    column->addWidget(m_nav, 1);
    fit();
}

void SideBar::setRail(bool rail)
{
    if (m_rail == rail)
        return;
    m_rail = rail;
    fit();
}

void SideBar::fit()
{
    setFixedWidth(scaled(m_rail ? 52 : 208));
    m_mark->setPixmap(Icons::appPixmap(scaled(20), devicePixelRatioF()));
    m_name->setVisible(!m_rail);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_mark, m_name, m_menu})
        m_head->removeWidget(widget);
    if (m_rail) {
        m_head->setContentsMargins(0, 8, 0, 4);
        m_head->addWidget(m_mark, 0, 0, Qt::AlignHCenter);
        m_head->addWidget(m_menu, 1, 0, Qt::AlignHCenter);
        m_head->setColumnStretch(1, 0);
    } else {
        m_head->setContentsMargins(16, 9, 8, 9);
        m_head->addWidget(m_mark, 0, 0);
        m_head->addWidget(m_name, 0, 1);
        m_head->addWidget(m_menu, 0, 2);
        m_head->setColumnStretch(1, 1);
    }
    m_picker->setRail(m_rail);
    m_nav->setRail(m_rail);
}

void SideBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange)
        fit();
    QWidget::changeEvent(event);
}

} // namespace shuttler::ui
