// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/StatusGlyph.h"

#include "ui/common/Theme.h"

#include <QPainter>
#include <QStyle>
#include <QTimerEvent>

namespace shuttler::ui {

namespace {

constexpr int PicturesASecond = 12;

/// A unit square to draw in: (0,0) to (1,1).
class Canvas {
public:
    Canvas(QPainter &painter, const QRectF &square) : m_painter(painter), m_square(square)
    {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
    }
    ~Canvas() { m_painter.restore(); }
    Canvas(const Canvas &) = delete;
    Canvas &operator=(const Canvas &) = delete;

    QPointF at(double x, double y) const
    {
        return {m_square.x() + x * m_square.width(), m_square.y() + y * m_square.height()};
    }
    void fill(const QColor &color) { m_painter.setPen(Qt::NoPen); m_painter.setBrush(color); }
    void stroke(const QColor &color, double width)
    {
        m_painter.setPen(QPen(color, width * m_square.width(), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        m_painter.setBrush(Qt::NoBrush);
    }
    void disc(double x, double y, double radius)
    {
        m_painter.drawEllipse(at(x, y), radius * m_square.width(), radius * m_square.height());
    }
    void path(std::initializer_list<QPointF> points)
    {
        QPolygonF line;
        for (const QPointF &point : points)
            line.append(at(point.x(), point.y()));
        m_painter.drawPolyline(line);
    }
    QPainter &painter() { return m_painter; }
    const QRectF &square() const { return m_square; }

private:
    QPainter &m_painter;
    QRectF m_square;
};

void drawExclamation(Canvas &canvas, const QColor &color, double top, double bottom)
{
    canvas.stroke(color, 0.11);
    canvas.path({{0.5, top}, {0.5, bottom - 0.2}});
    canvas.fill(color);
    canvas.disc(0.5, bottom, 0.065);
}

void drawWarn(Canvas &canvas, const Theme &theme)
{
    canvas.painter().setPen(QPen(theme.warnMark, 0.08 * canvas.square().width(), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    canvas.painter().setBrush(theme.warnMark);
    canvas.painter().drawPolygon(QPolygonF{canvas.at(0.5, 0.08), canvas.at(0.96, 0.9), canvas.at(0.04, 0.9)});
    drawExclamation(canvas, theme.surface, 0.38, 0.79);
}

void drawBad(Canvas &canvas, const Theme &theme)
{
    canvas.fill(theme.badMark);
    canvas.painter().drawRoundedRect(QRectF(canvas.at(0.04, 0.04), canvas.at(0.96, 0.96)), 0.12 * canvas.square().width(),
                                     0.12 * canvas.square().height());
    canvas.stroke(theme.surface, 0.13);
    canvas.path({{0.32, 0.32}, {0.68, 0.68}});
    canvas.path({{0.68, 0.32}, {0.32, 0.68}});
}

void drawInfo(Canvas &canvas, const Theme &theme)
{
    canvas.fill(theme.accent);
    canvas.disc(0.5, 0.5, 0.48);
    canvas.fill(theme.surface);
    canvas.disc(0.5, 0.28, 0.075);
    canvas.stroke(theme.surface, 0.13);
    canvas.path({{0.5, 0.47}, {0.5, 0.73}});
}

void drawRunning(Canvas &canvas, const Theme &theme, double turn)
{
    canvas.stroke(theme.accent, 0.16);
    canvas.painter().drawArc(QRectF(canvas.at(0.12, 0.12), canvas.at(0.88, 0.88)), int((90 - turn * 360) * 16), -270 * 16);
}

} // namespace

Glyph glyphFor(StepState state)
{
    switch (state) {
    case StepState::ToDo: return Glyph::ToDo;
    case StepState::Running: return Glyph::Running;
    case StepState::Interrupted: return Glyph::Info;
    case StepState::Done: return Glyph::Ok;
    case StepState::Failed: return Glyph::Bad;
    case StepState::Undone:
    case StepState::Skipped: return Glyph::Skipped;
    }
    Q_UNREACHABLE();
}

Glyph glyphFor(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed: return Glyph::Ok;
    case Verdict::Warned: return Glyph::Warn;
    case Verdict::Failed: return Glyph::Bad;
    case Verdict::NotChecked: return Glyph::Info;
    }
    Q_UNREACHABLE();
}

Glyph glyphFor(BackupHealth health)
{
    switch (health) {
    case BackupHealth::Verified:
    case BackupHealth::Healthy: return Glyph::Ok;
    case BackupHealth::NotChecked: return Glyph::Info;
    case BackupHealth::BeingMade: return Glyph::Running;
    case BackupHealth::Failed: return Glyph::Bad;
    }
    Q_UNREACHABLE();
}

Glyph glyphFor(InstancePhase phase)
{
    switch (phase) {
    case InstancePhase::Creating:
    case InstancePhase::Replaying: return Glyph::Running;
    case InstancePhase::Available: return Glyph::Ok;
    case InstancePhase::Held: return Glyph::Held;
    case InstancePhase::Stopped: return Glyph::Warn;
    case InstancePhase::Failed: return Glyph::Bad;
    case InstancePhase::Gone: return Glyph::Skipped;
    }
    Q_UNREACHABLE();
}

void paintGlyph(QPainter &painter, const QRectF &square, Glyph glyph, double turn)
{
    const Theme &theme = Theme::current();
    Canvas canvas(painter, square);
    switch (glyph) {
    case Glyph::None:
        break;
    case Glyph::Ok:
        canvas.fill(theme.okMark);
        canvas.disc(0.5, 0.5, 0.48);
        canvas.stroke(theme.surface, 0.13);
        canvas.path({{0.29, 0.53}, {0.44, 0.68}, {0.71, 0.36}});
        break;
    case Glyph::Warn:
        drawWarn(canvas, theme);
        break;
    case Glyph::Bad:
        drawBad(canvas, theme);
        break;
    case Glyph::Info:
        drawInfo(canvas, theme);
        break;
    case Glyph::Due:
        canvas.stroke(theme.warnMark, 0.13);
        canvas.disc(0.5, 0.5, 0.41);
        canvas.path({{0.5, 0.28}, {0.5, 0.52}, {0.66, 0.6}});
        break;
    case Glyph::Running:
        drawRunning(canvas, theme, turn);
        break;
    case Glyph::ToDo:
        canvas.stroke(theme.muted, 0.12);
        canvas.disc(0.5, 0.5, 0.4);
        break;
    case Glyph::Skipped:
        canvas.stroke(theme.muted, 0.12);
        canvas.disc(0.5, 0.5, 0.4);
        canvas.path({{0.33, 0.5}, {0.67, 0.5}});
        break;
    case Glyph::Held:
        canvas.fill(theme.accent);
        canvas.disc(0.5, 0.5, 0.48);
        canvas.stroke(theme.surface, 0.13);
        canvas.path({{0.4, 0.33}, {0.4, 0.67}});
        canvas.path({{0.6, 0.33}, {0.6, 0.67}});
        break;
    }
}

QPixmap glyphPixmap(Glyph glyph, int size, double devicePixelRatio)
{
    QPixmap pixmap(QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintGlyph(painter, QRectF(0, 0, size, size), glyph);
    return pixmap;
}

StatusGlyph::StatusGlyph(Glyph glyph, int size, QWidget *parent) : QWidget(parent), m_glyph(glyph), m_size(size)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatusGlyph::setGlyph(Glyph glyph)
{
    if (m_glyph == glyph)
        return;
    m_glyph = glyph;
    turnWhileSeen();
    update();
}

QSize StatusGlyph::sizeHint() const
{
    return QSize(scaled(m_size), scaled(m_size));
}

void StatusGlyph::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int side = qMin(width(), height());
    paintGlyph(painter, QRectF((width() - side) / 2.0, (height() - side) / 2.0, side, side), m_glyph, m_turn);
}

void StatusGlyph::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return QWidget::timerEvent(event);
    m_turn += 1.0 / PicturesASecond;
    if (m_turn >= 1)
        m_turn -= 1;
    update();
}

void StatusGlyph::showEvent(QShowEvent *)
{
    turnWhileSeen();
}

void StatusGlyph::hideEvent(QHideEvent *)
{
    m_timer.stop();
}

void StatusGlyph::turnWhileSeen()
{
    // Qt 6.4 cannot tell whether the desktop wants less motion, so the person says it in the environment.
    const bool still = qEnvironmentVariableIsSet("SHUTTLER_REDUCE_MOTION");
    if (m_glyph == Glyph::Running && isVisible() && !still)
        m_timer.start(1000 / PicturesASecond, this);
    else
        m_timer.stop();
}

} // namespace shuttler::ui
