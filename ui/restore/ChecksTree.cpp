// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/ChecksTree.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"
#include "ui/restore/CheckRows.h"
#include "ui/restore/StepPage.h"

#include <QHeaderView>
#include <QStandardItemModel>
#include <QTreeView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int FindingIndexRole = Qt::UserRole + 1; ///< Which finding a row shows; -1: none.

} // namespace

ChecksTree::ChecksTree(QWidget *parent)
    : QWidget(parent), m_tree(groupTree(u"rstChecks"_s, tr("Checks"))), m_model(new QStandardItemModel(this))
{
    auto *room = new QVBoxLayout(this);
    room->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card;
    room->addWidget(card);
    m_tree->setModel(m_model);
    takeWhatIsLeft(m_tree, 200);
    card->body()->addWidget(m_tree, 1);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ChecksTree::currentChanged);
}

void ChecksTree::show(const QList<Finding> &findings)
{
    QString shown;
    for (const Finding &finding : findings)
        shown += finding.check + finding.subject + finding.found + wordFor(finding.verdict);
    m_findings = findings;
    if (std::exchange(m_shown, shown) != shown || m_model->columnCount() == 0)
        fill();
}

std::optional<Finding> ChecksTree::current() const
{
    const QModelIndex row = m_tree->currentIndex().siblingAtColumn(0);
    const int index = row.isValid() ? row.data(FindingIndexRole).toInt() : -1;
    return index >= 0 && index < m_findings.size() ? std::optional(m_findings[index]) : std::nullopt;
}

QList<QStandardItem *> ChecksTree::rowFor(int index, int indent) const
{
    const Finding &finding = m_findings[index];
    auto *what = new QStandardItem(finding.subject);
    auto *expected = new QStandardItem(finding.expected);
    auto *found = new QStandardItem(finding.found);
    auto *result = new QStandardItem(wordsFor(finding.verdict));
    what->setData(indent, IndentRole);
    what->setData(finding.group == CheckGroup::RowCounts || finding.group == CheckGroup::Links, MonoRole);
    for (QStandardItem *number : {expected, found}) {
        number->setData(true, MonoRole);
        number->setData(int(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
    }
    expected->setData(int(Tone::Second), ToneRole);
    result->setData(int(glyphFor(finding.verdict)), GlyphRole);
    for (QStandardItem *item : {what, expected, found, result}) {
        item->setData(index, FindingIndexRole);
        item->setToolTip(tr("%1: expected %2, found %3").arg(finding.subject, finding.expected, finding.found));
    }
    return {what, expected, found, result};
}

void ChecksTree::fill()
{
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Check"), tr("Expected"), tr("Found"), tr("Result")});
    QModelIndex first;
    for (const CheckRows &rows : checkRows(m_findings)) {
        auto *group = new QStandardItem(rows.title);
        group->setData(int(glyphFor(rows.verdict)), GlyphRole);
        group->setData(true, GroupRole);
        group->setData(true, EmphasisRole);
        group->setData(rows.summary, BesideRole);
        group->setData(QStringList{rows.title, rows.summary}.join(u", "_s), Qt::AccessibleTextRole);
        group->setData(-1, FindingIndexRole);
        for (const int finding : rows.shown)
            group->appendRow(rowFor(finding, 18));
        if (!rows.folded.isEmpty()) {
            auto *more = new QStandardItem(tr("%1 more, %2…").arg(HumanText::count(rows.folded.size()), m_findings[rows.folded.first()].subject));
            auto *passed = new QStandardItem(tr("Passed"));
            passed->setData(int(Glyph::Ok), GlyphRole);
            more->setData(-1, FindingIndexRole);
            for (const int finding : rows.folded)
                more->appendRow(rowFor(finding, 36));
            group->appendRow({more, new QStandardItem, new QStandardItem, passed});
        }
        m_model->appendRow(group);
        const QModelIndex index = m_model->indexFromItem(group);
        m_tree->setFirstColumnSpanned(index.row(), {}, true);
        m_tree->setExpanded(index, rows.group != CheckGroup::App || rows.verdict != Verdict::Passed);
        if (rows.verdict != Verdict::Passed && !first.isValid())
            first = m_model->index(0, 0, index);
    }
    QHeaderView *header = m_tree->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 1; column < m_model->columnCount(); ++column) {
        header->setSectionResizeMode(column, QHeaderView::Fixed);
        header->resizeSection(column, scaled(column == 3 ? 112 : 104));
    }
    for (const int column : {1, 2})
        m_model->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_tree->setCurrentIndex(first.isValid() ? first : m_model->index(0, 0));
    QMetaObject::invokeMethod(this, [this] { m_tree->scrollTo(m_tree->currentIndex()); }, Qt::QueuedConnection); // Once it has its size.
}

} // namespace shuttler::ui
