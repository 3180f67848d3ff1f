// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/RestoreSession.h"
#include "ui/restore/SafetyLine.h"

#include <QStackedWidget>
#include <QTimer>

namespace shuttler::ui {

class PracticeLine;
class RestoreFooter;
class RestoreHeader;
class StepList;
class StepPage;

/// The seven steps of one restore: header, list of steps, the step on screen, footer. Lives as long as the restore is looked at; a
/// new restore gets a new one, so that nothing of the last one is left.
class RestoreWalk final : public QWidget {
    Q_OBJECT
public:
    explicit RestoreWalk(const Console &console, QWidget *parent = nullptr);
    ~RestoreWalk() override;

    RestoreSession &session() { return m_session; }
    StepNumber shownStep() const;
    void show(StepNumber step);
    Drive drive() const;

signals:
    void finished();
    void leave();
    void resumeWanted(const shuttler::RunId &run);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addPages();
    void addKeys();
    StepPage *add(StepPage *page); ///< Takes it over.
    StepPage *pageFor(StepNumber step) const;
    StepPage *shownPage() const;
    StepNumber reached() const;
    void refresh();
    void refreshFrame();
    void goTo(StepNumber step);
    void goBack();
    void cancel();
    void fit();
    void giveFocus();

    RestoreSession m_session;
    QTimer m_second;
    RestoreHeader *m_header;
    PracticeLine *m_practiceLine;
    StepList *m_steps;
    QWidget *m_side;
    QStackedWidget *m_stack;
    RestoreFooter *m_footer;
    struct Pages;
    std::unique_ptr<Pages> m_pages;
    StepNumber m_reached = StepNumber::SignIn;
    bool m_narrow = false;
    bool m_landed = false;
    bool m_wantsFocus = true; ///< The step was entered and its first field was not there yet.
};

} // namespace shuttler::ui
