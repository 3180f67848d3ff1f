// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QList>
#include <QMap>

namespace shuttler::aws {

using Tags = QMap<QString, QString>;

/// One call of AWS's Query protocol: an action and its members. Lists are numbered under the name that the action gives to
/// their items, which is seldom "member" (aws.md §1.1).
class QueryForm {
public:
    explicit QueryForm(const QString &action) : m_action(action) {}
    const QString &action() const { return m_action; }

    QueryForm &set(const QString &name, const QString &value);
    QueryForm &setTruth(const QString &name, bool value);
    QueryForm &setNumber(const QString &name, qint64 value);
    QueryForm &setMoment(const QString &name, Instant value); ///< To the second, in UTC.
    /// An absent list is nothing at all: AWS has no way to say "empty".
    QueryForm &setList(const QString &name, const QString &item, const QStringList &values);
    QueryForm &setTags(const Tags &tags);
    QueryForm &addFilter(const QString &name, const QString &value);

    const QList<std::pair<QString, QString>> &members() const { return m_members; }
    QString value(const QString &name) const;
    QByteArray encoded(const QString &version) const;

private:
    QString m_action;
    QList<std::pair<QString, QString>> m_members;
    int m_filters = 0;
};

} // namespace shuttler::aws
