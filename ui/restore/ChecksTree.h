// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Finding.h"

#include <QWidget>

class QStandardItem;
class QStandardItemModel;
class QTreeView;

namespace shuttler::ui {

/// The checks in their groups. What did not pass stands first and is chosen; long lists of what passed are folded.
class ChecksTree final : public QWidget {
    Q_OBJECT
public:
    explicit ChecksTree(QWidget *parent = nullptr);
    void show(const QList<Finding> &findings);
    std::optional<Finding> current() const; ///< Nothing: a group or a fold is chosen.
    QTreeView *tree() const { return m_tree; }

signals:
    void currentChanged();

private:
    void fill();
    QList<QStandardItem *> rowFor(int index, int indent) const;
    QTreeView *m_tree;
    QStandardItemModel *m_model;
    QList<Finding> m_findings;
    QString m_shown;
};

} // namespace shuttler::ui
