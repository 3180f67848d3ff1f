// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/StepPage.h"

class QPlainTextEdit;

namespace shuttler::ui {

class EtaBar;
class SettingsCard;
class StagesView;

/// Step 4 while it runs and after: the new instance is made. Elapsed time against the usual range, the acts, the settings compared,
/// the far side's own words.
class RestoreStepPage final : public StepPage {
    Q_OBJECT
public:
    explicit RestoreStepPage(RestoreSession &session);
    void refresh() override;
    void setNow(Instant now) override;
    void setNarrow(bool narrow) override;
    QWidget *firstField() override;
    GoOn goOn() const override;
    void next() override;
    bool canGoBack() const override { return false; }
    QList<QPushButton *> footerButtons() const override { return {m_stop}; }
    bool offers(const QPushButton *button) const override;

private:
    Card *makeHead();
    Card *makeStages();
    Card *makeLog();
    void listen();
    void showHead(const RunRecord &run);
    void showRunTrouble(const RunRecord &run);
    void showElapsed(Instant now);
    void askToAcceptSettings();
    void addLine(const QString &words);
    bool restsInThisStep() const;

    QBoxLayout *m_columns;
    TextLabel *m_from = nullptr;
    TextLabel *m_fromBelow = nullptr;
    TextLabel *m_to = nullptr;
    TextLabel *m_toBelow = nullptr;
    EtaBar *m_eta;
    StagesView *m_stages;
    Chip *m_count;
    SettingsCard *m_settings;
    QPlainTextEdit *m_log;
    QPushButton *m_stop;
    QString m_stage;
};

} // namespace shuttler::ui
