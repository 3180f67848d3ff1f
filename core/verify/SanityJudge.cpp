// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/SanityQueries.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

namespace {

QString textOfValue(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return u"nothing"_s;
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Double: {
        const qint64 whole = value.toInteger();
        return double(whole) == value.toDouble() ? shown(whole) : QString::number(value.toDouble(), 'g', 15);
    }
    case QJsonValue::String:
        return value.toString();
    default:
        return u"a value of its own kind"_s;
    }
}

QString firstFew(const QStringList &things)
{
    const qsizetype most = 5;
    if (things.size() <= most)
        return things.join(u"; "_s);
    return things.first(most).join(u"; "_s) + u"; and "_s + shown(things.size() - most) + u" more"_s;
}

QString keyOf(const QJsonObject &row, const QStringList &columns)
{
    QStringList parts;
    for (const QString &column : columns)
        parts.append(textOfValue(row[column]));
    return parts.join(u", "_s);
}

/// The first of the columns that a row does not have: the query and its expectation do not fit together.
QString missingColumn(const QJsonArray &rows, const QStringList &columns)
{
    if (!rows.isEmpty())
        for (const QString &column : columns)
            if (!rows.first().toObject().contains(column))
                return column;
    return {};
}

SanityAnswer withoutColumn(const QString &column)
{
    return {Verdict::NotChecked, u"a column \"%1\""_s.arg(column), u"an answer without it"_s};
}

/// The first rows, value by value, for people.
QString rowsShown(const QJsonArray &rows)
{
    QStringList lines;
    for (const QJsonValue &value : rows) {
        const QJsonObject row = value.toObject();
        QStringList fields;
        for (auto field = row.begin(); field != row.end(); ++field)
            fields.append(field.key() + u' ' + textOfValue(field.value()));
        lines.append(fields.join(u", "_s));
    }
    return firstFew(lines);
}

SanityAnswer judgeNoRows(const QJsonArray &rows)
{
    if (rows.isEmpty())
        return {Verdict::Passed, u"no rows"_s, u"none"_s};
    return {Verdict::Failed, u"no rows"_s, counted(rows.size(), u"row"_s, u"rows"_s) + u": "_s + rowsShown(rows)};
}

SanityAnswer judgeZero(const Expectation &expect, const QJsonArray &rows)
{
    const QString expected = u"0 in "_s + expect.columns.join(u", "_s);
    if (const QString column = missingColumn(rows, expect.columns); !column.isEmpty())
        return withoutColumn(column);
    QStringList wrong;
    for (const QJsonValue &value : rows) {
        const QJsonObject row = value.toObject();
        QStringList names;
        for (auto field = row.begin(); field != row.end(); ++field)
            if (field->isString())
                names.append(field->toString());
        for (const QString &column : expect.columns)
            if (!row[column].isDouble() || row[column].toDouble() != 0)
                wrong.append((names.isEmpty() ? QString() : names.join(u", "_s) + u": "_s) + column + u" "_s
                             + textOfValue(row[column]));
    }
    return {wrong.isEmpty() ? Verdict::Passed : Verdict::Failed, expected, wrong.isEmpty() ? u"0"_s : firstFew(wrong)};
}

SanityAnswer judgeValue(const Expectation &expect, const QJsonArray &rows)
{
    QStringList bounds;
    if (!expect.equals.isUndefined())
        bounds.append(textOfValue(expect.equals));
    if (expect.atLeast)
        bounds.append(u"≥ "_s + textOfValue(*expect.atLeast));
    if (expect.atMost)
        bounds.append(u"≤ "_s + textOfValue(*expect.atMost));
    const QString expected = expect.column + u' ' + bounds.join(u" and "_s);
    if (rows.isEmpty())
        return {Verdict::Failed, expected, u"no row"_s};
    if (const QString column = missingColumn(rows, {expect.column}); !column.isEmpty())
        return withoutColumn(column);
    const QJsonValue value = rows.first().toObject()[expect.column];
    const bool isBounded = expect.atLeast || expect.atMost;
    const bool good = (expect.equals.isUndefined() || value == expect.equals
                       || (value.isDouble() && expect.equals.isDouble() && value.toDouble() == expect.equals.toDouble()))
                   && (!isBounded || value.isDouble()) && (!expect.atLeast || value.toDouble() >= *expect.atLeast)
                   && (!expect.atMost || value.toDouble() <= *expect.atMost);
    return {good ? Verdict::Passed : Verdict::Failed, expected, textOfValue(value)};
}

SanityAnswer judgeAgainstBaseline(const Expectation &expect, const QJsonArray &rows, const std::optional<QJsonArray> &baseline)
{
    const QString expected = u"no more than in the baseline"_s;
    if (!baseline)
        return {Verdict::NotChecked, expected, u"no baseline has an answer to compare with"_s};
    if (const QString column = missingColumn(rows, expect.key + expect.columns); !column.isEmpty())
        return withoutColumn(column);
    QMap<QString, QJsonObject> before;
    for (const QJsonValue &row : *baseline)
        before.insert(keyOf(row.toObject(), expect.key), row.toObject());

    QStringList worse;
    for (const QJsonValue &value : rows) {
        const QJsonObject row = value.toObject();
        const QString key = keyOf(row, expect.key);
        const QStringList columns = expect.columns.isEmpty() ? row.keys() : expect.columns;
        for (const QString &column : columns) {
            if (expect.key.contains(column) || !row[column].isDouble())
                continue;
            const double then = before.value(key)[column].toDouble(0);
            if (row[column].toDouble() > then)
                worse.append(key + u": "_s + textOfValue(row[column]) + u" instead of "_s + textOfValue(then));
        }
    }
    return {worse.isEmpty() ? Verdict::Passed : Verdict::Failed, expected,
            worse.isEmpty() ? u"no more"_s : firstFew(worse)};
}

} // namespace

SanityAnswer judge(const Expectation &expect, const QJsonArray &rows, const std::optional<QJsonArray> &baseline)
{
    switch (expect.kind) {
    case ExpectationKind::NoRows:
        return judgeNoRows(rows);
    case ExpectationKind::Zero:
        return judgeZero(expect, rows);
    case ExpectationKind::Value:
        return judgeValue(expect, rows);
    case ExpectationKind::NotWorseThanBaseline:
        return judgeAgainstBaseline(expect, rows, baseline);
    case ExpectationKind::Information:
        break;
    }
    return {Verdict::Passed, u"for information"_s, rows.isEmpty() ? u"no rows"_s : rowsShown(rows)};
}

} // namespace shuttler::verify
