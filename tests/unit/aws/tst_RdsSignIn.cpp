// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/unit/aws/AwsStage.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_RdsSignIn : public QObject {
    Q_OBJECT
private slots:
    void rightsAreTriedByLookingOrNotClaimed();
    void aDeniedLookIsNamedAndACutLineIsNoVerdict();
    void thePolicyNamesThisAccountAndNothingElse();
    void aPolicyForWhatIsMissingAllowsOnlyThat();
};

void tst_RdsSignIn::rightsAreTriedByLookingOrNotClaimed()
{
    AwsStage stage;
    stage.sts.answer("POST", u"/"_s, 200,
                     "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
                     "<Arn>arn:aws:iam::123456789012:user/ops</Arn><UserId>AIDA</UserId><Account>123456789012</Account>"
                     "</GetCallerIdentityResult></GetCallerIdentityResponse>");
    for (const char *action : {"DescribeDBInstances", "DescribeDBSnapshots", "DescribeDBInstanceAutomatedBackups", "DescribeDBClusters",
                               "DescribeDBSubnetGroups", "DescribeDBParameterGroups"})
        stage.answer(action, rdsAnswer(action, {}), 200, "MaxRecords=20");
    stage.looks({}, 1);
    const Result<Account> account = stage.provider.signIn(Shuttler, stage.job);
    VERIFY_OK(account);
    QVERIFY(account->identity.contains(u"123456789012"_s) && account->identity.contains(u"user/ops"_s));
    for (const Account::Permission &one : account->permissions) {
        const bool isLook = one.name.contains(u":Describe"_s) || one.name.contains(u":GetCaller"_s);
        QCOMPARE(one.granted, isLook);
        QVERIFY2(isLook || (!one.essential && !one.tried && !one.todo.isEmpty()), qPrintable(one.name));
    }
    QCOMPARE(stage.rds.leftOver(), 0);
}

void tst_RdsSignIn::aDeniedLookIsNamedAndACutLineIsNoVerdict()
{
    const QByteArray who = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>";
    AwsStage denied;
    denied.sts.answer("POST", u"/"_s, 200, who);
    denied.answer("DescribeDBSnapshots", rdsError("AccessDenied", "not authorized to perform: rds:DescribeDBSnapshots on *"), 403);
    for (const char *action : {"DescribeDBInstances", "DescribeDBInstanceAutomatedBackups", "DescribeDBClusters", "DescribeDBSubnetGroups",
                               "DescribeDBParameterGroups"})
        denied.answer(action, rdsAnswer(action, {}));
    denied.answer("DescribeDBInstances", rdsNoInstance(), 404);
    const Result<Account> account = denied.provider.signIn(Shuttler, denied.job);
    VERIFY_OK(account);
    for (const Account::Permission &one : account->permissions)
        if (one.name == u"rds:DescribeDBSnapshots"_s)
            QVERIFY(!one.granted && one.essential && one.means.contains(u"rds:DescribeDBSnapshots"_s));

    AwsStage cut;
    cut.sts.answer("POST", u"/"_s, 200, who);
    cut.rds.keepAnswering("POST", u"/"_s, 503, "");
    VERIFY_FAULT(cut.provider.signIn(Shuttler, cut.job), Fault::Unreachable);
}

void tst_RdsSignIn::thePolicyNamesThisAccountAndNothingElse()
{
    AwsStage stage;
    stage.sts.answer("POST", u"/"_s, 200,
                     "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ops</Arn>"
                     "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
    stage.looks({.name = "shuttler-r20261101-120000-00ff"}, 1);
    const Result<QString> text = stage.provider.policy(InstanceId(u"shuttler-r20261101-120000-00ff"_s), {}, stage.job);
    VERIFY_OK(text);
    const QJsonObject policy = QJsonDocument::fromJson(text->toUtf8()).object();
    QStringList allowed;
    for (const QJsonValue &statement : policy[u"Statement"_s].toArray()) {
        const QJsonObject one = statement.toObject();
        const bool isAllowed = one[u"Effect"_s] == u"Allow"_s;
        for (const QJsonValue &action : one[u"Action"_s].toArray()) {
            if (isAllowed)
                allowed.append(action.toString());
            const bool isLook = action.toString().contains(u":Describe"_s) || action.toString().contains(u":List"_s);
            if (isAllowed && (!isLook || action.toString().startsWith(u"kms:"_s)))
                for (const QJsonValue &resource : one[u"Resource"_s].toArray())
                    QVERIFY2(resource.toString().startsWith(u"arn:aws:rds:ap-south-1:123456789012:"_s)
                                 || resource.toString() == u"arn:aws:kms:k"_s,
                             qPrintable(resource.toString()));
        }
    }
    QVERIFY(text->contains(u":db:shuttler*\""_s) && !text->contains(u"00ff"_s));
    QVERIFY(allowed.contains(u"rds:DeleteDBInstance"_s) && !allowed.contains(u"rds:DeleteDBSnapshot"_s));
}

void tst_RdsSignIn::aPolicyForWhatIsMissingAllowsOnlyThat()
{
    AwsStage stage;
    stage.sts.answer("POST", u"/"_s, 200,
                     "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ops</Arn>"
                     "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
    stage.looks({}, 1);
    const Result<QString> text = stage.provider.policy(Shuttler, {u"rds:DescribeDBSnapshots"_s, u"rds:StopDBInstance"_s}, stage.job);
    VERIFY_OK(text);
    QStringList allowed;
    QStringList denied;
    for (const QJsonValue &statement : QJsonDocument::fromJson(text->toUtf8())[u"Statement"_s].toArray())
        for (const QJsonValue &action : statement[u"Action"_s].toArray())
            (statement[u"Effect"_s] == u"Allow"_s ? allowed : denied).append(action.toString());
    QCOMPARE(allowed, QStringList({u"rds:DescribeDBSnapshots"_s, u"rds:StopDBInstance"_s}));
    QVERIFY(denied.contains(u"rds:DeleteDBSnapshot"_s));
}

SHUTTLER_TEST(tst_RdsSignIn)
#include "tst_RdsSignIn.moc"
