// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"
#include "ui/common/Labels.h"

class QStandardItemModel;
class QTreeView;

namespace shuttler::ui {

/// The settings of the new instance beside those of the old one, from the record of their comparison.
class SettingsCard final : public QWidget {
    Q_OBJECT
public:
    explicit SettingsCard(QWidget *parent = nullptr);
    void show(const StepRecord *compared, const InstanceId &old);

private:
    void fill(const QList<Finding> &settings);
    QTreeView *m_tree;
    QStandardItemModel *m_model;
    TextLabel *m_note;
    QString m_shown;
};

} // namespace shuttler::ui
