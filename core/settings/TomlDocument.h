// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"
#include "core/base/Words.h"

#include <QMap>
#include <QStringList>

#include <toml++/toml.h>

#include <variant>

namespace shuttler {

/// A TOML file that people edit too. Reading remembers the first thing wrong with it, with file, line and column. Writing changes the
/// values that changed and nothing else: comments, order and keys that this version does not know stay as they are.
///
/// Keys are named by section and key; section "" is the beginning of the file.
class TomlDocument {
public:
    using Value = std::variant<QString, qint64, QStringList>;

    /// A missing file is an empty document. Fault::BadInput when it is no TOML, Fault::Refused when it may not be read.
    static Result<TomlDocument> read(const QString &file);

    QString requiredText(const QString &section, const QString &key);
    QString text(const QString &section, const QString &key, const QString &otherwise = {});
    int integer(const QString &section, const QString &key, int otherwise, int least, int most);
    QStringList texts(const QString &section, const QString &key);
    /// Every text, number and truth value of a section, as text.
    QMap<QString, QString> entries(const QString &section, const QStringList &except = {});

    template <typename Enum, size_t Size>
    Enum word(const QString &section, const QString &key, Enum otherwise, const Word<Enum> (&table)[Size])
    {
        const std::optional<Enum> value = valueIn(table, text(section, key, wordIn(table, otherwise)));
        if (!value)
            wrong(section, key, QStringLiteral("must be one of ") + wordsOf(table).join(QStringLiteral(", ")));
        return value.value_or(otherwise);
    }
    /// A value that is there but cannot be meant: "must be a zone".
    void wrong(const QString &section, const QString &key, const QString &expectation);
    /// The first problem met while reading.
    Outcome outcome() const;

    /// Leaves a key out that is not there yet when its value is the one it has anyway.
    void set(const QString &section, const QString &key, const Value &value, const Value &otherwise);
    void set(const QString &section, const QString &key, const Value &value);
    void remove(const QString &section, const QString &key);
    const QByteArray &toText() const { return m_text; }

private:
    explicit TomlDocument(QString file) : m_file(std::move(file)) {}
    Outcome parse(const QByteArray &text);
    const toml::table *tableAt(const QString &section) const;
    const toml::node *nodeAt(const QString &section, const QString &key) const;
    qsizetype offsetOf(toml::source_position position) const;
    qsizetype lineEndAfter(qsizetype offset) const;
    qsizetype placeForNew(const QString &section) const;
    QByteArray withInserted(const QString &section, const QString &key, const Value &value) const;
    QByteArray withReplaced(const toml::node &node, const Value &value) const;
    void spellAnew();

    QString m_file;
    QByteArray m_text;
    toml::table m_table;
    QString m_problem;
};

} // namespace shuttler
