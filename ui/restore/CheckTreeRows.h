// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/CheckQuestion.h"
#include "ui/common/StatusGlyph.h"
#include "ui/restore/CheckRows.h"

class QStandardItem;

namespace shuttler::ui {

enum CheckTreeRole {
    RowKeyRole = Qt::UserRole + 1, ///< Which row this is, whatever it says.
    FindingIndexRole,              ///< Which finding it shows; -1: none.
    StaysShutRole,                 ///< A group that is not opened by itself.
    RowWordsRole,                  ///< All that it says, to see whether that has changed.
};

/// One row of the tree of checks as it shall be, with those below it.
struct TreeRow {
    QString key;
    QStringList cells;
    Glyph glyph = Glyph::None;
    int finding = -1;
    int indent = 0;
    QString beside{};     ///< Muted words after a group's title.
    bool isGroup = false;
    bool isMono = false;
    bool staysShut = false;
    QList<TreeRow> below{};
};

/// Groups, what did not pass first, long lists of what passed behind a fold. `asking`: what is being asked again. The row with the key
/// `kept` is not folded away.
QList<TreeRow> treeOf(const QList<Finding> &findings, Findings which, const std::optional<CheckQuestion> &asking, const QString &kept);

/// Makes the rows below `parent` these, by changing no more than differs.
void mergeRows(QStandardItem *parent, const QList<TreeRow> &rows);

} // namespace shuttler::ui
