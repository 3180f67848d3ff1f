// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/ReferenceRules.h"

#include "core/verify/Names.h"
#include "core/verify/RuleFile.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

QString ColumnName::shown() const
{
    return verify::shown(schema, table) + u'.' + verify::shown(column);
}

std::optional<ColumnName> columnNameFrom(const QString &text)
{
    QStringList parts{QString()};
    bool quoted = false;
    for (qsizetype place = 0; place < text.size(); ++place) {
        const QChar letter = text[place];
        const bool doubled = letter == u'"' && place + 1 < text.size() && text[place + 1] == u'"';
        if (quoted && doubled) {
            parts.last() += letter;
            ++place;
        } else if (letter == u'"') {
            quoted = !quoted;
        } else if (letter == u'.' && !quoted) {
            parts.append(QString());
        } else {
            parts.last() += letter;
        }
    }
    if (quoted || parts.contains(QString()) || parts.size() < 2 || parts.size() > 3)
        return std::nullopt;
    if (parts.size() == 2)
        parts.prepend(u"public"_s);
    return ColumnName{parts[0], parts[1], parts[2]};
}

QString ReferenceRule::shown() const
{
    QStringList names;
    for (const ReferenceTarget &target : targets)
        if (const QString name = target.column.shown(); !names.contains(name))
            names.append(name);
    return from.shown() + u" → "_s + names.join(u", "_s);
}

namespace {

Result<ColumnName> columnAt(const RuleFile &file, const toml::node &where, const QString &text)
{
    if (const std::optional<ColumnName> name = columnNameFrom(text))
        return *name;
    return file.wrong(where, u"\"%1\" does not name a column; write table.column or schema.table.column."_s.arg(text));
}

Result<QList<ReferenceTarget>> targetsByKind(const RuleFile &file, const toml::table &to)
{
    QList<ReferenceTarget> targets;
    for (const auto &[kind, node] : to) {
        const std::optional<std::string> text = node.value_exact<std::string>();
        if (!text)
            return file.wrong(node, u"where a kind leads has to be a text in quotes."_s);
        Result<ColumnName> column = columnAt(file, node, QString::fromStdString(*text));
        if (!column)
            return std::move(column).error();
        targets.append({QString::fromUtf8(kind.str().data(), qsizetype(kind.str().size())), *column});
    }
    if (targets.isEmpty())
        return file.wrong(to, u"\"to\" names no kind."_s);
    return targets;
}

Result<QList<ReferenceTarget>> targetsAnywhere(const RuleFile &file, const toml::table &entry)
{
    Result<QStringList> texts = file.textsIfAny(entry, u"to"_s);
    if (!texts)
        return std::move(texts).error();
    if (texts->isEmpty())
        return file.wrong(entry, u"\"to\" is missing."_s);
    QList<ReferenceTarget> targets;
    for (const QString &text : *texts) {
        Result<ColumnName> column = columnAt(file, *entry.get("to"), text);
        if (!column)
            return std::move(column).error();
        targets.append({QString(), *column});
    }
    return targets;
}

Result<std::optional<ColumnName>> columnIfAny(const RuleFile &file, const toml::table &entry, const QString &key)
{
    Result<QString> text = file.textIfAny(entry, key);
    if (!text)
        return std::move(text).error();
    if (text->isEmpty())
        return std::optional<ColumnName>();
    Result<ColumnName> column = columnAt(file, *entry.get(key.toStdString()), *text);
    if (!column)
        return std::move(column).error();
    return std::optional(*column);
}

Result<ReferenceRule> ruleFrom(const RuleFile &file, const toml::table &entry)
{
    if (Outcome known = file.onlyKeys(entry, {u"from"_s, u"to"_s, u"kind"_s, u"via"_s, u"tolerate"_s, u"note"_s}); !known)
        return std::move(known).error();
    ReferenceRule rule;
    Result<QString> from = file.text(entry, u"from"_s);
    if (!from)
        return std::move(from).error();
    Result<ColumnName> fromColumn = columnAt(file, *entry.get("from"), *from);
    if (!fromColumn)
        return std::move(fromColumn).error();
    rule.from = *fromColumn;

    const toml::node *to = entry.get("to");
    const toml::table *byKind = to ? to->as_table() : nullptr;
    Result<QList<ReferenceTarget>> targets = byKind ? targetsByKind(file, *byKind) : targetsAnywhere(file, entry);
    if (!targets)
        return std::move(targets).error();
    rule.targets = *targets;

    Result<std::optional<ColumnName>> kind = columnIfAny(file, entry, u"kind"_s);
    if (!kind)
        return std::move(kind).error();
    rule.kind = *kind;
    Result<std::optional<ColumnName>> via = columnIfAny(file, entry, u"via"_s);
    if (!via)
        return std::move(via).error();
    rule.via = *via;

    Result<QString> tolerate = file.textIfAny(entry, u"tolerate"_s);
    if (!tolerate)
        return std::move(tolerate).error();
    if (!tolerate->isEmpty() && *tolerate != u"baseline"_s)
        return file.wrong(*entry.get("tolerate"), u"\"tolerate\" can only be \"baseline\"."_s);
    rule.toleratesBaseline = !tolerate->isEmpty();
    Result<QString> note = file.textIfAny(entry, u"note"_s);
    if (!note)
        return std::move(note).error();
    rule.note = *note;

    const auto ofSameTable = [&rule](const ColumnName &column) {
        return column.schema == rule.from.schema && column.table == rule.from.table;
    };
    if (byKind && !rule.kind)
        return file.wrong(entry, u"\"to\" depends on a kind, but \"kind\" is missing."_s);
    if (!byKind && rule.kind)
        return file.wrong(entry, u"there is a \"kind\", but \"to\" does not say where each kind leads."_s);
    if (rule.via && !rule.kind)
        return file.wrong(entry, u"\"via\" is of use only together with \"kind\"."_s);
    if (rule.via && !ofSameTable(*rule.via))
        return file.wrong(entry, u"\"via\" has to be a column of the same table as \"from\"."_s);
    if (rule.kind && !rule.via && !ofSameTable(*rule.kind))
        return file.wrong(entry, u"\"kind\" is in another table; say with \"via\" how to get there."_s);
    return rule;
}

} // namespace

Result<QList<ReferenceRule>> readReferenceRules(const QString &path)
{
    Result<RuleFile> file = RuleFile::open(path);
    if (!file)
        return std::move(file).error();
    Result<QList<const toml::table *>> entries = file->entries(u"reference"_s);
    if (!entries)
        return std::move(entries).error();
    QList<ReferenceRule> rules;
    QStringList names;
    for (const toml::table *entry : *entries) {
        Result<ReferenceRule> rule = ruleFrom(*file, *entry);
        if (!rule)
            return std::move(rule).error();
        if (names.contains(rule->shown()))
            return file->wrong(*entry, u"the reference %1 is listed twice."_s.arg(rule->shown()));
        names.append(rule->shown());
        rules.append(*rule);
    }
    return rules;
}

} // namespace shuttler::verify
