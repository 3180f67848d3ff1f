// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsFault.h"
#include "core/providers/aws/RdsStatus.h"
#include "tests/support/Test.h"
#include "tests/unit/aws/AwsStage.h"

using namespace shuttler;
using namespace shuttler::aws;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_RdsWire : public QObject {
    Q_OBJECT
private slots:
    void listsAreNumberedUnderTheirOwnNames();
    void valuesAreEncodedAsAwsWantsThem();
    void anInstanceIsReadInFull();
    void emptyAndUnknownElementsAreNothing();
    void everyErrorHasItsFault_data();
    void everyErrorHasItsFault();
    void whatFailedOverThereLeavesAnOrderOpenAndNotAQuestion();
    void theRightThatIsMissingIsNamed();
    void theMessageIsKeptButNoTokenWithIt();
    void everyStatusHasItsPhase_data();
    void everyStatusHasItsPhase();
    void anUnknownStatusIsShownAndWaitedFor();
    void settingsNameTheKeyThatIsWrong_data();
    void settingsNameTheKeyThatIsWrong();
};

void tst_RdsWire::listsAreNumberedUnderTheirOwnNames()
{
    QueryForm form(u"X"_s);
    form.setList(u"VpcSecurityGroupIds"_s, u"VpcSecurityGroupId"_s, {u"sg-1"_s, u"sg-2"_s});
    form.setTags({{u"a"_s, u"1"_s}, {u"b"_s, u"2"_s}});
    form.addFilter(u"dbi-resource-id"_s, u"db-A"_s).addFilter(u"status"_s, u"retained"_s);
    QCOMPARE(form.encoded(u"2014-10-31"_s),
             QByteArray("Action=X&Version=2014-10-31&VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1"
                        "&VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2&Tags.Tag.1.Key=a&Tags.Tag.1.Value=1&Tags.Tag.2.Key=b"
                        "&Tags.Tag.2.Value=2&Filters.Filter.1.Name=dbi-resource-id&Filters.Filter.1.Values.Value.1=db-A"
                        "&Filters.Filter.2.Name=status&Filters.Filter.2.Values.Value.1=retained"));
}

void tst_RdsWire::valuesAreEncodedAsAwsWantsThem()
{
    QueryForm form(u"X"_s);
    form.set(u"A"_s, u"rds:x a+b&c=d~é"_s).setTruth(u"B"_s, false);
    form.setMoment(u"C"_s, *Instant::parse(u"2026-11-24T17:30:00.75+05:30"_s));
    QCOMPARE(form.encoded(u"1"_s), QByteArray("Action=X&Version=1&A=rds%3Ax%20a%2Bb%26c%3Dd~%C3%A9&B=false&C=2026-11-24T12%3A00%3A00Z"));
}

void tst_RdsWire::anInstanceIsReadInFull()
{
    RdsInstance wire;
    wire.more = "<PendingModifiedValues><BackupRetentionPeriod>7</BackupRetentionPeriod></PendingModifiedValues>"
                "<AutomaticRestartTime>2026-12-01T00:00:00.123456Z</AutomaticRestartTime>"
                "<MasterUserSecret><SecretArn>arn:s</SecretArn><SecretStatus>active</SecretStatus></MasterUserSecret>";
    const DbInstance instance = instanceFrom(*net::XmlNode::parse(wire.xml()));
    QCOMPARE(instance.name, u"shuttler"_s);
    QCOMPARE(instance.resourceId, u"db-AAAA1111BBBB2222"_s);
    QCOMPARE(instance.host, u"shuttler.c1.ap-south-1.rds.amazonaws.com"_s);
    QCOMPARE(instance.port, 5432);
    QCOMPARE(instance.securityGroups, (QStringList{u"sg-1"_s, u"sg-2"_s}));
    QCOMPARE(instance.subnetGroup, u"shuttler-private"_s);
    QCOMPARE(instance.parameterGroup, u"shuttler-pg15"_s);
    QCOMPARE(instance.optionGroup, u"shuttler-og"_s);
    QCOMPARE(instance.logExports, (QStringList{u"postgresql"_s, u"upgrade"_s}));
    QCOMPARE(instance.masterSecret, u"arn:s"_s);
    QCOMPARE(instance.createdAt->unixMicros() % 1'000'000, 678'000);
    QCOMPARE(instance.startsByItselfAt->unixMicros() % 1'000'000, 123'456);
    QCOMPARE(instance.pending, QStringList{u"BackupRetentionPeriod"_s});
    QCOMPARE(instance.tags.value(u"cost"_s), u"school"_s);
    QVERIFY(instance.multiAz && instance.iamAuthentication && instance.deletionProtection && !instance.isPublic);
    QCOMPARE(instance.mostGiB, 100);
}

void tst_RdsWire::emptyAndUnknownElementsAreNothing()
{
    const DbInstance instance = instanceFrom(*net::XmlNode::parse(
        "<DBInstance><PendingModifiedValues/><Endpoint/><NewThing><Deep>1</Deep></NewThing><TagList/>"
        "<InstanceCreateTime>soon</InstanceCreateTime><DBInstanceIdentifier> a </DBInstanceIdentifier></DBInstance>"));
    QCOMPARE(instance.name, u"a"_s);
    QVERIFY(instance.pending.isEmpty() && instance.host.isEmpty() && instance.tags.isEmpty() && !instance.createdAt);
}

void tst_RdsWire::everyErrorHasItsFault_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Fault>("fault");
    const auto row = [](const char *code, int status, Fault fault) { QTest::newRow(code) << status << fault; };
    row("DBInstanceNotFound", 404, Fault::NotFound);
    row("DBSnapshotNotFound", 404, Fault::NotFound);
    row("DBSubnetGroupNotFoundFault", 404, Fault::NotFound);
    row("DBInstanceAlreadyExists", 400, Fault::Refused);
    row("InvalidDBInstanceState", 400, Fault::Refused);
    row("InstanceQuotaExceeded", 400, Fault::Refused);
    row("InvalidParameterCombination", 400, Fault::Refused);
    row("KMSKeyNotAccessibleFault", 400, Fault::Refused);
    row("PointInTimeRestoreNotEnabled", 400, Fault::Refused);
    row("AccessDenied", 403, Fault::Refused);
    row("UnauthorizedOperation", 403, Fault::Refused);
    row("ExpiredToken", 403, Fault::Refused);
    row("InvalidClientTokenId", 403, Fault::Refused);
    row("MissingParameter", 400, Fault::Defect);
    row("Throttling", 400, Fault::Unreachable);
    row("RequestLimitExceeded", 503, Fault::Unreachable);
    row("SomethingNobodyKnows", 400, Fault::Refused);
}

void tst_RdsWire::everyErrorHasItsFault()
{
    QFETCH(int, status);
    QFETCH(Fault, fault);
    net::Response response;
    response.status = status;
    response.body = rdsError(QTest::currentDataTag(), "In their words.");
    for (const bool changes : {false, true}) {
        const Error error = errorFor(complaintFrom(response), u"rds:CreateDBSnapshot"_s, changes);
        QCOMPARE(wordFor(error.fault()), wordFor(fault));
        QVERIFY(!error.what().isEmpty() && !error.means().isEmpty() && !error.todo().isEmpty());
        QCOMPARE(codeOf(error), QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(error.details().contains(u"In their words."_s) && error.details().contains(u"9f8e-7d6c"_s));
    }
}

void tst_RdsWire::whatFailedOverThereLeavesAnOrderOpenAndNotAQuestion()
{
    for (const QByteArray &body : {rdsError("InternalFailure", "x"), QByteArray("<html>bad gateway</html>"), QByteArray()}) {
        net::Response response;
        response.status = 502;
        response.body = body;
        QVERIFY(errorFor(complaintFrom(response), u"rds:X"_s, true).fault() == Fault::OutcomeUnknown);
        QVERIFY(errorFor(complaintFrom(response), u"rds:X"_s, false).fault() == Fault::Unreachable);
    }
}

void tst_RdsWire::theRightThatIsMissingIsNamed()
{
    const Complaint complaint{403, u"AccessDenied"_s,
                              u"User: arn:aws:iam::1:user/x is not authorized to perform: rds:AddTagsToResource on resource: y"_s, {}};
    const Error error = errorFor(complaint, u"rds:RestoreDBInstanceFromDBSnapshot"_s, true);
    QVERIFY(error.what().contains(u"rds:AddTagsToResource"_s));
    QVERIFY(error.todo().contains(u"rds:AddTagsToResource"_s));
    QVERIFY(errorFor({403, u"AccessDenied"_s, u"no"_s, {}}, u"rds:StopDBInstance"_s, true).what().contains(u"rds:StopDBInstance"_s));
}

void tst_RdsWire::theMessageIsKeptButNoTokenWithIt()
{
    const Complaint complaint{403, u"SignatureDoesNotMatch"_s,
                              u"The signature does not match. The Canonical String should have been 'x-amz-security-token:TOKENX'"_s, {}};
    QVERIFY(!errorFor(complaint, u"rds:X"_s, true).details().contains(u"TOKENX"_s));
    QVERIFY(errorFor(complaint, u"rds:X"_s, true).details().contains(u"does not match"_s));
}

void tst_RdsWire::everyStatusHasItsPhase_data()
{
    QTest::addColumn<InstancePhase>("phase");
    for (const char *status : {"available", "backing-up", "storage-optimization", "storage-initialization"})
        QTest::newRow(status) << InstancePhase::Available;
    for (const char *status : {"creating", "modifying", "rebooting", "configuring-log-exports", "starting", "renaming"})
        QTest::newRow(status) << InstancePhase::Creating;
    for (const char *status : {"stopping", "stopped", "deleting"})
        QTest::newRow(status) << InstancePhase::Stopped;
    for (const char *status : {"failed", "restore-error", "incompatible-network", "insufficient-capacity", "storage-full",
                               "inaccessible-encryption-credentials"})
        QTest::newRow(status) << InstancePhase::Failed;
}

void tst_RdsWire::everyStatusHasItsPhase()
{
    QFETCH(InstancePhase, phase);
    DbInstance instance;
    instance.status = QString::fromLatin1(QTest::currentDataTag());
    QCOMPARE(int(phaseOf(instance)), int(phase));
    QVERIFY(wordsOf(instance).contains(instance.status));
    QVERIFY(!takesOrders(instance) || phase == InstancePhase::Available);
}

void tst_RdsWire::anUnknownStatusIsShownAndWaitedFor()
{
    DbInstance instance;
    instance.status = u"quantum-tuning"_s;
    QCOMPARE(int(phaseOf(instance)), int(InstancePhase::Creating));
    QVERIFY(wordsOf(instance).contains(u"\"quantum-tuning\""_s));
    DbSnapshot snapshot;
    snapshot.status = u"quantum-copying"_s;
    QCOMPARE(int(healthOf(snapshot).health), int(BackupHealth::BeingMade));
    snapshot.status = u"failed"_s;
    QCOMPARE(int(healthOf(snapshot).health), int(BackupHealth::Failed));
}

void tst_RdsWire::settingsNameTheKeyThatIsWrong_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("unknown") << u"zone"_s << u"x"_s;
    QTest::newRow("no region") << u"region"_s << u"Mumbai"_s;
    QTest::newRow("http") << u"endpoint"_s << u"http://localhost:1"_s;
    QTest::newRow("secret in the address") << u"endpoint"_s << u"https://a:b@localhost:1"_s;
    QTest::newRow("two credentials") << u"profile"_s << u"x"_s;
    QTest::newRow("mfa alone") << u"mfa"_s << u"arn"_s;
    QTest::newRow("user alone") << u"user"_s << u"x"_s;
    QTest::newRow("relative file") << u"ca"_s << u"ca.pem"_s;
    QTest::newRow("backups of copies") << u"copy-backups"_s << u"some"_s;
}

void tst_RdsWire::settingsNameTheKeyThatIsWrong()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QMap<QString, QString> table{{u"region"_s, u"ap-south-1"_s}, {u"credential"_s, u"aws"_s}};
    VERIFY_OK(RdsSettings::from(table));
    QCOMPARE(RdsSettings::from(table)->endpoint, QUrl(u"https://rds.ap-south-1.amazonaws.com/"_s));
    table.insert(key, value);
    const Result<RdsSettings> settings = RdsSettings::from(table);
    VERIFY_FAULT(settings, Fault::BadInput);
    QVERIFY2(settings.error().what().contains(u'"' + key + u'"'), qPrintable(settings.error().what()));
}

SHUTTLER_TEST(tst_RdsWire)
#include "tst_RdsWire.moc"
