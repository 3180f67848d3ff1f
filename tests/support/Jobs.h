// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"

#include <QStringList>

#include <mutex>

namespace shuttler::test {

/// A clock that moves only when someone sleeps or the test says so.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start = Instant::fromUnixSeconds(1'795'000'000)) : m_now(start) {}
    Instant now() const override { std::scoped_lock lock(m_mutex); return m_now; }
    Outcome sleepFor(Micros span, const std::stop_token &stop) const override;
    void advance(Micros span) { std::scoped_lock lock(m_mutex); m_now = m_now + span; }
    void set(Instant now) { std::scoped_lock lock(m_mutex); m_now = now; }

private:
    mutable std::mutex m_mutex;
    mutable Instant m_now;
};

/// Remembers everything it is told.
class RecordingProgress final : public Progress {
public:
    void stage(const QString &name) override { std::scoped_lock lock(m_mutex); m_stages.append(name); }
    void counted(qint64 done, qint64 total, const QString &unit) override;
    void line(const QString &text) override { std::scoped_lock lock(m_mutex); m_lines.append(text); }
    QStringList stages() const { std::scoped_lock lock(m_mutex); return m_stages; }
    QStringList lines() const { std::scoped_lock lock(m_mutex); return m_lines; }

private:
    mutable std::mutex m_mutex;
    QStringList m_stages;
    QStringList m_lines;
};

/// A job with the real clock that nobody stops and nobody listens to.
Job &testJob();

} // namespace shuttler::test
