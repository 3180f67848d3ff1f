// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/Labels.h"

#include "ui/common/HumanText.h"
#include "ui/common/Icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyleOptionButton>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString wordFor(Tone tone)
{
    switch (tone) {
    case Tone::Text: return u"text"_s;
    case Tone::Second: return u"second"_s;
    case Tone::Muted: return u"muted"_s;
    case Tone::Accent: return u"accent"_s;
    case Tone::Ok: return u"ok"_s;
    case Tone::Warn: return u"warn"_s;
    case Tone::Bad: return u"bad"_s;
    case Tone::Practice: return u"practice"_s;
    }
    Q_UNREACHABLE();
}

std::pair<QString, Tone> chipLook(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Ok: return {u"ok"_s, Tone::Ok};
    case Glyph::Warn:
    case Glyph::Due: return {u"warn"_s, Tone::Warn};
    case Glyph::Bad: return {u"bad"_s, Tone::Bad};
    case Glyph::Info:
    case Glyph::Running:
    case Glyph::Held: return {u"info"_s, Tone::Accent};
    case Glyph::None:
    case Glyph::ToDo:
    case Glyph::Skipped: return {u"plain"_s, Tone::Muted};
    }
    Q_UNREACHABLE();
}

Token iconToken(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Primary:
    case ButtonKind::Danger: return &Theme::onAccent;
    case ButtonKind::Flat: return &Theme::accent;
    case ButtonKind::Plain: return &Theme::text;
    }
    Q_UNREACHABLE();
}

/// Only the weight is named, the rest follows the application's font. The style sheet says the same, but too late to be measured.
QFont buttonFont()
{
    QFont font;
    font.setWeight(QFont::Medium);
    return font;
}

QString wordFor(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Plain: return u"plain"_s;
    case ButtonKind::Primary: return u"primary"_s;
    case ButtonKind::Danger: return u"danger"_s;
    case ButtonKind::Flat: return u"flat"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

TextLabel::TextLabel(const QString &text, Role role, Tone tone, QWidget *parent) : QLabel(text, parent), m_role(role)
{
    setFont(fontFor(role));
    setProperty("tone", wordFor(tone));
    setTextFormat(Qt::PlainText);
}

void TextLabel::setTone(Tone tone)
{
    setLook(this, "tone", wordFor(tone));
}

void TextLabel::setRole(Role role)
{
    m_role = role;
    setFont(fontFor(role));
}

void TextLabel::changeEvent(QEvent *event)
{
    // A font that was set by hand hears nothing of the application's; the new style sheet that comes with it is heard by all.
    if (event->type() == QEvent::StyleChange)
        setFont(fontFor(m_role));
    QLabel::changeEvent(event);
}

QString paragraphText(const QString &plain)
{
    return plain.isEmpty() ? QString() : u"<p style=\"margin:0; line-height:130%\">%1</p>"_s.arg(plain.toHtmlEscaped().replace(u'\n', "<br>"_L1));
}

TextLabel *paragraph(const QString &plain, Tone tone, Role role)
{
    auto *label = new TextLabel({}, role, tone);
    label->setWordWrap(true);
    label->setTextFormat(Qt::RichText);
    label->setText(paragraphText(plain));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    label->setSizePolicy(policy);
    return label;
}

TextLabel *heading(const QString &text, Role role)
{
    auto *label = new TextLabel(text, role);
    label->setFocusPolicy(Qt::NoFocus); // Reached by setFocus on entering a page, not by Tab.
    label->setAccessibleName(text);
    return label;
}

Chip::Chip(QWidget *parent) : Chip(Glyph::None, {}, parent) {}

Chip::Chip(Glyph glyph, const QString &text, QWidget *parent)
    : QFrame(parent), m_glyph(new StatusGlyph(glyph, 13)), m_text(new TextLabel({}, Role::Small))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(6, 2, 7, 2);
    row->setSpacing(5);
    row->addWidget(m_glyph);
    row->addWidget(m_text);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setState(glyph, text);
}

void Chip::setState(Glyph glyph, const QString &text)
{
    const auto [look, tone] = chipLook(glyph);
    m_glyph->setGlyph(glyph);
    m_glyph->setVisible(glyph != Glyph::None);
    m_text->setText(text);
    m_text->setTone(tone);
    setLook(this, "chip", look);
    setAccessibleName(text);
    // Shown before it stands in a layout it would be a window of its own for a moment.
    if (text.isEmpty() || parentWidget())
        setVisible(!text.isEmpty());
}

QString Chip::text() const
{
    return m_text->text();
}

EnvironmentLabel::EnvironmentLabel(EnvironmentKind kind, QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setKind(kind);
}

void EnvironmentLabel::setKind(EnvironmentKind kind)
{
    m_kind = kind;
    setAccessibleName(HumanText::label(kind));
    updateGeometry();
    update();
}

QSize EnvironmentLabel::sizeHint() const
{
    return environmentLabelSize(m_kind);
}

void EnvironmentLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintEnvironmentLabel(painter, rect(), m_kind);
}

static QFont environmentLabelFont()
{
    QFont bold = fontFor(Role::Caption);
    bold.setWeight(QFont::Bold);
    return bold;
}

QSize environmentLabelSize(EnvironmentKind kind)
{
    const QFontMetrics metrics(environmentLabelFont());
    return QSize(metrics.horizontalAdvance(HumanText::label(kind)) + scaled(13), scaled(19));
}

void paintEnvironmentLabel(QPainter &painter, const QRect &rect, EnvironmentKind kind)
{
    const Theme &theme = Theme::current();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(environmentLabelFont());
    const QRectF frame = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
    switch (kind) {
    case EnvironmentKind::Production:
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.text);
        painter.drawRoundedRect(rect, 3, 3);
        painter.setPen(theme.surface);
        break;
    case EnvironmentKind::Staging:
        painter.setPen(QPen(theme.text, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, 3, 3);
        break;
    case EnvironmentKind::Practice:
        painter.setPen(QPen(theme.practice, 1, Qt::DashLine));
        painter.setBrush(theme.practiceSoft);
        painter.drawRoundedRect(frame, 3, 3);
        break;
    }
    painter.drawText(rect, Qt::AlignCenter, HumanText::label(kind));
    painter.restore();
}

Card::Card(const QString &title, QWidget *parent) : QFrame(parent), m_body(new QVBoxLayout)
{
    setProperty("role", u"card"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    if (!title.isEmpty()) {
        m_header = new QHBoxLayout;
        m_header->setContentsMargins(14, 5, 14, 5);
        m_header->setSpacing(10);
        m_title = new TextLabel(title, Role::Section);
        m_title->setMinimumHeight(scaled(28));
        m_header->addWidget(m_title);
        m_header->addStretch();
        column->addLayout(m_header);
        setAccessibleName(title);
    }
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(0);
    column->addLayout(m_body, 1);
}

QPushButton *button(const QString &objectName, const QString &text, ButtonKind kind, const QString &iconName)
{
    auto *made = new QPushButton(text);
    made->setObjectName(objectName);
    made->setAccessibleName(text);
    made->setAutoDefault(kind != ButtonKind::Danger); // Enter presses what has the focus, as everywhere else on a desktop.
    made->setFont(buttonFont());
    made->setProperty("iconName", iconName);
    if (!iconName.isEmpty() && !text.isEmpty())
        made->setIconSize(QSize(scaled(16) + 4, scaled(16)));
    setKind(made, kind);
    return made;
}

MenuButton::MenuButton(const QString &objectName, const QString &text, const QString &iconName) : QPushButton(text)
{
    setObjectName(objectName);
    setAccessibleName(text);
    setAutoDefault(false);
    setFont(buttonFont());
    setIcon(Icons::icon(iconName, &Theme::text));
    setIconSize(QSize(scaled(16) + 4, scaled(16)));
}

QSize MenuButton::sizeHint() const
{
    return QPushButton::sizeHint() + QSize(scaled(22), 0);
}

void MenuButton::paintEvent(QPaintEvent *)
{
    QStyleOptionButton option;
    initStyleOption(&option);
    option.features &= ~QStyleOptionButton::HasMenu;
    QPainter painter(this);
    style()->drawControl(QStyle::CE_PushButtonBevel, &option, &painter, this);
    option.rect = style()->subElementRect(QStyle::SE_PushButtonContents, &option, this).adjusted(0, 0, -scaled(22), 0);
    style()->drawControl(QStyle::CE_PushButtonLabel, &option, &painter, this);
    const int side = scaled(16);
    painter.drawPixmap(width() - side - 9, (height() - side) / 2,
                       Icons::pixmap(u"go-down"_s, side, isEnabled() ? &Theme::text2 : &Theme::muted, devicePixelRatioF()));
}

void setKind(QPushButton *button, ButtonKind kind)
{
    const QString iconName = button->property("iconName").toString();
    if (!iconName.isEmpty())
        button->setIcon(Icons::icon(iconName, iconToken(kind)));
    setLook(button, "kind", wordFor(kind));
}

QPushButton *iconButton(const QString &objectName, const QString &iconName, const QString &verb)
{
    auto *made = new QPushButton;
    made->setObjectName(objectName);
    made->setIcon(Icons::icon(iconName, &Theme::text));
    made->setAccessibleName(verb);
    made->setToolTip(verb);
    made->setAutoDefault(false);
    setLook(made, "icononly", u"true"_s);
    return made;
}

QFrame *hairLine()
{
    auto *line = new QFrame;
    line->setProperty("role", u"line"_s);
    line->setFixedHeight(1);
    return line;
}

} // namespace shuttler::ui
