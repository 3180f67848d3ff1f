// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QGridLayout;
class QLabel;
class QToolButton;

namespace shuttler::ui {

class EnvironmentPicker;
class NavList;
class TextLabel;

/// The left edge: mark, menu, environment, pages. 208 px wide, or a rail of 52 with symbols only.
class SideBar final : public QWidget {
    Q_OBJECT
public:
    explicit SideBar(QWidget *parent = nullptr);
    EnvironmentPicker *picker() const { return m_picker; }
    NavList *nav() const { return m_nav; }
    QToolButton *menuButton() const { return m_menu; }
    void setRail(bool rail);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fit();
    bool m_rail = false;
    QLabel *m_mark;
    TextLabel *m_name;
    QToolButton *m_menu;
    EnvironmentPicker *m_picker;
    NavList *m_nav;
    QGridLayout *m_head;
};

} // namespace shuttler::ui
