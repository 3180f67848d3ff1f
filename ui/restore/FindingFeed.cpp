// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/FindingFeed.h"

namespace shuttler::ui {

FindingFeed::FindingFeed(QObject *parent) : QObject(parent)
{
    constexpr std::chrono::milliseconds Frame(16);
    m_frame.setSingleShot(true);
    m_frame.setInterval(Frame);
    connect(&m_frame, &QTimer::timeout, this, &FindingFeed::take);
}

std::function<void(const Finding &)> FindingFeed::sink()
{
    return [this](const Finding &finding) {
        const std::scoped_lock lock(m_mutex);
        m_waiting.append(finding);
        if (m_waiting.size() == 1)
            QMetaObject::invokeMethod(&m_frame, qOverload<>(&QTimer::start), Qt::QueuedConnection);
    };
}

void FindingFeed::take()
{
    QList<Finding> fresh;
    {
        const std::scoped_lock lock(m_mutex);
        fresh.swap(m_waiting);
    }
    if (fresh.isEmpty())
        return;
    m_arrived += fresh;
    emit moreArrived();
}

void FindingFeed::clear()
{
    const std::scoped_lock lock(m_mutex);
    m_waiting.clear();
    m_arrived.clear();
}

} // namespace shuttler::ui
