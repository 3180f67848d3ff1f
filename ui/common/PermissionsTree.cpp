// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/PermissionsTree.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/Labels.h"

#include <QHeaderView>
#include <QMap>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QStandardItem *fixed(const QString &text)
{
    auto *item = new QStandardItem(text);
    item->setEditable(false);
    return item;
}

QList<QStandardItem *> rowOf(const Account::Permission &permission)
{
    QStandardItem *right = fixed(permission.right);
    QStandardItem *name = fixed(permission.name);
    QStandardItem *found = fixed(permission.granted ? PermissionsTree::tr("Granted")
                                 : permission.tried ? PermissionsTree::tr("Missing")
                                                    : PermissionsTree::tr("Not tried"));
    right->setData(22, IndentRole);
    name->setData(true, MonoRole);
    name->setData(int(Tone::Second), ToneRole);
    found->setData(int(permission.granted ? Glyph::Ok : permission.tried ? Glyph::Warn : Glyph::Info), GlyphRole);
    const QString whole = QStringList{permission.right, permission.name, found->text(), permission.means}.join(u'\n').trimmed();
    for (QStandardItem *item : {right, name, found})
        item->setToolTip(whole);
    return {right, name, found};
}

} // namespace

PermissionsTree::PermissionsTree(const QString &objectName, QWidget *parent)
    : QWidget(parent), m_tree(groupTree(objectName, tr("What this sign-in may do"))), m_model(new QStandardItemModel(this))
{
    m_tree->setModel(m_model);
    m_tree->setItemsExpandable(false);
    auto *room = new QVBoxLayout(this);
    room->setContentsMargins(0, 0, 0, 0);
    room->addWidget(m_tree);
}

void PermissionsTree::clear()
{
    m_model->clear();
}

void PermissionsTree::show(const Account &account)
{
    static const QMap<int, QString> purposes = {
        {1, tr("sign in")}, {2, tr("see backups")}, {3, tr("choose the moment")}, {4, tr("restore to a new instance")},
        {5, tr("point the app at it")}, {6, tr("verify")}, {7, tr("cut over and clean up")}};
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Right"), tr("Its name there"), tr("Found")});
    QMap<int, QList<Account::Permission>> bySteps;
    for (const Account::Permission &permission : account.permissions)
        bySteps[permission.step].append(permission);
    for (auto it = bySteps.cbegin(); it != bySteps.cend(); ++it) {
        const bool all = std::all_of(it->cbegin(), it->cend(), [](const Account::Permission &p) { return !p.isMissing(); });
        QStandardItem *group = fixed(tr("Step %1").arg(it.key()));
        group->setData(int(all ? Glyph::Ok : Glyph::Warn), GlyphRole);
        group->setData(true, EmphasisRole);
        group->setData(true, GroupRole);
        group->setData(purposes.value(it.key()), BesideRole);
        group->setData(tr("Step %1, %2").arg(QString::number(it.key()), purposes.value(it.key())), Qt::AccessibleTextRole);
        for (const Account::Permission &permission : *it)
            group->appendRow(rowOf(permission));
        m_model->appendRow(group);
        m_tree->setFirstColumnSpanned(m_model->rowCount() - 1, {}, true);
    }
    m_tree->expandAll();
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    if (m_model->rowCount() > 0)
        m_tree->setCurrentIndex(m_model->index(0, 0));
}

QString summaryOf(const Account &account)
{
    int granted = 0;
    int missing = 0;
    int untried = 0;
    for (const Account::Permission &permission : account.permissions)
        ++(permission.granted ? granted : permission.isMissing() ? missing : untried);
    QStringList parts{PermissionsTree::tr("%1 granted").arg(granted)};
    if (missing > 0)
        parts.append(PermissionsTree::tr("%1 missing").arg(missing));
    if (untried > 0)
        parts.append(PermissionsTree::tr("%1 not tried").arg(untried));
    return parts.join(u", "_s);
}

} // namespace shuttler::ui
