// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Labels.h"
#include "ui/overview/CoverageStrip.h"
#include "ui/overview/Verdict.h"

namespace shuttler::ui {

/// The verdict, large and first: shield, sentence, and the days behind it. When the promise is broken, the three rows and the
/// buttons that mend it.
class VerdictCard final : public QFrame {
    Q_OBJECT
public:
    explicit VerdictCard(QWidget *parent = nullptr);
    void setVerdict(const OverviewVerdict &verdict, bool canMend);
    void setNarrow(bool narrow);

signals:
    void mendWanted();      ///< "Set retention to 30 days"
    void causeWanted();     ///< "Show in Activity"

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Standing m_standing = Standing::NotKnown;
    QWidget *m_shield;
    TextLabel *m_title;
    TextLabel *m_text;
    QWidget *m_rows;
    TextLabel *m_happened;
    TextLabel *m_means;
    TextLabel *m_todo;
    QPushButton *m_fix;
    QPushButton *m_cause;
    QWidget *m_days;
    CoverageStrip *m_strip;
    TextLabel *m_lastDays;
    TextLabel *m_covered;
};

} // namespace shuttler::ui
