// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/ErrorCard.h"
#include "ui/shell/BackgroundJob.h"
#include "ui/shell/Console.h"

#include <QElapsedTimer>
#include <QTimer>

class QStackedWidget;

namespace shuttler::ui {

class Card;
class StatusGlyph;
class TextLabel;

/// The first thing a person sees: what this is for, and two ways to begin (ui.md §12). Practice needs no input at all.
class FirstRunPage final : public QWidget {
    Q_OBJECT
public:
    explicit FirstRunPage(const Console &console, QWidget *parent = nullptr);

    static EnvironmentName practiceName();
    void startPractice();
    bool isMakingPractice() const { return m_job.isRunning(); }
    void stopAndWait();
    /// Where to begin: on the primary button.
    void enter();
    /// Offered when there are environments to go back to.
    void setCanLeave(bool canLeave);

signals:
    void practiceReady(const shuttler::PracticeStatus &status);
    void environmentAdded(const shuttler::EnvironmentName &name);
    void left();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makePitch();
    QWidget *makePracticeCard();
    QWidget *makeConnectCard();
    void connectTo(const QString &provider, QPushButton *from);
    void practiceFinished(Result<PracticeStatus> result);
    void showProgress(bool running);
    void tick();

    const Console &m_console;
    QWidget *m_pitch = nullptr;
    QWidget *m_choices;
    Card *m_practiceCard;
    QPushButton *m_practice;
    QPushButton *m_cancel;
    QList<QPushButton *> m_connect; ///< One of each kind of provider.
    QPushButton *m_leave;
    QWidget *m_progress;
    StatusGlyph *m_ring;
    TextLabel *m_stage;
    TextLabel *m_elapsed;
    TextLabel *m_note;
    ErrorCard *m_error;
    QElapsedTimer m_since;
    QTimer m_seconds;
    BackgroundJob m_job;
};

} // namespace shuttler::ui
