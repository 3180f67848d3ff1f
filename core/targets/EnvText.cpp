// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/EnvText.h"

#include <QList>

#include <optional>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

bool isBlank(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\r';
}

bool isNameLetter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')
        || letter == '_' || letter == '.';
}

qsizetype skipBlanks(const QByteArray &text, qsizetype at, qsizetype end)
{
    while (at < end && isBlank(text[at]))
        ++at;
    return at;
}

/// Where a quoted value that opens at `at` closes, perhaps lines later; -1 when it does not.
qsizetype closingQuote(const QByteArray &text, qsizetype at)
{
    const char quote = text[at];
    for (qsizetype i = at + 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\')
            ++i;
        else if (text[i] == quote)
            return i;
    }
    return -1;
}

/// The value inside double quotes; nothing for an escape that programs read differently.
std::optional<QByteArray> withoutEscapes(const QByteArray &inside)
{
    QByteArray value;
    for (qsizetype i = 0; i < inside.size(); ++i) {
        if (inside[i] == '\\') {
            ++i;
            if (i == inside.size() || (inside[i] != '\\' && inside[i] != '"'))
                return std::nullopt;
        }
        value += inside[i];
    }
    return value;
}

QByteArray spelled(const QByteArray &value, EnvText::Quote quote)
{
    if (quote == EnvText::Quote::None)
        return value;
    if (quote == EnvText::Quote::Single)
        return '\'' + value + '\'';
    QByteArray escaped = value;
    escaped.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + escaped + '"';
}

} // namespace

Result<EnvText> EnvText::parse(const QByteArray &text, const QString &variable, const QString &file)
{
    EnvText parsed;
    parsed.m_text = text;
    parsed.m_variable = variable;
    parsed.m_file = file;
    if (Outcome found = parsed.find(); !found)
        return std::move(found).error();
    return parsed;
}

Outcome EnvText::find()
{
    const QByteArray name = m_variable.toUtf8();
    QList<qsizetype> lines;
    qsizetype line = 0;
    qsizetype next = m_text.startsWith("\xEF\xBB\xBF") ? 3 : 0;
    while (next < m_text.size()) {
        const qsizetype begin = next;
        line = m_text.first(begin).count('\n') + 1;
        const qsizetype newline = m_text.indexOf('\n', begin);
        const qsizetype end = newline < 0 ? m_text.size() : newline;
        next = end + 1;

        qsizetype at = skipBlanks(m_text, begin, end);
        if (m_text.sliced(at, end - at).startsWith("export") && at + 6 < end && isBlank(m_text[at + 6]))
            at = skipBlanks(m_text, at + 6, end);
        const qsizetype nameAt = at;
        while (at < end && isNameLetter(m_text[at]))
            ++at;
        const QByteArray found = m_text.sliced(nameAt, at - nameAt);
        at = skipBlanks(m_text, at, end);
        if (found.isEmpty() || at >= end || m_text[at] != '=')
            continue; // A comment, an empty line, or nothing that sets a variable.
        at = skipBlanks(m_text, at + 1, end);

        const char opening = at < end ? m_text[at] : '\0';
        const Quote quote = opening == '"' ? Quote::Double : opening == '\'' ? Quote::Single : Quote::None;
        const qsizetype close = quote == Quote::None ? -1 : closingQuote(m_text, at);
        if (found == name) {
            lines.append(line);
            if (lines.size() == 1) {
                Result<qsizetype> after = takeValue(at, end, quote);
                if (!after)
                    return std::move(after).error();
            }
        }
        if (close >= end) { // What stands inside another variable's quotes sets nothing.
            const qsizetype afterClose = m_text.indexOf('\n', close);
            next = afterClose < 0 ? m_text.size() : afterClose + 1;
        }
    }
    if (lines.isEmpty())
        return Error(Fault::BadInput, u"%1 does not set %2."_s.arg(m_file, m_variable))
            .means(u"The app could not be pointed at another database there. Nothing was changed."_s)
            .todo(u"Check that it is the file the app reads, or name another variable in the environment."_s);
    if (lines.size() > 1)
        return Error(Fault::BadInput, u"%1 sets %2 more than once: in lines %3 and %4."_s.arg(
                                          m_file, m_variable, QString::number(lines[0]), QString::number(lines[1])))
            .means(u"Which of them the app uses cannot be told. Nothing was changed."_s)
            .todo(u"Leave one of them in the file, then try again."_s);
    return Done{};
}

Result<qsizetype> EnvText::takeValue(qsizetype at, qsizetype lineEnd, Quote quote)
{
    m_at = at;
    m_quote = quote;
    if (quote == Quote::None) {
        qsizetype end = at;
        while (end < lineEnd && !(m_text[end] == '#' && (end == at || isBlank(m_text[end - 1]))))
            ++end;
        while (end > at && isBlank(m_text[end - 1]))
            --end;
        m_size = end - at;
        m_value = spelling();
        if (m_value.contains('\\') || m_value.startsWith('`') || m_value.contains("${"))
            return unreadable(u"it has a backslash, a backquote or ${…} outside of quotes"_s);
        return lineEnd;
    }
    const qsizetype close = closingQuote(m_text, at);
    if (close < 0 || close >= lineEnd)
        return unreadable(u"its quote is not closed on the same line"_s);
    const qsizetype after = skipBlanks(m_text, close + 1, lineEnd);
    if (after < lineEnd && m_text[after] != '#')
        return unreadable(u"something follows its closing quote"_s);
    m_size = close + 1 - at;
    const QByteArray inside = m_text.sliced(at + 1, close - at - 1);
    if (quote == Quote::Single) {
        if (inside.contains('\\'))
            return unreadable(u"it has a backslash between single quotes"_s);
        m_value = inside;
        return lineEnd;
    }
    const std::optional<QByteArray> value = withoutEscapes(inside);
    if (!value || inside.contains("${"))
        return unreadable(u"it has an escape or ${…} between double quotes"_s);
    m_value = *value;
    return lineEnd;
}

Result<EnvText> EnvText::with(const QByteArray &value) const
{
    for (const Quote quote : {m_quote, Quote::Single, Quote::Double}) {
        Result<EnvText> changed = withSpelling(spelled(value, quote));
        if (changed && changed->value() == value)
            return changed;
    }
    return unreadable(u"the new value cannot be written in any quoting"_s);
}

Result<EnvText> EnvText::withSpelling(const QByteArray &spelling) const
{
    QByteArray text = m_text;
    return parse(text.replace(m_at, m_size, spelling), m_variable, m_file);
}

Error EnvText::unreadable(const QString &why) const
{
    return Error(Fault::BadInput,
                 u"The value of %1 in %2 is written in a way that programs read differently: %3."_s.arg(m_variable,
                                                                                                        m_file, why))
        .means(u"It could not be changed without risk. Nothing was changed."_s)
        .todo(u"Write it on one line in single or double quotes, then try again."_s);
}

} // namespace shuttler
