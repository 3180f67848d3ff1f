// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/shell/BackgroundJob.h"

namespace shuttler::ui {

/// The one thing that the window itself is changing now: a backup, an incident in Practice. Known by a title and by what closing
/// the window would mean for it.
class Task final : public QObject {
    Q_OBJECT
public:
    explicit Task(const Clock &clock, QObject *parent = nullptr) : QObject(parent), m_clock(clock), m_job(clock)
    {
        connect(&m_job, &BackgroundJob::stageBegan, this, &Task::stageBegan);
    }

    bool isRunning() const { return m_job.isRunning(); }
    QString title() const { return m_title; }
    /// "This stops the backup; it can start again from the beginning."
    QString closingMeans() const { return isRunning() ? m_closingMeans : QString(); }
    Micros elapsed() const { return m_clock.now() - m_since; }

    template <typename T>
    void start(const QString &title, const QString &closingMeans, std::function<Result<T>(Job &)> work,
               std::function<void(Result<T>)> finished)
    {
        m_title = title;
        m_closingMeans = closingMeans;
        m_since = m_clock.now();
        m_job.start<T>(std::move(work), this, [this, finished = std::move(finished)](Result<T> result) {
            emit ended();
            finished(std::move(result));
        });
        emit began();
    }

    void stopAndWait()
    {
        m_job.stop();
        m_job.wait();
    }

signals:
    void began();
    void stageBegan(const QString &name);
    void ended();

private:
    const Clock &m_clock;
    Instant m_since;
    QString m_title;
    QString m_closingMeans;
    BackgroundJob m_job;
};

} // namespace shuttler::ui
