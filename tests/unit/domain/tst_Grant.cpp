// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/Grant.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// Grants, as policies for IAM.
class tst_Grant : public QObject {
    Q_OBJECT

    static QJsonArray statementsOf(const IamPolicy &policy)
    {
        const QJsonObject json = QJsonDocument::fromJson(policy.text.toUtf8()).object();
        return json[u"Version"_s] == u"2012-10-17"_s ? json[u"Statement"_s].toArray() : QJsonArray();
    }

private slots:
    void eachHolderGetsAPolicyOfItsOwn()
    {
        const QList<IamPolicy> policies = iamPolicies({{u"one"_s, {u"rds:StopDBInstance"_s}, {u"a"_s}},
                                                       {u"two"_s, {u"ecs:UpdateService"_s}, {u"b"_s}},
                                                       {u"one"_s, {u"rds:StartDBInstance"_s}, {u"c"_s}}});
        QCOMPARE(policies.size(), 2);
        QCOMPARE(policies[0].holder, u"one"_s);
        QCOMPARE(statementsOf(policies[0]).size(), 2);
        QCOMPARE(policies[1].holder, u"two"_s);
        const QJsonObject wanted{
            {u"Effect"_s, u"Allow"_s}, {u"Action"_s, QJsonArray{u"ecs:UpdateService"_s}}, {u"Resource"_s, QJsonArray{u"b"_s}}};
        QCOMPARE(statementsOf(policies[1]), QJsonArray{wanted});
    }
    void whatIsOnTheSameUnderTheSameConditionIsOneStatement()
    {
        const QJsonObject marked{{u"StringEquals"_s, QJsonObject{{u"aws:ResourceTag/role"_s, u"retired"_s}}}};
        const QList<IamPolicy> policies = iamPolicies({{u"me"_s, {u"rds:A"_s, u"rds:B"_s}, {u"x"_s}},
                                                       {u"me"_s, {u"rds:B"_s, u"rds:C"_s}, {u"x"_s}},
                                                       {u"me"_s, {u"rds:D"_s}, {u"x"_s}, marked},
                                                       {u"me"_s, {u"rds:E"_s}, {u"x"_s, u"y"_s}}});
        const QJsonArray statements = statementsOf(policies.first());
        QCOMPARE(statements.size(), 3);
        QCOMPARE(statements[0][u"Action"_s].toArray(), QJsonArray({u"rds:A"_s, u"rds:B"_s, u"rds:C"_s}));
        QVERIFY(!statements[0].toObject().contains(u"Condition"_s));
        QCOMPARE(statements[1][u"Condition"_s].toObject(), marked);
        QCOMPARE(statements[2][u"Resource"_s].toArray(), QJsonArray({u"x"_s, u"y"_s}));
    }
    void whatIsDeniedStandsInItsHoldersPolicyAlone()
    {
        const QList<IamPolicy> policies = iamPolicies({{u"one"_s, {u"rds:A"_s}, {u"x"_s}}, {u"two"_s, {u"rds:A"_s}, {u"x"_s}}},
                                                      {{u"one"_s, {u"rds:Z"_s}, {u"*"_s}}});
        QCOMPARE(statementsOf(policies[0]).size(), 2);
        QCOMPARE(statementsOf(policies[0])[1][u"Effect"_s].toString(), u"Deny"_s);
        QCOMPARE(statementsOf(policies[1]).size(), 1);
        QVERIFY(iamPolicies({}, {{u"one"_s, {u"rds:Z"_s}, {u"*"_s}}}).isEmpty());
    }
};

SHUTTLER_TEST(tst_Grant)
#include "tst_Grant.moc"
