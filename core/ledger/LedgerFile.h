// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QStringList>

namespace shuttler {

/// The SQLite file under the ledger: one connection of its own, opened only when the file is ours and not newer than we are.
///
/// A rollback journal and `synchronous=EXTRA`: a commit that returned survives a power cut, and between commits everything lies
/// in one file. Not WAL: Debian 12's SQLite (3.40) can damage a WAL file that two processes check-point at once.
class LedgerFile {
public:
    /// Creates the file, or migrates it forward with the scripts it has not seen yet (0001.sql is version 1), all in one
    /// transaction. A newer or a foreign file is not touched.
    static Result<LedgerFile> open(const QString &path, const QStringList &scripts);
    /// What the program was built with: schema/0001.sql, 0002.sql, …
    static QStringList builtInScripts();

    LedgerFile(LedgerFile &&other) noexcept;
    LedgerFile &operator=(LedgerFile &&) = delete;
    ~LedgerFile();

    const QString &path() const { return m_path; }
    QSqlDatabase database() const;
    /// A statement without parameters.
    Outcome run(const QString &sql) const;
    /// What SQLite said, in terms of what can be done about it.
    Error errorFrom(const QSqlError &error) const;

private:
    LedgerFile(QString path, QString connection) : m_path(std::move(path)), m_connection(std::move(connection)) {}
    Outcome connect() const;
    Outcome migrate(const QStringList &scripts) const;

    QString m_path;
    QString m_connection; ///< Qt names its connections process-wide: every object has its own.
};

/// A write transaction: takes the write lock at once, and is rolled back unless committed.
class WriteTransaction {
public:
    explicit WriteTransaction(const LedgerFile &file)
        : m_file(file)
        , m_begun(file.run(QStringLiteral("BEGIN IMMEDIATE")))
    {}
    ~WriteTransaction();
    WriteTransaction(const WriteTransaction &) = delete;
    WriteTransaction &operator=(const WriteTransaction &) = delete;

    const Outcome &begun() const { return m_begun; }
    Outcome commit();

private:
    const LedgerFile &m_file;
    Outcome m_begun;
    bool m_open = true;
};

} // namespace shuttler
