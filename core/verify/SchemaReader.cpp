// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/Schema.h"

#include <QHash>

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

QString ownersSchemas()
{
    return u"n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'"_s;
}

QString heldSql()
{
    return u"held (relation) AS MATERIALIZED (SELECT DISTINCT l.relation FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
           "WHERE d.datname = current_database() AND l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock')"_s;
}

namespace {

/// Everything about one catalogue, table by table of it.
class SchemaReader {
public:
    SchemaReader(Snapshot &snapshot, Job &job) : m_snapshot(snapshot), m_job(job) {}

    Result<Schema> read();

private:
    Outcome readTables();
    Outcome readColumns();
    Outcome readPrimaryKeys();
    Outcome readForeignKeys();
    Outcome readSequences();
    Outcome readLastNumbers();
    Outcome readCounts();
    Table *table(qint64 oid);
    QString columnName(qint64 table, int number);

    Snapshot &m_snapshot;
    Job &m_job;
    Schema m_schema;
    QHash<qint64, qsizetype> m_places; ///< oid → place in the list of tables.
};

Result<Schema> SchemaReader::read()
{
    using Part = Outcome (SchemaReader::*)();
    for (const Part part : {&SchemaReader::readTables, &SchemaReader::readColumns, &SchemaReader::readPrimaryKeys,
                            &SchemaReader::readForeignKeys, &SchemaReader::readSequences, &SchemaReader::readLastNumbers,
                            &SchemaReader::readCounts})
        if (Outcome done = (this->*part)(); !done)
            return std::move(done).errorDuring(u"reading what the database is made of"_s);
    return m_schema;
}

Table *SchemaReader::table(qint64 oid)
{
    const auto place = m_places.constFind(oid);
    return place == m_places.constEnd() ? nullptr : &m_schema.tables[*place];
}

QString SchemaReader::columnName(qint64 oid, int number)
{
    if (const Table *found = table(oid))
        for (const Column &column : found->columns)
            if (column.number == number)
                return column.name;
    return {};
}

Outcome SchemaReader::readTables()
{
    const QString sql =
        u"WITH "_s + heldSql()
        + u" SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence = 'u', "
        "has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'), c.relispopulated, c.relfilenode, "
        "CASE WHEN c.relkind NOT IN ('r', 'm') THEN 0 WHEN h.relation IS NOT NULL THEN greatest(c.relpages, 0)::int8 * 8192 "
        "ELSE coalesce(pg_relation_size(c.oid), 0) END, c.relispartition, h.relation IS NOT NULL "
        "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN held h ON h.relation = c.oid "
        "WHERE c.relkind IN ('r', 'p', 'm', 'f') AND c.relpersistence <> 't' AND "_s
        + ownersSchemas() + u" ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\""_s;
    Result<Rows> rows = m_snapshot.ask(sql, m_job);
    if (!rows && m_snapshot.lastState() == "55P03") // Somebody took one in between, and is seen now.
        rows = m_snapshot.ask(sql, m_job);
    if (!rows)
        return std::move(rows).error();
    for (int row = 0; row < rows->size(); ++row) {
        Table table;
        table.oid = rows->integer(row, 0);
        table.schema = rows->text(row, 1);
        table.name = rows->text(row, 2);
        const QString kind = rows->text(row, 3);
        table.kind = kind == u"p"_s   ? RelationKind::Partitioned
                   : kind == u"m"_s ? RelationKind::Materialized
                   : kind == u"f"_s ? RelationKind::Foreign
                                    : RelationKind::Table;
        table.unlogged = rows->text(row, 4) == u"t"_s;
        table.readable = rows->text(row, 5) == u"t"_s;
        table.populated = rows->text(row, 6) == u"t"_s;
        table.file = rows->integer(row, 7);
        table.bytes = rows->integer(row, 8);
        table.isPartition = rows->text(row, 9) == u"t"_s;
        table.held = rows->text(row, 10) == u"t"_s;
        m_places.insert(table.oid, m_schema.tables.size());
        m_schema.tables.append(std::move(table));
    }
    return Done{};
}

Outcome SchemaReader::readColumns()
{
    // A default speaks of no columns, so no table has to be named to read it; and one that is named is waited for.
    Result<Rows> rows = m_snapshot.ask(
        u"WITH RECURSIVE traced (start, oid) AS ("
        "SELECT oid, oid FROM pg_type UNION ALL "
        "SELECT s.start, t.typbasetype FROM traced s JOIN pg_type t ON t.oid = s.oid WHERE t.typtype = 'd') "
        "SELECT a.attrelid, a.attnum, a.attname, tn.nspname, t.typname, t.typtype, "
        "CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, 0) END, "
        "quote_ident(ln.nspname) || '.' || quote_ident(l.collname) "
        "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "JOIN traced s ON s.start = a.atttypid JOIN pg_type t ON t.oid = s.oid AND t.typtype <> 'd' "
        "JOIN pg_namespace tn ON tn.oid = t.typnamespace "
        "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
        "LEFT JOIN pg_collation l ON l.oid = a.attcollation LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace "
        "WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'm', 'f') AND c.relpersistence <> 't' AND "_s
            + ownersSchemas() + u" ORDER BY a.attrelid, a.attnum"_s,
        m_job);
    if (!rows)
        return std::move(rows).error();
    for (int row = 0; row < rows->size(); ++row) {
        Column column;
        column.number = int(rows->integer(row, 1));
        column.name = rows->text(row, 2);
        column.typeSchema = rows->text(row, 3);
        column.type = rows->text(row, 4);
        column.typeKind = rows->text(row, 5).front();
        column.defaultValue = rows->text(row, 6);
        column.collation = rows->text(row, 7);
        if (Table *owner = table(rows->integer(row, 0)))
            owner->columns.append(std::move(column));
    }
    return Done{};
}

Outcome SchemaReader::readPrimaryKeys()
{
    Result<Rows> rows = m_snapshot.ask(u"SELECT k.conrelid, p.number FROM pg_constraint k "
                                       "CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS p (number, place) "
                                       "WHERE k.contype = 'p' ORDER BY k.conrelid, p.place"_s,
                                       m_job);
    if (!rows)
        return std::move(rows).error();
    for (int row = 0; row < rows->size(); ++row)
        if (Table *owner = table(rows->integer(row, 0)))
            owner->primaryKey.append(columnName(owner->oid, int(rows->integer(row, 1))));
    return Done{};
}

Outcome SchemaReader::readForeignKeys()
{
    Result<Rows> rows = m_snapshot.ask(
        u"SELECT k.oid, k.conname, k.conrelid, k.confrelid, k.confmatchtype = 'f', k.convalidated, p.child, p.parent, "
        "'OPERATOR(' || quote_ident(opn.nspname) || '.' || op.oprname || ')' "
        "FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "CROSS JOIN LATERAL unnest(k.conkey, k.confkey, k.conpfeqop) WITH ORDINALITY AS p (child, parent, operator, place) "
        "JOIN pg_operator op ON op.oid = p.operator JOIN pg_namespace opn ON opn.oid = op.oprnamespace "
        "WHERE k.contype = 'f' AND k.conparentid = 0 AND "_s
            + ownersSchemas()
            + u" ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\", k.conname COLLATE \"C\", k.oid, p.place"_s,
        m_job);
    if (!rows)
        return std::move(rows).error();
    qint64 current = 0;
    for (int row = 0; row < rows->size(); ++row) {
        const qint64 childOid = rows->integer(row, 2);
        const qint64 parentOid = rows->integer(row, 3);
        const Table *child = table(childOid);
        const Table *parent = table(parentOid);
        if (!child || !parent)
            continue;
        if (rows->integer(row, 0) != current) {
            current = rows->integer(row, 0);
            ForeignKey key;
            key.name = rows->text(row, 1);
            key.schema = child->schema;
            key.table = child->name;
            key.parentSchema = parent->schema;
            key.parent = parent->name;
            key.matchFull = rows->text(row, 4) == u"t"_s;
            key.validated = rows->text(row, 5) == u"t"_s;
            m_schema.foreignKeys.append(std::move(key));
        }
        ForeignKey &key = m_schema.foreignKeys.last();
        key.columns.append(columnName(childOid, int(rows->integer(row, 6))));
        key.parentColumns.append(columnName(parentOid, int(rows->integer(row, 7))));
        key.operators.append(rows->text(row, 8));
    }
    return Done{};
}

Outcome SchemaReader::readSequences()
{
    // A sequence numbers the column that owns it (serial, identity), and any column whose default asks it.
    Result<Rows> rows = m_snapshot.ask(
        u"WITH numbered (sequence, relation, number) AS ("
        "SELECT d.objid, d.refobjid, d.refobjsubid FROM pg_depend d "
        "WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') "
        "AND d.refobjsubid > 0 "
        "UNION SELECT d.refobjid, a.adrelid, a.adnum FROM pg_depend d JOIN pg_attrdef a ON a.oid = d.objid "
        "WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass) "
        "SELECT n.nspname, c.relname, has_schema_privilege(n.oid, 'USAGE') AND has_sequence_privilege(c.oid, 'SELECT'), "
        "s.seqcycle, s.seqincrement, x.relation, x.number "
        "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid "
        "LEFT JOIN numbered x ON x.sequence = c.oid WHERE c.relpersistence <> 't' AND "_s
            + ownersSchemas() + u" ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\", x.relation, x.number"_s,
        m_job);
    if (!rows)
        return std::move(rows).error();
    for (int row = 0; row < rows->size(); ++row) {
        Sequence sequence;
        sequence.schema = rows->text(row, 0);
        sequence.name = rows->text(row, 1);
        sequence.readable = rows->text(row, 2) == u"t"_s;
        sequence.cycles = rows->text(row, 3) == u"t"_s;
        sequence.increment = rows->integer(row, 4);
        if (const Table *numbered = table(rows->integer(row, 5))) {
            sequence.tableSchema = numbered->schema;
            sequence.table = numbered->name;
            sequence.column = columnName(numbered->oid, int(rows->integer(row, 6)));
        }
        m_schema.sequences.append(std::move(sequence));
    }
    return Done{};
}

Outcome SchemaReader::readLastNumbers()
{
    // All in one question: over a long line each one would cost a trip.
    QStringList parts;
    for (qsizetype place = 0; place < m_schema.sequences.size(); ++place) {
        const Sequence &sequence = m_schema.sequences[place];
        if (sequence.readable)
            parts.append(u"SELECT "_s + QString::number(place) + u", CASE WHEN is_called THEN last_value ELSE last_value - ("_s
                         + QString::number(sequence.increment) + u") END FROM "_s + inSql(sequence.schema, sequence.name));
    }
    if (parts.isEmpty())
        return Done{};
    Result<Rows> rows = m_snapshot.ask(parts.join(u" UNION ALL "_s), m_job);
    if (!rows)
        return std::move(rows).error();
    for (int row = 0; row < rows->size(); ++row)
        m_schema.sequences[rows->integer(row, 0)].last = rows->integer(row, 1);
    return Done{};
}

Outcome SchemaReader::readCounts()
{
    // What belongs to an extension comes and goes with its version, not with the owner's data.
    const auto notPartOf = [](const QString &kinds) {
        return u" AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = x.tableoid AND e.objid = x.oid AND e.deptype IN ("_s
             + kinds + u"))"_s;
    };
    const QString notAnExtensions = notPartOf(u"'e'"_s);
    const QString relations = u"(SELECT count(*) FROM pg_class x JOIN pg_namespace n ON n.oid = x.relnamespace WHERE "_s
                            + ownersSchemas() + u" AND x.relpersistence <> 't'"_s + notAnExtensions + u" AND x.relkind "_s;
    const QString constraints = u"(SELECT count(*) FROM pg_constraint x JOIN pg_namespace n ON n.oid = x.connamespace WHERE "_s
                              + ownersSchemas() + u" AND x.contype "_s;
    const QList<std::pair<QString, QString>> counts{
        {u"tables"_s, relations + u"IN ('r', 'p'))"_s},
        {u"indexes"_s, relations + u"IN ('i', 'I'))"_s},
        {u"sequences"_s, relations + u"= 'S')"_s},
        {u"unlogged-tables"_s, relations + u"= 'r' AND x.relpersistence = 'u')"_s},
        {u"views"_s, relations + u"= 'v')"_s},
        {u"materialized-views"_s, relations + u"= 'm')"_s},
        {u"foreign-tables"_s, relations + u"= 'f')"_s},
        {u"primary-keys"_s, constraints + u"= 'p')"_s},
        {u"foreign-keys"_s, constraints + u"= 'f' AND x.conparentid = 0)"_s},
        {u"unique-constraints"_s, constraints + u"= 'u')"_s},
        {u"check-constraints"_s, constraints + u"= 'c')"_s},
        {u"partitions"_s, u"(SELECT count(*) FROM pg_inherits h JOIN pg_class x ON x.oid = h.inhrelid AND x.relkind IN ('r', 'p') "
                          "JOIN pg_namespace n ON n.oid = x.relnamespace WHERE "_s
                              + ownersSchemas() + u')'},
        {u"triggers"_s, u"(SELECT count(*) FROM pg_trigger g JOIN pg_class x ON x.oid = g.tgrelid "
                        "JOIN pg_namespace n ON n.oid = x.relnamespace WHERE NOT g.tgisinternal AND "_s
                            + ownersSchemas() + u')'},
        {u"functions"_s, u"(SELECT count(*) FROM pg_proc x JOIN pg_namespace n ON n.oid = x.pronamespace WHERE "_s
                             + ownersSchemas() + notPartOf(u"'e', 'i'"_s) + u')'}, // Of a range type PostgreSQL makes some: more from 14 on.
        {u"large-objects"_s, u"(SELECT count(*) FROM pg_largeobject_metadata)"_s},
    };
    QStringList parts;
    for (const auto &[name, sql] : counts)
        parts.append(sql);
    Result<Rows> rows = m_snapshot.ask(u"SELECT "_s + parts.join(u", "_s), m_job);
    if (!rows)
        return std::move(rows).error();
    for (qsizetype place = 0; place < counts.size(); ++place)
        m_schema.relations.insert(counts[place].first, rows->integer(0, int(place)));
    return Done{};
}

} // namespace

Result<Schema> readSchema(Snapshot &snapshot, Job &job)
{
    return SchemaReader(snapshot, job).read();
}

} // namespace shuttler::verify
