// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Schema.h"

#include "core/verify/Names.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

QString Column::operatorSchema() const
{
    // Enums, ranges, arrays and composites of any schema are compared by the system's own operators.
    const bool bringsItsOwn = typeKind == u'b' && !type.startsWith(u'_') && typeSchema != u"pg_catalog"_s;
    return bringsItsOwn ? typeSchema : u"pg_catalog"_s;
}

QString Table::inSql() const
{
    return verify::inSql(schema, name);
}

QString Table::rowsInSql() const
{
    return kind == RelationKind::Partitioned ? inSql() : u"ONLY "_s + inSql();
}

QString Table::shown() const
{
    return verify::shown(schema, name);
}

const Column *Table::find(const QString &column) const
{
    for (const Column &one : columns)
        if (one.name == column)
            return &one;
    return nullptr;
}

QString Sequence::shown() const
{
    return verify::shown(schema, name);
}

const Table *Schema::find(const QString &schema, const QString &name) const
{
    for (const Table &table : tables)
        if (table.name == name && table.schema == schema)
            return &table;
    return nullptr;
}

// --- A foreign key in words

static QString columnsShown(const QString &schema, const QString &table, const QStringList &columns)
{
    QStringList names;
    for (const QString &column : columns)
        names.append(shown(column));
    const QString list = names.join(u", "_s);
    return shown(schema, table) + u'.' + (columns.size() == 1 ? list : u'(' + list + u')');
}

QString ForeignKey::shown() const
{
    return columnsShown(schema, table, columns) + u" → "_s + columnsShown(parentSchema, parent, parentColumns);
}

static QString quotedList(const QStringList &names)
{
    QStringList quoted;
    for (const QString &name : names)
        quoted.append(Connection::quoted(name));
    return quoted.join(u", "_s);
}

QString textOf(const ForeignKey &key)
{
    return inSql(key.schema, key.table) + u" ("_s + quotedList(key.columns) + u") → "_s
         + inSql(key.parentSchema, key.parent) + u" ("_s + quotedList(key.parentColumns) + u')'
         + (key.matchFull ? u" MATCH FULL"_s : QString());
}

namespace {

/// Takes a text of quoted names and signs apart, from the left.
class NameReader {
public:
    explicit NameReader(QStringView text) : m_rest(text) {}

    bool take(QStringView sign)
    {
        if (!m_rest.startsWith(sign))
            return false;
        m_rest = m_rest.mid(sign.size());
        return true;
    }
    bool takeName(QString &name)
    {
        if (!take(u"\""))
            return false;
        for (name.clear(); !m_rest.isEmpty(); m_rest = m_rest.mid(1)) {
            if (m_rest.startsWith(u"\"\""))
                m_rest = m_rest.mid(1);
            else if (m_rest.front() == u'"')
                return take(u"\"");
            name += m_rest.front();
        }
        return false;
    }
    bool takeTable(QString &schema, QString &table) { return takeName(schema) && take(u".") && takeName(table); }
    bool takeColumns(QStringList &columns)
    {
        if (!take(u" ("))
            return false;
        do {
            QString name;
            if (!takeName(name))
                return false;
            columns.append(name);
        } while (take(u", "));
        return take(u")");
    }
    bool atEnd() const { return m_rest.isEmpty(); }

private:
    QStringView m_rest;
};

} // namespace

std::optional<ForeignKey> foreignKeyFromText(const QString &text)
{
    ForeignKey key;
    NameReader reader(text);
    const bool complete = reader.takeTable(key.schema, key.table) && reader.takeColumns(key.columns) && reader.take(u" → ")
                       && reader.takeTable(key.parentSchema, key.parent) && reader.takeColumns(key.parentColumns);
    key.matchFull = complete && reader.take(u" MATCH FULL");
    if (!complete || !reader.atEnd() || key.columns.size() != key.parentColumns.size())
        return std::nullopt;
    return key;
}

} // namespace shuttler::verify
