// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Environment.h"
#include "ui/common/Labels.h"

namespace shuttler::ui {

/// What is being restored since when, and the two ways out. Never scrolls.
class RestoreHeader final : public QWidget {
    Q_OBJECT
public:
    explicit RestoreHeader(QWidget *parent = nullptr);

    void setSubject(EnvironmentKind kind, const QString &instance);
    void setStarted(const QString &words);
    void setCancel(const QString &label, bool enabled); ///< Empty: there is nothing to cancel.
    void setLeave(bool possible);

signals:
    void leaveWanted();
    void cancelWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    EnvironmentLabel *m_kind;
    TextLabel *m_title;
    TextLabel *m_started;
    QPushButton *m_leave;
    QPushButton *m_cancel;
};

} // namespace shuttler::ui
