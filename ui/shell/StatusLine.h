// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Labels.h"
#include "ui/shell/Situation.h"

#include <QStatusBar>

namespace shuttler::ui {

/// The bottom edge: connection, how fresh the data is, the running job, both clocks.
class StatusLine final : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setConnection(const QString &words, bool connected);
    void setFreshness(const QString &words);
    void setJob(const QString &words);   ///< Empty: none runs.
    void setNow(Instant now);

signals:
    void jobClicked();

protected:
    void changeEvent(QEvent *event) override;

private:
    QLabel *m_plug;
    TextLabel *m_connection;
    TextLabel *m_freshness;
    QPushButton *m_job;
    TextLabel *m_utc;
    TextLabel *m_local;
    TextLabel *m_localZone;
};

} // namespace shuttler::ui
