// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"

#include <QAbstractListModel>
#include <QListView>

namespace shuttler::ui {

/// One of the seven steps as the list shows it.
struct StepLine {
    StepNumber number = StepNumber::SignIn;
    QString title;
    QStringList result;              ///< Below the title; at most two lines.
    StepState state = StepState::ToDo;
    bool shown = false;              ///< It is the one on screen.
    bool canBeOpened = false;
    friend bool operator==(const StepLine &, const StepLine &) = default;
};

/// The seven steps; of a new state only the rows that differ change.
class StepListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setLines(const QList<StepLine> &lines);
    const QList<StepLine> &lines() const { return m_lines; }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    QList<StepLine> m_lines;
};

/// The list beside the step. As marks only their numbers, with the titles as tool tips.
class StepList final : public QListView {
    Q_OBJECT
public:
    explicit StepList(QWidget *parent = nullptr);
    void setLines(const QList<StepLine> &lines);
    void setMarksOnly(bool marks);
    bool marksOnly() const { return m_marksOnly; }
    const QList<StepLine> &lines() const { return m_model->lines(); }

signals:
    void opened(shuttler::StepNumber step);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void open(const QModelIndex &index);
    StepListModel *m_model;
    bool m_marksOnly = false;
};

} // namespace shuttler::ui
