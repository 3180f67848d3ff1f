// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/Watch.h"

namespace shuttler::ui {

Watch::Watch(const Console &console, QObject *parent) : QObject(parent), m_console(console), m_job(console.clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Watch::lookNow);
    setInterval(Seconds(60));
}

void Watch::watch(const EnvironmentName &name)
{
    m_name = name;
    m_timer.stop();
    if (!name.isEmpty())
        lookNow();
}

void Watch::setInterval(Seconds interval)
{
    m_timer.setInterval(std::chrono::duration_cast<std::chrono::milliseconds>(interval));
}

void Watch::lookNow()
{
    if (m_name.isEmpty())
        return;
    if (m_job.isRunning()) {
        m_again = true; // Whoever asks now wants to see what is true after now.
        return;
    }
    m_again = false;
    m_timer.stop();
    emit looking();
    const EnvironmentName name = m_name;
    const Console &console = m_console;
    m_job.start<Situation>([&console, name](Job &job) { return lookAt(console, name, job); }, this,
                           [this, name](Result<Situation> result) { finished(name, std::move(result)); });
}

void Watch::finished(const EnvironmentName &name, Result<Situation> result)
{
    if (name == m_name) {
        if (result)
            emit seen(*result);
        else
            emit failed(result.error());
    }
    if (m_again || name != m_name)
        lookNow();
    else
        m_timer.start();
}

void Watch::stopAndWait()
{
    m_timer.stop();
    m_name = EnvironmentName();
    m_job.stop();
    m_job.wait();
}

std::optional<Instant> Watch::nextLook() const
{
    if (!m_timer.isActive())
        return std::nullopt;
    return m_console.clock.now() + std::chrono::milliseconds(m_timer.remainingTime());
}

} // namespace shuttler::ui
