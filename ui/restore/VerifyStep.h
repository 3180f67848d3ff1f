// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/EtaBar.h"
#include "ui/restore/StepPage.h"

class QMenu;

namespace shuttler::ui {

class CheckDetail;
class ChecksTree;
class ChecksVerdict;

/// Step 6: the new instance is checked before any user sees it. A failed check stops here, a warning has to be accepted. While they run
/// the findings are shown as they come; what counts is the record, which has them when all have come.
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
    void listen();
    void noteStage(const QString &stage);
    void noteCount(qint64 done, qint64 total, const QString &unit);
    void showVerdict();
    void showRunning();
    void showFindings();
    void showDetail();
    void showVerifyTrouble(const RunRecord &run);
    void runChecks(std::optional<CheckQuestion> only = std::nullopt);
    void runChosenAgain();
    void acceptFailures();
    const StepRecord *record() const;
    FindingSummary summary() const;
    bool isRunning() const;
    std::optional<CheckQuestion> asking() const; ///< The one question that is being asked again.
    bool isFilling() const;                      ///< All are being asked, and their answers come in.
    bool isSettledHere() const;
    bool canRunAgain() const;
    bool needsAllChecks() const;                 ///< What was found is nothing to go on with.

    ChecksVerdict *m_verdict;
    QBoxLayout *m_columns;
    ChecksTree *m_checks;
    CheckDetail *m_detail;
    QPushButton *m_more;
    QMenu *m_menu;
    QString m_stage;
    std::optional<CountedWork> m_counted; ///< Of the stage.
    Instant m_countBegan;
    bool m_goesOn = false; ///< The warnings were accepted in order to go on.
};

} // namespace shuttler::ui
