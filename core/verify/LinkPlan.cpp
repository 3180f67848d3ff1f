// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/LinkPlan.h"

#include "core/verify/Names.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;

namespace {

bool isWhole(const Column *column)
{
    return column && (column->isOf(u"int2") || column->isOf(u"int4") || column->isOf(u"int8"));
}

/// Read in the pass, as one table: a partitioned one is not, its partitions are.
bool isReadWhole(const Table *table)
{
    return table && table->holdsData() && !table->unlogged && table->readable;
}

const Table *tableOf(const Schema &schema, const ColumnName &name)
{
    const Table *table = schema.find(name.schema, name.table);
    return isReadWhole(table) && isWhole(table->find(name.column)) ? table : nullptr;
}

std::optional<IntegerLink> linkOf(const Schema &schema, const ForeignKey &key)
{
    const Table *child = schema.find(key.schema, key.table);
    const Table *parent = schema.find(key.parentSchema, key.parent);
    if (key.columns.size() != 1 || !isReadWhole(child) || !isReadWhole(parent) || !isWhole(child->find(key.columns.front()))
        || !isWhole(parent->find(key.parentColumns.front())))
        return std::nullopt;
    return IntegerLink{key.shown(), child->oid, key.columns.front(), {}, {{{}, {parent->oid, key.parentColumns.front()}}}};
}

std::optional<IntegerLink> linkOf(const Schema &schema, const ReferenceRule &rule)
{
    const Table *child = tableOf(schema, rule.from);
    if (!child || rule.via)
        return std::nullopt;
    IntegerLink link{rule.shown(), child->oid, rule.from.column, rule.kind ? rule.kind->column : QString(), {}};
    if (rule.kind && !child->find(link.kindColumn))
        return std::nullopt;
    for (const ReferenceTarget &target : rule.targets) {
        const Table *parent = tableOf(schema, target.column);
        if (!parent)
            return std::nullopt;
        link.ends.append({target.kind, {parent->oid, target.column.column}});
    }
    return link;
}

const Table *tableWith(const Schema &schema, qint64 oid)
{
    for (const Table &table : schema.tables)
        if (table.oid == oid)
            return &table;
    return nullptr;
}

} // namespace

QList<IntegerLink> integerLinks(const Schema &schema, const QList<ReferenceRule> &rules)
{
    QList<IntegerLink> links;
    for (const ForeignKey &key : schema.foreignKeys)
        if (std::optional<IntegerLink> link = linkOf(schema, key))
            links.append(*std::move(link));
    for (const ReferenceRule &rule : rules)
        if (std::optional<IntegerLink> link = linkOf(schema, rule))
            links.append(*std::move(link));
    return links;
}

QString lostSql(const IntegerLink &link, const Table &child, const QMap<KeyColumn, KeySet> &sets)
{
    const Column &column = *child.find(link.column);
    const QString value = u"t."_s + Connection::quoted(link.column);
    if (link.kindColumn.isEmpty()) {
        QStringList lacks;
        for (const IntegerLink::End &end : link.ends)
            lacks.append(sets[end.parent].lacks(value, column));
        return lacks.size() == 1 ? lacks.front() : u'(' + lacks.join(u" AND "_s) + u')';
    }
    QString lost = u"(CASE t."_s + Connection::quoted(link.kindColumn) + u"::text"_s;
    for (const IntegerLink::End &end : link.ends)
        lost += u" WHEN "_s + Connection::literal(end.kind) + u" THEN "_s + sets[end.parent].lacks(value, column);
    return lost + u" ELSE "_s + value + u" IS NOT NULL END)"_s;
}

QString restsOn(const IntegerLink &link, const Schema &schema, const QMap<KeyColumn, KeySet> &sets)
{
    QStringList parts;
    for (const IntegerLink::End &end : link.ends) {
        const Table *parent = tableWith(schema, end.parent.table);
        const QString part = parent->shown() + u'.' + verify::shown(end.parent.column) + u" has "_s + sets[end.parent].shown();
        if (!parts.contains(part))
            parts.append(part);
    }
    return parts.join(u"; "_s);
}

} // namespace shuttler::verify
