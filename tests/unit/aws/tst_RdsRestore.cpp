// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/unit/aws/AwsStage.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Earliest = "2026-10-20T12:00:00.5Z";
const QByteArray Latest = "2026-11-24T11:56:00Z";

RestoreRequest wanted(RestoreTarget target)
{
    return {InstanceId(u"shuttler"_s), InstanceId(u"shuttler-r1"_s), u"r1"_s, std::move(target)};
}

AtMoment at(const QString &text)
{
    return {*Instant::parse(text)};
}

/// The name is free, the source is there, with one window and two snapshots.
void setUp(AwsStage &stage, const RdsInstance &source = {})
{
    stage.answer("DescribeDBInstances", rdsNoInstance(), 404, "DBInstanceIdentifier=shuttler-r1");
    stage.answer("DescribeDBInstances", source.listed(), 200, "DBInstanceIdentifier=shuttler&");
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsWindow(Earliest, Latest));
    stage.answer("DescribeDBSnapshots",
                 rdsSnapshots(rdsSnapshot("rds:shuttler-2026-11-24", "available", "automated", "2026-11-24T03:10:00Z")
                              + rdsSnapshot("half", "creating", "manual", "2026-11-24T11:00:00Z")));
}

QMap<QString, QString> settingsOfTheSource()
{
    return {{u"Version"_s, u"2014-10-31"_s},
            {u"DBInstanceClass"_s, u"db.t4g.medium"_s},
            {u"DBSubnetGroupName"_s, u"shuttler-private"_s},
            {u"VpcSecurityGroupIds.VpcSecurityGroupId.1"_s, u"sg-1"_s},
            {u"VpcSecurityGroupIds.VpcSecurityGroupId.2"_s, u"sg-2"_s},
            {u"DBParameterGroupName"_s, u"shuttler-pg15"_s},
            {u"OptionGroupName"_s, u"shuttler-og"_s},
            {u"Port"_s, u"5432"_s},
            {u"MultiAZ"_s, u"true"_s},
            {u"PubliclyAccessible"_s, u"false"_s},
            {u"AutoMinorVersionUpgrade"_s, u"true"_s},
            {u"CopyTagsToSnapshot"_s, u"true"_s},
            {u"EnableIAMDatabaseAuthentication"_s, u"true"_s},
            {u"EnableCloudwatchLogsExports.member.1"_s, u"postgresql"_s},
            {u"EnableCloudwatchLogsExports.member.2"_s, u"upgrade"_s},
            {u"CACertificateIdentifier"_s, u"rds-ca-rsa2048-g1"_s},
            {u"NetworkType"_s, u"IPV4"_s},
            {u"EngineLifecycleSupport"_s, u"open-source-rds-extended-support-disabled"_s},
            {u"DeletionProtection"_s, u"true"_s},
            {u"PreferredBackupWindow"_s, u"03:00-03:30"_s},
            {u"BackupRetentionPeriod"_s, u"35"_s},
            {u"Tags.Tag.1.Key"_s, u"cost"_s},
            {u"Tags.Tag.1.Value"_s, u"school"_s},
            {u"Tags.Tag.2.Key"_s, u"shuttler:retention"_s},
            {u"Tags.Tag.2.Value"_s, u"35"_s},
            {u"Tags.Tag.3.Key"_s, u"shuttler:role"_s},
            {u"Tags.Tag.3.Value"_s, u"copy"_s},
            {u"Tags.Tag.4.Key"_s, u"shuttler:run"_s},
            {u"Tags.Tag.4.Value"_s, u"r1"_s},
            {u"Tags.Tag.5.Key"_s, u"shuttler:source"_s},
            {u"Tags.Tag.5.Value"_s, u"db-AAAA1111BBBB2222"_s}};
}

} // namespace

class tst_RdsRestore : public QObject {
    Q_OBJECT
private slots:
    void aMomentIsOrderedWithEverySettingOfTheSource();
    void aSnapshotIsOrderedWithEverySettingOfTheSource();
    void theNewestIsOrderedAsSuch();
    void aThrowAwayCopyHasNoBackupsNoProtectionAndNoTagsOfTheSource();
    void anEarlierRunsTagsAreNotHandedOn();
    void whatCannotBeRestoredIsRefusedAndNothingIsOrdered_data();
    void whatCannotBeRestoredIsRefusedAndNothingIsOrdered();
    void anUnknownSourceIsNotFound();
    void askedTwiceItConfirmsTheFirst();
    void aNameThatSomebodyElseTookIsRefused();
    void aRaceForTheNameIsDecidedByTheTag_data();
    void aRaceForTheNameIsDecidedByTheTag();
    void aLostAnswerIsNotAskedForAgain();
    void aDeletedSourceNeedsItsNetworkToldAndIsThenRestored();
    void twoDeletedInstancesOfOneNameAreToldApart();
    void twoCopiesOfOneRunAreRefused();
};

void tst_RdsRestore::aMomentIsOrderedWithEverySettingOfTheSource()
{
    AwsStage stage;
    setUp(stage);
    stage.take("RestoreDBInstanceToPointInTime");
    VERIFY_OK(stage.provider.startRestore(wanted(at(u"2026-11-24T11:42:06Z"_s)), stage.job));
    QMap<QString, QString> expected = settingsOfTheSource();
    expected.insert(u"Action"_s, u"RestoreDBInstanceToPointInTime"_s);
    expected.insert(u"TargetDBInstanceIdentifier"_s, u"shuttler-r1"_s);
    expected.insert(u"SourceDbiResourceId"_s, u"db-AAAA1111BBBB2222"_s);
    expected.insert(u"RestoreTime"_s, u"2026-11-24T11:42:06Z"_s);
    expected.insert(u"MaxAllocatedStorage"_s, u"100"_s);
    QCOMPARE(stage.members("RestoreDBInstanceToPointInTime"), expected);
    QCOMPARE(int(stage.rds.sent().last().repeat), int(net::Repeat::Never));
    QCOMPARE(stage.rds.leftOver(), 0);
}

void tst_RdsRestore::aSnapshotIsOrderedWithEverySettingOfTheSource()
{
    AwsStage stage;
    setUp(stage);
    stage.take("RestoreDBInstanceFromDBSnapshot");
    VERIFY_OK(stage.provider.startRestore(wanted(AtBackup{BackupId(u"rds:shuttler-2026-11-24"_s)}), stage.job));
    QMap<QString, QString> expected = settingsOfTheSource();
    expected.insert(u"Action"_s, u"RestoreDBInstanceFromDBSnapshot"_s);
    expected.insert(u"DBInstanceIdentifier"_s, u"shuttler-r1"_s);
    expected.insert(u"DBSnapshotIdentifier"_s, u"rds:shuttler-2026-11-24"_s);
    QCOMPARE(stage.members("RestoreDBInstanceFromDBSnapshot"), expected);
}

void tst_RdsRestore::theNewestIsOrderedAsSuch()
{
    AwsStage stage;
    setUp(stage);
    stage.take("RestoreDBInstanceToPointInTime");
    VERIFY_OK(stage.provider.startRestore(wanted(AtLatest{}), stage.job));
    const QMap<QString, QString> members = stage.members("RestoreDBInstanceToPointInTime");
    QCOMPARE(members.value(u"UseLatestRestorableTime"_s), u"true"_s);
    QVERIFY(!members.contains(u"RestoreTime"_s));
}

void tst_RdsRestore::aThrowAwayCopyHasNoBackupsNoProtectionAndNoTagsOfTheSource()
{
    AwsStage stage({{u"copy-backups"_s, u"none"_s}});
    setUp(stage);
    stage.take("RestoreDBInstanceToPointInTime");
    VERIFY_OK(stage.provider.startRestore(wanted(AtLatest{}), stage.job));
    const QMap<QString, QString> members = stage.members("RestoreDBInstanceToPointInTime");
    QCOMPARE(members.value(u"BackupRetentionPeriod"_s), u"0"_s);
    QCOMPARE(members.value(u"DeletionProtection"_s), u"false"_s);
    QVERIFY(!members.contains(u"PreferredBackupWindow"_s));
    QVERIFY(!members.values().contains(u"cost"_s));
}

void tst_RdsRestore::anEarlierRunsTagsAreNotHandedOn()
{
    AwsStage stage;
    RdsInstance source;
    source.tags = "<Tag><Key>shuttler:run</Key><Value>r0</Value></Tag><Tag><Key>shuttler:held-until</Key><Value>x</Value></Tag>";
    setUp(stage, source);
    stage.take("RestoreDBInstanceToPointInTime");
    VERIFY_OK(stage.provider.startRestore(wanted(AtLatest{}), stage.job));
    const QStringList values = stage.members("RestoreDBInstanceToPointInTime").values();
    QVERIFY(!values.contains(u"r0"_s) && !values.contains(u"shuttler:held-until"_s) && values.contains(u"r1"_s));
}

void tst_RdsRestore::whatCannotBeRestoredIsRefusedAndNothingIsOrdered_data()
{
    QTest::addColumn<QString>("moment");
    QTest::addColumn<QString>("backup");
    QTest::addColumn<Fault>("fault");
    QTest::newRow("before the window") << u"2026-10-20T12:00:00Z"_s << QString() << Fault::Refused;
    QTest::newRow("at its very end") << u"2026-11-24T11:56:00Z"_s << QString() << Fault::Refused;
    QTest::newRow("between two seconds") << u"2026-11-24T11:42:06.5Z"_s << QString() << Fault::BadInput;
    QTest::newRow("an unfinished snapshot") << QString() << u"half"_s << Fault::Refused;
    QTest::newRow("an unknown snapshot") << QString() << u"nothing"_s << Fault::NotFound;
}

void tst_RdsRestore::whatCannotBeRestoredIsRefusedAndNothingIsOrdered()
{
    QFETCH(QString, moment);
    QFETCH(QString, backup);
    QFETCH(Fault, fault);
    AwsStage stage;
    setUp(stage);
    const RestoreTarget target = backup.isEmpty() ? RestoreTarget(at(moment)) : RestoreTarget(AtBackup{BackupId(backup)});
    VERIFY_FAULT(stage.provider.startRestore(wanted(target), stage.job), fault);
    for (const net::Request &request : stage.rds.sent())
        QVERIFY(request.body.startsWith("Action=Describe"));
}

void tst_RdsRestore::anUnknownSourceIsNotFound()
{
    AwsStage stage;
    stage.answer("DescribeDBInstances", rdsNoInstance(), 404).answer("DescribeDBInstances", rdsNoInstance(), 404);
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsAnswer("DescribeDBInstanceAutomatedBackups", {}));
    stage.answer("DescribeDBSnapshots", rdsSnapshots({}));
    VERIFY_FAULT(stage.provider.startRestore(wanted(AtLatest{}), stage.job), Fault::NotFound);
}

void tst_RdsRestore::askedTwiceItConfirmsTheFirst()
{
    AwsStage stage;
    RdsInstance made{.name = "shuttler-r1", .status = "creating", .tags = "<Tag><Key>shuttler:run</Key><Value>r1</Value></Tag>"};
    stage.answer("DescribeDBInstances", made.listed());
    VERIFY_OK(stage.provider.startRestore(wanted(AtLatest{}), stage.job));
    QCOMPARE(stage.rds.sent().size(), 1);
}

void tst_RdsRestore::aNameThatSomebodyElseTookIsRefused()
{
    AwsStage stage;
    stage.answer("DescribeDBInstances", RdsInstance{.name = "shuttler-r1"}.listed());
    VERIFY_FAULT(stage.provider.startRestore(wanted(AtLatest{}), stage.job), Fault::Refused);
    QCOMPARE(stage.rds.sent().size(), 1);
}

void tst_RdsRestore::aRaceForTheNameIsDecidedByTheTag_data()
{
    QTest::addColumn<QByteArray>("tag");
    QTest::newRow("ours") << QByteArray("r1");
    QTest::newRow("theirs") << QByteArray("r2");
}

void tst_RdsRestore::aRaceForTheNameIsDecidedByTheTag()
{
    QFETCH(QByteArray, tag);
    AwsStage stage;
    setUp(stage);
    stage.answer("RestoreDBInstanceToPointInTime", rdsError("DBInstanceAlreadyExists", "DB instance already exists"), 400);
    RdsInstance made{.name = "shuttler-r1", .tags = "<Tag><Key>shuttler:run</Key><Value>" + tag + "</Value></Tag>"};
    stage.answer("DescribeDBInstances", made.listed(), 200, "DBInstanceIdentifier=shuttler-r1");
    const Outcome started = stage.provider.startRestore(wanted(AtLatest{}), stage.job);
    if (tag == "r1")
        VERIFY_OK(started);
    else
        VERIFY_FAULT(started, Fault::Refused);
}

void tst_RdsRestore::aLostAnswerIsNotAskedForAgain()
{
    for (const int status : {0, 500, 200}) {
        AwsStage stage;
        setUp(stage);
        if (status == 0)
            stage.rds.fail("POST", u"/"_s, Error(Fault::OutcomeUnknown, u"lost"_s), "Action=RestoreDBInstanceToPointInTime");
        else
            stage.answer("RestoreDBInstanceToPointInTime", "<RestoreDBInst", status);
        VERIFY_FAULT(stage.provider.startRestore(wanted(AtLatest{}), stage.job), Fault::OutcomeUnknown);
        QCOMPARE(stage.sent("RestoreDBInstanceToPointInTime").size(), 1);
    }
}

void tst_RdsRestore::aDeletedSourceNeedsItsNetworkToldAndIsThenRestored()
{
    const auto gone = [](AwsStage &stage) {
        stage.answer("DescribeDBInstances", rdsNoInstance(), 404).answer("DescribeDBInstances", rdsNoInstance(), 404);
        for (int time = 0; time < 2; ++time) {
            stage.answer("DescribeDBInstanceAutomatedBackups", rdsWindow(Earliest, Latest, "retained"));
            stage.answer("DescribeDBSnapshots", rdsSnapshots({}));
        }
        stage.take("RestoreDBInstanceToPointInTime");
    };
    AwsStage untold;
    gone(untold);
    const Outcome refused = untold.provider.startRestore(wanted(AtLatest{}), untold.job);
    VERIFY_FAULT(refused, Fault::Refused);
    QVERIFY(refused.error().todo().contains(u"subnet-group"_s));
    QVERIFY(untold.sent("RestoreDBInstanceToPointInTime").isEmpty());

    AwsStage told({{u"subnet-group"_s, u"private"_s}, {u"security-groups"_s, u"sg-7, sg-8"_s}});
    gone(told);
    VERIFY_OK(told.provider.startRestore(wanted(AtLatest{}), told.job));
    const QMap<QString, QString> members = told.members("RestoreDBInstanceToPointInTime");
    QCOMPARE(members.value(u"DBSubnetGroupName"_s), u"private"_s);
    QCOMPARE(members.value(u"VpcSecurityGroupIds.VpcSecurityGroupId.2"_s), u"sg-8"_s);
    QCOMPARE(members.value(u"BackupRetentionPeriod"_s), u"35"_s);
}

void tst_RdsRestore::twoDeletedInstancesOfOneNameAreToldApart()
{
    AwsStage stage({{u"subnet-group"_s, u"private"_s}, {u"security-groups"_s, u"sg-7"_s}});
    const QByteArray one = rdsSnapshot("one", "available", "manual", "2026-11-01T00:00:00Z", {}, "db-AAAAAAAA1");
    const QByteArray two = rdsSnapshot("two", "available", "manual", "2026-11-02T00:00:00Z", {}, "db-AAAAAAAA2");
    stage.answer("DescribeDBInstances", rdsNoInstance(), 404).answer("DescribeDBInstances", rdsNoInstance(), 404);
    for (int time = 0; time < 3; ++time)
        stage.answer("DescribeDBInstanceAutomatedBackups", rdsAnswer("DescribeDBInstanceAutomatedBackups", {}));
    stage.answer("DescribeDBSnapshots", rdsSnapshots(one + two), 200, "db-instance-id");
    stage.answer("DescribeDBSnapshots", rdsSnapshots(one), 200, "Value.1=db-AAAAAAAA1");
    stage.answer("DescribeDBSnapshots", rdsSnapshots(two), 200, "Value.1=db-AAAAAAAA2");
    const Outcome latest = stage.provider.startRestore(wanted(AtLatest{}), stage.job);
    VERIFY_FAULT(latest, Fault::Refused);
    QVERIFY(latest.error().todo().contains(u"db-AAAAAAAA1"_s) && latest.error().todo().contains(u"db-AAAAAAAA2"_s));
}

void tst_RdsRestore::twoCopiesOfOneRunAreRefused()
{
    AwsStage stage;
    const QByteArray tag = "<Tag><Key>shuttler:run</Key><Value>r1</Value></Tag>";
    const RdsInstance a{.name = "a", .tags = tag};
    const RdsInstance b{.name = "b", .tags = tag};
    stage.answer("DescribeDBInstances", rdsAnswer("DescribeDBInstances", "<DBInstances>" + a.xml() + b.xml() + "</DBInstances>"));
    VERIFY_FAULT(stage.provider.findRestore(u"r1"_s, stage.job), Fault::Refused);
    stage.answer("DescribeDBInstances", a.listed());
    const auto found = stage.provider.findRestore(u"r1"_s, stage.job);
    VERIFY_OK(found);
    QVERIFY(*found && (*found)->id == InstanceId(u"a"_s) && (*found)->runTag == u"r1"_s);
}

SHUTTLER_TEST(tst_RdsRestore)
#include "tst_RdsRestore.moc"
