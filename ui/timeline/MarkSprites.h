// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/timeline/TimelineEntry.h"

#include <QHash>
#include <QPixmap>

namespace shuttler::ui {

struct Theme;

/// Small pictures of marks and counts, painted once each: a lane of hundreds costs no more than copying them.
/// Forgets them all by itself when theme, text size or pixel ratio change.
class MarkSprites {
public:
    const QPixmap &mark(MarkKind kind, quint8 severity, double devicePixelRatio);
    const QPixmap &count(const QString &words, quint8 severity, double devicePixelRatio);

private:
    void keepFor(double devicePixelRatio);

    const Theme *m_theme = nullptr;
    int m_textSize = 0;
    double m_ratio = 0;
    QHash<int, QPixmap> m_marks;
    QHash<std::pair<QString, bool>, QPixmap> m_counts;
};

} // namespace shuttler::ui
