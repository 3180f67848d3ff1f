// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/CheckTreeRows.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"

#include <QCoreApplication>
#include <QSet>
#include <QStandardItem>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int Columns = 4;

struct TreeWords {
    Q_DECLARE_TR_FUNCTIONS(ChecksTree)
};

/// What a finding is about, once: two findings of a check may be about the same thing.
QStringList keysOf(const QList<Finding> &findings)
{
    QStringList keys;
    QSet<QString> taken;
    for (const Finding &finding : findings) {
        QString key = finding.check + u'\n' + finding.subject;
        while (taken.contains(key))
            key += u'\n';
        taken.insert(key);
        keys.append(key);
    }
    return keys;
}

TreeRow findingRow(const Finding &finding, int place, const QString &key, int indent, bool isAsked)
{
    TreeRow row{key, {finding.subject, finding.expected, finding.found, isAsked ? TreeWords::tr("Checking…") : wordsFor(finding.verdict)},
                isAsked ? Glyph::Running : glyphFor(finding.verdict), place, indent};
    row.isMono = finding.group == CheckGroup::RowCounts || finding.group == CheckGroup::Links;
    return row;
}

QString keyAt(const QStandardItem *parent, int row)
{
    return parent->child(row)->data(RowKeyRole).toString();
}

QList<QStandardItem *> newItems(const TreeRow &row)
{
    QList<QStandardItem *> items;
    while (items.size() < (row.isGroup ? 1 : Columns))
        items.append(new QStandardItem);
    items.first()->setData(row.key, RowKeyRole);
    items.first()->setData(row.indent, IndentRole);
    items.first()->setData(row.isMono, MonoRole);
    items.first()->setData(row.staysShut, StaysShutRole);
    items.first()->setData(row.isGroup, GroupRole);
    items.first()->setData(row.isGroup, EmphasisRole);
    if (row.isGroup)
        return items;
    for (QStandardItem *number : {items[1], items[2]}) {
        number->setData(true, MonoRole);
        number->setData(int(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
    }
    items[1]->setData(int(Tone::Second), ToneRole);
    return items;
}

void write(QStandardItem *parent, int place, const TreeRow &row)
{
    QStandardItem *head = parent->child(place);
    head->setData(row.finding, FindingIndexRole);
    const QString words = row.cells.join(u'\n') + row.beside + u'\n' + QString::number(int(row.glyph));
    if (head->data(RowWordsRole).toString() == words)
        return;
    head->setData(words, RowWordsRole);
    const QString toolTip = row.finding < 0 ? QString() : TreeWords::tr("%1: expected %2, found %3").arg(row.cells[0], row.cells[1], row.cells[2]);
    for (qsizetype column = 0; column < row.cells.size(); ++column) {
        parent->child(place, int(column))->setText(row.cells[column]);
        parent->child(place, int(column))->setToolTip(toolTip);
    }
    parent->child(place, int(row.cells.size()) - 1)->setData(int(row.glyph), GlyphRole);
    if (!row.isGroup)
        return;
    head->setData(row.beside, BesideRole);
    head->setData(QStringList{row.cells.first(), row.beside}.join(u", "_s), Qt::AccessibleTextRole);
}

} // namespace

QList<TreeRow> treeOf(const QList<Finding> &findings, Findings which, const std::optional<CheckQuestion> &asking, const QString &kept)
{
    const QStringList keys = keysOf(findings);
    const auto rowOf = [&](int place, int indent) {
        return findingRow(findings[place], place, keys[place], indent, asking && asking->isAnsweredBy(findings[place]));
    };
    QList<TreeRow> groups;
    for (CheckRows &rows : checkRows(findings, which)) {
        TreeRow group{u"group "_s + wordFor(rows.group), {rows.title}, glyphFor(rows.verdict)};
        group.beside = rows.summary;
        group.isGroup = true;
        group.staysShut = rows.group == CheckGroup::App && rows.verdict == Verdict::Passed;
        rows.folded.removeIf([&](int place) {
            if (keys[place] == kept)
                rows.shown.append(place);
            return keys[place] == kept;
        });
        for (const int place : std::as_const(rows.shown))
            group.below.append(rowOf(place, 18));
        if (!rows.folded.isEmpty()) {
            const QString title = TreeWords::tr("%1 more, %2…").arg(HumanText::count(rows.folded.size()), findings[rows.folded.first()].subject);
            TreeRow fold{u"fold "_s + wordFor(rows.group), {title, {}, {}, wordsFor(Verdict::Passed)}, Glyph::Ok};
            for (const int place : std::as_const(rows.folded))
                fold.below.append(rowOf(place, 36));
            group.below.append(fold);
        }
        groups.append(group);
    }
    return groups;
}

void mergeRows(QStandardItem *parent, const QList<TreeRow> &rows)
{
    QSet<QString> wanted;
    for (const TreeRow &row : rows)
        wanted.insert(row.key);
    for (int place = parent->rowCount() - 1; place >= 0; --place)
        if (!wanted.contains(keyAt(parent, place)))
            parent->removeRow(place);
    for (int place = 0; place < int(rows.size()); ++place) {
        int now = place;
        while (now < parent->rowCount() && keyAt(parent, now) != rows[place].key)
            ++now;
        if (now == parent->rowCount())
            parent->insertRow(place, newItems(rows[place]));
        else if (now > place)
            parent->insertRow(place, parent->takeRow(now));
        write(parent, place, rows[place]);
        mergeRows(parent->child(place), rows[place].below);
    }
}

} // namespace shuttler::ui
