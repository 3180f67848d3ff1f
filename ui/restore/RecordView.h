// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/StepPage.h"

namespace shuttler::ui {

class StagesView;

/// Steps 1 to 3 of a restore that is on its way: what they did, to be read. Nothing can be changed any more.
class RecordView final : public StepPage {
    Q_OBJECT
public:
    RecordView(RestoreSession &session, StepNumber number);
    void refresh() override;
    QWidget *firstField() override;
    GoOn goOn() const override;
    void next() override;

private:
    StagesView *m_stages;
    QVBoxLayout *m_details;
    QString m_shown;
};

} // namespace shuttler::ui
