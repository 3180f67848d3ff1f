// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/BackgroundJob.h"

#include <mutex>
#include <variant>

namespace shuttler::ui {

/// Carries progress over to the GUI thread. However fast the work reports, at most one delivery is under way, and of numbers that
/// follow each other only the newest is kept.
class BackgroundJob::Relay final : public Progress {
public:
    explicit Relay(BackgroundJob &job) : m_job(job) {}

    void stage(const QString &name) override { deliver(Stage{name}); }
    void counted(qint64 done, qint64 total, const QString &unit) override { deliver(Count{done, total, unit}); }
    void line(const QString &text) override { deliver(Line{text}); }

private:
    struct Stage { QString name; };
    struct Count { qint64 done; qint64 total; QString unit; };
    struct Line { QString text; };
    using Report = std::variant<Stage, Count, Line>;

    void deliver(Report report)
    {
        const std::scoped_lock lock(m_mutex);
        if (std::holds_alternative<Count>(report) && !m_waiting.isEmpty() && std::holds_alternative<Count>(m_waiting.last()))
            m_waiting.last() = std::move(report);
        else
            m_waiting.append(std::move(report));
        if (m_waiting.size() == 1)
            QMetaObject::invokeMethod(&m_job, [this] { flush(); }, Qt::QueuedConnection);
    }

    void flush()
    {
        QList<Report> reports;
        {
            const std::scoped_lock lock(m_mutex);
            reports.swap(m_waiting);
        }
        for (const Report &report : reports) {
            if (const auto *stage = std::get_if<Stage>(&report))
                emit m_job.stageBegan(stage->name);
            else if (const auto *count = std::get_if<Count>(&report))
                emit m_job.counted(count->done, count->total, count->unit);
            else if (const auto *line = std::get_if<Line>(&report))
                emit m_job.lineAdded(line->text);
        }
    }

    BackgroundJob &m_job;
    std::mutex m_mutex;
    QList<Report> m_waiting;
};

BackgroundJob::BackgroundJob(const Clock &clock, QObject *parent)
    : QObject(parent), m_clock(clock), m_relay(std::make_unique<Relay>(*this))
{
}

BackgroundJob::~BackgroundJob()
{
    stop();
    wait();
}

void BackgroundJob::stop()
{
    m_stop.request_stop();
}

void BackgroundJob::wait()
{
    if (m_thread.joinable())
        m_thread.join();
}

void BackgroundJob::run(std::function<void(Job &)> work, std::function<void()> finished)
{
    Q_ASSERT_X(!m_running, "BackgroundJob", "started while it runs");
    m_running = true;
    m_stop = std::stop_source();
    emit started();
    m_thread = std::thread([this, work = std::move(work), finished = std::move(finished), stop = m_stop.get_token()]() mutable {
        Job job{stop, *m_relay, m_clock};
        work(job);
        // Queued behind all progress, and forgotten together with this object.
        QMetaObject::invokeMethod(
            this,
            [this, finished = std::move(finished)] {
                wait();
                m_running = false;
                emit ended();
                finished();
            },
            Qt::QueuedConnection);
    });
}

} // namespace shuttler::ui
