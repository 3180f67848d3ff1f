// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QMap>
#include <QSet>
#include <QUrl>

namespace shuttler {

/// Reads one table of an environment's settings. The first thing that cannot be meant is remembered, and `outcome` names it, as it
/// names a key that nobody asked for: a misspelt one must not be dropped in silence.
class SettingsTable {
public:
    /// `what` is for sentences: "The settings of Render".
    SettingsTable(const QMap<QString, QString> &table, QString what) : m_table(table), m_what(std::move(what)) {}

    QString text(const QString &key, const QString &usual = {});
    QString required(const QString &key);
    /// https, and nothing but a place: no user, no query.
    QUrl endpoint(const QString &key, const QString &usual);
    /// Empty, or the whole path of a file.
    QString file(const QString &key, const QString &usual = {});
    void wrong(const QString &what, const QString &todo);
    /// Fault::BadInput.
    Outcome outcome() const;

private:
    const QMap<QString, QString> m_table;
    QString m_what;
    QSet<QString> m_asked;
    std::optional<Error> m_problem;
};

} // namespace shuttler
