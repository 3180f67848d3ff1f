// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/StepPage.h"

class QMenu;

namespace shuttler::ui {

class CheckDetail;
class ChecksTree;
class ChecksVerdict;

/// Step 6: the new instance is checked before any user sees it. A failed check stops here, a warning has to be accepted.
class VerifyStep final : public StepPage {
    Q_OBJECT
public:
    explicit VerifyStep(RestoreSession &session);
    void refresh() override;
    void entered() override;
    void setNow(Instant now) override;
    void setNarrow(bool narrow) override;
    QWidget *firstField() override;
    GoOn goOn() const override;
    void next() override;
    QList<QPushButton *> footerButtons() const override { return {m_more}; }
    bool offers(const QPushButton *button) const override;

private:
    void showVerdict(const StepRecord &verified);
    void showDetail();
    void showVerifyTrouble(const RunRecord &run);
    void runChecks();
    void acceptFailures();
    const StepRecord *record() const;
    FindingSummary summary() const;
    bool isRunning() const;
    bool isSettledHere() const;

    ChecksVerdict *m_verdict;
    QBoxLayout *m_columns;
    ChecksTree *m_checks;
    CheckDetail *m_detail;
    QPushButton *m_more;
    QMenu *m_menu;
    QString m_stage;
    bool m_goesOn = false; ///< The warnings were accepted in order to go on.
};

} // namespace shuttler::ui
