// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "tests/unit/aws/AwsStage.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray Retired = "<Tag><Key>shuttler:role</Key><Value>retired</Value></Tag>";

QStringList orders(const AwsStage &stage)
{
    QStringList actions;
    for (const net::Request &request : stage.rds.sent()) {
        const QString action = QString::fromLatin1(request.body.mid(7, request.body.indexOf('&') - 7));
        if (!action.startsWith(u"Describe"_s))
            actions.append(action);
    }
    return actions;
}

} // namespace

class tst_RdsRetirement : public QObject {
    Q_OBJECT
private slots:
    void byDefaultAFinalSnapshotIsTakenAndTheBackupsAreKept();
    void aThrowAwayCopyGoesWithEverything();
    void protectionIsLiftedRightBeforeAndPutBackWhenRefused();
    void aLostAnswerToTheDeletionSendsNothingMore();
    void anotherInstanceOfTheNameIsLeftAlone();
    void noFinalSnapshotMeansNoDeletion();
    void aNameOfAnEarlierFinalSnapshotIsNotUsedAgain();
    void whatIsGoneMayBeDestroyedAgain();
    void retainedBackupsOfAGoneInstanceAreNotErased();
    void holdingTagsFirstThenStops();
    void heldTwiceStopsOnce();
    void wakingStartsAndForgetsTheHold();
    void aHeldInstanceThatAwsStartedIsShownAsSuch();
};

void tst_RdsRetirement::byDefaultAFinalSnapshotIsTakenAndTheBackupsAreKept()
{
    AwsStage stage;
    stage.looks({.tags = Retired, .protection = "false"}, 2);
    stage.answer("DescribeDBSnapshots", rdsSnapshots({}));
    stage.take("DeleteDBInstance").answer("DescribeDBInstances", rdsNobody());
    stage.answer("DescribeDBSnapshots", rdsSnapshots(rdsSnapshot("shuttler-final-aaaa1111", "available", "manual", "2026-11-24T12:00:00Z")),
                 200, "DBSnapshotIdentifier=shuttler-final-aaaa1111");
    VERIFY_OK(stage.provider.destroy(Shuttler, RetirePolicy{}, stage.job));
    const QMap<QString, QString> expected{{u"Action"_s, u"DeleteDBInstance"_s},
                                          {u"Version"_s, u"2014-10-31"_s},
                                          {u"DBInstanceIdentifier"_s, u"shuttler"_s},
                                          {u"SkipFinalSnapshot"_s, u"false"_s},
                                          {u"FinalDBSnapshotIdentifier"_s, u"shuttler-final-aaaa1111"_s},
                                          {u"DeleteAutomatedBackups"_s, u"false"_s}};
    QCOMPARE(stage.members("DeleteDBInstance"), expected);
    QCOMPARE(stage.rds.leftOver(), 0);
}

void tst_RdsRetirement::aThrowAwayCopyGoesWithEverything()
{
    AwsStage stage;
    stage.looks({.tags = Retired, .protection = "false"}, 2);
    stage.take("DeleteDBInstance").answer("DescribeDBInstances", rdsNobody());
    VERIFY_OK(stage.provider.destroy(Shuttler, {.finalBackup = false, .keepBackups = false}, stage.job));
    const QMap<QString, QString> members = stage.members("DeleteDBInstance");
    QCOMPARE(members.value(u"SkipFinalSnapshot"_s), u"true"_s);
    QCOMPARE(members.value(u"DeleteAutomatedBackups"_s), u"true"_s);
    QVERIFY(!members.contains(u"FinalDBSnapshotIdentifier"_s));
}

void tst_RdsRetirement::protectionIsLiftedRightBeforeAndPutBackWhenRefused()
{
    AwsStage stage;
    stage.looks({}, 4); // look; before tagging; ready; before lifting
    stage.take("AddTagsToResource").take("ModifyDBInstance");
    stage.looks({.protection = "false"}, 3); // lifted; before deleting; before putting back
    stage.answer("DeleteDBInstance", rdsError("InvalidParameterCombination", "NoDeleteAutomatedBackups must be specified"), 400);
    stage.take("ModifyDBInstance");
    const Outcome refused = stage.provider.destroy(Shuttler, {.finalBackup = false, .keepBackups = true}, stage.job);
    VERIFY_FAULT(refused, Fault::Refused);
    QVERIFY(refused.error().details().contains(u"NoDeleteAutomatedBackups"_s));
    QCOMPARE(orders(stage), (QStringList{u"AddTagsToResource"_s, u"ModifyDBInstance"_s, u"DeleteDBInstance"_s, u"ModifyDBInstance"_s}));
    QVERIFY(stage.sent("ModifyDBInstance").first().contains("DeletionProtection=false"));
    QVERIFY(stage.sent("ModifyDBInstance").last().contains("DeletionProtection=true"));
}

void tst_RdsRetirement::aLostAnswerToTheDeletionSendsNothingMore()
{
    AwsStage stage;
    stage.looks({.tags = Retired}, 3);
    stage.take("ModifyDBInstance");
    stage.looks({.tags = Retired, .protection = "false"}, 2);
    stage.rds.fail("POST", u"/"_s, Error(Fault::OutcomeUnknown, u"lost"_s), "Action=DeleteDBInstance");
    VERIFY_FAULT(stage.provider.destroy(Shuttler, {.finalBackup = false, .keepBackups = true}, stage.job), Fault::OutcomeUnknown);
    QCOMPARE(orders(stage), (QStringList{u"ModifyDBInstance"_s, u"DeleteDBInstance"_s}));
}

void tst_RdsRetirement::anotherInstanceOfTheNameIsLeftAlone()
{
    AwsStage stage;
    stage.looks({.tags = Retired, .protection = "false"}, 1);
    stage.looks({.resource = "db-CCCC3333DDDD4444", .tags = Retired, .protection = "false"}, 1);
    const Outcome refused = stage.provider.destroy(Shuttler, {.finalBackup = false, .keepBackups = true}, stage.job);
    VERIFY_FAULT(refused, Fault::Refused);
    QVERIFY(refused.error().todo().contains(u"db-AAAA1111BBBB2222"_s));
    QVERIFY(orders(stage).isEmpty());
}

void tst_RdsRetirement::noFinalSnapshotMeansNoDeletion()
{
    AwsStage stage;
    stage.looks({.status = "failed", .tags = Retired}, 1);
    VERIFY_FAULT(stage.provider.destroy(Shuttler, RetirePolicy{}, stage.job), Fault::Refused);
    QVERIFY(orders(stage).isEmpty());
}

void tst_RdsRetirement::aNameOfAnEarlierFinalSnapshotIsNotUsedAgain()
{
    AwsStage stage;
    stage.looks({.tags = Retired, .protection = "false"}, 2);
    stage.answer("DescribeDBSnapshots",
                 rdsSnapshots(rdsSnapshot("shuttler-final-aaaa1111", "available", "manual", "2026-11-20T12:00:00Z")));
    stage.take("DeleteDBInstance").answer("DescribeDBInstances", rdsNobody());
    stage.answer("DescribeDBSnapshots",
                 rdsSnapshots(rdsSnapshot("shuttler-final-aaaa1111-2", "available", "manual", "2026-11-24T12:00:00Z")));
    VERIFY_OK(stage.provider.destroy(Shuttler, RetirePolicy{}, stage.job));
    QCOMPARE(stage.members("DeleteDBInstance").value(u"FinalDBSnapshotIdentifier"_s), u"shuttler-final-aaaa1111-2"_s);
}

void tst_RdsRetirement::whatIsGoneMayBeDestroyedAgain()
{
    AwsStage stage;
    stage.answer("DescribeDBInstances", rdsNoInstance(), 404);
    VERIFY_OK(stage.provider.destroy(Shuttler, RetirePolicy{}, stage.job));
    stage.looks({.status = "deleting"}, 1);
    stage.answer("DescribeDBInstances", rdsNobody());
    VERIFY_OK(stage.provider.destroy(Shuttler, RetirePolicy{}, stage.job));
    QVERIFY(orders(stage).isEmpty());
}

void tst_RdsRetirement::retainedBackupsOfAGoneInstanceAreNotErased()
{
    AwsStage stage;
    stage.answer("DescribeDBInstances", rdsNoInstance(), 404);
    stage.answer("DescribeDBInstanceAutomatedBackups", rdsWindow("2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z", "retained"));
    VERIFY_FAULT(stage.provider.destroy(Shuttler, {.finalBackup = false, .keepBackups = false}, stage.job), Fault::Refused);
    QVERIFY(orders(stage).isEmpty());
}

void tst_RdsRetirement::holdingTagsFirstThenStops()
{
    AwsStage stage;
    stage.looks({}, 4);
    stage.take("AddTagsToResource").take("StopDBInstance");
    stage.looks({.status = "stopping"}, 1);
    stage.looks({.status = "stopped"}, 1);
    VERIFY_OK(stage.provider.hold(Shuttler, *Instant::parse(u"2026-11-27T12:00:00Z"_s), stage.job));
    QCOMPARE(orders(stage), (QStringList{u"AddTagsToResource"_s, u"StopDBInstance"_s}));
    QVERIFY(stage.members("AddTagsToResource").values().contains(u"2026-11-27T12:00:00Z"_s));
    QCOMPARE(stage.rds.leftOver(), 0);
}

void tst_RdsRetirement::heldTwiceStopsOnce()
{
    AwsStage stage;
    stage.looks({.status = "stopped", .tags = "<Tag><Key>shuttler:held-until</Key><Value>2026-11-27T12:00:00Z</Value></Tag>"}, 2);
    VERIFY_OK(stage.provider.hold(Shuttler, *Instant::parse(u"2026-11-27T12:00:00Z"_s), stage.job));
    QVERIFY(orders(stage).isEmpty());
    const Result<InstanceState> state = stage.provider.state(Shuttler, stage.job);
    VERIFY_OK(state);
    QCOMPARE(int(state->phase), int(InstancePhase::Held));
}

void tst_RdsRetirement::wakingStartsAndForgetsTheHold()
{
    AwsStage stage;
    const QByteArray held = "<Tag><Key>shuttler:held-until</Key><Value>2026-11-27T12:00:00Z</Value></Tag>";
    stage.looks({.status = "stopped", .tags = held}, 2);
    stage.take("StartDBInstance");
    stage.looks({.status = "starting", .tags = held}, 1);
    stage.looks({.status = "available", .tags = held}, 2);
    stage.take("AddTagsToResource");
    VERIFY_OK(stage.provider.wake(Shuttler, stage.job));
    QCOMPARE(orders(stage), (QStringList{u"StartDBInstance"_s, u"AddTagsToResource"_s}));
    const QMap<QString, QString> tags = stage.members("AddTagsToResource");
    QCOMPARE(tags.value(u"Tags.Tag.1.Key"_s), u"shuttler:held-until"_s);
    QCOMPARE(tags.value(u"Tags.Tag.1.Value"_s), QString());
}

void tst_RdsRetirement::aHeldInstanceThatAwsStartedIsShownAsSuch()
{
    AwsStage stage;
    stage.looks({.tags = "<Tag><Key>shuttler:held-until</Key><Value>2026-11-27T12:00:00Z</Value></Tag>"}, 1);
    const Result<InstanceState> state = stage.provider.state(Shuttler, stage.job);
    VERIFY_OK(state);
    QCOMPARE(int(state->phase), int(InstancePhase::Available));
    QVERIFY(state->detail.contains(u"seven days"_s));
}

SHUTTLER_TEST(tst_RdsRetirement)
#include "tst_RdsRetirement.moc"
