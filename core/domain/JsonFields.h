// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/base/Words.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

#include <optional>

namespace shuttler {

/// Reads the fields of one JSON object. The first that is missing or of another kind is remembered, and `outcome` names it:
/// whoever reads asks for everything first and looks once at the end.
class JsonFields {
public:
    explicit JsonFields(const QJsonObject &object) : m_object(object) {}

    QString text(const QString &key);
    qint64 integer(const QString &key);
    double number(const QString &key);
    bool truth(const QString &key);
    Instant instant(const QString &key);
    std::optional<Instant> instantIfAny(const QString &key); ///< Nothing when missing or null.
    QJsonObject object(const QString &key);
    QList<QJsonObject> objects(const QString &key);
    QStringList texts(const QString &key);
    QMap<QString, qint64> integers(const QString &key); ///< Of an object whose values are all whole numbers.

    template <typename Enum, size_t Size>
    Enum word(const QString &key, const Word<Enum> (&table)[Size])
    {
        const std::optional<Enum> value = valueIn(table, text(key));
        if (!value)
            wrong(key, QStringLiteral("is not one of ") + wordsOf(table).join(QStringLiteral(", ")));
        return value.value_or(table[0].value);
    }

    /// A field that is there but cannot be meant.
    void wrong(const QString &key, const QString &why);
    /// Fault::Corrupt, naming the field. `what` is the thing that was read: "the baseline".
    Outcome outcome(const QString &what) const;

private:
    QJsonValue value(const QString &key, QJsonValue::Type type, const QString &expected);

    const QJsonObject m_object;
    QString m_problem;
};

QJsonValue toJson(const std::optional<Instant> &moment); ///< Null for nothing.

} // namespace shuttler
