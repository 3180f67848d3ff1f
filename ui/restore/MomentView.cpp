// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/MomentView.h"

#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"
#include "ui/restore/MomentAccessible.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int StripHeight = 14;
constexpr int PlotTop = 36;
constexpr int AxisHeight = 24;
constexpr double SmallestBox = 10;

} // namespace

MomentView::MomentView(QWidget *parent) : QWidget(parent)
{
    installMomentAccessibility();
    setObjectName(u"rstMoment"_s);
    setAccessibleName(tr("Moment"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void MomentView::setListing(const BackupListing &listing)
{
    if (m_listing == listing)
        return;
    m_listing = listing;
    update();
}

void MomentView::setNow(Instant now)
{
    m_now = now;
}

void MomentView::setMoment(Instant moment)
{
    if (m_moment == moment)
        return;
    m_moment = moment;
    momentMoved(this);
    update();
}

void MomentView::setFirstBad(std::optional<Instant> firstBad)
{
    m_firstBad = firstBad;
    update();
}

void MomentView::setScale(const MomentScale &scale)
{
    if (m_scale == scale)
        return;
    m_scale = scale;
    update();
}

QString MomentView::valueText() const
{
    return HumanText::shown().spoken(m_moment);
}

QSize MomentView::sizeHint() const
{
    return QSize(scaled(600), scaled(150)); // It takes what is left over.
}

QSize MomentView::minimumSizeHint() const
{
    return QSize(scaled(320), scaled(150));
}

WindowScale MomentView::window() const
{
    const Instant earliest = m_listing.earliest().value_or(m_scale.from());
    const Instant latest = std::max(m_listing.latest().value_or(m_scale.until()), earliest + Seconds(1));
    return {earliest, latest};
}

QRectF MomentView::strip() const
{
    return QRectF(MomentScale::Inset, 2, width() - 2 * MomentScale::Inset, scaled(StripHeight));
}

QRectF MomentView::plot() const
{
    const double top = scaled(PlotTop);
    return QRectF(MomentScale::Inset, top, width() - 2 * MomentScale::Inset, height() - top - scaled(AxisHeight));
}

QRectF MomentView::box() const
{
    const WindowScale all = window();
    double left = std::clamp(all.xOf(m_scale.from(), width()), strip().left(), strip().right());
    double right = std::clamp(all.xOf(m_scale.until(), width()), strip().left(), strip().right());
    if (right - left < SmallestBox) {
        const double middle = std::clamp((left + right) / 2, strip().left() + SmallestBox / 2, strip().right() - SmallestBox / 2);
        left = middle - SmallestBox / 2;
        right = middle + SmallestBox / 2;
    }
    return QRectF(left, strip().top() - 3, right - left, strip().height() + 6);
}

void MomentView::moveBoxTo(double x)
{
    const WindowScale all = window();
    const Instant middle = all.at(x, width());
    const Instant wanted = std::clamp(m_moment + (middle - (m_scale.from() + spanOf(m_scale.zoom()) / 2)), all.earliest, all.latest);
    const Micros moved = wanted.flooredToSecond() - m_moment;
    if (moved == Micros(0))
        return;
    emit scaleWanted(m_scale.movedBy(moved));
    emit momentWanted(m_moment + moved);
}

void MomentView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    const QPointF at = event->position();
    if (at.y() < strip().bottom() + 6) {
        m_drag = Drag::Box;
        m_grip = box().contains(at) ? at.x() - box().center().x() : 0;
        moveBoxTo(at.x() - m_grip);
    } else {
        m_drag = Drag::Marker;
        emit momentWanted(m_scale.at(at.x(), width()));
    }
}

void MomentView::mouseMoveEvent(QMouseEvent *event)
{
    switch (m_drag) {
    case Drag::Marker: emit momentWanted(m_scale.at(event->position().x(), width())); break;
    case Drag::Box: moveBoxTo(event->position().x() - m_grip); break;
    case Drag::None: setCursor(box().contains(event->position()) ? Qt::SizeHorCursor : Qt::ArrowCursor); break;
    }
}

void MomentView::mouseReleaseEvent(QMouseEvent *event)
{
    m_drag = Drag::None;
    QWidget::mouseReleaseEvent(event);
}

void MomentView::keyPressEvent(QKeyEvent *event)
{
    const bool minute = event->modifiers() & Qt::ShiftModifier;
    const auto step = [this](int seconds) { emit momentWanted(m_moment + Seconds(seconds)); };
    switch (event->key()) {
    case Qt::Key_Left: return step(minute ? -60 : -1);
    case Qt::Key_Right: return step(minute ? 60 : 1);
    case Qt::Key_PageDown: return step(-m_scale.pageSeconds());
    case Qt::Key_PageUp: return step(m_scale.pageSeconds());
    case Qt::Key_Home: emit momentWanted(window().earliest.flooredToSecond() + Seconds(1)); return;
    case Qt::Key_End: emit momentWanted(window().latest.flooredToSecond()); return;
    case Qt::Key_Plus: emit zoomWanted(m_scale.zoom() == Zoom::Day ? Zoom::Hour : Zoom::FiveMinutes); return;
    case Qt::Key_Minus: emit zoomWanted(m_scale.zoom() == Zoom::FiveMinutes ? Zoom::Hour : Zoom::Day); return;
    default: QWidget::keyPressEvent(event);
    }
}

QString MomentView::wordsAt(const QPoint &at) const
{
    const HumanText &text = HumanText::shown();
    if (at.y() >= plot().top())
        return text.spoken(m_scale.at(at.x(), width()));
    const WindowScale all = window();
    for (const Backup &backup : m_listing.backups) {
        if (std::abs(all.xOf(backup.takenAt, width()) - at.x()) <= 4)
            return u"%1 %2\n%3"_s.arg(HumanText::kind(backup.kind), backup.id.toString(), text.spoken(backup.takenAt));
    }
    const Instant moment = all.at(at.x(), width());
    if (m_listing.windowAt(moment))
        return text.spoken(moment);
    for (const InstanceWindow &each : m_listing.windows) {
        if (const WindowGap *gap = each.window.gapAt(moment))
            return tr("Cannot be restored: %1").arg(gap->cause);
    }
    return tr("Cannot be restored");
}

bool MomentView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), wordsAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace shuttler::ui
