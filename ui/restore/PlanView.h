// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/StepPage.h"

class QCheckBox;
class QLineEdit;

namespace shuttler::ui {

/// The head of step 4, before anything is done: every call that will be made, in words. Nothing else is executed.
class PlanView final : public StepPage {
    Q_OBJECT
public:
    explicit PlanView(RestoreSession &session);
    void refresh() override;
    void entered() override;
    void setNarrow(bool narrow) override;
    QWidget *firstField() override;
    GoOn goOn() const override;
    void next() override;

private:
    Card *makeHead();
    void showPlan(const Plan &plan);
    void takeName();

    TextLabel *m_from = nullptr;
    QLineEdit *m_target;
    QCheckBox *m_moves;
    TextLabel *m_movesNote;
    QBoxLayout *m_columns;
    Card *m_steps;
    QVBoxLayout *m_sentences;
    Card *m_get;
    QVBoxLayout *m_getSentences;
    QVBoxLayout *m_loseSentences;
    std::optional<Plan> m_shown;
};

} // namespace shuttler::ui
