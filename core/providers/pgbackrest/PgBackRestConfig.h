// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <functional>

namespace shuttler::pgbackrest {

/// The text of a pgBackRest configuration file. Edits keep every line they do not concern: it is the owner's file.
class PgBackRestConfig {
public:
    using Keys = QList<std::pair<QString, QString>>;

    explicit PgBackRestConfig(QByteArray text) : m_text(std::move(text)) {}
    const QByteArray &text() const { return m_text; }

    bool hasSection(const QString &section) const;
    Keys keysOf(const QString &section) const;
    /// As pgBackRest looks it up for a command of this stanza: the stanza's own section, then "global".
    std::optional<QString> value(const QString &stanza, const QString &key) const;

    /// Sets one key, replacing it where it stands; the section is added at the end when there is none.
    PgBackRestConfig with(const QString &section, const QString &key, const QString &value) const;
    /// A whole section, replacing one of that name.
    PgBackRestConfig withSection(const QString &section, const Keys &keys) const;
    PgBackRestConfig withoutSection(const QString &section) const;

private:
    QByteArray m_text;
};

/// Replaces the file by what `edit` makes of it, atomically and one editor at a time (lock on the folder). Writes nothing when
/// nothing changed.
Outcome editConfig(const QString &path, const std::function<PgBackRestConfig(const PgBackRestConfig &)> &edit);
Result<PgBackRestConfig> readConfig(const QString &path);

} // namespace shuttler::pgbackrest
