// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Finding.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <mutex>

namespace shuttler::ui {

/// Carries the findings of a running job over to the GUI thread, those of one frame together: a thousand at once are shown by one
/// change. What has arrived is for the eye; what counts is in the run's record.
class FindingFeed final : public QObject {
    Q_OBJECT
public:
    explicit FindingFeed(QObject *parent = nullptr);

    /// For the job's thread. The job must end before this does.
    std::function<void(const Finding &)> sink();
    const QList<Finding> &arrived() const { return m_arrived; }
    /// Forgets them, and what is still on its way.
    void clear();

signals:
    void moreArrived();

private:
    void take();

    std::mutex m_mutex;
    QList<Finding> m_waiting; ///< Guarded by the mutex.
    QList<Finding> m_arrived;
    QTimer m_frame;
};

} // namespace shuttler::ui
