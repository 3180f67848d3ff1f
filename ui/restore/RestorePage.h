// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/Ids.h"
#include "ui/shell/Console.h"

#include <QWidget>

#include <optional>

class QVBoxLayout;

namespace shuttler::ui {

class RestoreWalk;

/// Get the data back: seven steps, one at a time (ui.md §5.5). Idle until `start` or `resume`; either may be called again once no job
/// runs.
class RestorePage final : public QWidget {
    Q_OBJECT
public:
    explicit RestorePage(const Console &console, QWidget *parent = nullptr);
    ~RestorePage() override;

    /// A new restore. `moment` is the last good second, preset in step 3; nothing: the newest sound backup is.
    void start(const EnvironmentName &environment, std::optional<Instant> moment);
    /// Shows a run where its journal says. Nothing is sent before the person goes on.
    void resume(const RunId &run);

    bool isIdle() const { return m_walk == nullptr; } ///< Nothing was started, or it is finished.
    bool hasRunningJob() const;
    /// What closing the window now would mean, in one sentence; empty while no job runs.
    QString closingMeans() const;
    /// "Restore, step 4": what the running job is called elsewhere; empty while none runs.
    QString jobTitle() const;
    /// Asks the running job to stop and waits until it has. The run can be resumed.
    void stopAndWait();

signals:
    void finished(); ///< It is done, undone or given up before it began; the page is idle again.
    void leave();    ///< "Leave, finish later": everything is kept, a running job goes on.
    void jobChanged(); ///< Another answer of `hasRunningJob` or `jobTitle`.

private:
    RestoreWalk *renew();
    void dismiss();

    const Console &m_console;
    QVBoxLayout *m_room;
    QWidget *m_idle;
    RestoreWalk *m_walk = nullptr;
};

} // namespace shuttler::ui
