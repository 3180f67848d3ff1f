// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/timeline/TimelineEntry.h"

#include <QSet>
#include <QWidget>

class QHBoxLayout;

namespace shuttler::ui {

/// What the marks mean: each shape with its word. Only kinds that can be seen are named.
class TimelineLegend final : public QWidget {
    Q_OBJECT
public:
    explicit TimelineLegend(QWidget *parent = nullptr);
    void setKinds(const QSet<MarkKind> &kinds);
    static QString wordFor(MarkKind kind);

private:
    QHBoxLayout *m_row;
    QSet<MarkKind> m_kinds;
};

} // namespace shuttler::ui
