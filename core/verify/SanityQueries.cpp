// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/SanityQueries.h"

#include "core/base/Words.h"
#include "core/verify/RuleFile.h"
#include "core/verify/SanityText.h"

#include <algorithm>

namespace shuttler::verify {

using namespace Qt::StringLiterals;

static const Word<ExpectationKind> KindWords[] = {
    {ExpectationKind::NoRows, u"no-rows"},
    {ExpectationKind::Zero, u"zero"},
    {ExpectationKind::Value, u"value"},
    {ExpectationKind::NotWorseThanBaseline, u"not-worse-than-baseline"},
    {ExpectationKind::Information, u"information"},
};

namespace {

QStringList keysFor(ExpectationKind kind)
{
    switch (kind) {
    case ExpectationKind::Zero:
        return {u"kind"_s, u"columns"_s};
    case ExpectationKind::Value:
        return {u"kind"_s, u"column"_s, u"equals"_s, u"at-least"_s, u"at-most"_s};
    case ExpectationKind::NotWorseThanBaseline:
        return {u"kind"_s, u"key"_s, u"columns"_s};
    case ExpectationKind::NoRows:
    case ExpectationKind::Information:
        break;
    }
    return {u"kind"_s};
}

Result<std::optional<double>> numberIfAny(const RuleFile &file, const toml::table &entry, const char *key)
{
    const toml::node *node = entry.get(key);
    if (!node)
        return std::optional<double>();
    if (const std::optional<double> value = node->value<double>(); value && node->is_number())
        return std::optional(*value);
    return file.wrong(*node, u"\"%1\" has to be a number."_s.arg(QLatin1StringView(key)));
}

QJsonValue equalsFrom(const toml::table &entry)
{
    const toml::node *node = entry.get("equals");
    if (!node)
        return QJsonValue(QJsonValue::Undefined);
    if (const std::optional<bool> truth = node->value_exact<bool>())
        return *truth;
    if (const std::optional<std::string> text = node->value_exact<std::string>())
        return QString::fromStdString(*text);
    if (const std::optional<int64_t> whole = node->value_exact<int64_t>())
        return qint64(*whole);
    if (const std::optional<double> number = node->value_exact<double>())
        return *number;
    return QJsonValue(); // Dates and the like: not comparable, said by the caller.
}

Result<Expectation> expectationFrom(const RuleFile &file, const toml::table &query)
{
    const toml::node *node = query.get("expect");
    const toml::table *entry = node ? node->as_table() : nullptr;
    if (!entry)
        return file.wrong(node ? *node : query, u"\"expect = { kind = … }\" is missing."_s);
    Result<QString> word = file.text(*entry, u"kind"_s);
    if (!word)
        return std::move(word).error();
    const std::optional<ExpectationKind> kind = valueIn(KindWords, *word);
    if (!kind)
        return file.wrong(*entry, u"kind \"%1\" is not one of %2."_s.arg(*word, wordsOf(KindWords).join(u", "_s)));
    if (Outcome known = file.onlyKeys(*entry, keysFor(*kind)); !known)
        return std::move(known).error();

    Expectation expect;
    expect.kind = *kind;
    Result<QStringList> columns = file.textsIfAny(*entry, u"columns"_s);
    if (!columns)
        return std::move(columns).error();
    expect.columns = *columns;
    Result<QStringList> key = file.textsIfAny(*entry, u"key"_s);
    if (!key)
        return std::move(key).error();
    expect.key = *key;
    if (*kind == ExpectationKind::Zero && expect.columns.isEmpty())
        return file.wrong(*entry, u"\"columns\" has to name the columns that have to be 0."_s);
    if (*kind == ExpectationKind::NotWorseThanBaseline && expect.key.isEmpty())
        return file.wrong(*entry, u"\"key\" has to name the columns a row is recognised by."_s);
    if (*kind != ExpectationKind::Value)
        return expect;

    Result<QString> column = file.text(*entry, u"column"_s);
    if (!column)
        return std::move(column).error();
    expect.column = *column;
    Result<std::optional<double>> least = numberIfAny(file, *entry, "at-least");
    if (!least)
        return std::move(least).error();
    expect.atLeast = *least;
    Result<std::optional<double>> most = numberIfAny(file, *entry, "at-most");
    if (!most)
        return std::move(most).error();
    expect.atMost = *most;
    expect.equals = equalsFrom(*entry);
    if (expect.equals.isNull())
        return file.wrong(*entry, u"\"equals\" has to be a text, a number, true or false."_s);
    if (expect.equals.isUndefined() && !expect.atLeast && !expect.atMost)
        return file.wrong(*entry, u"\"equals\", \"at-least\" or \"at-most\" is missing."_s);
    if (expect.atLeast && expect.atMost && *expect.atMost < *expect.atLeast)
        return file.wrong(*entry, u"\"at-most\" is below \"at-least\"; nothing could satisfy both."_s);
    return expect;
}

/// Line of the file on which a text of several lines begins: the line break after the opening quotes belongs to nobody.
qint64 firstLineOf(const toml::node &text)
{
    const toml::source_region &source = text.source();
    const std::string value = text.value_or(std::string());
    const qint64 breaks = std::count(value.begin(), value.end(), '\n');
    return qint64(source.begin.line) + (qint64(source.end.line) - qint64(source.begin.line) > breaks ? 1 : 0);
}

Result<SanityQuery> withText(const RuleFile &file, const toml::table &entry, SanityQuery query)
{
    Result<QString> whole = file.text(entry, u"sql"_s);
    if (!whole)
        return std::move(whole).error();
    const qint64 line = firstLineOf(*entry.get("sql"));
    const SanityText text = readSanityText(*whole);
    if (text.fault)
        return file.wrong(line + text.fault->line, text.fault->what);
    query.sql = text.sql.trimmed();
    query.parameters = text.parameters;
    query.place = file.place(line);
    return query;
}

Result<SanityQuery> queryFrom(const RuleFile &file, const toml::table &entry)
{
    if (Outcome known = file.onlyKeys(entry, {u"id"_s, u"title"_s, u"sql"_s, u"timeout"_s, u"expect"_s, u"means"_s, u"todo"_s}); !known)
        return std::move(known).error();
    SanityQuery query;
    const std::pair<const char16_t *, QString *> texts[] = {
        {u"id", &query.id}, {u"title", &query.title}, {u"sql", &query.sql}, {u"means", &query.means}, {u"todo", &query.todo}};
    for (const auto &[key, place] : texts) {
        Result<QString> text = file.text(entry, QString::fromUtf16(key));
        if (!text)
            return std::move(text).error();
        *place = text->trimmed();
    }
    Result<Expectation> expect = expectationFrom(file, entry);
    if (!expect)
        return std::move(expect).error();
    query.expect = *expect;
    Result<std::optional<double>> patience = numberIfAny(file, entry, "timeout");
    if (!patience)
        return std::move(patience).error();
    if (*patience && (**patience < 1 || **patience > 3600))
        return file.wrong(*entry.get("timeout"), u"\"timeout\" is in seconds, from 1 to 3600."_s);
    if (*patience)
        query.patience = std::chrono::seconds(qint64(**patience));
    return withText(file, entry, std::move(query));
}

} // namespace

Result<QList<SanityQuery>> readSanityQueries(const QString &path)
{
    Result<RuleFile> file = RuleFile::open(path);
    if (!file)
        return std::move(file).error();
    Result<QList<const toml::table *>> entries = file->entries(u"query"_s);
    if (!entries)
        return std::move(entries).error();
    QList<SanityQuery> queries;
    QStringList ids;
    for (const toml::table *entry : *entries) {
        Result<SanityQuery> query = queryFrom(*file, *entry);
        if (!query)
            return std::move(query).error();
        if (ids.contains(query->id))
            return file->wrong(*entry, u"the id \"%1\" is given twice."_s.arg(query->id));
        ids.append(query->id);
        queries.append(*query);
    }
    return queries;
}

QString sanitySql(const SanityQuery &query)
{
    // The line break ends a comment that the query may end with.
    return u"SELECT pg_catalog.row_to_json(answer)::pg_catalog.text FROM (\n"_s + query.sql + u"\n) AS answer LIMIT "_s
         + QString::number(SanityRowLimit);
}

} // namespace shuttler::verify
