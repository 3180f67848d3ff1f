// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Labels.h"
#include "ui/restore/MomentChoice.h"
#include "ui/restore/MomentRemark.h"
#include "ui/restore/MomentScale.h"

namespace shuttler::ui {

class MomentSlider;
class WallClockEdit;
class ZoneCombo;

/// Slider, nudges, wall clock and zone: every way to move the moment but the picture, and what is to be said about where it stands.
class WhenPanel final : public QFrame {
    Q_OBJECT
public:
    explicit WhenPanel(QWidget *parent = nullptr);

    void setScale(const MomentScale &scale);
    void show(const MomentChoice &choice, const std::optional<MomentRemark> &remark, Instant now);
    void setNow(const MomentChoice &choice, Instant now);
    void setNarrow(bool narrow);
    QWidget *firstField() const;
    QTimeZone zone() const;

signals:
    void stepped(int seconds);
    void momentWanted(shuttler::Instant moment);
    void typed(const QDateTime &wall);
    void zoneChosen(const QTimeZone &zone);
    void latestWanted();
    void firstMeant();
    void secondMeant();

private:
    void arrange();
    void showDoubt(const MomentChoice &choice, const std::optional<MomentRemark> &remark);
    void askWhichPass(const ZoneClock::Two &both, const ZoneClock &clock);
    QHBoxLayout *sayInDoubt(Glyph glyph, const QString &words);
    void offer(QHBoxLayout *row, const QString &name, const QString &label, Instant moment);

    MomentSlider *m_slider;
    ZoneCombo *m_zone;
    WallClockEdit *m_when;
    QList<QPushButton *> m_back;
    QList<QPushButton *> m_forth;
    TextLabel *m_utc;
    QPushButton *m_latest;
    QHBoxLayout *m_rows[2];
    QWidget *m_doubt;
    QVBoxLayout *m_doubtRoom;
    QString m_doubtShown;
    bool m_narrow = false;
};

} // namespace shuttler::ui
