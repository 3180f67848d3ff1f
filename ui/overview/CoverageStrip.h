// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Coverage.h"

#include <QWidget>

namespace shuttler::ui {

/// The promised days as cells, oldest left: full any second, half-filled backup only, hatched nothing (ui.md §1).
class CoverageStrip final : public QWidget {
    Q_OBJECT
public:
    explicit CoverageStrip(QWidget *parent = nullptr);
    void setCoverage(const Coverage &coverage);
    void setKnown(bool known);    ///< Old data is drawn grey.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF cell(qsizetype day) const;
    Coverage m_coverage;
    bool m_known = true;
};

} // namespace shuttler::ui
