// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/OrphanSql.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;

namespace {

QString in(const QString &alias, const QString &column)
{
    return alias + u'.' + Connection::quoted(column);
}

/// parent = child, by the operator that the key was declared with where it is known: citext has one of its own. Columns of
/// different collations cannot be compared without saying by which.
QString equal(const QString &parentAlias, const Column *parent, const Column *child, const QString &childName,
              const QString &declaredOperator)
{
    QString sign = declaredOperator;
    if (sign.isEmpty() && parent && child)
        sign = u"OPERATOR("_s + Connection::quoted(parent->operatorSchema()) + u".=)"_s;
    const bool collationsDiffer = parent && child && !parent->collation.isEmpty() && !child->collation.isEmpty()
                               && parent->collation != child->collation;
    return in(parentAlias, parent ? parent->name : QString()) + u' ' + sign + u' ' + childName
         + (collationsDiffer ? u" COLLATE "_s + parent->collation : QString());
}

/// Numbers, dates and the like say which row is meant and nothing about a person.
bool mayBeShown(const Column *column)
{
    return column
        && (column->typeKind == u'e' || column->isOf(u"int2") || column->isOf(u"int4") || column->isOf(u"int8")
            || column->isOf(u"numeric") || column->isOf(u"uuid") || column->isOf(u"date"));
}

OrphanSql countAndExamples(const QString &from, const QString &where, const QString &shownValue)
{
    return {u"SELECT count(*) FROM "_s + from + u" WHERE "_s + where,
            u"SELECT DISTINCT "_s + shownValue + u" FROM "_s + from + u" WHERE "_s + where + u" ORDER BY 1 LIMIT 5"_s};
}

} // namespace

OrphanSql orphanSql(const ForeignKey &key, const Table &child, const Table &parent)
{
    QStringList filled;
    QStringList empty;
    QStringList pairs;
    QStringList values;
    for (qsizetype place = 0; place < key.columns.size(); ++place) {
        const QString column = in(u"c"_s, key.columns[place]);
        filled.append(column + u" IS NOT NULL"_s);
        empty.append(column + u" IS NULL"_s);
        values.append(column + u"::text"_s);
        pairs.append(equal(u"p"_s, parent.find(key.parentColumns[place]), child.find(key.columns[place]), column,
                           key.operators.value(place)));
    }
    QString where = filled.join(u" AND "_s) + u" AND NOT EXISTS (SELECT FROM "_s + parent.rowsInSql() + u" AS p WHERE "_s
                  + pairs.join(u" AND "_s) + u')';
    const QString value = u"concat_ws(', ', "_s + values.join(u", "_s) + u')';
    const QString from = child.rowsInSql() + u" AS c"_s;
    OrphanSql sql = countAndExamples(from, where, value);
    if (key.matchFull && key.columns.size() > 1) {
        // Apart, so that the planner can still join the first half.
        const QString mixed = u'(' + empty.join(u" OR "_s) + u") AND ("_s + filled.join(u" OR "_s) + u')';
        const OrphanSql partly = countAndExamples(from, mixed, value);
        sql.count = u"SELECT ("_s + sql.count + u") + ("_s + partly.count + u')';
        sql.examples = u'(' + sql.examples + u") UNION ALL ("_s + partly.examples + u") LIMIT 5"_s;
    }
    for (const QString &column : key.columns)
        if (!mayBeShown(child.find(column)))
            sql.examples.clear();
    return sql;
}

namespace {

/// A rule's columns in one database, found once.
class RuleWriter {
public:
    RuleWriter(const ReferenceRule &rule, const Schema &schema) : m_rule(rule), m_schema(schema) {}

    RuleSql write()
    {
        m_child = tableOf(m_rule.from);
        if (m_rule.kind)
            tableOf(*m_rule.kind);
        if (m_rule.via)
            tableOf(*m_rule.via);
        for (const ReferenceTarget &target : m_rule.targets)
            tableOf(target.column);
        if (m_result.missing.isEmpty())
            m_result.sql = m_rule.kind ? byKind() : toAnyOfThem();
        if (m_child && !mayBeShown(m_child->find(m_rule.from.column)))
            m_result.sql.examples.clear();
        return m_result;
    }

private:
    const Table *tableOf(const ColumnName &name)
    {
        const Table *table = m_schema.find(name.schema, name.table);
        if (!table || !table->find(name.column)) {
            if (m_result.missing.isEmpty())
                m_result.missing = name.shown();
            return nullptr;
        }
        if (!m_result.tables.contains(table))
            m_result.tables.append(table);
        return table;
    }

    OrphanSql toAnyOfThem() const
    {
        QString where = in(u"c"_s, m_rule.from.column) + u" IS NOT NULL"_s;
        for (const ReferenceTarget &target : m_rule.targets)
            where += u" AND NOT EXISTS (SELECT FROM "_s + parentOf(target).rowsInSql() + u" AS p WHERE "_s + matches(u"p"_s, target)
                   + u')';
        return countAndExamples(m_child->rowsInSql() + u" AS c"_s, where, in(u"c"_s, m_rule.from.column) + u"::text"_s);
    }

    /// One pass over the child, joined to every parent it may lead to. A row that leads nowhere meets no partner in any
    /// join, so it is counted once, also where a parent's column is not unique.
    OrphanSql byKind() const
    {
        QString from = m_child->rowsInSql() + u" AS c"_s;
        QString kind = in(u"c"_s, m_rule.kind->column);
        if (m_rule.via) {
            const Table &holder = *m_schema.find(m_rule.kind->schema, m_rule.kind->table);
            const QString key = holder.primaryKey.size() == 1 ? holder.primaryKey.front() : u"id"_s;
            from += u" LEFT JOIN "_s + holder.rowsInSql() + u" AS k ON "_s
                  + equal(u"k"_s, holder.find(key), m_child->find(m_rule.via->column), in(u"c"_s, m_rule.via->column), {});
            kind = in(u"k"_s, m_rule.kind->column);
        }
        kind += u"::text"_s;
        QString lost = u"CASE "_s + kind;
        for (qsizetype place = 0; place < m_rule.targets.size(); ++place) {
            const ReferenceTarget &target = m_rule.targets[place];
            const QString alias = u"p"_s + QString::number(place);
            const QString wanted = Connection::literal(target.kind);
            from += u" LEFT JOIN "_s + parentOf(target).rowsInSql() + u" AS "_s + alias + u" ON "_s + kind + u" = "_s + wanted
                  + u" AND "_s + matches(alias, target);
            lost += u" WHEN "_s + wanted + u" THEN "_s + in(alias, target.column.column) + u" IS NULL"_s;
        }
        lost += u" ELSE true END"_s;
        return countAndExamples(from, in(u"c"_s, m_rule.from.column) + u" IS NOT NULL AND "_s + lost,
                                u"concat_ws(' ', "_s + kind + u", "_s + in(u"c"_s, m_rule.from.column) + u"::text)"_s);
    }

    const Table &parentOf(const ReferenceTarget &target) const
    {
        return *m_schema.find(target.column.schema, target.column.table);
    }
    QString matches(const QString &alias, const ReferenceTarget &target) const
    {
        return equal(alias, parentOf(target).find(target.column.column), m_child->find(m_rule.from.column),
                     in(u"c"_s, m_rule.from.column), {});
    }

    const ReferenceRule &m_rule;
    const Schema &m_schema;
    const Table *m_child = nullptr;
    RuleSql m_result;
};

} // namespace

RuleSql orphanSql(const ReferenceRule &rule, const Schema &schema)
{
    return RuleWriter(rule, schema).write();
}

} // namespace shuttler::verify
