// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/MomentScale.h"

#include <QSlider>

namespace shuttler::ui {

/// A slider over the seconds of a stretch, whose handle stands exactly below the marker of MomentView.
class MomentSlider final : public QSlider {
    Q_OBJECT
public:
    explicit MomentSlider(QWidget *parent = nullptr);

    void setScale(const MomentScale &scale);
    void setMoment(Instant moment);          ///< Says nothing.
    Instant moment() const { return m_moment; }
    QString valueText() const;
    QSize sizeHint() const override;

signals:
    void momentWanted(shuttler::Instant moment);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    MomentScale m_scale;
    Instant m_moment;
    bool m_telling = true;
};

} // namespace shuttler::ui
