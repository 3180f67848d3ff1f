// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/ConnectionInfo.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <memory>

struct pg_conn;
struct pg_result;

namespace shuttler::postgres {

/// What a session may do.
enum class Access {
    ReadOnly,  ///< default_transaction_read_only=on: looking changes nothing.
    ReadWrite,
};

struct SessionOptions {
    Access access = Access::ReadOnly;
    Seconds connectTimeout{10};
    std::chrono::milliseconds statementTimeout{0}; ///< 0: none. The job's stop token cancels in any case.
    std::chrono::milliseconds lockTimeout{5000};
    QString applicationName = QStringLiteral("shuttler-ops");
};

/// The rows of one answer. Values are text as PostgreSQL sent it; null is told apart from empty.
class Rows {
public:
    explicit Rows(pg_result *result);
    int size() const;
    int columns() const;
    QString columnName(int column) const;
    bool isNull(int row, int column) const;
    QString text(int row, int column) const;
    QByteArray bytes(int row, int column) const;
    qint64 integer(int row, int column) const;      ///< 0 for null.
    qint64 affected() const;                         ///< Rows an INSERT, UPDATE, DELETE touched.

private:
    std::shared_ptr<pg_result> m_result;
};

using Parameter = std::optional<QByteArray>; ///< Nothing: NULL.

/// One session with a PostgreSQL server, over plain blocking libpq. Belongs to one thread.
/// TimeZone UTC, DateStyle ISO, IntervalStyle iso_8601, extra_float_digits 3, client_encoding UTF8, in every session.
/// The job's stop token cancels the running statement on the server (PQcancel) within a second.
class Connection {
public:
    /// Connects from key/value pairs, never a pasted string. TCP always with sslmode=verify-full unless the host is a loopback
    /// address; sockets without TLS. Faults: Unreachable (no server, timeout, starting up), Refused (password, database, TLS).
    static Result<Connection> open(const ConnectionInfo &info, const SessionOptions &options, Job &job);
    Connection(Connection &&) noexcept;
    Connection &operator=(Connection &&) noexcept;
    ~Connection();

    /// One statement with parameters ($1…), all rows at once.
    Result<Rows> query(const QString &sql, const QList<Parameter> &parameters, Job &job);
    Result<Rows> query(const QString &sql, Job &job) { return query(sql, {}, job); }
    /// Several statements in one string, no parameters; rows of the last one. A single implicit transaction.
    Result<Rows> script(const QByteArray &sql, Job &job);
    /// Row by row in constant memory. `take` returns false to stop early.
    Outcome stream(const QString &sql, const QList<Parameter> &parameters, const std::function<bool(const Rows &row)> &take, Job &job);
    /// COPY … TO STDOUT, piece by piece.
    Outcome copyOut(const QString &sql, const std::function<void(const QByteArray &piece)> &take, Job &job);
    /// COPY … FROM STDIN; `give` returns an empty piece at the end.
    Outcome copyIn(const QString &sql, const std::function<Result<QByteArray>()> &give, Job &job);

    int serverVersion() const;                    ///< 150008
    QString serverVersionText() const;            ///< "15.8"
    static QString quoted(const QString &identifier); ///< "a""b", always quoted.
    static QString literal(const QString &text);      ///< 'it''s', E'' where needed.
    /// SQLSTATE of the last error; empty when there was none. "57014" is cancelled, "42501" not permitted.
    QByteArray lastState() const;

private:
    struct Session;
    explicit Connection(std::unique_ptr<Session> session);
    std::unique_ptr<Session> m_session;
};

} // namespace shuttler::postgres
