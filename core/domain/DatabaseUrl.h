// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"
#include "core/domain/ConnectionInfo.h"

#include <QList>

namespace shuttler {

/// A DATABASE_URL: `postgresql://user:password@host:port/database?key=value`, also `postgres://` and
/// SQLAlchemy's `postgresql+driver://`. Keeps every part it does not understand, so that a change of host and port
/// leaves the rest letter for letter as it was. Socket folders stand in `?host=` as libpq wants them.
class DatabaseUrl {
public:
    /// Fault::BadInput with what/means/todo when it is no such URL; the message never repeats the text (it holds the password).
    static Result<DatabaseUrl> parse(const QByteArray &text);

    /// Percent-decoded parts. Defaults are libpq's: port 5432, database named like the user.
    QString host() const;
    int port() const;
    QString database() const;
    QString user() const;
    ConnectionInfo connection() const;

    /// The same URL leading to another server: host and port replaced, all else untouched.
    DatabaseUrl movedTo(const QString &host, int port) const;

    /// Letter for letter what has to be written. Lent, because it holds the password.
    template <typename Use>
    decltype(auto) expose(Use &&use) const { return m_text->expose(std::forward<Use>(use)); }
    /// For people, logs and journals: the password shown as dots.
    QString masked() const;
    /// SHA-256 (hex) of the whole text: tells two values apart without showing them.
    QString fingerprint() const;

private:
    /// Where a part lies inside the text; a part that is absent has size -1, an empty one 0.
    struct Span {
        qsizetype at = 0;
        qsizetype size = -1;
        bool isThere() const { return size >= 0; }
        qsizetype end() const { return at + size; }
    };
    struct Query {
        QByteArray key; ///< Decoded.
        Span value;
    };

    DatabaseUrl() = default;
    QByteArray raw(Span part) const;
    QString decoded(Span part) const;
    Span parameter(const char *key) const;           ///< The value of `?key=`.
    Span either(Span part, const char *key) const;   ///< As in libpq, a query parameter outranks the part before it.

    std::shared_ptr<const Secret> m_text;
    Span m_user, m_password, m_host, m_port, m_database, m_queryText;
    qsizetype m_hostEnd = 0; ///< Where host and port end, even when both are absent.
    QList<Query> m_query;
};

} // namespace shuttler
