// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/SafetyLine.h"
#include "ui/restore/StepPage.h"

namespace shuttler::ui {

class IconWidget;

/// What has and has not been changed, in its one fixed place, and the way on. Never scrolls.
class RestoreFooter final : public QWidget {
    Q_OBJECT
public:
    explicit RestoreFooter(QWidget *parent = nullptr);

    void setSafety(const SafetyLine &line);
    void setBack(bool possible);
    void setGoOn(const GoOn &goOn);
    /// Buttons of a step, shown between "Back" and the way on while it is on screen. The footer takes them over.
    void adopt(const QList<QPushButton *> &buttons);
    QPushButton *nextButton() const { return m_next; }

signals:
    void backWanted();
    void nextWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    IconWidget *m_shield; ///< Whole while there is a way back.
    TextLabel *m_words;
    QHBoxLayout *m_row;
    QPushButton *m_back;
    QPushButton *m_next;
};

} // namespace shuttler::ui
