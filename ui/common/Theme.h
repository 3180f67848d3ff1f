// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/settings/Preferences.h"

#include <QColor>
#include <QFont>
#include <QPalette>

class QWidget;

namespace shuttler::ui {

/// Every colour of the window (ui.md §2). Painters and style sheets read only these: a hex value elsewhere is a defect.
struct Theme {
    QColor window, surface, panel, hover, selected, line, control;
    QColor text, text2, muted;
    QColor accent, accentFill, accentHover, onAccent, accentSoft;
    QColor ok, okMark, okSoft;
    QColor warn, warnMark, warnSoft;
    QColor bad, badMark, badSoft, badFill;
    QColor practice, practiceSoft;
    QColor offsite, pitr, hatch;
    QColor scrim; ///< Behind a dialog: the only translucent one.

    static const Theme &light();
    static const Theme &dark();
    /// The one the window wears now. Widgets that painted with another one receive QEvent::PaletteChange.
    static const Theme &current();
};

/// One colour by its name, to be looked up when it is painted: `&Theme::accent`.
using Token = QColor Theme::*;

enum class Role { Display, Title, Verdict, Section, Body, Emphasis, Small, Caption, Mono, MonoSmall };

/// The font for a role, derived from the application's own, so that a larger system font enlarges the whole window.
QFont fontFor(Role role);
/// A length of the design (13 px text) in the window as it is now: grows with the text size.
int scaled(int designPixels);

/// The palette and the style sheet made of one theme.
QPalette paletteOf(const Theme &theme);
QString styleSheetOf(const Theme &theme);

/// Makes the application wear what the person wants: theme, style, fonts. At once, as often as wanted.
/// Every widget receives QEvent::StyleChange, so that fonts and lengths set by hand can be set anew.
void applyLook(Appearance appearance, int textPercent);

/// WCAG 2.1 contrast of two opaque colours: 1 to 21.
double contrast(const QColor &a, const QColor &b);

/// Sets a dynamic property that the style sheet asks for, and has the widget styled anew.
void setLook(QWidget *widget, const char *property, const QString &value);

} // namespace shuttler::ui
