// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/Theme.h"

#include <QRegularExpression>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// Tokens are written "@surface", lengths that grow with the text "~28". Combo and spin boxes are OpsStyle's: a style sheet would take
/// their arrows.
QString styleTemplate()
{
    return uR"(
QFrame[role="card"] { background: @surface; border: 1px solid @line; border-radius: 6px }
QFrame[role="card"][chosen="true"] { border: 2px solid @accent }
QFrame[role="verdict"] { background: @surface; border: 1px solid @line; border-radius: 6px }
QFrame[role="verdict"][state="bad"] { background: @badSoft; border: 1px solid @badMark }
QFrame[role="error"] { background: @badSoft; border: 1px solid @badMark; border-radius: 6px }
QFrame[role="notice"] { background: @surface; border: 1px solid @accent; border-radius: 6px }
QFrame[role="notice"][state="bad"] { border-color: @badMark }
QFrame[role="notice"][state="warn"] { border-color: @warnMark }
QFrame[role="notice"][state="ok"] { border-color: @okMark }
QFrame[role="noticeHead"] { background: @accentSoft; border: none; border-radius: 5px }
QFrame[role="noticeHead"][state="bad"] { background: @badSoft }
QFrame[role="noticeHead"][state="ok"] { background: @okSoft }
QFrame[role="noticeHead"][state="warn"] { background: @warnSoft }
QFrame[role="line"] { background: @line; border: none; max-height: 1px; min-height: 1px }
QFrame[role="upright"] { background: @line; border: none }
QFrame[role="tile"] { background: @surface; border: 1px solid @line; border-radius: 6px }
QFrame[role="tile"]:hover { background: @hover }
QFrame[role="tile"]:focus { border: 2px solid @accent }
QFrame[chip="ok"] { background: @okSoft; border-radius: 4px }
QFrame[chip="warn"] { background: @warnSoft; border-radius: 4px }
QFrame[chip="bad"] { background: @badSoft; border-radius: 4px }
QFrame[chip="info"] { background: @accentSoft; border-radius: 4px }
QFrame[chip="plain"] { background: @panel; border-radius: 4px }
QWidget#sideBar { background: @panel }
QWidget#footer { background: @surface }
QLabel { background: transparent }
QLabel[tone="muted"] { color: @muted }
QLabel[tone="second"] { color: @text2 }
QLabel[tone="accent"] { color: @accent }
QLabel[tone="ok"] { color: @ok }
QLabel[tone="warn"] { color: @warn }
QLabel[tone="bad"] { color: @bad }
QLabel[tone="practice"] { color: @practice }
QLabel[chip="ok"] { background: @okSoft; color: @ok; border-radius: 4px; padding: 2px 7px }
QLabel[chip="warn"] { background: @warnSoft; color: @warn; border-radius: 4px; padding: 2px 7px }
QLabel[chip="bad"] { background: @badSoft; color: @bad; border-radius: 4px; padding: 2px 7px }
QLabel[chip="info"] { background: @accentSoft; color: @accent; border-radius: 4px; padding: 2px 7px }
QPushButton, QToolButton { outline: none }
QPushButton { outline: none; background: @surface; border: 1px solid @control; border-radius: 4px; padding: 0 12px; min-height: ~28; font-weight: 500; color: @text }
QPushButton:hover { background: @hover }
QPushButton:pressed { background: @selected }
QPushButton:focus { border: 2px solid @accent; padding: 0 11px; min-height: ~26 }
QPushButton:disabled { background: @panel; border-color: @line; color: @muted }
QPushButton[compact="true"] { min-height: ~24; padding: 0 9px }
QPushButton[compact="true"]:focus { min-height: ~22; padding: 0 8px }
QPushButton[inBar="true"] { min-height: ~18; padding: 0 9px; font-weight: 400 }
QPushButton[inBar="true"]:focus { min-height: ~16; padding: 0 8px }
QPushButton[icononly="true"] { padding: 0 6px }
QPushButton[icononly="true"]:focus { padding: 0 5px }
QPushButton[kind="primary"] { background: @accentFill; border-color: @accentFill; color: @onAccent }
QPushButton[kind="primary"]:hover { background: @accentHover }
QPushButton[kind="primary"]:focus { border: 2px solid @text }
QPushButton[kind="danger"] { background: @badFill; border-color: @badFill; color: @onAccent }
QPushButton[kind="danger"]:focus { border: 2px solid @text }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled { background: @panel; border-color: @line; color: @muted }
QPushButton[kind="flat"] { border-color: transparent; background: transparent; color: @accent }
QPushButton[kind="flat"]:hover { background: @hover }
QPushButton[kind="flat"]:focus { border-color: @accent }
QPushButton[kind="flat"]:disabled { color: @muted }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 3px; color: @text }
QToolButton:hover { background: @hover }
QToolButton:focus { border: 2px solid @accent; padding: 2px }
QPushButton::menu-indicator { image: none; width: 0 }
QToolButton::menu-indicator { image: none; width: 0 }
QToolButton[framed="true"] { background: @surface; border: 1px solid @control; padding: 0 10px; min-height: ~28; font-weight: 500 }
QToolButton[framed="true"]:hover { background: @hover }
QToolButton[framed="true"]:focus { border: 2px solid @accent; padding: 0 9px; min-height: ~26 }
QHeaderView { background: @surface }
QHeaderView::section { background: @surface; color: @muted; border: none; border-bottom: 1px solid @line; padding: 0 10px; height: ~26; font-weight: 500 }
QHeaderView::section:first { padding-left: 14px }
QHeaderView::section:only-one { padding-left: 14px }
QTableView, QTreeView, QListView { background: @surface; border: none; selection-background-color: @selected; selection-color: @text }
QListView#navList, QListView#navBottom, QListView#rstSteps { background: transparent }
QTableView:focus, QTreeView:focus { border: none }
QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: transparent; border: none }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0 }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0 }
QScrollBar::handle { background: @control; border: none; border-radius: 3px; margin: 3px }
QScrollBar::handle:vertical { min-height: 30px }
QScrollBar::handle:horizontal { min-width: 30px }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0 }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent }
QPlainTextEdit { background: @surface; border: none }
QPlainTextEdit:focus { border: 2px solid @accent }
QStatusBar { background: @panel; border-top: 1px solid @line }
QStatusBar::item { border: none }
QMenu { background: @surface; border: 1px solid @control; padding: 4px 0 }
QMenu::item { padding: 5px 24px 5px 12px; color: @text }
QMenu::item:selected { background: @selected; color: @text }
QMenu::item:disabled { color: @muted }
QMenu::separator { height: 1px; background: @line; margin: 4px 0 }
QToolTip { background: @surface; color: @text; border: 1px solid @control; padding: 4px }
)"_s;
}

QColor tokenNamed(const Theme &theme, const QString &name)
{
    static const QHash<QString, Token> tokens = {
        {u"surface"_s, &Theme::surface}, {u"panel"_s, &Theme::panel}, {u"hover"_s, &Theme::hover},
        {u"selected"_s, &Theme::selected}, {u"line"_s, &Theme::line}, {u"control"_s, &Theme::control},
        {u"text"_s, &Theme::text}, {u"text2"_s, &Theme::text2}, {u"muted"_s, &Theme::muted},
        {u"accent"_s, &Theme::accent}, {u"accentFill"_s, &Theme::accentFill}, {u"accentHover"_s, &Theme::accentHover},
        {u"onAccent"_s, &Theme::onAccent}, {u"accentSoft"_s, &Theme::accentSoft},
        {u"ok"_s, &Theme::ok}, {u"okMark"_s, &Theme::okMark}, {u"okSoft"_s, &Theme::okSoft},
        {u"warn"_s, &Theme::warn}, {u"warnMark"_s, &Theme::warnMark}, {u"warnSoft"_s, &Theme::warnSoft},
        {u"bad"_s, &Theme::bad}, {u"badMark"_s, &Theme::badMark}, {u"badSoft"_s, &Theme::badSoft},
        {u"badFill"_s, &Theme::badFill}, {u"practice"_s, &Theme::practice},
    };
    Q_ASSERT(tokens.contains(name));
    return theme.*tokens.value(name);
}

} // namespace

QString styleSheetOf(const Theme &theme)
{
    static const QRegularExpression placeholder(u"@(\\w+)|~(\\d+)"_s);
    const QString text = styleTemplate();
    QString result;
    qsizetype copied = 0;
    for (const QRegularExpressionMatch &match : placeholder.globalMatch(text)) {
        result += QStringView(text).sliced(copied, match.capturedStart() - copied);
        result += match.hasCaptured(1) ? tokenNamed(theme, match.captured(1)).name()
                                       : u"%1px"_s.arg(scaled(match.captured(2).toInt()));
        copied = match.capturedEnd();
    }
    result += QStringView(text).sliced(copied);
    return result;
}

} // namespace shuttler::ui
