// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/RowsInScript.h"

#include <cstring>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype EnoughOfALine = 256 * 1024; ///< 1,600 columns of 63 letters, quoted.

/// An identifier as it is written, from `place` on, which moves behind it.
std::optional<QString> identifierAt(QByteArrayView text, qsizetype &place)
{
    QByteArray name;
    if (place < text.size() && text[place] == '"') {
        for (++place; place < text.size(); ++place) {
            if (text[place] == '"' && place + 1 < text.size() && text[place + 1] == '"')
                ++place;
            else if (text[place] == '"')
                return ++place, QString::fromUtf8(name);
            name.append(text[place]);
        }
        return std::nullopt;
    }
    while (place < text.size() && text[place] != '.' && text[place] != ' ' && text[place] != '"')
        name.append(text[place++]);
    if (name.isEmpty())
        return std::nullopt;
    return QString::fromUtf8(name);
}

} // namespace

std::optional<TableName> tableCopied(QByteArrayView line)
{
    if (!line.startsWith("COPY ") || !line.endsWith(" FROM stdin;"))
        return std::nullopt;
    qsizetype place = 5;
    const std::optional<QString> schema = identifierAt(line, place);
    if (!schema || place >= line.size() || line[place++] != '.')
        return std::nullopt;
    const std::optional<QString> name = identifierAt(line, place);
    if (!name || place >= line.size() || line[place] != ' ')
        return std::nullopt;
    return TableName{*schema, *name};
}

void RowsInScript::takeLine(QByteArrayView line)
{
    if (m_isInTable) {
        if (line == "\\.")
            m_isInTable = false;
        else
            ++*m_count;
        return;
    }
    if (m_announced && line.startsWith("COPY ")) {
        if (const std::optional<TableName> table = tableCopied(line)) {
            m_isInTable = true;
            m_count = &m_rows[*table];
        }
        m_announced = false;
    } else if (line.startsWith("-- Data for Name: ")) {
        m_announced = true;
    } else if (line == "-- PostgreSQL database dump complete") {
        m_isComplete = true;
    } else if (!line.isEmpty() && line != "--") {
        m_announced = false; // Only the comment right above it announces a table; what a function's text says does not.
    }
}

Outcome RowsInScript::add(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const void *const found = std::memchr(bytes.data(), '\n', size_t(bytes.size()));
        const qsizetype length = found ? static_cast<const char *>(found) - bytes.data() : bytes.size();
        if (found && m_begun.isEmpty()) {
            takeLine(bytes.first(length));
        } else {
            m_begun.append(bytes.first(std::min(length, std::max<qsizetype>(EnoughOfALine - m_begun.size(), 0))));
            if (found) {
                takeLine(m_begun);
                m_begun.clear();
            }
        }
        bytes = bytes.sliced(found ? length + 1 : length);
    }
    return Done{};
}

Outcome RowsInScript::end()
{
    if (!m_isInTable && m_isComplete)
        return Done{};
    return Error(Fault::Corrupt, u"The dump is cut off: it does not have the end that pg_dump writes."_s)
        .means(u"It does not hold all of the database, and must not be restored."_s)
        .todo(u"Use another dump, and take a new one."_s);
}

} // namespace shuttler::dumps
