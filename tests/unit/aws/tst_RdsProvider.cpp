// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/unit/aws/AwsStage.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray CopyTags = "<Tag><Key>shuttler:run</Key><Value>r1</Value></Tag><Tag><Key>shuttler:role</Key><Value>copy</Value></Tag>"
                            "<Tag><Key>shuttler:source</Key><Value>db-AAAA1111BBBB2222</Value></Tag>"
                            "<Tag><Key>shuttler:retention</Key><Value>35</Value></Tag>";

RdsInstance copyWith(const QByteArray &retention, const QByteArray &protection)
{
    return {.name = "shuttler-r1", .resource = "db-CCCC3333DDDD4444", .tags = CopyTags, .protection = protection, .retention = retention};
}

} // namespace

class tst_RdsProvider : public QObject {
    Q_OBJECT
private slots:
    void catchingUpWaitsUntilTheMomentIsReached();
    void catchingUpEndsWhenNothingArrives();
    void protectingSendsWhatIsMissingAndOnlyOnce();
    void aThrowAwayCopyIsNotGivenBackups();
    void aSnapshotIsTakenOnceAndWaitedFor();
    void aBusyInstanceIsWaitedForAndAskedAgain();
    void retentionIsConfiguredAndAchieved();
    void retentionIsSetWithinWhatRdsAllows();
    void aConnectionNamesItsPasswordOrSaysHow();
    void whatTheAppMeetsIsCompared();
    void aMissedAnswerWhileWaitingIsAskedForAgain();
};

void tst_RdsProvider::catchingUpWaitsUntilTheMomentIsReached()
{
    AwsStage stage;
    stage.clock.advance(std::chrono::milliseconds(400)); // What was saved in this very second has to be there too.
    stage.looks({}, 1);
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsWindow("2026-11-01T00:00:00Z", "2026-11-24T11:55:00Z"));
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsWindow("2026-11-01T00:00:00Z", "2026-11-24T12:00:01Z"));
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsWindow("2026-11-01T00:00:00Z", "2026-11-24T12:00:30Z"));
    const Result<Instant> reached = stage.provider.catchUp(Shuttler, stage.job);
    VERIFY_OK(reached);
    QCOMPARE(*reached, *Instant::parse(u"2026-11-24T12:00:29Z"_s));
    QCOMPARE(stage.rds.leftOver(), 0);
}

void tst_RdsProvider::catchingUpEndsWhenNothingArrives()
{
    AwsStage stage;
    stage.looks({}, 1);
    stage.rds.keepAnswering("POST", u"/"_s, 200, rdsWindow("2026-11-01T00:00:00Z", "2026-11-24T11:55:00Z"), "AutomatedBackups");
    const Result<Instant> reached = stage.provider.catchUp(Shuttler, stage.job);
    VERIFY_FAULT(reached, Fault::Unreachable);
    QVERIFY(reached.error().means().contains(u"11:54:59"_s));
}

void tst_RdsProvider::protectingSendsWhatIsMissingAndOnlyOnce()
{
    AwsStage stage;
    stage.answer("DescribeDBInstances", copyWith("0", "false").listed());
    stage.answer("DescribeDBInstances", RdsInstance{}.listed(), 200, "Value.1=db-AAAA");
    stage.looks(copyWith("0", "false"), 2);
    stage.take("ModifyDBInstance");
    RdsInstance waiting = copyWith("35", "true");
    waiting.more = "<PendingModifiedValues><BackupRetentionPeriod>35</BackupRetentionPeriod></PendingModifiedValues>";
    stage.looks(waiting, 1);
    stage.looks(copyWith("35", "true"), 3);
    stage.take("AddTagsToResource");
    VERIFY_OK(stage.provider.protect(InstanceId(u"shuttler-r1"_s), stage.job));
    const QMap<QString, QString> expected{{u"Action"_s, u"ModifyDBInstance"_s},
                                          {u"Version"_s, u"2014-10-31"_s},
                                          {u"DBInstanceIdentifier"_s, u"shuttler-r1"_s},
                                          {u"ApplyImmediately"_s, u"true"_s},
                                          {u"BackupRetentionPeriod"_s, u"35"_s},
                                          {u"DeletionProtection"_s, u"true"_s}};
    QCOMPARE(stage.members("ModifyDBInstance"), expected);
    QCOMPARE(stage.rds.leftOver(), 0);
}

void tst_RdsProvider::aThrowAwayCopyIsNotGivenBackups()
{
    AwsStage stage({{u"copy-backups"_s, u"none"_s}});
    stage.answer("DescribeDBInstances", copyWith("0", "false").listed());
    stage.answer("DescribeDBInstances", RdsInstance{}.listed(), 200, "Value.1=db-AAAA");
    stage.looks(copyWith("0", "false"), 2);
    stage.take("AddTagsToResource");
    VERIFY_OK(stage.provider.protect(InstanceId(u"shuttler-r1"_s), stage.job));
    QVERIFY(stage.sent("ModifyDBInstance").isEmpty());
}

void tst_RdsProvider::aSnapshotIsTakenOnceAndWaitedFor()
{
    AwsStage stage;
    stage.looks({}, 3);
    stage.answer("DescribeDBSnapshots", rdsError("DBSnapshotNotFound", "no"), 404);
    stage.take("CreateDBSnapshot");
    stage.answer("DescribeDBSnapshots", rdsError("DBSnapshotNotFound", "not yet"), 404);
    stage.answer("DescribeDBSnapshots", rdsSnapshots(rdsSnapshot("shuttler-first-r1", "creating", "manual", "2026-11-24T12:00:00Z")));
    const QByteArray complete = rdsSnapshots(rdsSnapshot("shuttler-first-r1", "available", "manual", "2026-11-24T12:00:00Z"));
    stage.answer("DescribeDBSnapshots", complete);
    const Result<Backup> taken = stage.provider.takeBackup(Shuttler, u"First r1!"_s, stage.job);
    VERIFY_OK(taken);
    QCOMPARE(taken->id.toString(), u"shuttler-first-r1"_s);
    QVERIFY(taken->isUsable() && taken->instance == Shuttler);

    stage.looks({}, 1);
    stage.answer("DescribeDBSnapshots", complete).answer("DescribeDBSnapshots", complete);
    VERIFY_OK(stage.provider.takeBackup(Shuttler, u"First r1!"_s, stage.job));
    QCOMPARE(stage.sent("CreateDBSnapshot").size(), 1);

    stage.looks({.resource = "db-CCCC3333DDDD4444"}, 1);
    stage.answer("DescribeDBSnapshots", complete).answer("DescribeDBSnapshots", complete);
    VERIFY_FAULT(stage.provider.takeBackup(Shuttler, u"First r1!"_s, stage.job), Fault::Refused);
}

void tst_RdsProvider::aBusyInstanceIsWaitedForAndAskedAgain()
{
    AwsStage stage;
    stage.looks({.status = "backing-up"}, 2);
    stage.looks({}, 2);
    stage.answer("DescribeDBSnapshots", rdsSnapshots({}));
    stage.answer("CreateDBSnapshot", rdsError("InvalidDBInstanceState", "busy"), 400);
    stage.looks({}, 2);
    stage.take("CreateDBSnapshot");
    stage.answer("DescribeDBSnapshots", rdsSnapshots(rdsSnapshot("shuttler-x", "available", "manual", "2026-11-24T12:00:00Z")));
    VERIFY_OK(stage.provider.takeBackup(Shuttler, u"x"_s, stage.job));
    QCOMPARE(stage.sent("CreateDBSnapshot").size(), 2);
    QCOMPARE(stage.rds.leftOver(), 0);
}

void tst_RdsProvider::retentionIsConfiguredAndAchieved()
{
    AwsStage stage;
    stage.looks({}, 1);
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsWindow("2026-11-14T13:00:00Z", "2026-11-24T11:55:00Z"));
    const Result<Retention> retention = stage.provider.retention(Shuttler, stage.job);
    VERIFY_OK(retention);
    QCOMPARE(*retention->configuredDays, 35);
    QCOMPARE(*retention->achievedDays, 9);
    QCOMPARE(retention->configured, u"35 days"_s);
}

void tst_RdsProvider::retentionIsSetWithinWhatRdsAllows()
{
    AwsStage stage;
    for (const int days : {0, 36, -1})
        VERIFY_FAULT(stage.provider.setRetention(Shuttler, days, stage.job), Fault::BadInput);
    QVERIFY(stage.rds.sent().isEmpty());
    stage.looks({.more = "<AwsBackupRecoveryPointArn>arn</AwsBackupRecoveryPointArn>"}, 1);
    VERIFY_FAULT(stage.provider.setRetention(Shuttler, 30, stage.job), Fault::Refused);
    stage.looks({}, 3);
    stage.take("ModifyDBInstance");
    stage.looks({}, 1);
    stage.looks({.retention = "30"}, 1);
    VERIFY_OK(stage.provider.setRetention(Shuttler, 30, stage.job));
    QCOMPARE(stage.members("ModifyDBInstance").value(u"BackupRetentionPeriod"_s), u"30"_s);
    QCOMPARE(stage.rds.leftOver(), 0);
}

void tst_RdsProvider::aConnectionNamesItsPasswordOrSaysHow()
{
    AwsStage bare;
    bare.looks({}, 1);
    const Result<ConnectionInfo> refused = bare.provider.connection(Shuttler, bare.job);
    VERIFY_FAULT(refused, Fault::Refused);
    QVERIFY(refused.error().todo().contains(u"keychain"_s));

    AwsStage stage({{u"user"_s, u"console"_s}, {u"password"_s, u"pw"_s}, {u"database-ca"_s, u"/ca.pem"_s}});
    stage.secrets.with(u"pw"_s, "hush");
    stage.looks({}, 1);
    const Result<ConnectionInfo> info = stage.provider.connection(Shuttler, stage.job);
    VERIFY_OK(info);
    QCOMPARE(info->host, u"shuttler.c1.ap-south-1.rds.amazonaws.com"_s);
    QCOMPARE(info->port, 5432);
    QCOMPARE(info->user, u"console"_s);
    QCOMPARE(info->database, u"academy"_s);
    QCOMPARE(info->sslRootCert, u"/ca.pem"_s);
    QVERIFY(info->password->expose([](const char *text) { return qstrcmp(text, "hush") == 0; }));

    stage.answer("DescribeDBInstances", rdsNoInstance(), 404);
    VERIFY_FAULT(stage.provider.connection(Shuttler, stage.job), Fault::NotFound);
}

void tst_RdsProvider::whatTheAppMeetsIsCompared()
{
    AwsStage stage;
    stage.looks({}, 1);
    RdsInstance copy = copyWith("0", "false");
    copy.more = "<DBInstanceClass>db.t4g.small</DBInstanceClass>";
    stage.looks(copy, 1);
    const Result<QList<SettingComparison>> all = stage.provider.compareSettings(Shuttler, InstanceId(u"shuttler-r1"_s), stage.job);
    VERIFY_OK(all);
    QStringList different;
    QStringList later;
    for (const SettingComparison &one : *all) {
        if (one.state == SettingComparison::State::Differs)
            different.append(one.name);
        if (one.state == SettingComparison::State::WhenReady)
            later.append(one.name);
    }
    QCOMPARE(different, QStringList{u"instance class"_s});
    QCOMPARE(later, (QStringList{u"automated backups"_s, u"protected against deletion"_s}));
}

void tst_RdsProvider::aMissedAnswerWhileWaitingIsAskedForAgain()
{
    AwsStage stage;
    stage.looks({.tags = "<Tag><Key>shuttler:role</Key><Value>retired</Value></Tag>", .protection = "false"}, 2);
    stage.take("DeleteDBInstance");
    stage.answer("DescribeDBInstances", "", 503).answer("DescribeDBInstances", rdsError("Throttling", "Rate exceeded"), 400);
    stage.answer("DescribeDBInstances", RdsInstance{.status = "deleting"}.listed()).answer("DescribeDBInstances", rdsNobody());
    VERIFY_OK(stage.provider.destroy(Shuttler, {.finalBackup = false, .keepBackups = true}, stage.job));
    QCOMPARE(stage.rds.leftOver(), 0);
}

SHUTTLER_TEST(tst_RdsProvider)
#include "tst_RdsProvider.moc"
