// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/ByteQueue.h"

#include <algorithm>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;

Outcome ByteQueue::put(QByteArrayView bytes)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_closed || m_error || m_bytes < Room; });
    if (m_closed || m_error)
        return Error(Fault::Cancelled, u"Nobody takes the dump any more."_s);
    if (!bytes.isEmpty())
        m_pieces.push_back(bytes.toByteArray());
    m_bytes += bytes.size();
    m_changed.notify_all();
    return Done{};
}

void ByteQueue::finish()
{
    const std::scoped_lock lock(m_mutex);
    m_finished = true;
    m_changed.notify_all();
}

void ByteQueue::fail(Error error)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_error)
        m_error = std::move(error);
    m_changed.notify_all();
}

void ByteQueue::close()
{
    const std::scoped_lock lock(m_mutex);
    m_closed = true;
    m_changed.notify_all();
}

Result<qint64> ByteQueue::take(char *buffer, qint64 most, Job &job)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, job.stop, [&] { return m_error || m_finished || !m_pieces.empty(); });
    if (m_error)
        return *m_error;
    if (Outcome wanted = job.checkStop(); !wanted)
        return std::move(wanted).error();
    if (m_pieces.empty())
        return qint64(0);
    const QByteArray &piece = m_pieces.front();
    const qint64 count = std::min<qint64>(most, piece.size() - m_taken);
    std::copy_n(piece.constData() + m_taken, count, buffer);
    m_taken += count;
    m_bytes -= count;
    if (m_taken == piece.size()) {
        m_pieces.pop_front();
        m_taken = 0;
    }
    m_changed.notify_all();
    return count;
}

} // namespace shuttler::dumps
