// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/Theme.h"

#include "ui/common/OpsStyle.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QStyle>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QColor rgb(QRgb hex) { return QColor(qRed(hex), qGreen(hex), qBlue(hex)); }

constexpr int DesignTextPixels = 13;

/// What the window wears, and what the system offered before we changed it.
struct Look {
    const Theme *theme = &Theme::light();
    int textPixels = DesignTextPixels;
    int systemTextPixels = 0;
    bool systemIsDark = false;
    bool bodyIsInter = false;
    QString monoFamily;
};

Look &look()
{
    static Look worn;
    return worn;
}

void rememberSystem()
{
    Look &worn = look();
    if (worn.systemTextPixels > 0)
        return;
    worn.systemTextPixels = QFontInfo(QApplication::font()).pixelSize();
    const QPalette palette = QApplication::palette();
    worn.systemIsDark = palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
    worn.bodyIsInter = QFontDatabase::hasFamily(u"Inter"_s);
    worn.monoFamily = QFontDatabase::hasFamily(u"JetBrains Mono"_s)
        ? u"JetBrains Mono"_s
        : QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

const Theme &Theme::light()
{
    static const Theme theme{
        .window = rgb(0xF5F6F8), .surface = rgb(0xFFFFFF), .panel = rgb(0xECEFF3), .hover = rgb(0xEEF1F6),
        .selected = rgb(0xE1EAFC), .line = rgb(0xDFE3EA), .control = rgb(0x7D8593),
        .text = rgb(0x191E29), .text2 = rgb(0x434B5B), .muted = rgb(0x5B6475),
        .accent = rgb(0x2356C4), .accentFill = rgb(0x2356C4), .accentHover = rgb(0x1C479F), .onAccent = rgb(0xFFFFFF),
        .accentSoft = rgb(0xE1EAFC),
        .ok = rgb(0x0F6A3B), .okMark = rgb(0x1A8750), .okSoft = rgb(0xE3F3E9),
        .warn = rgb(0x844700), .warnMark = rgb(0xB26A00), .warnSoft = rgb(0xFCF0DA),
        .bad = rgb(0xAF231C), .badMark = rgb(0xC9362C), .badSoft = rgb(0xFBE8E6), .badFill = rgb(0xB3261E),
        .practice = rgb(0x6438A0), .practiceSoft = rgb(0xEFE8FA),
        .offsite = rgb(0x0B6B78), .pitr = rgb(0xBFD3FA), .hatch = rgb(0xB9C0CC),
        .scrim = QColor(0x19, 0x1E, 0x29, 0x73),
    };
    return theme;
}

const Theme &Theme::dark()
{
    static const Theme theme{
        .window = rgb(0x14171C), .surface = rgb(0x1B1F26), .panel = rgb(0x22272F), .hover = rgb(0x262C36),
        .selected = rgb(0x22355F), .line = rgb(0x303743), .control = rgb(0x78818F),
        .text = rgb(0xE9ECF1), .text2 = rgb(0xBCC3CF), .muted = rgb(0x9BA4B3),
        .accent = rgb(0x8FB2FF), .accentFill = rgb(0x3D6EDB), .accentHover = rgb(0x3262CC), .onAccent = rgb(0xFFFFFF),
        .accentSoft = rgb(0x1F2F52),
        .ok = rgb(0x78D9A1), .okMark = rgb(0x3FB277), .okSoft = rgb(0x18301F),
        .warn = rgb(0xF0BE62), .warnMark = rgb(0xD4972E), .warnSoft = rgb(0x33280F),
        .bad = rgb(0xFFA196), .badMark = rgb(0xEE6A5F), .badSoft = rgb(0x3B1D1B), .badFill = rgb(0xC2362D),
        .practice = rgb(0xC9AEF7), .practiceSoft = rgb(0x2B2340),
        .offsite = rgb(0x5CC3D0), .pitr = rgb(0x2C4A8C), .hatch = rgb(0x4A5362),
        .scrim = QColor(0x00, 0x00, 0x00, 0x8C),
    };
    return theme;
}

const Theme &Theme::current()
{
    return *look().theme;
}

QFont fontFor(Role role)
{
    struct Shape { double factor; QFont::Weight weight; bool mono; };
    const auto [factor, weight, mono] = [role]() -> Shape {
        switch (role) {
        case Role::Display: return {28.0 / 13, QFont::DemiBold, false};
        case Role::Title: return {20.0 / 13, QFont::DemiBold, false};
        case Role::Verdict: return {18.0 / 13, QFont::DemiBold, false};
        case Role::Section: return {1, QFont::DemiBold, false};
        case Role::Body: return {1, QFont::Normal, false};
        case Role::Emphasis: return {1, QFont::Medium, false};
        case Role::Small: return {12.0 / 13, QFont::Normal, false};
        case Role::Caption: return {11.0 / 13, QFont::Medium, false};
        case Role::Mono: return {12.0 / 13, QFont::Normal, true};
        case Role::MonoSmall: return {11.0 / 13, QFont::Normal, true};
        }
        Q_UNREACHABLE();
    }();
    QFont result = QApplication::font();
    if (mono) {
        result.setFamily(look().monoFamily);
        result.setStyleHint(QFont::Monospace);
    }
    result.setPixelSize(int(std::lround(look().textPixels * factor)));
    result.setWeight(weight);
    return result;
}

int scaled(int designPixels)
{
    return int(std::lround(double(designPixels) * look().textPixels / DesignTextPixels));
}

QPalette paletteOf(const Theme &theme)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &color) { palette.setColor(role, color); };
    set(QPalette::Window, theme.window);
    set(QPalette::WindowText, theme.text);
    set(QPalette::Base, theme.surface);
    set(QPalette::AlternateBase, theme.panel);
    set(QPalette::Text, theme.text);
    set(QPalette::Button, theme.surface);
    set(QPalette::ButtonText, theme.text);
    set(QPalette::BrightText, theme.onAccent);
    set(QPalette::Highlight, theme.accentFill);
    set(QPalette::HighlightedText, theme.onAccent);
    set(QPalette::Link, theme.accent);
    set(QPalette::LinkVisited, theme.accent);
    set(QPalette::PlaceholderText, theme.muted);
    set(QPalette::ToolTipBase, theme.surface);
    set(QPalette::ToolTipText, theme.text);
    set(QPalette::Light, theme.surface);
    set(QPalette::Midlight, theme.hover);
    set(QPalette::Mid, theme.line);
    set(QPalette::Dark, theme.control);
    set(QPalette::Shadow, theme.control);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.muted);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.panel);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, theme.muted);
    return palette;
}

void applyLook(Appearance appearance, int textPercent)
{
    rememberSystem();
    Look &worn = look();
    const bool dark = appearance == Appearance::Dark || (appearance == Appearance::FollowSystem && worn.systemIsDark);
    const Theme *theme = dark ? &Theme::dark() : &Theme::light();
    const int pixels = int(std::lround(qMax(DesignTextPixels, worn.systemTextPixels) * textPercent / 100.0));
    const bool first = qobject_cast<OpsStyle *>(QApplication::style()) == nullptr && qApp->styleSheet().isEmpty();
    if (!first && theme == worn.theme && pixels == worn.textPixels)
        return;

    worn.theme = theme;
    worn.textPixels = pixels;
    if (first)
        QApplication::setStyle(new OpsStyle);
    QFont body = QApplication::font();
    if (worn.bodyIsInter)
        body.setFamily(u"Inter"_s);
    body.setPixelSize(pixels);
    body.setWeight(QFont::Normal);
    QApplication::setFont(body);
    QApplication::setPalette(paletteOf(*theme));
    qApp->setStyleSheet(styleSheetOf(*theme));
}

double contrast(const QColor &a, const QColor &b)
{
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)}); // By value: two temporaries would dangle.
    return (lighter + 0.05) / (darker + 0.05);
}

void setLook(QWidget *widget, const char *property, const QString &value)
{
    if (widget->property(property).toString() == value)
        return;
    widget->setProperty(property, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace shuttler::ui
