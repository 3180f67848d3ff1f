// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/shell/BackgroundJob.h"
#include "ui/shell/Situation.h"

#include <QTimer>

namespace shuttler::ui {

/// Looks at the chosen environment again and again, and at once when asked to. One look at a time; of answers only those of the
/// environment that is still chosen are passed on.
class Watch final : public QObject {
    Q_OBJECT
public:
    explicit Watch(const Console &console, QObject *parent = nullptr);

    void watch(const EnvironmentName &name); ///< Empty: nobody.
    void setInterval(Seconds interval);
    void lookNow();
    bool isLooking() const { return m_job.isRunning(); }
    void stopAndWait();
    std::optional<Instant> nextLook() const;

signals:
    void looking();
    void seen(const shuttler::ui::Situation &situation);
    void failed(const shuttler::Error &error);

private:
    void finished(const EnvironmentName &name, Result<Situation> result);
    const Console &m_console;
    EnvironmentName m_name;
    bool m_again = false;
    QTimer m_timer;
    BackgroundJob m_job;
};

} // namespace shuttler::ui
