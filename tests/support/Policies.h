// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QJsonArray>
#include <QJsonObject>

namespace shuttler::test {

/// An IAM policy that no longer allows that action; a statement that allows nothing else goes with it.
inline QJsonObject policyWithout(QJsonObject policy, const QString &action)
{
    QJsonArray statements;
    const QJsonArray all = policy[QStringLiteral("Statement")].toArray();
    for (const QJsonValue &each : all) {
        QJsonObject statement = each.toObject();
        QJsonArray left;
        for (const QJsonValue &one : statement[QStringLiteral("Action")].toArray())
            if (one != action)
                left.append(one);
        statement[QStringLiteral("Action")] = left;
        if (!left.isEmpty())
            statements.append(statement);
    }
    policy[QStringLiteral("Statement")] = statements;
    return policy;
}

} // namespace shuttler::test
