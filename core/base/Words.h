// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>
#include <QStringList>

#include <iterator>
#include <optional>

namespace shuttler {

/// One value of an enum and its stable word in JSON, TOML and journals. A table of them is read both ways.
template <typename Enum>
struct Word {
    Enum value;
    const char16_t *text;
};

/// The word of a value that the table holds; tables hold every value.
template <typename Enum, size_t Size>
QString wordIn(const Word<Enum> (&table)[Size], Enum value)
{
    for (const Word<Enum> &word : table)
        if (word.value == value)
            return QString::fromUtf16(word.text);
    return {};
}

template <typename Enum, size_t Size>
std::optional<Enum> valueIn(const Word<Enum> (&table)[Size], const QString &text)
{
    for (const Word<Enum> &word : table)
        if (text == QStringView(word.text))
            return word.value;
    return std::nullopt;
}

/// All words of a table, for messages: "one of passed, warned, failed".
template <typename Enum, size_t Size>
QStringList wordsOf(const Word<Enum> (&table)[Size])
{
    QStringList all;
    for (const Word<Enum> &word : table)
        all.append(QString::fromUtf16(word.text));
    return all;
}

} // namespace shuttler
