// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/timeline/MarkSprites.h"
#include "ui/timeline/TimelinePicture.h"

#include <QWidget>

namespace shuttler::ui {

/// What exists and how far back one can go, over time (ui.md §6). Drawn from sorted arrays: a frame costs what is seen, not what exists.
///
/// Keys: Left and Right move between the marks of a lane, Up and Down between lanes, Home shows everything, + and − zoom, Enter opens,
/// Shift+F10 asks for the menu. Dragging moves in time; the wheel does with Ctrl, so that the page still scrolls.
class TimelineView final : public QWidget {
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);
    ~TimelineView() override;

    void setPicture(TimelinePicture picture);
    const TimelinePicture &picture() const { return m_picture; }

    void setRange(Instant from, Instant until);
    void showLast(Micros span);  ///< Until a little after now.
    void showAll();
    void zoom(double factor, std::optional<Instant> around = {}); ///< Above 1: nearer. Around now when it is seen, else the middle.
    TimeScale scale() const;     ///< Of the range now seen.

    /// Which entry has the cursor; nothing when none does.
    std::optional<quint32> currentEntry() const;
    void setCurrentEntry(std::optional<quint32> entry); ///< Shows it when it lies outside the range.

    /// Where lanes and marks lie: also for assistive technology.
    int laneCount() const;                         ///< Bands included.
    int marksIn(int lane) const;
    quint32 entryAt(int lane, int index) const;
    QRect rectOf(int lane, int index) const;       ///< Empty when it is out of range.

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void currentChanged(std::optional<quint32> entry); ///< By the person.
    void opened(quint32 entry);                        ///< Enter, or a double click.
    void clicked(quint32 entry);
    void menuWanted(quint32 entry, const QPoint &globalAt);
    void rangeChanged(Instant from, Instant until);    ///< By the person.

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Cursor { int lane; int index; };

    bool hasBands() const { return !m_picture.bandTitle.isEmpty(); }
    const MarkLane *markLane(int lane) const;   ///< Null for the lane of bands.
    Instant momentOf(const Cursor &cursor) const;
    QRect plot() const;
    QRect laneRect(int lane) const;
    std::optional<Cursor> cursorOf(quint32 entry) const;
    std::optional<Cursor> hit(const QPoint &at) const;
    void moveCursor(std::optional<Cursor> cursor);
    void stepCursor(int steps);
    void stepLane(int steps);
    void reveal(Instant at);
    void setRangeByPerson(Instant from, Instant until);
    Instant oldest() const;

    void paintGrid(QPainter &painter, const TimeScale &scale) const;
    void paintBands(QPainter &painter, const TimeScale &scale) const;
    void paintBand(QPainter &painter, const TimeScale &scale, const TimelineBand &band) const;
    void paintLane(QPainter &painter, const TimeScale &scale, int lane) const;
    void paintGroups(QPainter &painter, const MarkLane &lane, const QList<MarkGroup> &groups, int middle) const;
    void paintLabel(QPainter &painter, const Mark &mark, const std::pair<double, double> &room, double x, int middle) const;
    void paintBeyond(QPainter &painter, const TimeScale &scale, const MarkLane &lane, int middle) const;
    void paintLines(QPainter &painter, const TimeScale &scale) const;

    TimelinePicture m_picture;
    mutable MarkSprites m_sprites;
    Instant m_from;
    Instant m_until;
    std::optional<Cursor> m_cursor;
    std::optional<QPoint> m_pressedAt;
    Instant m_fromAtPress;
    bool m_dragging = false;
};

/// Paints one mark, 11 px wide, in its shape and colour; for lanes, tables and legends alike.
void paintTimelineMark(QPainter &painter, const QRectF &square, MarkKind kind, quint8 severity = 0);

} // namespace shuttler::ui
