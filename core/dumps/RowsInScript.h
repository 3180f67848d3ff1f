// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/dumps/Stage.h"

#include <QMap>

#include <optional>
#include <utility>

namespace shuttler::dumps {

/// A table by its schema and its name, unquoted.
using TableName = std::pair<QString, QString>;

/// Reads the SQL that pg_dump or pg_restore write, and counts the rows of each table in it: the lines between COPY … FROM stdin and "\.".
/// Memory does not grow with the script. Fault::Corrupt at the end when it is cut off: within a table, or before its last line.
class RowsInScript final : public Stage {
public:
    Outcome add(QByteArrayView bytes) override;
    Outcome end() override;
    const QMap<TableName, qint64> &rows() const { return m_rows; }

private:
    void takeLine(QByteArrayView line);

    QByteArray m_begun;          ///< The line whose end did not come yet; of a long one its beginning.
    bool m_isInTable = false;
    bool m_announced = false;    ///< A comment has said that the data of a table follow.
    bool m_isComplete = false;   ///< The last line was seen.
    qint64 *m_count = nullptr;
    QMap<TableName, qint64> m_rows;
};

/// The table of a line "COPY public.\"Odd name\" (id) FROM stdin;"; nothing when it is none.
std::optional<TableName> tableCopied(QByteArrayView line);

} // namespace shuttler::dumps
