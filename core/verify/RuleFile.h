// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QStringList>

#include <optional>

#include <toml++/toml.h>

namespace shuttler::verify {

/// A TOML file of rules, written by a person: whatever is wrong with it is said with its line.
class RuleFile {
public:
    /// Fault::NotFound or Refused when it cannot be read, Fault::BadInput when it is not TOML.
    static Result<RuleFile> open(const QString &path);

    /// Every table of `[[name]]`. Fault::BadInput when the file holds anything else at its top, or nothing.
    Result<QList<const toml::table *>> entries(const QString &name) const;

    /// A text that has to be there, and not be empty.
    Result<QString> text(const toml::table &entry, const QString &key) const;
    Result<QString> textIfAny(const toml::table &entry, const QString &key) const; ///< Empty when missing.
    /// One text or a list of texts; empty when missing.
    Result<QStringList> textsIfAny(const toml::table &entry, const QString &key) const;
    /// A key that is not one of these is a slip of the pen, and would otherwise be obeyed by nobody.
    Outcome onlyKeys(const toml::table &entry, const QStringList &keys) const;

    /// Fault::BadInput: "references.toml, line 12: …".
    Error wrong(const toml::node &where, const QString &what) const;
    Error wrong(qint64 line, const QString &what) const;
    /// "references.toml, line 12".
    QString place(qint64 line) const;

private:
    QString m_path;
    toml::table m_root;
};

} // namespace shuttler::verify
