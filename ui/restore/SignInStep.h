// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/StepPage.h"

namespace shuttler::ui {

class PermissionsTree;

/// Step 1: who we are, and whether everything this restore will need may be done. Nothing is changed.
class SignInStep final : public StepPage {
    Q_OBJECT
public:
    explicit SignInStep(RestoreSession &session);
    void refresh() override;
    void setNarrow(bool narrow) override;
    QWidget *firstField() override;
    GoOn goOn() const override;
    void next() override;
    QList<QPushButton *> footerButtons() const override { return {m_again}; }

signals:
    void resumeWanted(const shuttler::RunId &run); ///< The one that is open already.

private:
    void showSignIns(const Account &account);
    void showMissing(const Account &account);
    Card *makeSignIns();
    Card *makeRights();

    QBoxLayout *m_cards;
    QVBoxLayout *m_signIns = nullptr;
    PermissionsTree *m_rights = nullptr;
    TextLabel *m_checked = nullptr;
    QFrame *m_missing = nullptr;
    TextLabel *m_missingTitle;
    TextLabel *m_missingMeans;
    QPushButton *m_copy;
    QPushButton *m_again;
    int m_shownAnswer = 0; ///< Which one the cards show.
};

} // namespace shuttler::ui
