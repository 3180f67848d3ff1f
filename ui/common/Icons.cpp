// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/Icons.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QRegularExpression>
#include <QSvgRenderer>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QPixmap renderedSvg(const QByteArray &svg, int size, double ratio)
{
    QPixmap pixmap(QSize(size, size) * ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svg).render(&painter, QRectF(QPointF(0, 0), QSizeF(pixmap.size())));
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

/// The drawing in one colour; what Breeze draws white stands on that colour and takes the card's.
QByteArray coloured(QString svg, const QColor &color)
{
    static const QRegularExpression inStyle(u"color:#[0-9a-fA-F]{6}"_s);
    // A few drawings name a colour of their own where the others name the scheme's.
    static const QRegularExpression ownFill(u"fill(:|=\")#(?!ffffff)[0-9a-fA-F]{6}"_s);
    svg.replace(ownFill, u"fill\\1"_s + color.name());
    svg.replace(inStyle, u"color:"_s + color.name());
    svg.replace(u"fill:#ffffff"_s, u"fill:"_s + Theme::current().surface.name());
    return svg.toUtf8();
}

/// Paints the drawing in the colour that its token has now, so that nobody has to hear of a change of theme.
class TokenIconEngine final : public QIconEngine {
public:
    TokenIconEngine(QString name, Token token) : m_name(std::move(name)), m_token(token) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int side = qMin(rect.width(), rect.height());
        const QPixmap drawing = Icons::pixmap(m_name, side, mode == QIcon::Disabled ? &Theme::muted : m_token,
                                              painter->device()->devicePixelRatioF());
        painter->drawPixmap(rect.x(), rect.y() + (rect.height() - side) / 2, drawing); // Room on the right keeps a label away.
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal ratio) override
    {
        // `size` counts device pixels here.
        QPixmap whole(size);
        whole.fill(Qt::transparent);
        QPainter painter(&whole);
        const int side = qMin(size.width(), size.height());
        painter.drawPixmap(QRect(0, (size.height() - side) / 2, side, side),
                           Icons::pixmap(m_name, qRound(side / ratio), mode == QIcon::Disabled ? &Theme::muted : m_token, ratio));
        painter.end();
        whole.setDevicePixelRatio(ratio);
        return whole;
    }
    QIconEngine *clone() const override { return new TokenIconEngine(m_name, m_token); }

private:
    QString m_name;
    Token m_token;
};

} // namespace

namespace Icons {

QIcon icon(const QString &name, Token token)
{
    return QIcon(new TokenIconEngine(name, token));
}

QPixmap pixmap(const QString &name, int size, Token token, double devicePixelRatio)
{
    const QColor color = Theme::current().*token;
    const QString key = u"breeze/%1/%2/%3/%4/%5"_s.arg(name).arg(size).arg(devicePixelRatio).arg(color.name(),
                                                                                           Theme::current().surface.name());
    QPixmap drawing;
    if (QPixmapCache::find(key, &drawing))
        return drawing;
    QFile file(u":/icons/breeze/%1/%2.svg"_s.arg(size < 20 ? 16 : 22).arg(name));
    const bool found = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(found, "Icons", qUtf8Printable(u"no icon is named "_s + name));
    if (found)
        drawing = renderedSvg(coloured(QString::fromUtf8(file.readAll()), color), size, devicePixelRatio);
    QPixmapCache::insert(key, drawing);
    return drawing;
}

QPixmap appPixmap(int size, double devicePixelRatio)
{
    QFile file(u":/icons/shuttler-ops.svg"_s);
    return file.open(QIODevice::ReadOnly) ? renderedSvg(file.readAll(), size, devicePixelRatio) : QPixmap();
}

QIcon appIcon()
{
    QIcon icon;
    for (const int size : {16, 22, 32, 48, 64, 128})
        icon.addPixmap(appPixmap(size, 1));
    return icon;
}

} // namespace Icons

} // namespace shuttler::ui
