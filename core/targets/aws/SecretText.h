// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/DatabaseUrl.h"

#include <QJsonObject>

namespace shuttler::aws {

/// What a secret or a parameter says of a database, in any of three shapes: a DATABASE_URL and nothing else; a JSON object with
/// one in the member of the variable's name; or RDS's own JSON of username, password, host, port and dbname. Pure.
class SecretText {
public:
    /// Fault::BadInput when it is none of them; the error never repeats the text.
    static Result<SecretText> parse(const QByteArray &text, const QString &variable);

    const DatabaseUrl &url() const { return m_url; }
    /// The text with `value` in place of the URL. Every member of a JSON object that does not say where the database is stays.
    QByteArray with(const DatabaseUrl &value) const;

private:
    enum class Shape { Url, Member, Parts };
    SecretText(Shape shape, QJsonObject members, QString variable, DatabaseUrl url)
        : m_shape(shape), m_members(std::move(members)), m_variable(std::move(variable)), m_url(std::move(url)) {}

    Shape m_shape;
    QJsonObject m_members;
    QString m_variable;
    DatabaseUrl m_url;
};

} // namespace shuttler::aws
