// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/StepPage.h"

class QStandardItemModel;
class QTreeView;

namespace shuttler::ui {

class BeforeSaving;
class GateCard;
class UrlDiff;

/// Step 5: DATABASE_URL is saved where the app will look for it. Behind the contents gate; the running app does not notice.
class PointStep final : public StepPage {
    Q_OBJECT
public:
    explicit PointStep(RestoreSession &session);
    void refresh() override;
    void entered() override;
    void setNarrow(bool narrow) override;
    QWidget *firstField() override;
    GoOn goOn() const override;
    void next() override;

private:
    Card *makeAddress();
    void showAddress(const RunRecord &run);
    void showParts(const QString &before, const QString &after);
    void showPointTrouble(const RunRecord &run);
    void askToSave();
    bool isSaved() const;
    bool gatePassed() const;

    GateCard *m_gate;
    QBoxLayout *m_columns;
    TextLabel *m_where = nullptr;
    Chip *m_changes;
    UrlDiff *m_diff;
    QTreeView *m_parts = nullptr;
    QStandardItemModel *m_partsModel;
    QPushButton *m_putBack;
    QPushButton *m_apply;
    BeforeSaving *m_before;
};

} // namespace shuttler::ui
