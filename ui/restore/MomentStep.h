// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/MomentChoice.h"
#include "ui/restore/MomentRemark.h"
#include "ui/restore/MomentScale.h"
#include "ui/restore/StepPage.h"

#include <QTimer>

namespace shuttler::ui {

class ChoiceTile;
class GetAndLose;
class MomentView;
class Segments;
class WhenPanel;

/// Step 3: the last second at which the data was right.
class MomentStep final : public StepPage {
    Q_OBJECT
public:
    explicit MomentStep(RestoreSession &session);
    void refresh() override;
    void setNow(Instant now) override;
    void setNarrow(bool narrow) override;
    QWidget *firstField() override;
    GoOn goOn() const override;
    void next() override;

private:
    Card *makePicture();
    void addKeys();
    void begin();
    void showChoice();
    void showModes();
    void take();
    void moveTo(Instant moment);
    void step(int seconds);
    void setZoom(Zoom zoom);
    void useMode(bool exact);
    void markOrVisitFirstBad();
    bool isExact() const;
    std::optional<Instant> chosenMoment() const;
    Backup const *snapshot() const;

    ChoiceTile *m_exact;
    ChoiceTile *m_snapshot;
    MomentView *m_view;
    Segments *m_zoom = nullptr;
    QPushButton *m_firstBad;
    QPushButton *m_forgetBad;
    WhenPanel *m_when;
    GetAndLose *m_cards;
    std::optional<MomentChoice> m_choice;
    std::optional<MomentRemark> m_remark;
    MomentScale m_scale;
    std::optional<BackupId> m_backup; ///< The backup that was chosen last; nothing: the newest sound one.
    QTimer m_countSoon;
};

} // namespace shuttler::ui
