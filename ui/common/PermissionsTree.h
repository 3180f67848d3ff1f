// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"

#include <QWidget>

class QStandardItemModel;
class QTreeView;

namespace shuttler::ui {

/// What a sign-in may do, step by step: each right with its name at the provider, and whether it is granted, missing, or was not tried
/// because only doing it would tell.
class PermissionsTree final : public QWidget {
    Q_OBJECT
public:
    explicit PermissionsTree(const QString &objectName, QWidget *parent = nullptr);
    void show(const Account &account);
    void clear();
    QTreeView *tree() const { return m_tree; }

private:
    QTreeView *m_tree;
    QStandardItemModel *m_model;
};

/// "8 granted, 1 missing, 4 not tried"
QString summaryOf(const Account &account);

} // namespace shuttler::ui
