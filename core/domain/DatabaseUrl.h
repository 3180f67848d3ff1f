// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"
#include "core/domain/ConnectionInfo.h"

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
    DatabaseUrl() = default;
    std::shared_ptr<const Secret> m_text;
    // Where each part lies inside the text: offset and length.
    struct Span { qsizetype at = 0; qsizetype size = 0; };
    Span m_user, m_password, m_host, m_port, m_database, m_query;
};

} // namespace shuttler
