// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/unit/aws/AwsStage.h"

#include <algorithm>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_RdsSignIn : public QObject {
    Q_OBJECT
private slots:
    void rightsAreTriedByLookingOrNotClaimed();
    void aDeniedLookIsNamedAndACutLineIsNoVerdict();
    void grantsAreOnThisInstanceAndItsCopiesAndNothingElse_data();
    void grantsAreOnThisInstanceAndItsCopiesAndNothingElse();
    void onlyWhatIsMarkedRetiredMayBeDeletedAndNoBackupEver();
    void whatIsDoneToAnUnknownInstanceIsNotGranted();
};

namespace {

/// Signed in, with the instance in sight or not.
Account signedIn(AwsStage &stage, const InstanceId &serving, const std::optional<RdsInstance> &instance)
{
    stage.sts.answer("POST", u"/"_s, 200,
                     "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws-cn:iam::123456789012:user/ops</Arn>"
                     "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
    if (instance)
        stage.looks(*instance, 1);
    else
        stage.answer("DescribeDBInstances", rdsNoInstance(), 404);
    for (const char *action : {"DescribeDBInstances", "DescribeDBSnapshots", "DescribeDBInstanceAutomatedBackups", "DescribeDBClusters",
                               "DescribeDBSubnetGroups", "DescribeDBParameterGroups"})
        stage.answer(action, rdsAnswer(action, {}), 200, "MaxRecords=20");
    const Result<Account> account = stage.provider.signIn(serving, stage.job);
    return account ? *account : Account{QString::fromUtf8(describe(account.error())), {}};
}

QList<Grant> grantsOf(const Account &account, const QString &action = {})
{
    QList<Grant> grants;
    for (const Permission &one : account.permissions)
        for (const Grant &grant : one.grants)
            if (action.isEmpty() || grant.actions.contains(action))
                grants.append(grant);
    return grants;
}

} // namespace

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
    const QByteArray who =
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>";
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

void tst_RdsSignIn::grantsAreOnThisInstanceAndItsCopiesAndNothingElse_data()
{
    QTest::addColumn<QString>("serving");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QStringList>("instances");
    const QString arn = u"arn:aws-cn:rds:ap-south-1:123456789012:db:%1*"_s;
    const QByteArray longName = "a-name-of-fifty-letters-which-is-longer-than-it-has";
    QTest::newRow("by name") << u"shuttler"_s << QByteArray("shuttler") << QStringList{arn.arg(u"shuttler"_s)};
    QTest::newRow("a copy") << u"shuttler-r20261101-120000-00ff"_s << QByteArray("shuttler-r20261101-120000-00ff")
                            << QStringList{arn.arg(u"shuttler"_s)};
    QTest::newRow("by resource id, after which its copies are called") << u"db-AAAA1111BBBB2222"_s << QByteArray("shuttler")
        << QStringList{arn.arg(u"shuttler"_s), arn.arg(u"db-aaaa1111bbbb2222"_s)};
    QTest::newRow("a name that leaves no room for a tag")
        << QString::fromLatin1(longName) << longName << QStringList{arn.arg(QString::fromLatin1(longName.left(41)))};
}

void tst_RdsSignIn::grantsAreOnThisInstanceAndItsCopiesAndNothingElse()
{
    QFETCH(QString, serving);
    QFETCH(QByteArray, name);
    QFETCH(QStringList, instances);
    AwsStage stage;
    const Account account = signedIn(stage, InstanceId(serving), RdsInstance{.name = name});
    QVERIFY2(!account.permissions.isEmpty(), qPrintable(account.identity));
    for (const Grant &grant : grantsOf(account)) {
        QCOMPARE(grant.holder, u"the owner of the keys \"aws\""_s);
        const bool isLook = std::all_of(grant.actions.begin(), grant.actions.end(), [](const QString &action) {
            return (action.contains(u":Describe"_s) || action.contains(u":List"_s)) && !action.startsWith(u"kms:"_s);
        });
        for (const QString &resource : grant.resources)
            QVERIFY2(resource == (isLook ? u"*"_s : resource) && (isLook || resource == u"arn:aws:kms:k"_s
                                                                  || resource.startsWith(u"arn:aws-cn:rds:ap-south-1:123456789012:"_s)),
                     qPrintable(resource));
    }
    QCOMPARE(grantsOf(account, u"rds:StopDBInstance"_s).first().resources, instances);
    for (const Grant &grant : grantsOf(account, u"rds:RestoreDBInstanceToPointInTime"_s))
        QCOMPARE(grant.resources.mid(0, instances.size()), instances);
    QCOMPARE(grantsOf(account, u"kms:CreateGrant"_s).size(), 2); // Both restores, with the key in sight.
}

void tst_RdsSignIn::onlyWhatIsMarkedRetiredMayBeDeletedAndNoBackupEver()
{
    AwsStage stage;
    const Account account = signedIn(stage, Shuttler, RdsInstance{});
    int onInstances = 0;
    for (const Grant &grant : grantsOf(account, u"rds:DeleteDBInstance"_s)) {
        const bool isOnSnapshots = grant.resources.first().contains(u":snapshot:"_s); // The final one, made by the same order.
        onInstances += isOnSnapshots ? 0 : 1;
        QVERIFY(isOnSnapshots || grant.condition[u"StringEquals"_s][u"aws:ResourceTag/shuttler:role"_s] == u"retired"_s);
    }
    QCOMPARE(onInstances, 1);
    QVERIFY(grantsOf(account, u"rds:DeleteDBSnapshot"_s).isEmpty());
    QCOMPARE(account.limits.size(), 1);
    QCOMPARE(account.limits.first().actions, QStringList({u"rds:DeleteDBInstanceAutomatedBackup"_s, u"rds:DeleteDBSnapshot"_s}));
}

void tst_RdsSignIn::whatIsDoneToAnUnknownInstanceIsNotGranted()
{
    AwsStage stage;
    const Account account = signedIn(stage, InstanceId(u"db-AAAA1111BBBB2222"_s), {});
    QVERIFY2(account.permissions.size() > 10, qPrintable(account.identity));
    for (const Permission &one : account.permissions)
        QVERIFY2(one.tried || one.grants.isEmpty(), qPrintable(one.name));

    AwsStage named; // By its name it can be told on the worst day as well.
    QVERIFY(!grantsOf(signedIn(named, Shuttler, {}), u"rds:StopDBInstance"_s).isEmpty());
}

SHUTTLER_TEST(tst_RdsSignIn)
#include "tst_RdsSignIn.moc"
