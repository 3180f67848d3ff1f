// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/ChecksTree.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/Labels.h"
#include "ui/restore/CheckTreeRows.h"
#include "ui/restore/StepPage.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTreeView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// Keeps the row at the upper edge there, whatever comes before it. At the very top nobody has gone anywhere yet.
class ScrollAnchor {
public:
    explicit ScrollAnchor(QTreeView *tree)
        : m_tree(tree), m_first(tree->verticalScrollBar()->value() > 0 ? tree->indexAt(QPoint(1, 1)) : QModelIndex())
    {
    }
    ~ScrollAnchor()
    {
        if (m_first.isValid())
            m_tree->scrollTo(m_first, QAbstractItemView::PositionAtTop);
    }
    Q_DISABLE_COPY_MOVE(ScrollAnchor)

private:
    QTreeView *m_tree;
    QPersistentModelIndex m_first;
};

} // namespace

ChecksTree::ChecksTree(QWidget *parent)
    : QWidget(parent), m_tree(groupTree(u"rstChecks"_s, tr("Checks"))), m_model(new QStandardItemModel(this))
{
    auto *room = new QVBoxLayout(this);
    room->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card;
    room->addWidget(card);
    m_model->setHorizontalHeaderLabels({tr("Check"), tr("Expected"), tr("Found"), tr("Result")});
    for (const int column : {1, 2})
        m_model->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_tree->setModel(m_model);
    fitColumns();
    takeWhatIsLeft(m_tree, 200);
    card->body()->addWidget(m_tree, 1);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ChecksTree::noteChoice);
}

void ChecksTree::fitColumns()
{
    QHeaderView *header = m_tree->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 1; column < m_model->columnCount(); ++column) {
        header->setSectionResizeMode(column, QHeaderView::Fixed);
        header->resizeSection(column, scaled(column == 3 ? 112 : 104));
    }
}

void ChecksTree::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitColumns();
}

void ChecksTree::noteChoice(const QModelIndex &chosen)
{
    if (m_showing)
        return;
    // A view that gets the focus makes its first row the current one, but does not choose it.
    if (m_tree->selectionModel()->isSelected(chosen))
        m_chosen = chosen.siblingAtColumn(0).data(RowKeyRole).toString();
    emit currentChanged();
}

void ChecksTree::show(const QList<Finding> &findings, Findings which, const std::optional<CheckQuestion> &asking)
{
    m_findings = findings;
    m_showing = true;
    {
        const ScrollAnchor anchor(m_tree);
        m_tree->setAutoScroll(false); // What is chosen need not be what is read.
        const QModelIndex chosen = find(m_chosen);
        const bool isInGroup = chosen.parent().isValid() && !chosen.parent().parent().isValid();
        mergeRows(m_model->invisibleRootItem(), treeOf(findings, which, asking, isInGroup ? m_chosen : QString()));
        for (int row = 0; row < m_model->rowCount(); ++row) {
            if (m_tree->isFirstColumnSpanned(row, {}))
                continue; // It was there before, and is as open as it was left.
            m_tree->setFirstColumnSpanned(row, {}, true);
            m_tree->setExpanded(m_model->index(row, 0), !m_model->index(row, 0).data(StaysShutRole).toBool());
        }
        choose(which);
        m_tree->setAutoScroll(true);
    }
    m_showing = false;
    emit currentChanged();
}

void ChecksTree::choose(Findings which)
{
    QModelIndex row = find(m_chosen);
    if (row == m_tree->currentIndex().siblingAtColumn(0) && row.isValid())
        return;
    if (!row.isValid() && which == Findings::All)
        m_chosen.clear(); // It will not come any more.
    if (!row.isValid() && m_chosen.isEmpty()) {
        row = firstNotPassed();
        if (row.isValid()) {
            m_chosen = row.data(RowKeyRole).toString();
            if (m_tree->verticalScrollBar()->value() == 0) // Once it has its size.
                QMetaObject::invokeMethod(m_tree, [this] { m_tree->scrollTo(m_tree->currentIndex()); }, Qt::QueuedConnection);
        } else if (which == Findings::All) {
            row = m_model->index(0, 0);
        }
    }
    m_tree->setCurrentIndex(row);
}

QModelIndex ChecksTree::find(const QString &key) const
{
    if (key.isEmpty() || m_model->rowCount() == 0)
        return {};
    return m_model->match(m_model->index(0, 0), RowKeyRole, key, 1, Qt::MatchExactly | Qt::MatchCaseSensitive | Qt::MatchRecursive).value(0);
}

QModelIndex ChecksTree::firstNotPassed() const
{
    for (int group = 0; group < m_model->rowCount(); ++group) {
        const QModelIndex first = m_model->index(0, 0, m_model->index(group, 0));
        const int finding = first.isValid() ? first.data(FindingIndexRole).toInt() : -1;
        if (finding >= 0 && m_findings[finding].verdict != Verdict::Passed)
            return first;
    }
    return {};
}

std::optional<Finding> ChecksTree::current() const
{
    const QModelIndex row = m_tree->currentIndex().siblingAtColumn(0);
    const int index = row.isValid() ? row.data(FindingIndexRole).toInt() : -1;
    return index >= 0 && index < m_findings.size() ? std::optional(m_findings[index]) : std::nullopt;
}

} // namespace shuttler::ui
