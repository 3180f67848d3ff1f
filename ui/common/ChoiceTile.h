// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QRadioButton>

namespace shuttler::ui {

/// A radio button as a tile: what is chosen, and below it what that means.
class ChoiceTile final : public QRadioButton {
    Q_OBJECT
public:
    /// Framed tiles stand alone; unframed ones are lines in a card.
    enum class Frame { Tile, Line };
    ChoiceTile(const QString &objectName, const QString &title, Frame frame = Frame::Tile, QWidget *parent = nullptr);

    void setBelow(const QString &words);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool hitButton(const QPoint &at) const override { return rect().contains(at); }
    void paintEvent(QPaintEvent *event) override;

private:
    Frame m_frame;
    QString m_below;
};

} // namespace shuttler::ui
