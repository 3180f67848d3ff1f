// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QWidget>

#include <optional>

namespace shuttler::ui {

/// How long something usually takes: the 10th to 90th percentile of the last runs.
struct UsualRange {
    Micros least{0};
    Micros most{0};
};
/// Nothing with fewer than three earlier runs.
std::optional<UsualRange> usualRange(QList<Micros> earlier);

/// Elapsed time against the usual range (ui.md §6): never a percentage, never an overflow. Without earlier runs it says so.
class EtaBar final : public QWidget {
    Q_OBJECT
public:
    explicit EtaBar(QWidget *parent = nullptr);
    void setUsual(std::optional<UsualRange> usual);
    void setElapsed(Micros elapsed);
    void setStart(const QString &words);     ///< Under the left end: "17:40:05 IST".
    void setStillReported(const QString &words); ///< Past the range: "Still reported as running by AWS, 12 s ago."
    QString text() const;                    ///< What it says, also to assistive technology.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<UsualRange> m_usual;
    Micros m_elapsed{0};
    QString m_start;
    QString m_stillReported;
};

} // namespace shuttler::ui
