// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/timeline/MarkSprites.h"

#include "ui/common/Theme.h"
#include "ui/timeline/TimelineView.h"

#include <QPainter>

namespace shuttler::ui {

namespace {

QPixmap blank(QSize size, double ratio)
{
    QPixmap pixmap(size * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    return pixmap;
}

} // namespace

void MarkSprites::keepFor(double devicePixelRatio)
{
    const int textSize = scaled(1000);
    if (m_theme == &Theme::current() && m_textSize == textSize && qFuzzyCompare(m_ratio, devicePixelRatio))
        return;
    m_theme = &Theme::current();
    m_textSize = textSize;
    m_ratio = devicePixelRatio;
    m_marks.clear();
    m_counts.clear();
}

const QPixmap &MarkSprites::mark(MarkKind kind, quint8 severity, double devicePixelRatio)
{
    keepFor(devicePixelRatio);
    QPixmap &sprite = m_marks[int(kind) * 4 + severity];
    if (sprite.isNull()) {
        const int side = scaled(11);
        sprite = blank(QSize(side, side), devicePixelRatio);
        QPainter painter(&sprite);
        paintTimelineMark(painter, QRectF(0, 0, side, side), kind, severity);
    }
    return sprite;
}

const QPixmap &MarkSprites::count(const QString &words, quint8 severity, double devicePixelRatio)
{
    keepFor(devicePixelRatio);
    const bool bad = severity >= 2;
    QPixmap &sprite = m_counts[{words, bad}];
    if (sprite.isNull()) {
        const Theme &theme = Theme::current();
        const QFont font = fontFor(Role::Caption);
        const QSize size(QFontMetrics(font).horizontalAdvance(words) + scaled(10), scaled(18));
        sprite = blank(size, devicePixelRatio);
        QPainter painter(&sprite);
        painter.setRenderHint(QPainter::Antialiasing);
        const double edge = bad ? 2 : 1;
        painter.setPen(QPen(bad ? theme.badMark : theme.accent, edge));
        painter.setBrush(bad ? theme.badSoft : theme.accentSoft);
        painter.drawRoundedRect(QRectF(QPointF(), size).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), 4, 4);
        painter.setFont(font);
        painter.setPen(bad ? theme.bad : theme.accent);
        painter.drawText(QRectF(QPointF(), size), Qt::AlignCenter, words);
    }
    return sprite;
}

} // namespace shuttler::ui
