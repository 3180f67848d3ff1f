// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/StepPage.h"

namespace shuttler::ui {

class StagesView;
class VerdictFrame;

/// A restore that is being taken back, or has been: a job with a result, like every other.
class UndoView final : public StepPage {
    Q_OBJECT
public:
    explicit UndoView(RestoreSession &session);
    void refresh() override;
    void setNow(Instant now) override;
    QWidget *firstField() override;
    GoOn goOn() const override;
    void next() override;
    bool canGoBack() const override { return false; }

private:
    bool isUndone() const;
    StatusGlyph *m_glyph;
    VerdictFrame *m_verdict = nullptr;
    TextLabel *m_verdictTitle;
    TextLabel *m_verdictText;
    StagesView *m_stages;
    QString m_stage;
};

} // namespace shuttler::ui
