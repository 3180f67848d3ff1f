// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Environment.h"
#include "ui/common/StatusGlyph.h"
#include "ui/common/Theme.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>

class QHBoxLayout;
class QVBoxLayout;

namespace shuttler::ui {

/// Which colour a text has, by name, so that it follows the theme: [tone="muted"] in the style sheet.
enum class Tone { Text, Second, Muted, Accent, Ok, Warn, Bad, Practice };

/// A text in one role and tone. Keeps both through changes of theme and text size.
class TextLabel final : public QLabel {
    Q_OBJECT
public:
    explicit TextLabel(const QString &text = {}, Role role = Role::Body, Tone tone = Tone::Text, QWidget *parent = nullptr);
    void setTone(Tone tone);
    void setRole(Role role);

protected:
    void changeEvent(QEvent *event) override;

private:
    Role m_role;
};

/// A paragraph: wraps, 130 % line height, plain words (escaped) or rich text on purpose.
TextLabel *paragraph(const QString &plain, Tone tone = Tone::Second, Role role = Role::Body);
/// The same words for a label that is one already.
QString paragraphText(const QString &plain);
/// A heading that receives the focus when its page is entered, so that it is read first.
TextLabel *heading(const QString &text, Role role = Role::Title);

/// A state as glyph and word on its soft colour: "✓ Healthy".
class Chip final : public QFrame {
    Q_OBJECT
public:
    explicit Chip(QWidget *parent = nullptr);
    Chip(Glyph glyph, const QString &text, QWidget *parent = nullptr);
    void setState(Glyph glyph, const QString &text);
    QString text() const;

private:
    StatusGlyph *m_glyph;
    TextLabel *m_text;
};

/// PROD filled, STAGE outlined, PRACTICE dashed violet: the word and the shape of an environment.
class EnvironmentLabel final : public QWidget {
    Q_OBJECT
public:
    explicit EnvironmentLabel(EnvironmentKind kind, QWidget *parent = nullptr);
    void setKind(EnvironmentKind kind);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    EnvironmentKind m_kind;
};
void paintEnvironmentLabel(QPainter &painter, const QRect &rect, EnvironmentKind kind);
QSize environmentLabelSize(EnvironmentKind kind);

/// A white card with an optional header line: title left, whatever the page adds right. `body` has no margins of its own.
class Card final : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString &title = {}, QWidget *parent = nullptr);
    QHBoxLayout *header() const { return m_header; } ///< Null without a title.
    TextLabel *titleLabel() const { return m_title; }
    QVBoxLayout *body() const { return m_body; }

private:
    QHBoxLayout *m_header = nullptr;
    TextLabel *m_title = nullptr;
    QVBoxLayout *m_body;
};

enum class ButtonKind { Plain, Primary, Danger, Flat };
/// A push button with objectName, accessible name equal to its label, kind and, where wanted, an icon in the label's colour.
QPushButton *button(const QString &objectName, const QString &text, ButtonKind kind = ButtonKind::Plain,
                    const QString &iconName = {});
/// Changes a button's kind, its icon's colour with it.
void setKind(QPushButton *button, ButtonKind kind);
/// A push button that opens a menu, and shows that it does.
class MenuButton final : public QPushButton {
    Q_OBJECT
public:
    MenuButton(const QString &objectName, const QString &text, const QString &iconName);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// A button with only an icon: the verb is its accessible name and tool tip.
QPushButton *iconButton(const QString &objectName, const QString &iconName, const QString &verb);
/// A horizontal hair line.
QFrame *hairLine();

} // namespace shuttler::ui
