// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QComboBox>
#include <QTimeZone>

namespace shuttler::ui {

/// In which zone a wall clock is read: the shown zone, this computer's, UTC, and every other one, found by typing a part of its name.
class ZoneCombo final : public QComboBox {
    Q_OBJECT
public:
    explicit ZoneCombo(QWidget *parent = nullptr);
    /// Names the first ones with their offset at that moment.
    void setMoment(Instant moment);
    QTimeZone zone() const;
    void choose(const QTimeZone &zone);

signals:
    void zoneChosen(const QTimeZone &zone);

private:
    void nameZones();
    Instant m_moment;
    int m_known = 0; ///< How many stand above the line.
};

} // namespace shuttler::ui
