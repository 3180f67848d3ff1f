// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsLister.h"
#include "tests/support/Test.h"
#include "tests/unit/aws/AwsStage.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_RdsListing : public QObject {
    Q_OBJECT
private slots:
    void everyPageIsRead();
    void aMarkerThatComesAgainEndsTheReading();
    void aBackupIsShownWithItsOwnMomentHealthAndLife();
    void theWindowEndsBeforeWhatRdsCallsLatest();
    void aWindowOfLessThanASecondIsNoneYet();
    void backupsOfADeletedAncestorAreListedByResource();
    void aLostKeyFailsTheSnapshotsItEncrypts();
    void otherEnginesAndMembersOfClustersAreNotInstances();
    void clustersAreShownAndRefused();
};

void tst_RdsListing::everyPageIsRead()
{
    AwsStage stage;
    stage.looks({}, 1);
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsAnswer("DescribeDBInstanceAutomatedBackups", {}));
    stage.answer("DescribeDBSnapshots", rdsSnapshots(rdsSnapshot("b", "available", "manual", "2026-11-02T00:00:00.123456Z"), "m1"));
    stage.answer("DescribeDBSnapshots", rdsSnapshots({}, "m+2/="), 200, "Marker=m1"); // An empty page is no end.
    stage.answer("DescribeDBSnapshots", rdsSnapshots(rdsSnapshot("a", "available", "manual", "2026-11-01T00:00:00Z")), 200,
                 "Marker=m%2B2%2F%3D");
    const Result<BackupListing> listing = stage.provider.backups(Shuttler, {}, stage.job);
    VERIFY_OK(listing);
    QCOMPARE(listing->backups.size(), 2);
    QCOMPARE(listing->backups[0].id.toString(), u"a"_s);
    QCOMPARE(listing->backups[1].takenAt.unixMicros() % 1'000'000, 123'456);
    QCOMPARE(stage.rds.leftOver(), 0);
    QVERIFY(stage.sent("DescribeDBSnapshots").first().contains("MaxRecords=100"));
}

void tst_RdsListing::aMarkerThatComesAgainEndsTheReading()
{
    AwsStage stage;
    stage.rds.keepAnswering("POST", u"/"_s, 200, rdsAnswer("DescribeDBInstances", "<Marker>m</Marker><DBInstances/>"));
    VERIFY_FAULT(stage.provider.instances(stage.job), Fault::Corrupt);
    QCOMPARE(stage.rds.sent().size(), 2);
}

void tst_RdsListing::aBackupIsShownWithItsOwnMomentHealthAndLife()
{
    AwsStage stage;
    stage.looks({}, 1);
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsWindow("2026-11-01T00:00:00Z", "2026-11-24T11:55:00Z"));
    stage.answer("DescribeDBSnapshots",
                 rdsSnapshots(rdsSnapshot("rds:a", "available", "automated", "2026-11-01T03:10:00Z", "2026-11-01T03:09:59.5Z")
                              + rdsSnapshot("m", "available", "manual", "2026-11-02T00:00:00Z")
                              + rdsSnapshot("f", "failed", "manual", "2026-11-03T00:00:00Z")
                              + rdsSnapshot("c", "creating", "manual", "")));
    const Result<BackupListing> listing = stage.provider.backups(Shuttler, {}, stage.job);
    VERIFY_OK(listing);
    const Backup *automated = listing->find(BackupId(u"rds:a"_s));
    QCOMPARE(int(automated->kind), int(BackupKind::Snapshot));
    QCOMPARE(automated->takenAt, *Instant::parse(u"2026-11-01T03:09:59.5Z"_s));
    QVERIFY(automated->startedAt <= automated->takenAt);
    QCOMPARE(*automated->expiresAt, *Instant::parse(u"2026-12-06T03:10:00Z"_s));
    QCOMPARE(int(automated->health), int(BackupHealth::Healthy));
    const Backup *manual = listing->find(BackupId(u"m"_s));
    QCOMPARE(int(manual->kind), int(BackupKind::ManualSnapshot));
    QVERIFY(!manual->expiresAt && manual->kept == u"until somebody deletes it"_s);
    QVERIFY(!listing->find(BackupId(u"f"_s))->isUsable() && !listing->find(BackupId(u"f"_s))->healthReason.isEmpty());
    QCOMPARE(int(listing->find(BackupId(u"c"_s))->health), int(BackupHealth::BeingMade));
}

void tst_RdsListing::theWindowEndsBeforeWhatRdsCallsLatest()
{
    QCOMPARE(aws::lastSecondBefore(*Instant::parse(u"2026-11-24T11:55:00Z"_s)), *Instant::parse(u"2026-11-24T11:54:59Z"_s));
    QCOMPARE(aws::lastSecondBefore(*Instant::parse(u"2026-11-24T11:55:00.25Z"_s)), *Instant::parse(u"2026-11-24T11:55:00Z"_s));
    AwsStage stage;
    stage.looks({}, 1);
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsWindow("2026-11-01T00:00:00.5Z", "2026-11-24T11:55:00Z"));
    stage.answer("DescribeDBSnapshots", rdsSnapshots({}));
    const Result<BackupListing> listing = stage.provider.backups(Shuttler, {}, stage.job);
    VERIFY_OK(listing);
    QCOMPARE(listing->windows.size(), 1);
    QCOMPARE(*listing->earliest(), *Instant::parse(u"2026-11-01T00:00:01Z"_s));
    QCOMPARE(*listing->latest(), *Instant::parse(u"2026-11-24T11:54:59Z"_s));
}

void tst_RdsListing::aWindowOfLessThanASecondIsNoneYet()
{
    aws::Keeping keeping;
    keeping.changes.append(aws::AutomatedBackup{});
    keeping.changes[0].earliest = *Instant::parse(u"2026-11-24T11:55:00Z"_s);
    keeping.changes[0].latest = keeping.changes[0].earliest;
    const Result<std::optional<RecoveryWindow>> none = keeping.window(u"ap-south-1"_s);
    VERIFY_OK(none);
    QVERIFY(!*none);
    keeping.changes[0].latest = *keeping.changes[0].earliest - Seconds(1);
    VERIFY_FAULT(keeping.window(u"ap-south-1"_s), Fault::Corrupt);
}

void tst_RdsListing::backupsOfADeletedAncestorAreListedByResource()
{
    AwsStage stage;
    stage.looks({}, 1);
    stage.answer("DescribeDBInstances", rdsNobody(), 200, "Value.1=db-OLD00000001");
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsWindow("2026-11-10T00:00:00Z", "2026-11-24T11:55:00Z"), 200, "Value.1=db-AAAA");
    stage.answer("DescribeDBInstanceAutomatedBackups",
                 rdsWindow("2026-10-25T00:00:00Z", "2026-11-10T00:00:00Z", "retained", "db-OLD00000001"), 200, "Value.1=db-OLD");
    stage.answer("DescribeDBSnapshots", rdsSnapshots({}), 200, "Value.1=db-AAAA");
    stage.answer("DescribeDBSnapshots",
                 rdsSnapshots(rdsSnapshot("rds:old", "available", "automated", "2026-11-01T00:00:00Z", {}, "db-OLD00000001")), 200,
                 "Value.1=db-OLD");
    const Result<BackupListing> listing = stage.provider.backups(Shuttler, {InstanceId(u"db-OLD00000001"_s)}, stage.job);
    VERIFY_OK(listing);
    QCOMPARE(listing->windows.size(), 2);
    QCOMPARE(listing->windows[0].instance.toString(), u"db-OLD00000001"_s);
    QCOMPARE(listing->backups.size(), 1);
    QVERIFY(listing->backups[0].kept.contains(u"deleted"_s));
    QCOMPARE(*listing->backups[0].expiresAt, *Instant::parse(u"2026-12-06T00:00:00Z"_s));
}

void tst_RdsListing::aLostKeyFailsTheSnapshotsItEncrypts()
{
    aws::Keeping keeping;
    keeping.instance = aws::DbInstance{};
    keeping.instance->kmsKey = u"k"_s;
    keeping.instance->status = u"inaccessible-encryption-credentials"_s;
    aws::DbSnapshot snapshot;
    snapshot.status = u"available"_s;
    snapshot.kmsKey = u"k"_s;
    QCOMPARE(int(aws::shownAs(snapshot, keeping, Instant()).health), int(BackupHealth::Failed));
    snapshot.kmsKey = u"other"_s;
    QCOMPARE(int(aws::shownAs(snapshot, keeping, Instant()).health), int(BackupHealth::Healthy));
}

void tst_RdsListing::otherEnginesAndMembersOfClustersAreNotInstances()
{
    AwsStage stage;
    const RdsInstance mysql{.name = "m", .more = "<Engine>mysql</Engine>"};
    const RdsInstance member{.name = "n", .more = "<DBClusterIdentifier>c</DBClusterIdentifier>"};
    stage.answer("DescribeDBInstances", rdsAnswer("DescribeDBInstances", "<DBInstances>" + mysql.xml() + member.xml() + RdsInstance{}.xml()
                                                                             + "</DBInstances>"));
    stage.answer("DescribeDBClusters", rdsError("AccessDenied", "no"), 403);
    const Result<QList<Instance>> instances = stage.provider.instances(stage.job);
    VERIFY_OK(instances);
    QCOMPARE(instances->size(), 1);
    QCOMPARE(instances->first().id, Shuttler);
    stage.looks(member, 1);
    VERIFY_FAULT(stage.provider.hold(InstanceId(u"n"_s), Instant(), stage.job), Fault::Refused);
}

void tst_RdsListing::clustersAreShownAndRefused()
{
    AwsStage stage;
    stage.answer("DescribeDBInstances", rdsNobody());
    stage.answer("DescribeDBClusters",
                 rdsAnswer("DescribeDBClusters",
                           "<DBClusters><DBCluster><DBClusterIdentifier>au</DBClusterIdentifier><Engine>aurora-postgresql</Engine>"
                           "<Status>available</Status></DBCluster><DBCluster><DBClusterIdentifier>docs</DBClusterIdentifier>"
                           "<Engine>docdb</Engine></DBCluster></DBClusters>"));
    const Result<QList<Instance>> instances = stage.provider.instances(stage.job);
    VERIFY_OK(instances);
    QCOMPARE(instances->size(), 1);
    QCOMPARE(instances->first().id.toString(), u"au"_s);
    QVERIFY(instances->first().state.detail.contains(u"not restored from here"_s));
}

SHUTTLER_TEST(tst_RdsListing)
#include "tst_RdsListing.moc"
