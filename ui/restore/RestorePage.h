// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/Ids.h"
#include "ui/shell/Console.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace shuttler::ui {

/// Get the data back: seven steps, one at a time (ui.md §5.5). Header and footer never scroll; the footer always says what has and
/// has not been changed. Idle until `start` or `resume`; either may be called again once no job runs.
class RestorePage final : public QWidget {
    Q_OBJECT
public:
    explicit RestorePage(const Console &console, QWidget *parent = nullptr);
    ~RestorePage() override;

    /// A new restore. `moment` is the last good second, preset in step 3; nothing: the newest sound backup is.
    void start(const EnvironmentName &environment, std::optional<Instant> moment);
    /// Goes on with a run where its journal says. Nothing is sent again.
    void resume(const RunId &run);

    bool hasRunningJob() const;
    /// What closing the window now would mean, in one sentence; empty while no job runs.
    QString closingMeans() const;
    /// Asks the running job to stop and waits until it has. The run can be resumed.
    void stopAndWait();

signals:
    void finished(); ///< The restore is done or undone, and the person is ready to leave.
    void leave();    ///< "Leave, finish later": everything is kept.

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace shuttler::ui
