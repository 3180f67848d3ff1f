// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QList>

namespace shuttler {

/// A stretch of one of the academy's SQL files, begun by a line "-- next: NAME".
struct SqlSection {
    QString name;
    QByteArray sql;
};

/// One of the academy's files, as compiled into the programs: "schema.sql", "incidents/truncate.sql".
Result<QByteArray> academyFile(const QString &name);

/// Its sections in order. What stands before the first one is comment and left out.
QList<SqlSection> sectionsOf(const QByteArray &text);

} // namespace shuttler
