// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Snapshot.h"

#include <QMap>
#include <QStringList>

namespace shuttler::verify {

/// A column, with its type traced through domains to the type that holds the values.
struct Column {
    int number = 0;
    QString name;
    QString typeSchema;
    QString type;               ///< "int4", "timestamptz", "mood"…; arrays as PostgreSQL calls them: "_int4".
    QChar typeKind = u'b';      ///< pg_type.typtype: b base, e enum, c composite, r range, m multirange.
    QString defaultValue;       ///< As an expression; empty without one and for generated columns.
    QString collation;          ///< Quoted and qualified; empty where the type has none.

    bool isOf(QStringView typeName) const { return typeSchema == QLatin1StringView("pg_catalog") && type == typeName; }
    /// Where the equality of its type lives: a user-defined type (citext…) brings its own.
    QString operatorSchema() const;
};

enum class RelationKind { Table, Partitioned, Materialized, Foreign };

struct Table {
    qint64 oid = 0;
    QString schema;
    QString name;
    RelationKind kind = RelationKind::Table;
    bool unlogged = false;
    bool isPartition = false;   ///< Of a partitioned table, which has its rows too.
    bool readable = true;       ///< By the role that asks.
    bool populated = true;      ///< Of a materialized view.
    bool held = false;          ///< By somebody who lets nobody else at it: a migration, VACUUM FULL…
    qint64 file = 0;            ///< Number of the file that holds it in this snapshot.
    qint64 bytes = 0;           ///< Of the heap alone.
    QList<Column> columns;      ///< By position.
    QStringList primaryKey;

    QString inSql() const;
    /// The table's own rows: children by inheritance count for themselves, a partitioned table is all its partitions.
    QString rowsInSql() const;
    QString shown() const;
    const Column *find(const QString &column) const;
    bool holdsData() const { return kind == RelationKind::Table; }
};

/// A reference that the database itself declares; or one it once declared, as a baseline remembers it.
struct ForeignKey {
    QString name;
    QString schema;
    QString table;
    QStringList columns;
    QString parentSchema;
    QString parent;
    QStringList parentColumns;
    QStringList operators;      ///< parent = child, per column, as OPERATOR(…); empty when only remembered.
    bool matchFull = false;
    bool validated = true;

    QString shown() const;      ///< "fee_payments.fee_id → fees.id"
};

struct Sequence {
    QString schema;
    QString name;
    bool readable = true;
    bool cycles = false;
    qint64 increment = 1;
    qint64 last = 0;            ///< The last number it has given, or the one before its first.
    QString tableSchema;        ///< Whose column it numbers; empty when nobody's.
    QString table;
    QString column;
    QString shown() const;
};

/// What a database is made of, as far as verification looks at it. The system's own schemas are left out.
struct Schema {
    QList<Table> tables;                ///< All kinds, by schema and name.
    QList<ForeignKey> foreignKeys;      ///< By child, then name. A partition's copies of its parent's keys are left out.
    QList<Sequence> sequences;          ///< One entry per column numbered.
    QMap<QString, qint64> relations;    ///< "tables", "indexes", "foreign-keys"… → count.

    const Table *find(const QString &schema, const QString &name) const;
};

/// A condition on pg_namespace "n": schemas whose contents are the business of the database's owner.
QString ownersSchemas();

/// "held (relation)": what somebody has to himself, or waits to have. To ask such a table's size would mean to wait for it.
QString heldSql();

/// Reads the catalogue. Needs no rights beyond a login, and waits for nobody who holds a table.
Result<Schema> readSchema(Snapshot &snapshot, Job &job);

/// A foreign key as text that `foreignKeyFromText` reads back: what a baseline keeps of it.
QString textOf(const ForeignKey &key);
std::optional<ForeignKey> foreignKeyFromText(const QString &text);

} // namespace shuttler::verify
