// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace shuttler::ui {

/// Runs one blocking call of core on a thread of its own, hands its progress and its result back to the GUI thread, and forgets them
/// when whoever asked is gone. All of it is used from the GUI thread.
///
/// One at a time: `start` while it runs is a defect. Destroying it asks the work to stop and waits for it, so that the work never
/// outlives what it uses.
class BackgroundJob final : public QObject {
    Q_OBJECT
public:
    explicit BackgroundJob(const Clock &clock, QObject *parent = nullptr);
    ~BackgroundJob() override;

    bool isRunning() const { return m_running; }
    /// Asks the work to end soon. It still finishes, as a rule with Fault::Cancelled.
    void stop();
    bool isStopping() const { return m_running && m_stop.stop_requested(); }
    /// Blocks until the work has ended. `finished` is still called later, from the event loop.
    void wait();

    /// `work` runs on the thread; `finished` is called on the GUI thread, or never, when `receiver` has died by then.
    template <typename T>
    void start(std::function<Result<T>(Job &)> work, QObject *receiver, std::function<void(Result<T>)> finished)
    {
        auto result = std::make_shared<std::optional<Result<T>>>();
        run([work = std::move(work), result](Job &job) { result->emplace(work(job)); },
            [result, receiver = QPointer<QObject>(receiver), finished = std::move(finished)] {
                if (receiver)
                    finished(std::move(**result));
            });
    }

signals:
    void started();
    void stageBegan(const QString &name);
    void counted(qint64 done, qint64 total, const QString &unit); ///< The newest only: numbers in between may be skipped.
    void lineAdded(const QString &text);
    void ended();                                                 ///< Before `finished` is called.

private:
    class Relay;
    void run(std::function<void(Job &)> work, std::function<void()> finished);

    const Clock &m_clock;
    std::unique_ptr<Relay> m_relay;
    std::stop_source m_stop;
    std::thread m_thread;
    bool m_running = false;
};

} // namespace shuttler::ui
