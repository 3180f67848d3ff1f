// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/ReferenceGuess.h"

#include <algorithm>

namespace shuttler::verify {

using namespace Qt::StringLiterals;

namespace {

/// "parent_student", "parentStudent" and "ParentStudent" are the same two words.
QStringList wordsOf(const QString &name)
{
    QStringList words{QString()};
    for (qsizetype place = 0; place < name.size(); ++place) {
        const QChar letter = name[place];
        const bool beginsOne = letter.isUpper() && place > 0 && !name[place - 1].isUpper();
        if ((letter == u'_' || beginsOne) && !words.last().isEmpty())
            words.append(QString());
        if (letter != u'_')
            words.last() += letter.toLower();
    }
    return words;
}

/// What an English word may be the plural of; itself first.
QStringList singularsOf(const QString &word)
{
    QStringList singulars{word};
    if (word == u"people"_s)
        singulars.append(u"person"_s);
    if (word.endsWith(u"children"_s))
        singulars.append(word.chopped(3));
    if (word.endsWith(u"men"_s))
        singulars.append(word.chopped(3) + u"man"_s);
    if (word.endsWith(u"ies"_s))
        singulars.append(word.chopped(3) + u'y');
    if (word.endsWith(u"es"_s))
        singulars.append(word.chopped(2));
    if (word.endsWith(u's'))
        singulars.append(word.chopped(1));
    return singulars;
}

bool isCalled(const Table &table, const QStringList &words)
{
    QStringList name = wordsOf(table.name);
    return name.size() == words.size() && singularsOf(name.takeLast()).contains(words.last())
        && name == words.first(words.size() - 1);
}

/// "created" and "creator" come from one word.
QString stemOf(const QString &word)
{
    for (const QString &ending : {u"ed"_s, u"or"_s, u"er"_s})
        if (word.endsWith(ending))
            return word.chopped(2);
    return word;
}

bool isText(const Column &column)
{
    return column.isOf(u"text") || column.isOf(u"varchar") || column.isOf(u"bpchar");
}

bool isNumber(const Column &column)
{
    return column.isOf(u"int2") || column.isOf(u"int4") || column.isOf(u"int8");
}

bool holdTheSame(const Column &a, const Column &b)
{
    return (isNumber(a) && isNumber(b)) || (isText(a) && isText(b))
        || (a.typeSchema == b.typeSchema && a.type == b.type);
}

bool mayRefer(const Table &table)
{
    return table.holdsData() || table.kind == RelationKind::Partitioned;
}

bool mayBeReferredTo(const Table &table)
{
    return mayRefer(table) && !table.unlogged && !table.isPartition && table.readable && table.primaryKey.size() == 1;
}

ColumnName named(const Table &table, const QString &column)
{
    return {table.schema, table.name, column};
}

/// The table that the longest end of the words names, and of those the one in the schema of who refers.
const Table *tableCalled(const Schema &schema, const QString &preferred, QStringList words)
{
    for (; !words.isEmpty() && !words.last().isEmpty(); words.removeFirst()) {
        QList<const Table *> called;
        for (const Table &table : schema.tables)
            if (mayBeReferredTo(table) && isCalled(table, words))
                called.append(&table);
        if (called.size() > 1)
            called.removeIf([&](const Table *table) { return table->schema != preferred; });
        if (!called.isEmpty())
            return called.size() == 1 ? called.front() : nullptr;
    }
    return nullptr;
}

/// One table with the columns that could refer to something.
class Guesser {
public:
    Guesser(const Schema &schema, const Table &table) : m_schema(schema), m_table(table) {}

    std::optional<ReferenceGuess> guess(const Column &column) const
    {
        QStringList words = wordsOf(column.name);
        const QString last = words.takeLast();
        if (words.isEmpty() || (last != u"id"_s && last != u"by"_s))
            return std::nullopt;
        if (const Column *kind = kindOf(words))
            return ReferenceGuess{named(m_table, column.name), std::nullopt, named(m_table, kind->name)};
        const Table *parent = last == u"id"_s ? tableCalled(m_schema, m_table.schema, words) : nullptr;
        if (!parent && last == u"id"_s && words == QStringList{u"parent"_s} && mayBeReferredTo(m_table))
            parent = &m_table;
        if (!parent)
            return std::nullopt;
        const Column *key = parent->find(parent->primaryKey.front());
        if (!key || !holdTheSame(column, *key) || (parent == &m_table && key->name == column.name))
            return std::nullopt;
        return ReferenceGuess{named(m_table, column.name), named(*parent, key->name), std::nullopt};
    }

private:
    /// The column that says of what kind the thing is that is called so. A mere "role" is a user's, where nothing says it better.
    const Column *kindOf(const QStringList &words) const
    {
        const QStringList wanted = words.first(words.size() - 1) + QStringList{stemOf(words.last())};
        const Column *role = nullptr;
        for (const Column &column : m_table.columns) {
            QStringList its = wordsOf(column.name);
            const QString last = its.takeLast();
            if ((last != u"type"_s && last != u"kind"_s && last != u"role"_s)
                || (!isText(column) && column.typeKind != u'e'))
                continue;
            if (its.isEmpty()) {
                if (last == u"role"_s && words == QStringList{u"user"_s})
                    role = &column;
                continue;
            }
            its.last() = stemOf(its.last());
            if (its == wanted)
                return &column;
        }
        return role;
    }

    const Schema &m_schema;
    const Table &m_table;
};

bool isGuarded(const Schema &schema, const QList<ReferenceRule> &known, const ColumnName &column)
{
    return std::any_of(known.begin(), known.end(), [&](const ReferenceRule &rule) { return rule.from == column; })
        || std::any_of(schema.foreignKeys.begin(), schema.foreignKeys.end(), [&](const ForeignKey &key) {
               return key.schema == column.schema && key.table == column.table && key.columns.contains(column.column);
           });
}

} // namespace

QList<ReferenceGuess> guessReferences(const Schema &schema, const QList<ReferenceRule> &known)
{
    QList<ReferenceGuess> guesses;
    for (const Table &table : schema.tables) {
        if (!mayRefer(table) || table.unlogged || table.isPartition || !table.readable)
            continue;
        for (const Column &column : table.columns)
            if (!isGuarded(schema, known, named(table, column.name)))
                if (std::optional<ReferenceGuess> guess = Guesser(schema, table).guess(column))
                    guesses.append(*std::move(guess));
    }
    return guesses;
}

std::optional<ReferenceRule> ruleFrom(const ReferenceGuess &guess, const Schema &schema, const QStringList &kinds,
                                      QString &stranger)
{
    ReferenceRule rule;
    rule.from = guess.from;
    rule.kind = guess.kind;
    if (guess.to)
        rule.targets.append({QString(), *guess.to});
    const Column *column = schema.find(guess.from.schema, guess.from.table)->find(guess.from.column);
    for (const QString &kind : kinds) {
        const Table *parent = tableCalled(schema, guess.from.schema, wordsOf(kind));
        const Column *key = parent ? parent->find(parent->primaryKey.front()) : nullptr;
        if (!key || !holdTheSame(*column, *key)) {
            stranger = kind;
            return std::nullopt;
        }
        rule.targets.append({kind, named(*parent, key->name)});
    }
    return rule;
}

} // namespace shuttler::verify
