// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/StepPage.h"

class QComboBox;

namespace shuttler::ui {

class ChoiceTile;
class DoneCard;
class StagesView;

/// Step 7: the app takes up the new instance; what becomes of the old one is decided. Holding it is the way back.
class CutOverStep final : public StepPage {
    Q_OBJECT
public:
    explicit CutOverStep(RestoreSession &session);
    void refresh() override;
    void setNow(Instant now) override;
    QWidget *firstField() override;
    GoOn goOn() const override;
    void next() override;
    bool canGoBack() const override;

private:
    Card *makeTraffic();
    Card *makeOld();
    Card *makeBack();
    void showOld(const RunRecord &run);
    void showCutOverTrouble(const RunRecord &run);
    void cutOver(OldInstance old);
    bool isRunning() const;
    bool moves() const;
    bool retireSettled() const;
    std::chrono::hours holdHours() const;

    DoneCard *m_done;
    StagesView *m_traffic;
    Chip *m_trafficState;
    Card *m_old;
    ChoiceTile *m_hold;
    ChoiceTile *m_destroy;
    QComboBox *m_holdHours;
    TextLabel *m_oldText;
    QPushButton *m_destroyNow;
    Card *m_backCard;
    TextLabel *m_backText;
    QPushButton *m_rollBack;
};

} // namespace shuttler::ui
