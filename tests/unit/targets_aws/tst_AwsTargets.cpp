// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/AwsParameter.h"
#include "core/targets/aws/AwsSecret.h"
#include "core/targets/aws/EcsRollout.h"
#include "core/targets/aws/Route53Record.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/ScriptedHttp.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

const QString OldUrl = u"postgresql://app:geheim@old.rds.example:5432/academy"_s;
const QString NewUrl = u"postgresql://app:geheim@new.rds.example:5432/academy"_s;

QByteArray jsonIn(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

/// A far side whose operations are told apart by X-Amz-Target.
struct AwsScript {
    ManualClock clock;
    RecordingProgress progress;
    Job job{{}, progress, clock};
    ScriptedHttp http;
    MemorySecrets secrets;

    static ScriptedHttp::Wanted asks(const QByteArray &operation)
    {
        return [operation](const net::Request &request) {
            return std::any_of(request.headers.begin(), request.headers.end(), [&](const net::Header &header) {
                return header.name == "x-amz-target" && header.value.endsWith('.' + operation);
            });
        };
    }
    AwsScript &answer(const QByteArray &operation, const QJsonObject &body, int status = 200)
    {
        net::Response response;
        response.status = status;
        response.body = jsonIn(body);
        response.requestId = u"request-7"_s;
        http.answerWhere(asks(operation), std::move(response));
        return *this;
    }
    static QMap<QString, QString> table(QMap<QString, QString> more)
    {
        more.insert(u"region"_s, u"eu-central-1"_s);
        more.insert(u"credential"_s, u"aws"_s);
        return more;
    }
    AwsSecret secret() { return AwsSecret(*AwsSecretSettings::from(table({{u"secret"_s, u"prod/url"_s}}), u"DATABASE_URL"_s), http); }
    AwsParameter parameter()
    {
        return AwsParameter(*AwsParameterSettings::from(table({{u"parameter"_s, u"/prod/url"_s}}), u"DATABASE_URL"_s), http, secrets);
    }
    EcsRollout rollout()
    {
        return EcsRollout(*EcsRolloutSettings::from(table({{u"cluster"_s, u"prod"_s}, {u"service"_s, u"app"_s}})), http);
    }
    QJsonObject sent(qsizetype at) const { return QJsonDocument::fromJson(http.sent().at(at).body).object(); }
};

QJsonObject labelled(const QMap<QString, QStringList> &versions, QJsonObject more = {})
{
    QJsonObject stages;
    for (auto version = versions.begin(); version != versions.end(); ++version)
        stages[version.key()] = QJsonArray::fromStringList(version.value());
    more[u"VersionIdsToStages"_s] = stages;
    return more;
}

QJsonObject deployment(const QString &id, const QString &status, const QString &state, const QString &reason = {}, int failed = 0)
{
    return {{u"id"_s, id}, {u"status"_s, status}, {u"rolloutState"_s, state}, {u"rolloutStateReason"_s, reason}, {u"failedTasks"_s, failed},
            {u"desiredCount"_s, 2}, {u"runningCount"_s, 0}};
}

QJsonObject ecsService(const QJsonArray &deployments, QJsonObject more = {})
{
    more.insert(u"serviceName"_s, u"app"_s);
    more.insert(u"status"_s, u"ACTIVE"_s);
    more.insert(u"desiredCount"_s, more[u"desiredCount"_s].toInt(2));
    more.insert(u"deployments"_s, deployments);
    more.insert(u"deploymentConfiguration"_s,
                QJsonObject{{u"deploymentCircuitBreaker"_s, QJsonObject{{u"enable"_s, true}, {u"rollback"_s, true}}}});
    return more;
}

QJsonObject listed(const QJsonObject &service)
{
    return {{u"services"_s, QJsonArray{service}}};
}

DatabaseUrl urlOf(const QString &text)
{
    return *DatabaseUrl::parse(text.toUtf8());
}

} // namespace

class tst_AwsTargets : public QObject {
    Q_OBJECT

private slots:
    void aSecretThatRdsKeepsIsLeftAlone()
    {
        AwsScript aws;
        aws.answer("DescribeSecret", labelled({{u"v1"_s, {u"AWSCURRENT"_s}}}, {{u"OwningService"_s, u"rds"_s}}));
        VERIFY_FAULT(aws.secret().check(aws.job), Fault::Refused);
    }
    void aSecretThatRotatesIsSaid()
    {
        AwsScript aws;
        aws.answer("DescribeSecret", labelled({{u"v1"_s, {u"AWSCURRENT"_s}}}, {{u"RotationEnabled"_s, true}}));
        QVERIFY(aws.secret().rival(aws.job)->contains(u"rotated by itself"_s));
    }
    void whatIsStagedIsReadAndNotWhatIsCurrent()
    {
        AwsScript aws;
        aws.answer("DescribeSecret", labelled({{u"v1"_s, {u"AWSCURRENT"_s}}, {u"v2"_s, {u"shuttler-staged"_s}}}));
        aws.answer("GetSecretValue", {{u"SecretString"_s, NewUrl}});
        QCOMPARE(aws.secret().read(aws.job)->host(), u"new.rds.example"_s);
        QCOMPARE(aws.sent(1)[u"VersionId"_s].toString(), u"v2"_s);
    }
    void theFirstKeptValueOfARunStays()
    {
        AwsScript aws;
        const QMap<QString, QStringList> before{{u"v0"_s, {u"shuttler-before-r1"_s}}, {u"v1"_s, {u"AWSCURRENT"_s}}};
        aws.answer("DescribeSecret", labelled(before));
        aws.answer("GetSecretValue", {{u"SecretString"_s, OldUrl}});
        aws.answer("PutSecretValue", {{u"VersionId"_s, u"ours"_s}});
        const Outcome wrote = aws.secret().write(urlOf(NewUrl), u"r1"_s, aws.job); // Ends where the script does.
        VERIFY_FAULT(wrote, Fault::Defect);
        QCOMPARE(aws.sent(2)[u"VersionStages"_s].toArray(), QJsonArray{u"shuttler-staged"_s}); // And no label was moved before.
        QVERIFY(aws.sent(2)[u"ClientRequestToken"_s].toString().size() >= 32);
    }
    void aLabelThatSomebodyElseHasMovedIsSaid()
    {
        AwsScript aws;
        for (int look = 0; look < 2; ++look)
            aws.answer("DescribeSecret", labelled({{u"v1"_s, {u"AWSCURRENT"_s}}, {u"v2"_s, {u"shuttler-staged"_s}}}));
        aws.answer("UpdateSecretVersionStage", {});
        aws.answer("DescribeSecret", labelled({{u"v2"_s, {u"shuttler-staged"_s}}, {u"v3"_s, {u"AWSCURRENT"_s}}}));
        const auto settings = AwsSecretSettings::from(AwsScript::table({{u"secret"_s, u"prod/url"_s}}), u"DATABASE_URL"_s);
        VERIFY_FAULT(AwsSecretGoesLive(*settings, aws.http).run(aws.job), Fault::Corrupt);
        QCOMPARE(aws.sent(2)[u"RemoveFromVersionId"_s].toString(), u"v1"_s);
    }
    void aValueThatAwsRepeatsIsNotShown()
    {
        AwsScript aws;
        aws.answer("GetParameter", {{u"Parameter"_s, QJsonObject{{u"Value"_s, OldUrl}, {u"Version"_s, 1}}}});
        aws.answer("GetParameterHistory", {{u"Parameters"_s, QJsonArray{QJsonObject{{u"Version"_s, 1}, {u"Type"_s, u"SecureString"_s}}}}});
        aws.answer("PutParameter", {{u"__type"_s, u"ValidationException"_s}, {u"message"_s, u"Value '%1' at 'value'"_s.arg(NewUrl)}}, 400);
        const Outcome wrote = aws.parameter().write(urlOf(NewUrl), u"r1"_s, aws.job);
        VERIFY_FAULT(wrote, Fault::Refused);
        QVERIFY2(!describe(wrote.error()).contains("geheim"), describe(wrote.error()).constData());
        QVERIFY2(wrote.error().details().contains(u"request-7"_s), describe(wrote.error()).constData());
    }
    void theNewestVersionSaysWithWhichKeyAParameterIsKept()
    {
        AwsScript aws;
        aws.answer("GetParameter", {{u"Parameter"_s, QJsonObject{{u"Value"_s, OldUrl}, {u"Version"_s, 2}}}});
        aws.answer("GetParameterHistory",
                   {{u"NextToken"_s, u"more"_s}, {u"Parameters"_s, QJsonArray{QJsonObject{{u"Version"_s, 1}, {u"KeyId"_s, u"old"_s}}}}});
        aws.answer("GetParameterHistory",
                   {{u"Parameters"_s, QJsonArray{QJsonObject{{u"Version"_s, 2}, {u"KeyId"_s, u"ours"_s}, {u"Tier"_s, u"Advanced"_s}}}}});
        aws.answer("PutParameter", {{u"Version"_s, 3}});
        aws.answer("GetParameter", {{u"Parameter"_s, QJsonObject{{u"Value"_s, NewUrl}, {u"Version"_s, 3}}}});
        VERIFY_OK(aws.parameter().write(urlOf(NewUrl), u"r1"_s, aws.job));
        QCOMPARE(aws.sent(2)[u"NextToken"_s].toString(), u"more"_s);
        QCOMPARE(aws.sent(3)[u"KeyId"_s].toString(), u"ours"_s);
        QCOMPARE(aws.sent(3)[u"Tier"_s].toString(), u"Advanced"_s);
        QCOMPARE(aws.secrets.size(), 1);
    }
    void aParameterThatSomethingElseWritesIsSaid()
    {
        AwsScript aws;
        aws.answer("GetParameter", {{u"Parameter"_s, QJsonObject{{u"Value"_s, OldUrl}, {u"Version"_s, 1}}}});
        aws.answer("GetParameterHistory", {{u"Parameters"_s, QJsonArray{}}});
        aws.answer("PutParameter", {{u"Version"_s, 2}});
        aws.answer("GetParameter", {{u"Parameter"_s, QJsonObject{{u"Value"_s, OldUrl}, {u"Version"_s, 3}}}});
        VERIFY_FAULT(aws.parameter().write(urlOf(NewUrl), u"r1"_s, aws.job), Fault::Corrupt);
    }
    void aServiceThatEcsDoesNotDeployItselfIsRefused_data()
    {
        QTest::addColumn<QJsonObject>("service");
        const QJsonArray calm{deployment(u"d1"_s, u"PRIMARY"_s, u"COMPLETED"_s)};
        QTest::newRow("CodeDeploy") << ecsService(calm, {{u"deploymentController"_s, QJsonObject{{u"type"_s, u"CODE_DEPLOY"_s}}}});
        QTest::newRow("no tasks") << ecsService(calm, {{u"desiredCount"_s, 0}});
        QTest::newRow("under way") << ecsService({deployment(u"d1"_s, u"PRIMARY"_s, u"IN_PROGRESS"_s)});
    }
    void aServiceThatEcsDoesNotDeployItselfIsRefused()
    {
        QFETCH(QJsonObject, service);
        AwsScript aws;
        aws.answer("DescribeServices", listed(service));
        VERIFY_FAULT(aws.rollout().check(aws.job), Fault::Refused);
    }
    void aRolloutThatWentBackIsNoSuccess()
    {
        AwsScript aws;
        const QJsonObject ours = deployment(u"d2"_s, u"PRIMARY"_s, u"IN_PROGRESS"_s);
        aws.answer("UpdateService", {{u"service"_s, ecsService({ours})}});
        aws.answer("DescribeServices", listed(ecsService({deployment(u"d3"_s, u"PRIMARY"_s, u"COMPLETED"_s, u"rolled back to d1"_s)})));
        const Outcome ran = aws.rollout().run(aws.job);
        VERIFY_FAULT(ran, Fault::Refused);
        QVERIFY2(ran.error().means().contains(u"goes back"_s), describe(ran.error()).constData());
        QCOMPARE(ran.error().details(), u"rolled back to d1"_s);
    }
    void aLookWithoutAnswerSaysNothingAboutARollout()
    {
        AwsScript aws;
        aws.answer("UpdateService", {{u"service"_s, ecsService({deployment(u"d2"_s, u"PRIMARY"_s, u"IN_PROGRESS"_s)})}});
        aws.answer("DescribeServices", {{u"__type"_s, u"ServerException"_s}}, 500);
        aws.answer("DescribeServices", listed(ecsService({deployment(u"d2"_s, u"PRIMARY"_s, u"COMPLETED"_s)})));
        VERIFY_OK(aws.rollout().run(aws.job));
    }
    void aDeploymentWhoseAnswerWasLostIsNotOrderedAgain()
    {
        AwsScript aws;
        aws.answer("UpdateService", {}, 503);
        VERIFY_FAULT(aws.rollout().run(aws.job), Fault::OutcomeUnknown);
        QCOMPARE(aws.http.sent().size(), 1);
        QCOMPARE(aws.http.sent().first().repeat, net::Repeat::Never);
    }
    void settingsNameWhatIsWrong_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("no secret") << u"secret"_s << QString();
        QTest::newRow("no region of AWS") << u"region"_s << u"europe"_s;
        QTest::newRow("two keys") << u"profile"_s << u"default"_s;
        QTest::newRow("unknown") << u"secert"_s << u"x"_s;
        QTest::newRow("endpoint without TLS") << u"endpoint"_s << u"http://localhost"_s;
    }
    void settingsNameWhatIsWrong()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QMap<QString, QString> table = AwsScript::table({{u"secret"_s, u"prod/url"_s}});
        table[key] = value;
        const auto settings = AwsSecretSettings::from(table, u"DATABASE_URL"_s);
        VERIFY_FAULT(settings, Fault::BadInput);
        QVERIFY2(settings.error().what().contains(u'"' + key + u'"'), describe(settings.error()).constData());
    }
    void weightedAndAliasRecordsAreLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::newRow("weighted") << QByteArray("<SetIdentifier>a</SetIdentifier><Weight>1</Weight>");
        QTest::newRow("alias") << QByteArray("<AliasTarget><DNSName>x.example.</DNSName></AliasTarget>");
    }
    void weightedAndAliasRecordsAreLeftAlone()
    {
        QFETCH(QByteArray, more);
        AwsScript aws;
        aws.http.answer("GET", u"/2013-04-01/hostedzone/Z1/rrset?name=db.academy.example.&maxitems=100"_s, 200,
                        "<ListResourceRecordSetsResponse><ResourceRecordSets><ResourceRecordSet><Name>db.academy.example.</Name>"
                        "<Type>A</Type>" + more + "</ResourceRecordSet></ResourceRecordSets></ListResourceRecordSetsResponse>");
        const auto settings =
            Route53Settings::from({{u"zone"_s, u"/hostedzone/Z1"_s}, {u"record"_s, u"db.academy.example"_s}, {u"profile"_s, u"p"_s}});
        VERIFY_OK(settings);
        VERIFY_FAULT(Route53Record(*settings, aws.http).read(aws.job), Fault::Refused);
    }
};

SHUTTLER_TEST(tst_AwsTargets)
#include "tst_AwsTargets.moc"
