// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/settings/TomlDocument.h"

#include "core/base/Files.h"

#include <QRegularExpression>

#include <sstream>

namespace shuttler {

using namespace Qt::StringLiterals;

static QString fromStd(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

static Error brokenSettings(const QString &what)
{
    return Error(Fault::BadInput, what)
        .means(u"The file was left as it is, and nothing in it is used."_s)
        .todo(u"Correct it there in a text editor, then try again."_s);
}

static QString placeText(const QString &file, toml::source_position at)
{
    return u"%1, line %2, column %3"_s.arg(file).arg(at.line).arg(at.column);
}

/// A text, number or truth value as text.
static std::optional<QString> scalarIn(const toml::node &node)
{
    if (const auto *text = node.as_string())
        return fromStd(text->get());
    if (const auto *number = node.as_integer())
        return QString::number(number->get());
    if (const auto *truth = node.as_boolean())
        return truth->get() ? u"true"_s : u"false"_s;
    return std::nullopt;
}

static std::optional<QStringList> listIn(const toml::node &node)
{
    if (!node.is_array())
        return std::nullopt;
    QStringList all;
    for (const toml::node &element : *node.as_array()) {
        if (!element.is_string())
            return std::nullopt;
        all.append(fromStd(element.as_string()->get()));
    }
    return all;
}

static bool isSame(const toml::node *node, const TomlDocument::Value &value)
{
    if (!node)
        return false;
    if (const auto *list = std::get_if<QStringList>(&value))
        return listIn(*node) == *list;
    if (const auto *number = std::get_if<qint64>(&value))
        return node->is_integer() && node->as_integer()->get() == *number;
    return scalarIn(*node) == std::get<QString>(value); // A number that reads the same stays a number.
}

Result<TomlDocument> TomlDocument::read(const QString &file)
{
    Result<QByteArray> text = readWholeFile(file);
    if (!text && text.error().fault() != Fault::NotFound)
        return std::move(text).error();
    TomlDocument document(file);
    if (Outcome parsed = document.parse(text ? *text : QByteArray()); !parsed)
        return std::move(parsed).error();
    return document;
}

Outcome TomlDocument::parse(const QByteArray &text)
{
    try {
        m_table = toml::parse(std::string_view(text.constData(), size_t(text.size())));
    } catch (const toml::parse_error &error) {
        return brokenSettings(u"%1: %2."_s.arg(placeText(m_file, error.source().begin), fromStd(error.description())));
    }
    m_text = text;
    return Done{};
}

const toml::table *TomlDocument::tableAt(const QString &section) const
{
    return section.isEmpty() ? &m_table : m_table[section.toStdString()].as_table();
}

const toml::node *TomlDocument::nodeAt(const QString &section, const QString &key) const
{
    const toml::table *table = tableAt(section);
    return table ? table->get(key.toStdString()) : nullptr;
}

void TomlDocument::wrong(const QString &section, const QString &key, const QString &expectation)
{
    if (!m_problem.isEmpty())
        return;
    const toml::node *node = nodeAt(section, key);
    if (!node)
        node = m_table.get(section.toStdString());
    const QString place = node ? placeText(m_file, node->source().begin) : m_file;
    const QString name = section.isEmpty() ? u"\"%1\""_s.arg(key) : u"\"%1\" in [%2]"_s.arg(key, section);
    m_problem = u"%1: %2 %3."_s.arg(place, name, expectation);
}

Outcome TomlDocument::outcome() const
{
    if (m_problem.isEmpty())
        return Done{};
    return brokenSettings(m_problem);
}

QString TomlDocument::requiredText(const QString &section, const QString &key)
{
    const QString value = text(section, key);
    if (value.isEmpty())
        wrong(section, key, u"must be given, as a text in quotes"_s);
    return value;
}

QString TomlDocument::text(const QString &section, const QString &key, const QString &otherwise)
{
    const toml::node *node = nodeAt(section, key);
    if (!node)
        return otherwise;
    const auto *value = node->as_string();
    if (!value)
        wrong(section, key, u"must be a text in quotes"_s);
    return value ? fromStd(value->get()) : otherwise;
}

int TomlDocument::integer(const QString &section, const QString &key, int otherwise, int least, int most)
{
    const toml::node *node = nodeAt(section, key);
    if (!node)
        return otherwise;
    const auto *value = node->as_integer();
    if (value && value->get() >= least && value->get() <= most)
        return int(value->get());
    wrong(section, key, u"must be a whole number from %1 to %2"_s.arg(least).arg(most));
    return otherwise;
}

QStringList TomlDocument::texts(const QString &section, const QString &key)
{
    const toml::node *node = nodeAt(section, key);
    const std::optional<QStringList> all = node ? listIn(*node) : QStringList();
    if (!all)
        wrong(section, key, u"must be a list of texts, as in [\"a\", \"b\"]"_s);
    return all.value_or(QStringList());
}

QMap<QString, QString> TomlDocument::entries(const QString &section, const QStringList &except)
{
    QMap<QString, QString> all;
    const toml::table *table = tableAt(section);
    if (!table)
        return all;
    for (const auto &[name, node] : *table) {
        if (except.contains(fromStd(name.str())))
            continue;
        const std::optional<QString> value = scalarIn(node);
        if (!value)
            wrong(section, fromStd(name.str()), u"must be a text, a whole number, true or false"_s);
        all.insert(fromStd(name.str()), value.value_or(QString()));
    }
    return all;
}

static QString rendered(const QString &text)
{
    QString quoted;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            quoted += u'\\';
        if (c < u' ' || c == QChar(0x7f))
            quoted += u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        else
            quoted += c;
    }
    return u'"' + quoted + u'"';
}

static QString rendered(qint64 number)
{
    return QString::number(number);
}

static QString rendered(const QStringList &texts)
{
    QStringList quoted;
    for (const QString &text : texts)
        quoted.append(rendered(text));
    return u'[' + quoted.join(u", "_s) + u']';
}

static QString renderedValue(const TomlDocument::Value &value)
{
    return std::visit([](const auto &plain) { return rendered(plain); }, value);
}

static QString renderedKey(const QString &key)
{
    static const QRegularExpression bare(u"^[A-Za-z0-9_-]+$"_s);
    return bare.match(key).hasMatch() ? key : rendered(key);
}

// Columns count code points, not bytes.
qsizetype TomlDocument::offsetOf(toml::source_position position) const
{
    qsizetype at = 0;
    for (toml::source_index line = 1; line < position.line; ++line)
        at = m_text.indexOf('\n', at) + 1;
    for (toml::source_index column = 1; column < position.column; ++column)
        do
            ++at;
        while (at < m_text.size() && (uchar(m_text[at]) & 0xc0) == 0x80);
    return at;
}

qsizetype TomlDocument::lineEndAfter(qsizetype offset) const
{
    const qsizetype end = m_text.indexOf('\n', offset);
    return end < 0 ? m_text.size() : end + 1;
}

/// Behind the last value of a section; where it has none, behind its name.
qsizetype TomlDocument::placeForNew(const QString &section) const
{
    const toml::table &table = *tableAt(section);
    qsizetype place = section.isEmpty() ? 0 : lineEndAfter(offsetOf(table.source().begin));
    for (const auto &[name, node] : table)
        if (!node.is_table() || node.as_table()->is_inline())
            place = std::max(place, lineEndAfter(offsetOf(node.source().end)));
    return place;
}

QByteArray TomlDocument::withInserted(const QString &section, const QString &key, const Value &value) const
{
    QByteArray line = (renderedKey(key) + u" = "_s + renderedValue(value)).toUtf8() + '\n';
    QByteArray text = m_text;
    qsizetype place = text.size();
    if (tableAt(section))
        place = placeForNew(section);
    else
        line = (text.isEmpty() ? "[" : "\n[") + renderedKey(section).toUtf8() + "]\n" + line;
    if (place > 0 && text[place - 1] != '\n')
        line.prepend('\n');
    return text.insert(place, line);
}

QByteArray TomlDocument::withReplaced(const toml::node &node, const Value &value) const
{
    const qsizetype begin = offsetOf(node.source().begin);
    return QByteArray(m_text).replace(begin, offsetOf(node.source().end) - begin, renderedValue(value).toUtf8());
}

void TomlDocument::set(const QString &section, const QString &key, const Value &value, const Value &otherwise)
{
    if (nodeAt(section, key) || value != otherwise)
        set(section, key, value);
}

void TomlDocument::set(const QString &section, const QString &key, const Value &value)
{
    const toml::node *node = nodeAt(section, key);
    if (isSame(node, value))
        return;
    const Outcome edited = parse(node ? withReplaced(*node, value) : withInserted(section, key, value));
    if (edited && isSame(nodeAt(section, key), value))
        return;
    // Written in a way that has no line of its own to change, such as a section inside braces: spell the whole file anew.
    const toml::table fresh = toml::parse("value = " + renderedValue(value).toStdString());
    if (!tableAt(section))
        m_table.insert_or_assign(section.toStdString(), toml::table());
    toml::table &parent = section.isEmpty() ? m_table : *m_table.get(section.toStdString())->as_table();
    parent.insert_or_assign(key.toStdString(), *fresh.get("value"));
    spellAnew();
}

void TomlDocument::remove(const QString &section, const QString &key)
{
    if (!nodeAt(section, key))
        return;
    toml::table &parent = section.isEmpty() ? m_table : *m_table.get(section.toStdString())->as_table();
    const auto found = parent.find(key.toStdString());
    if (parent.is_inline()) {
        parent.erase(found);
        return spellAnew();
    }
    const QByteArray before = m_text.first(offsetOf(found->first.source().begin));
    const qsizetype begin = before.lastIndexOf('\n') + 1;
    QByteArray text = m_text;
    text.remove(begin, lineEndAfter(offsetOf(found->second.source().end)) - begin);
    static_cast<void>(parse(text));
}

void TomlDocument::spellAnew()
{
    std::ostringstream whole;
    whole << m_table << '\n';
    static_cast<void>(parse(QByteArray::fromStdString(whole.str())));
}

} // namespace shuttler
