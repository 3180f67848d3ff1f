// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/BackupListing.h"
#include "ui/restore/MomentScale.h"

#include <QWidget>

namespace shuttler::ui {

/// The moment in its surroundings (ui.md §6): above, all that can be restored to, with a box around the stretch that is shown below;
/// below, what would be restored and what would not.
///
/// Keys: Left and Right step a second, with Shift a minute; Page Up and Down a tenth of the stretch; Home and End to the earliest and
/// latest moment; + and − zoom. Dragging the box takes the moment along.
class MomentView final : public QWidget {
    Q_OBJECT
public:
    explicit MomentView(QWidget *parent = nullptr);

    void setListing(const BackupListing &listing);
    void setNow(Instant now);
    void setMoment(Instant moment);
    void setFirstBad(std::optional<Instant> firstBad);
    void setScale(const MomentScale &scale);
    const MomentScale &scale() const { return m_scale; }
    Instant moment() const { return m_moment; }
    /// "18 November 2026 17:12:06 IST, 11:42:06 UTC"
    QString valueText() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void momentWanted(shuttler::Instant moment);
    void scaleWanted(const shuttler::ui::MomentScale &scale);
    void zoomWanted(shuttler::ui::Zoom zoom);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    enum class Drag { None, Marker, Box };

    WindowScale window() const;
    QRectF strip() const;
    QRectF plot() const;
    QRectF box() const;
    void moveBoxTo(double x);
    QString wordsAt(const QPoint &at) const;
    void paintStrip(QPainter &painter) const;
    void paintPlot(QPainter &painter) const;
    void paintStretches(QPainter &painter) const;
    void paintTicks(QPainter &painter) const;
    void paintCallouts(QPainter &painter) const;

    BackupListing m_listing;
    Instant m_now;
    Instant m_moment;
    std::optional<Instant> m_firstBad;
    MomentScale m_scale;
    Drag m_drag = Drag::None;
    double m_grip = 0; ///< Where in the box it was taken.
};

} // namespace shuttler::ui
