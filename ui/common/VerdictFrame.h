// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QFrame>

namespace shuttler::ui {

/// A card that says how things stand: by the bar at its left edge, and, when it is bad, by its colour too. The words are its owner's.
class VerdictFrame : public QFrame {
    Q_OBJECT
public:
    enum class Look { Ok, Warn, Bad, Unknown };
    explicit VerdictFrame(QWidget *parent = nullptr);
    void setVerdict(Look look);
    Look verdict() const { return m_look; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Look m_look = Look::Unknown;
};

} // namespace shuttler::ui
