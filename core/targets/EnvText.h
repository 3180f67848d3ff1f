// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QByteArray>

namespace shuttler {

/// The text of an .env file: lines of `NAME=value`, `export NAME="value"`, comments. Only the one value that is asked for is ever
/// replaced; every other byte, line ends included, stays what it was.
class EnvText {
public:
    enum class Quote { None, Single, Double };

    /// `file` is for the words of errors. Fault::BadInput when the variable is not there, is there twice, or stands in a quoting that
    /// programs read differently; the message never repeats the value.
    static Result<EnvText> parse(const QByteArray &text, const QString &variable, const QString &file);

    const QByteArray &text() const { return m_text; }
    const QByteArray &value() const { return m_value; }              ///< Without quotes and escapes.
    QByteArray spelling() const { return m_text.mid(m_at, m_size); } ///< As it stands in the file, quotes included.

    /// The same file with another value, in the same quoting where that can carry it.
    Result<EnvText> with(const QByteArray &value) const;
    /// The same file with another spelling of the value: what `spelling` gave.
    Result<EnvText> withSpelling(const QByteArray &spelling) const;

private:
    EnvText() = default;
    Error unreadable(const QString &why) const;
    Outcome find();
    /// Reads the value at `at` up to the end of its line; returns where the next line begins.
    Result<qsizetype> takeValue(qsizetype at, qsizetype lineEnd, Quote quote);

    QByteArray m_text;
    QString m_variable;
    QString m_file;
    QByteArray m_value;
    Quote m_quote = Quote::None;
    qsizetype m_at = 0;
    qsizetype m_size = 0;
};

} // namespace shuttler
