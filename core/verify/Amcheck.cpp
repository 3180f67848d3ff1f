// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Amcheck.h"

#include "core/verify/Names.h"

#include <QSet>

#include <algorithm>

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

Result<Amcheck> findAmcheck(Snapshot &snapshot, Job &job)
{
    Result<Rows> rows = snapshot.ask(
        u"SELECT quote_ident(n.nspname), has_schema_privilege(n.oid, 'USAGE'), quote_ident(current_user), "
        "coalesce(bool_or(p.pronargs = 2 AND has_function_privilege(p.oid, 'EXECUTE')), false), "
        "bool_or(p.proname = 'verify_heapam'), "
        "coalesce(bool_or(p.proname = 'verify_heapam' AND has_function_privilege(p.oid, 'EXECUTE')), false), "
        "EXISTS (SELECT FROM pg_available_extensions() a WHERE a.name = 'amcheck'), "
        "coalesce(bool_or(p.pronargs = 3 AND has_function_privilege(p.oid, 'EXECUTE')), false) "
        "FROM (VALUES ('amcheck')) AS wanted (name) LEFT JOIN pg_extension x ON x.extname = wanted.name "
        "LEFT JOIN pg_namespace n ON n.oid = x.extnamespace LEFT JOIN pg_proc p ON p.pronamespace = n.oid "
        "AND (p.proname = 'verify_heapam' OR p.proname = 'bt_index_check' AND p.pronargs IN (2, 3)) GROUP BY n.oid, n.nspname"_s,
        job);
    if (!rows)
        return std::move(rows).error();
    const auto is = [&rows](int column) { return rows->text(0, column) == u"t"_s; };
    Amcheck amcheck;
    if (rows->isNull(0, 0)) {
        amcheck.remedy = is(6) ? u"Run CREATE EXTENSION amcheck in this database; the next backup brings it along."_s
                               : u"Install PostgreSQL's contrib package on the server, then run CREATE EXTENSION amcheck."_s;
        return amcheck;
    }
    amcheck.schema = rows->text(0, 0);
    const QString role = rows->text(0, 2);
    amcheck.checksIndexes = is(1) && is(3);
    amcheck.checksTables = is(1) && is(5);
    amcheck.checksDoubles = is(1) && is(7);
    QStringList grants;
    if (!is(1))
        grants.append(u"GRANT USAGE ON SCHEMA %1 TO %2"_s.arg(amcheck.schema, role));
    if (!is(3))
        grants.append(u"GRANT EXECUTE ON FUNCTION %1.bt_index_check(regclass, boolean) TO %2"_s.arg(amcheck.schema, role));
    if (is(4) && !is(5))
        grants.append(u"GRANT EXECUTE ON FUNCTION %1.verify_heapam TO %2"_s.arg(amcheck.schema, role));
    if (!grants.isEmpty())
        amcheck.remedy = u"Run as the extension's owner: "_s + grants.join(u"; "_s) + u'.';
    else if (!amcheck.checksTables && snapshot.version() >= 140000)
        amcheck.remedy = u"Run ALTER EXTENSION amcheck UPDATE: the one installed cannot look into tables yet."_s;
    return amcheck;
}

/// "fees", "pg_class", "overflow of fees": `at` is the first of four columns, the schema and name of it and of what it is the
/// overflow of.
static QString storedName(const Rows &rows, int row, int at)
{
    if (!rows.isNull(row, at + 2))
        return u"overflow of "_s + shown(rows.text(row, at + 2), rows.text(row, at + 3));
    return rows.text(row, at) == u"pg_catalog"_s ? shown(rows.text(row, at + 1)) : shown(rows.text(row, at), rows.text(row, at + 1));
}

static QSet<QString> columnsLeanedOn(const QList<ReferenceRule> &rules)
{
    QSet<QString> columns;
    for (const ReferenceRule &rule : rules)
        for (const ReferenceTarget &target : rule.targets)
            columns.insert(target.column.schema + u'\n' + target.column.table + u'\n' + target.column.column);
    return columns;
}

static Result<Rows> askIndexes(Snapshot &snapshot, Job &job)
{
    return snapshot.ask(
        u"WITH "_s + heldSql() + u" SELECT c.oid, cn.nspname, c.relname, tn.nspname, t.relname, tn2.nspname, o.relname, CASE WHEN h.held THEN 0 ELSE pg_relation_size(c.oid) END, "
        "CASE WHEN h.held THEN 0 ELSE pg_relation_size(t.oid) END, am.amname = 'btree', "
        "i.indisunique AND i.indpred IS NULL AND i.indisvalid AND t.relkind = 'r' AND t.relnamespace <> 'pg_catalog'::regnamespace, "
        "EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conindid = c.oid), "
        "(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0] AND i.indnkeyatts = 1), h.held "
        "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace "
        "JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace JOIN pg_am am ON am.oid = c.relam "
        "LEFT JOIN pg_class o ON o.reltoastrelid = t.oid LEFT JOIN pg_namespace tn2 ON tn2.oid = o.relnamespace "
        "CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM held WHERE relation IN (c.oid, t.oid, o.oid))) AS h (held) "
        "WHERE c.relkind = 'i' AND i.indisready AND c.relpersistence <> 't' "
        "AND (c.relpersistence = 'p' OR NOT pg_is_in_recovery()) ORDER BY c.oid"_s,
        job);
}

static Result<Rows> askTables(Snapshot &snapshot, Job &job)
{
    return snapshot.ask(
        u"WITH "_s + heldSql()
            + u" SELECT t.oid, n.nspname, t.relname, n2.nspname, o.relname, CASE WHEN h.held THEN 0 ELSE pg_relation_size(t.oid) END, h.held FROM pg_class t "
        "JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_am am ON am.oid = t.relam AND am.amname = 'heap' "
        "LEFT JOIN pg_class o ON o.reltoastrelid = t.oid LEFT JOIN pg_namespace n2 ON n2.oid = o.relnamespace "
        "CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM held WHERE relation IN (t.oid, o.oid))) AS h (held) "
        "WHERE t.relkind IN ('r', 'm', 't') AND t.relpersistence <> 't' "
        "AND (t.relpersistence = 'p' OR NOT pg_is_in_recovery()) ORDER BY t.oid"_s,
        job);
}

static Stored storedIndex(const Rows &rows, int row, const QSet<QString> &leanedOn)
{
    enum Field { Oid, Schema, Name, TableSchema, TableName, OverflowSchema, OverflowName, Bytes, HeapBytes, IsBtree, Unique, Referenced, Column };
    const auto is = [&rows, row](Field field) { return rows.text(row, field) == u"t"_s; };
    Stored index;
    index.oid = rows.integer(row, Oid);
    index.table = storedName(rows, row, TableSchema);
    index.name = !rows.isNull(row, OverflowName)             ? u"index of the "_s + index.table
               : rows.text(row, Schema) == u"pg_catalog"_s ? shown(rows.text(row, Name))
                                                              : shown(rows.text(row, Schema), rows.text(row, Name));
    index.inSql = inSql(rows.text(row, Schema), rows.text(row, Name));
    index.bytes = rows.integer(row, Bytes);
    index.heapBytes = rows.integer(row, HeapBytes);
    index.unique = is(Unique);
    index.leanedOn = index.unique
        && (is(Referenced)
            || leanedOn.contains(rows.text(row, TableSchema) + u'\n' + rows.text(row, TableName) + u'\n' + rows.text(row, Column)));
    return index;
}

Result<StoredParts> storedParts(Snapshot &snapshot, const QList<ReferenceRule> &rules, Job &job)
{
    const Result<Rows> indexes = askIndexes(snapshot, job);
    if (!indexes)
        return indexes.error();
    const Result<Rows> tables = askTables(snapshot, job);
    if (!tables)
        return tables.error();
    const QSet<QString> leanedOn = columnsLeanedOn(rules);
    StoredParts parts;
    for (int row = 0; row < indexes->size(); ++row) {
        if (indexes->text(row, 13) == u"t"_s)
            parts.held.append(storedIndex(*indexes, row, leanedOn).name);
        else if (indexes->text(row, 9) == u"t"_s)
            parts.indexes.append(storedIndex(*indexes, row, leanedOn));
        else
            ++parts.otherIndexes;
    }
    for (int row = 0; row < tables->size(); ++row) {
        Stored table;
        table.oid = tables->integer(row, 0);
        table.name = storedName(*tables, row, 1);
        table.inSql = inSql(tables->text(row, 1), tables->text(row, 2));
        table.bytes = tables->integer(row, 5);
        tables->text(row, 6) == u"t"_s ? parts.held.append(table.name) : parts.tables.append(table);
    }
    return parts;
}

qint64 chooseForRows(QList<Stored> &indexes, qint64 budget)
{
    QList<Stored *> unique;
    for (Stored &index : indexes)
        if (index.unique)
            unique.append(&index);
    std::stable_sort(unique.begin(), unique.end(), [](const Stored *a, const Stored *b) {
        return std::tuple(!a->leanedOn, a->heapBytes) < std::tuple(!b->leanedOn, b->heapBytes);
    });
    qint64 left = 0;
    for (Stored *index : unique) {
        index->withRows = index->heapBytes <= budget;
        if (index->withRows)
            budget -= index->heapBytes;
        else
            ++left;
    }
    return left;
}

} // namespace shuttler::verify
