// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDateTimeEdit>

namespace shuttler::ui {

/// A date and a time as some clock on some wall shows them, without any zone: QDateTimeEdit of Qt 6.4 would move or drop readings
/// around a change of clocks. Whoever asks converts (core/domain/ZoneClock).
class WallClockEdit final : public QDateTimeEdit {
    Q_OBJECT
public:
    explicit WallClockEdit(QWidget *parent = nullptr);

    void setReading(const QDateTime &wall); ///< Says nothing; leaves the cursor where it is when nothing changes.
    void setBad(bool bad);                  ///< What it shows cannot be had.

signals:
    void readingTyped(const QDateTime &wall);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_bad = false;
};

} // namespace shuttler::ui
