// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/CheckQuestion.h"
#include "ui/restore/CheckRows.h"

#include <QWidget>

class QStandardItem;
class QStandardItemModel;
class QTreeView;

namespace shuttler::ui {

/// The checks in their groups. What did not pass stands first, long lists of what passed are folded. When findings come or change, only
/// their rows do: what the person has chosen stays chosen, and what they read stays where it is. As long as they have chosen nothing,
/// the first check that did not pass is.
class ChecksTree final : public QWidget {
    Q_OBJECT
public:
    explicit ChecksTree(QWidget *parent = nullptr);
    /// `asking`: what is being asked again; its rows say so.
    void show(const QList<Finding> &findings, Findings which, const std::optional<CheckQuestion> &asking = std::nullopt);
    std::optional<Finding> current() const; ///< Nothing: a group or a fold is chosen.
    QTreeView *tree() const { return m_tree; }

signals:
    void currentChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitColumns();
    void noteChoice(const QModelIndex &chosen);
    void choose(Findings which);
    QModelIndex find(const QString &key) const;
    QModelIndex firstNotPassed() const;

    QTreeView *m_tree;
    QStandardItemModel *m_model;
    QList<Finding> m_findings;
    QString m_chosen;       ///< The key of the row chosen last, also while it is not there.
    bool m_showing = false; ///< What is chosen now is not the person's choice.
};

} // namespace shuttler::ui
