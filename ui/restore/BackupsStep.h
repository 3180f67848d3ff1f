// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/StepPage.h"

class QComboBox;
class QTableView;

namespace shuttler::ui {

class BackupsModel;

/// Step 2: everything this database can be restored from. The best one is chosen; the person can take another.
class BackupsStep final : public StepPage {
    Q_OBJECT
public:
    explicit BackupsStep(RestoreSession &session);
    void refresh() override;
    void entered() override;
    QWidget *firstField() override;
    GoOn goOn() const override;
    void next() override;
    QList<QPushButton *> footerButtons() const override { return {m_again}; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showSources();
    void showTiles();
    void showRows();
    void showRemarks();
    void choose(int row);
    void fitColumns();
    InstanceId source() const;

    QComboBox *m_source;
    TextLabel *m_damage;
    StatusGlyph *m_damageGlyph;
    QHBoxLayout *m_tiles;
    TextLabel *m_counts = nullptr;
    QTableView *m_table = nullptr;
    BackupsModel *m_model;
    QFrame *m_foot = nullptr;
    StatusGlyph *m_footGlyph;
    TextLabel *m_remarks;
    QPushButton *m_again;
    bool m_choosing = false;
};

} // namespace shuttler::ui
