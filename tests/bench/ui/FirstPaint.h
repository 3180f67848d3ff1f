// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/bench/ui/Figures.h"

#include <QCoreApplication>
#include <QEvent>
#include <QObject>
#include <QTextStream>
#include <QTimer>

#include <time.h>

namespace shuttler::bench {

inline qint64 monotonicMicros()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
}

/// Waits for the first picture of a window, then prints how long it took since `startedMicros` (when the program was started, on the
/// monotonic clock) and what memory is held a second later, and quits.
class FirstPaint final : public QObject {
public:
    FirstPaint(QObject *window, qint64 startedMicros) : m_started(startedMicros) { window->installEventFilter(this); }

protected:
    bool eventFilter(QObject *window, QEvent *event) override
    {
        if (event->type() == QEvent::UpdateRequest && !m_seen) {
            m_seen = true;
            // When this timer fires the window has painted.
            QTimer::singleShot(0, this, [this] {
                const double millis = double(monotonicMicros() - m_started) / 1000.0;
                QTimer::singleShot(1000, this, [millis] {
                    QTextStream(stdout) << millis << ' ' << residentBytes() << Qt::endl;
                    QCoreApplication::quit();
                });
            });
        }
        return QObject::eventFilter(window, event);
    }

private:
    qint64 m_started;
    bool m_seen = false;
};

} // namespace shuttler::bench
