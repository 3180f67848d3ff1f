// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/AwsRights.h"
#include "tests/support/Jobs.h"
#include "tests/support/ScriptedHttp.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What each kind of target and cut-over says it has to be allowed, and on what.
class tst_AwsRights : public QObject {
    Q_OBJECT

    static void answer(ScriptedHttp &http, const QByteArray &operation, const QJsonObject &body, int status = 200)
    {
        net::Response response;
        response.status = status;
        response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
        http.answerWhere(
            [operation](const net::Request &request) {
                return std::any_of(request.headers.begin(), request.headers.end(), [&](const net::Header &header) {
                    return header.name == "x-amz-target" && header.value.endsWith('.' + operation);
                });
            },
            std::move(response));
    }
    static void deny(ScriptedHttp &http, const QByteArray &operation, const QString &right)
    {
        answer(http, operation,
               {{u"__type"_s, u"AccessDeniedException"_s},
                {u"Message"_s, u"User: arn:aws:iam::1:user/me is not authorized to perform: %1 on resource: x"_s.arg(right)}},
               400);
    }
    static QMap<QString, QString> table(QMap<QString, QString> more, const QString &region = u"eu-central-1"_s)
    {
        more.insert(u"region"_s, region);
        more.insert(u"profile"_s, u"school"_s);
        return more;
    }
    static Permission named(const QList<Permission> &all, const QString &name)
    {
        const auto found = std::find_if(all.begin(), all.end(), [&](const Permission &each) { return each.name == name; });
        return found == all.end() ? Permission() : *found;
    }
    static QStringList resourcesOf(const Permission &permission)
    {
        QStringList resources;
        for (const Grant &grant : permission.grants)
            resources += grant.resources;
        return resources;
    }

private slots:
    void aSecretIsNamedAsAwsShowsItAndByItsNameWhereItMayNotBeSeen()
    {
        const auto settings = AwsSecretSettings::from(table({{u"secret"_s, u"prod/url"_s}}), u"DATABASE_URL"_s);
        VERIFY_OK(settings);
        ScriptedHttp seen;
        const QString arn = u"arn:aws:secretsmanager:eu-central-1:1:secret:prod/url-AbCdEf"_s;
        answer(seen, "DescribeSecret", {{u"ARN"_s, arn}, {u"KmsKeyId"_s, u"arn:aws:kms:eu-central-1:1:key/42"_s}});
        answer(seen, "GetSecretValue", {{u"SecretString"_s, u"x"_s}});
        const QList<Permission> there = rightsFor(*settings, seen, testJob());
        QCOMPARE(there.size(), 4);
        for (const Permission &one : there) {
            QCOMPARE(one.grants.first().holder, u"the AWS profile \"school\""_s);
            QCOMPARE(one.grants.first().resources, QStringList{arn});
            const bool isLook = one.name.endsWith(u"DescribeSecret"_s) || one.name.endsWith(u"GetSecretValue"_s);
            QVERIFY2(one.tried == isLook && one.granted == isLook, qPrintable(one.name));
        }
        QCOMPARE(resourcesOf(named(there, u"secretsmanager:PutSecretValue"_s)), QStringList({arn, u"arn:aws:kms:eu-central-1:1:key/42"_s}));

        ScriptedHttp hidden;
        deny(hidden, "DescribeSecret", u"secretsmanager:DescribeSecret"_s);
        deny(hidden, "GetSecretValue", u"secretsmanager:GetSecretValue"_s);
        const QList<Permission> missing = rightsFor(*settings, hidden, testJob());
        QVERIFY(missing[0].isMissing() && missing[1].isMissing() && !missing[2].isMissing());
        QVERIFY2(missing[0].means.contains(u"secretsmanager:DescribeSecret"_s), qPrintable(missing[0].means));
        QCOMPARE(missing[0].grants.first().resources, QStringList{u"arn:aws:secretsmanager:eu-central-1:*:secret:prod/url-??????"_s});
    }

    void whatFailsForAnotherReasonIsNoVerdictOnTheRight()
    {
        const auto settings = AwsSecretSettings::from(table({{u"secret"_s, u"gone"_s}}), u"DATABASE_URL"_s);
        VERIFY_OK(settings);
        ScriptedHttp http;
        for (const char *operation : {"DescribeSecret", "GetSecretValue"})
            answer(http, operation, {{u"__type"_s, u"ResourceNotFoundException"_s}, {u"Message"_s, u"can't find it"_s}}, 400);
        for (const Permission &one : rightsFor(*settings, http, testJob()))
            QVERIFY2(!one.isMissing() && !one.granted && !one.means.isEmpty(), qPrintable(one.name));
    }

    void theKeyOfAParameterIsGrantedOnlyThroughItsService_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QStringList>("resources");
        QTest::addColumn<QString>("alias");
        const QString parameter = u"arn:aws:ssm:eu-central-1:1:parameter/prod/url"_s;
        QTest::newRow("AWS's own") << u"alias/aws/ssm"_s << QStringList{parameter} << QString();
        QTest::newRow("none") << QString() << QStringList{parameter} << QString();
        QTest::newRow("by its number") << u"4f-2"_s << QStringList{parameter, u"arn:aws:kms:eu-central-1:*:key/4f-2"_s} << QString();
        QTest::newRow("by its ARN") << u"arn:aws:kms:eu-central-1:9:key/4f-2"_s
                                    << QStringList{parameter, u"arn:aws:kms:eu-central-1:9:key/4f-2"_s} << QString();
        QTest::newRow("by an alias") << u"alias/school"_s << QStringList{parameter, u"arn:aws:kms:eu-central-1:*:key/*"_s}
                                     << u"alias/school"_s;
    }
    void theKeyOfAParameterIsGrantedOnlyThroughItsService()
    {
        QFETCH(QString, key);
        QFETCH(QStringList, resources);
        QFETCH(QString, alias);
        const auto settings = AwsParameterSettings::from(table({{u"parameter"_s, u"/prod/url"_s}}), u"DATABASE_URL"_s);
        VERIFY_OK(settings);
        ScriptedHttp http;
        answer(http, "GetParameter", {{u"Parameter"_s, QJsonObject{{u"ARN"_s, u"arn:aws:ssm:eu-central-1:1:parameter/prod/url"_s}}}});
        answer(http, "GetParameterHistory",
               {{u"Parameters"_s, QJsonArray{QJsonObject{{u"Version"_s, 2}, {u"KeyId"_s, key}},
                                             QJsonObject{{u"Version"_s, 1}, {u"KeyId"_s, u"alias/earlier"_s}}}}});
        const QList<Permission> rights = rightsFor(*settings, http, testJob());
        const Permission read = named(rights, u"ssm:GetParameter"_s);
        QCOMPARE(resourcesOf(read), resources);
        QCOMPARE(resourcesOf(named(rights, u"ssm:PutParameter"_s)), resources);
        if (resources.size() > 1) {
            const QJsonObject condition = read.grants.last().condition;
            QCOMPARE(condition[u"StringEquals"_s][u"kms:ViaService"_s].toString(), u"ssm.eu-central-1.amazonaws.com"_s);
            QCOMPARE(condition[u"ForAnyValue:StringEquals"_s][u"kms:ResourceAliases"_s].toString(), alias);
        }
    }

    void aServiceThatMayNotBeSeenIsNamedInItsRegionsAws_data()
    {
        QTest::addColumn<QString>("region");
        QTest::addColumn<QString>("arn");
        QTest::newRow("AWS") << u"eu-central-1"_s << u"arn:aws:ecs:eu-central-1:*:service/school/app"_s;
        QTest::newRow("China") << u"cn-north-1"_s << u"arn:aws-cn:ecs:cn-north-1:*:service/school/app"_s;
        QTest::newRow("the government's") << u"us-gov-west-1"_s << u"arn:aws-us-gov:ecs:us-gov-west-1:*:service/school/app"_s;
    }
    void aServiceThatMayNotBeSeenIsNamedInItsRegionsAws()
    {
        QFETCH(QString, region);
        QFETCH(QString, arn);
        const auto settings = EcsRolloutSettings::from(
            table({{u"cluster"_s, u"arn:aws:ecs:x:1:cluster/school"_s}, {u"service"_s, u"app"_s}}, region));
        VERIFY_OK(settings);
        ScriptedHttp http;
        deny(http, "DescribeServices", u"ecs:DescribeServices"_s);
        for (const Permission &one : rightsFor(*settings, http, testJob()))
            QCOMPARE(resourcesOf(one), QStringList{arn});
    }

    void ofAZoneOnlyThisRecordMayBeChangedAndNothingRemoved()
    {
        const auto settings = Route53Settings::from(table({{u"zone"_s, u"/hostedzone/Z1"_s}, {u"record"_s, u"DB.Academy.Example."_s}}));
        VERIFY_OK(settings);
        ScriptedHttp http;
        http.answer("GET", u"/2013-04-01/hostedzone/Z1/rrset"_s, 403,
                    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized to perform: route53:ListResourceRecordSets on "
                    "resource</Message></Error></ErrorResponse>");
        const QList<Permission> rights = rightsFor(*settings, http, testJob());
        QVERIFY(named(rights, u"route53:ListResourceRecordSets"_s).isMissing());
        const Permission change = named(rights, u"route53:ChangeResourceRecordSets"_s);
        QCOMPARE(resourcesOf(change), QStringList{u"arn:aws:route53:::hostedzone/Z1"_s});
        const QJsonObject all = change.grants.first().condition[u"ForAllValues:StringEquals"_s].toObject();
        QCOMPARE(all[u"route53:ChangeResourceRecordSetsNormalizedRecordNames"_s].toArray(), QJsonArray{u"db.academy.example"_s});
        QCOMPARE(all[u"route53:ChangeResourceRecordSetsActions"_s].toArray(), QJsonArray{u"UPSERT"_s});
        QCOMPARE(resourcesOf(named(rights, u"route53:GetChange"_s)), QStringList{u"arn:aws:route53:::change/*"_s});
    }
};

SHUTTLER_TEST(tst_AwsRights)
#include "tst_AwsRights.moc"
