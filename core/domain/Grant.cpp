// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/Grant.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

void merge(QStringList &into, const QStringList &more)
{
    for (const QString &one : more)
        if (!into.contains(one))
            into.append(one);
}

/// What is on the same resources under the same condition, as one grant with all the actions.
QList<Grant> merged(const QList<Grant> &grants, const QString &holder)
{
    QList<Grant> all;
    for (const Grant &grant : grants) {
        if (grant.holder != holder)
            continue;
        const auto same = std::find_if(all.begin(), all.end(), [&](const Grant &each) {
            return each.resources == grant.resources && each.condition == grant.condition;
        });
        if (same == all.end())
            merge(all.emplaceBack(Grant{holder, {}, grant.resources, grant.condition}).actions, grant.actions);
        else
            merge(same->actions, grant.actions);
    }
    return all;
}

QJsonObject statement(const Grant &grant, const QString &effect)
{
    QJsonObject one{{u"Effect"_s, effect},
                    {u"Action"_s, QJsonArray::fromStringList(grant.actions)},
                    {u"Resource"_s, QJsonArray::fromStringList(grant.resources)}};
    if (!grant.condition.isEmpty())
        one.insert(u"Condition"_s, grant.condition);
    return one;
}

} // namespace

QList<IamPolicy> iamPolicies(const QList<Grant> &allowed, const QList<Grant> &denied)
{
    QStringList holders;
    for (const Grant &grant : allowed)
        merge(holders, {grant.holder});
    QList<IamPolicy> policies;
    for (const QString &holder : std::as_const(holders)) {
        QJsonArray statements;
        for (const Grant &grant : merged(allowed, holder))
            statements.append(statement(grant, u"Allow"_s));
        for (const Grant &grant : merged(denied, holder))
            statements.append(statement(grant, u"Deny"_s));
        const QJsonObject policy{{u"Version"_s, u"2012-10-17"_s}, {u"Statement"_s, statements}};
        policies.append({holder, QString::fromUtf8(QJsonDocument(policy).toJson(QJsonDocument::Indented))});
    }
    return policies;
}

} // namespace shuttler
