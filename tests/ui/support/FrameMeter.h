// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <time.h>

namespace shuttler::ui::test {

/// Looks on from within the event loop, every millisecond that it gets to: how long it was kept waiting, and how much of that the GUI
/// thread worked. What was worked is the same on a busy machine; how long it took is not.
class FrameMeter final : public QObject {
public:
    FrameMeter()
    {
        m_tick.setTimerType(Qt::PreciseTimer);
        m_tick.setInterval(1);
        connect(&m_tick, &QTimer::timeout, this, [this] {
            const double cpu = threadMillis();
            m_worked.append(cpu - m_cpu);
            m_waited.append(double(m_wall.nsecsElapsed()) / 1e6);
            m_wall.restart();
            m_cpu = cpu;
        });
    }
    void start()
    {
        m_waited.clear();
        m_worked.clear();
        m_cpu = threadMillis();
        m_wall.start();
        m_tick.start();
    }
    void stop() { m_tick.stop(); }
    const QList<double> &waited() const { return m_waited; } ///< Milliseconds by the clock between two looks.
    const QList<double> &worked() const { return m_worked; } ///< Milliseconds of this thread's processor time between the same.

private:
    static double threadMillis()
    {
        timespec now{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
    }

    QTimer m_tick;
    QElapsedTimer m_wall;
    double m_cpu = 0;
    QList<double> m_waited;
    QList<double> m_worked;
};

} // namespace shuttler::ui::test
