// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/ChoiceTile.h"

#include "ui/common/Theme.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace shuttler::ui {

ChoiceTile::ChoiceTile(const QString &objectName, const QString &title, Frame frame, QWidget *parent)
    : QRadioButton(title, parent), m_frame(frame)
{
    setObjectName(objectName);
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChoiceTile::setBelow(const QString &words)
{
    m_below = words;
    setAccessibleDescription(words);
    update();
}

QSize ChoiceTile::sizeHint() const
{
    const int words = qMax(QFontMetrics(fontFor(Role::Section)).horizontalAdvance(text()),
                           QFontMetrics(fontFor(Role::Small)).horizontalAdvance(m_below));
    return QSize(words + scaled(60), scaled(m_frame == Frame::Tile ? 52 : 44));
}

QSize ChoiceTile::minimumSizeHint() const
{
    return QSize(scaled(160), sizeHint().height());
}

void ChoiceTile::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool framed = m_frame == Frame::Tile;
    if (framed) {
        const bool strong = isChecked() || hasFocus();
        const double width = hasFocus() ? 2 : 1;
        painter.setPen(QPen(strong ? theme.accent : theme.line, width));
        painter.setBrush(isChecked() ? theme.accentSoft : underMouse() && isEnabled() ? theme.hover : theme.surface);
        painter.drawRoundedRect(QRectF(rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 6, 6);
    } else if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }

    QStyleOptionButton radio;
    initStyleOption(&radio);
    const int side = scaled(16);
    radio.rect = QRect(framed ? scaled(14) : scaled(4), (height() - side) / 2, side, side);
    style()->drawPrimitive(QStyle::PE_IndicatorRadioButton, &radio, &painter, this);

    const QRect words = rect().adjusted(radio.rect.right() + scaled(10), scaled(framed ? 8 : 4), -scaled(12), -scaled(framed ? 8 : 4));
    const auto line = [&](const QRect &room, Role role, const QColor &ink, const QString &text) {
        painter.setFont(fontFor(role));
        painter.setPen(isEnabled() ? ink : theme.muted);
        painter.drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter), painter.fontMetrics().elidedText(text, Qt::ElideRight, room.width()));
    };
    if (m_below.isEmpty())
        return line(words, Role::Emphasis, theme.text, text());
    const int half = words.height() / 2;
    line(QRect(words.left(), words.top(), words.width(), half), Role::Emphasis, theme.text, text());
    line(QRect(words.left(), words.top() + half, words.width(), half), Role::Small, theme.text2, m_below);
}

} // namespace shuttler::ui
