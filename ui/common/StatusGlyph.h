// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Backup.h"
#include "core/domain/RunRecord.h"

#include <QBasicTimer>
#include <QWidget>

class QPainter;

namespace shuttler::ui {

/// A state as a shape (ui.md §2). The word always follows the glyph: colour alone never carries meaning.
enum class Glyph { None, Ok, Warn, Bad, Info, Due, Running, ToDo, Skipped, Held };

Glyph glyphFor(StepState state);
Glyph glyphFor(Verdict verdict);
Glyph glyphFor(BackupHealth health);
Glyph glyphFor(InstancePhase phase);

/// Paints it into the square, crisp at any scale. `turn` (0 to 1) turns the running ring.
void paintGlyph(QPainter &painter, const QRectF &square, Glyph glyph, double turn = 0);
QPixmap glyphPixmap(Glyph glyph, int size, double devicePixelRatio);

/// The glyph as a widget of 13 to 32 px. The running ring turns at 12 pictures a second, unless motion is not wanted.
class StatusGlyph final : public QWidget {
    Q_OBJECT
public:
    explicit StatusGlyph(Glyph glyph, int size = 13, QWidget *parent = nullptr);
    void setGlyph(Glyph glyph);
    Glyph glyph() const { return m_glyph; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void turnWhileSeen();
    Glyph m_glyph;
    int m_size;
    double m_turn = 0;
    QBasicTimer m_timer;
};

} // namespace shuttler::ui
