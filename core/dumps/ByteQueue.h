// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"

#include <QByteArray>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace shuttler::dumps {

/// Bytes on their way from one thread to another; never more than a few MiB of them.
class ByteQueue {
public:
    /// Waits while the queue is full. Fault::Cancelled once nobody takes any more.
    Outcome put(QByteArrayView bytes);
    /// All was put, and all is whole. Has no effect after `fail`.
    void finish();
    /// What was put is of no use. The first one counts.
    void fail(Error error);
    /// Nobody takes any more.
    void close();

    /// Up to `most` bytes; waits for at least one. Zero after `finish`; the error after `fail`, whatever is left; Fault::Cancelled on stop.
    Result<qint64> take(char *buffer, qint64 most, Job &job);

private:
    static constexpr qint64 Room = 4 * 1024 * 1024;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<QByteArray> m_pieces;
    qint64 m_bytes = 0;      ///< In the pieces, but for those of the first that are taken.
    qsizetype m_taken = 0;   ///< Of the first piece.
    bool m_finished = false;
    bool m_closed = false;
    std::optional<Error> m_error;
};

} // namespace shuttler::dumps
