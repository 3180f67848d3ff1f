// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/TimeColumn.h"

#include <QRegularExpression>

namespace shuttler::verify {

using namespace Qt::StringLiterals;

static bool movesByName(const QString &name)
{
    static const QRegularExpression pattern(u"updat|modif|chang|touch|edit|^last_|_last_|seen"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern.match(name).hasMatch();
}

static bool isFilledByTheDatabase(const Column &column)
{
    static const QRegularExpression pattern(
        u"^\\(*(now\\(\\)|CURRENT_TIMESTAMP|(clock|transaction|statement)_timestamp\\(\\))(::timestamp with time zone)?\\)*$"_s,
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(column.defaultValue).hasMatch();
}

static bool isUsualName(const QString &name)
{
    static const QStringList usual{u"created_at"_s,  u"created_on"_s,   u"created"_s,   u"inserted_at"_s, u"submitted_at"_s,
                                   u"recorded_at"_s, u"received_at"_s,  u"logged_at"_s, u"occurred_at"_s, u"updated_at"_s,
                                   u"modified_at"_s, u"last_modified"_s};
    return usual.contains(name.toLower());
}

std::optional<TimeColumn> timeColumnOf(const Table &table)
{
    const Column *best = nullptr;
    int bestRank = 0;
    for (const Column &column : table.columns) {
        if (!column.isOf(u"timestamptz"))
            continue;
        const bool filled = isFilledByTheDatabase(column);
        if (!filled && !isUsualName(column.name))
            continue;
        const int rank = (movesByName(column.name) ? 0 : 4) + (filled ? 2 : 0) + (column.name.startsWith(u"creat"_s) ? 1 : 0) + 1;
        if (rank > bestRank) {
            best = &column;
            bestRank = rank;
        }
    }
    if (!best)
        return std::nullopt;
    return TimeColumn{best->name, movesByName(best->name)};
}

std::optional<TimeColumn> timeColumnNamed(const Table &table, const QString &name)
{
    const Column *column = table.find(name);
    if (!column || !column->isOf(u"timestamptz"))
        return std::nullopt;
    return TimeColumn{name, movesByName(name)};
}

bool isPerishable(const Table &table)
{
    static const QRegularExpression pattern(u"^(expires?|expiry|expiration|valid_until)(_?(at|on|date|time))?$"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    for (const Column &column : table.columns)
        if ((column.isOf(u"timestamptz") || column.isOf(u"timestamp") || column.isOf(u"date"))
            && pattern.match(column.name).hasMatch())
            return true;
    return false;
}

} // namespace shuttler::verify
