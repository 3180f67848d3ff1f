// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/render/RenderDeploy.h"
#include "core/targets/render/RenderVariable.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/ScriptedHttp.h"
#include "tests/support/Test.h"
#include "tests/unit/render/RenderStage.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

const QString Inside = u"postgresql://app:geheim@dpg-old/academy_ehyv?sslmode=require"_s;
const QString OldOutside = u"postgresql://app:geheim@dpg-old.oregon-postgres.render.com/academy_ehyv?sslmode=require"_s;
const QString NewOutside = u"postgresql://app:geheim@dpg-new.oregon-postgres.render.com:5432/academy_ehyv?sslmode=require"_s;
const QString NewInside = u"postgresql://app:geheim@dpg-new:5432/academy_ehyv?sslmode=require"_s;

QByteArray jsonOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}
QByteArray valueIs(const QString &value)
{
    return jsonOf({{u"key"_s, u"DATABASE_URL"_s}, {u"value"_s, value}});
}
QByteArray addressesOf(const QString &id)
{
    return jsonOf({{u"password"_s, u"geheim"_s},
                   {u"internalConnectionString"_s, u"postgresql://academy:geheim@%1/academy_ehyv"_s.arg(id)},
                   {u"externalConnectionString"_s,
                    u"postgresql://academy:geheim@%1.oregon-postgres.render.com/academy_ehyv"_s.arg(id)}});
}
QString plainOf(const DatabaseUrl &url)
{
    return url.expose([](const char *text) { return QString::fromUtf8(text); });
}

struct Place {
    ManualClock clock;
    SilentProgress progress;
    Job job{{}, progress, clock};
    ScriptedHttp http;
    MemorySecrets secrets;

    Place() { secrets.with(u"render-key"_s, "rnd_secret"); }
    RenderVariable variable(const QString &key, const QString &id)
    {
        return RenderVariable(*RenderVariableSettings::from({{key, id}, {u"credential"_s, u"render-key"_s}}, u"DATABASE_URL"_s), http,
                              secrets);
    }
    RenderDeploy deploy()
    {
        return RenderDeploy(*RenderDeploySettings::from({{u"service"_s, u"srv-1"_s}, {u"credential"_s, u"render-key"_s}}), http, secrets);
    }
    void addresses()
    {
        http.keepAnswering("GET", u"/postgres/dpg-old/connection-info"_s, 200, addressesOf(u"dpg-old"_s));
        http.keepAnswering("GET", u"/postgres/dpg-new/connection-info"_s, 200, addressesOf(u"dpg-new"_s));
        http.keepAnswering("GET", u"cursor=c-"_s, 200, "[]");
        http.keepAnswering("GET", u"/postgres?includeReplicas"_s, 200,
                           renderPage({renderDatabase("dpg-old", "academy"), renderDatabase("dpg-new", "copy")}));
    }
};

} // namespace

class tst_RenderTargets : public QObject {
    Q_OBJECT

private slots:
    void theInnerAddressIsReadAsTheOuterOne()
    {
        Place place;
        place.addresses();
        place.http.answer("GET", u"/services/srv-1/env-vars/DATABASE_URL"_s, 200, valueIs(Inside));
        const auto url = place.variable(u"service"_s, u"srv-1"_s).read(place.job);
        VERIFY_OK(url);
        QCOMPARE(plainOf(*url), OldOutside);
    }

    void writingKeepsTheOldValueAndWritesTheInnerAddressOnly()
    {
        Place place;
        place.addresses();
        const QString path = u"/services/srv-1/env-vars/DATABASE_URL"_s;
        place.http.answer("GET", path, 200, valueIs(Inside));
        place.http.answer("PUT", path, 200, valueIs(NewInside));
        place.http.keepAnswering("GET", path, 200, valueIs(NewInside));
        RenderVariable variable = place.variable(u"service"_s, u"srv-1"_s);
        VERIFY_OK(variable.write(*DatabaseUrl::parse(NewOutside.toUtf8()), u"run"_s, place.job));
        QCOMPARE(QJsonDocument::fromJson(place.http.bodiesOf(u"PUT "_s).value(0)).object(), (QJsonObject{{u"value"_s, NewInside}}));
        QCOMPARE(place.secrets.plain(u"before/run/render/srv-1/DATABASE_URL"_s), Inside.toUtf8());
        QVERIFY(!place.http.lines().join(u' ').contains(u"POST"_s)); // Nothing is deployed.

        place.http.answer("PUT", path, 200, valueIs(NewInside));
        VERIFY_OK(variable.write(*DatabaseUrl::parse(NewOutside.toUtf8()), u"run"_s, place.job));
        QCOMPARE(place.secrets.plain(u"before/run/render/srv-1/DATABASE_URL"_s), Inside.toUtf8()); // The first one stays.
    }

    void puttingBackWritesTheOldLettersAndForgettingDropsThem()
    {
        Place place;
        const QString path = u"/services/srv-1/env-vars/DATABASE_URL"_s;
        place.secrets.with(u"before/run/render/srv-1/DATABASE_URL"_s, Inside.toUtf8());
        place.http.answer("PUT", path, 200, valueIs(Inside));
        place.http.answer("GET", path, 200, valueIs(Inside));
        RenderVariable variable = place.variable(u"service"_s, u"srv-1"_s);
        VERIFY_OK(variable.putBack(u"run"_s, place.job));
        QCOMPARE(QJsonDocument::fromJson(place.http.bodiesOf(u"PUT "_s).value(0)).object(), (QJsonObject{{u"value"_s, Inside}}));
        VERIFY_OK(variable.forget(u"run"_s, place.job));
        VERIFY_OK(variable.forget(u"run"_s, place.job));
        VERIFY_FAULT(variable.putBack(u"run"_s, place.job), Fault::NotFound);
    }

    void whatIsNotThereAfterWritingIsNoSuccess()
    {
        Place place;
        place.addresses();
        const QString path = u"/services/srv-1/env-vars/DATABASE_URL"_s;
        place.http.keepAnswering("GET", path, 200, valueIs(Inside));
        place.http.answer("PUT", path, 200, valueIs(NewInside));
        const Outcome written =
            place.variable(u"service"_s, u"srv-1"_s).write(*DatabaseUrl::parse(NewOutside.toUtf8()), u"run"_s, place.job);
        VERIFY_FAULT(written, Fault::Corrupt);
        QVERIFY(!written.error().forLog().contains(u"geheim"_s));
    }

    void aGroupThatWouldDeployIsRefused()
    {
        Place place;
        place.http.keepAnswering("GET", u"/env-groups/evg-1/env-vars/DATABASE_URL"_s, 200, valueIs(Inside));
        place.http.keepAnswering("GET", u"/env-groups/evg-1"_s, 200, R"({"id":"evg-1","serviceLinks":[{"id":"srv-1","name":"web"}]})");
        place.http.answer("GET", u"/services/srv-1"_s, 200, R"({"id":"srv-1","name":"web","autoDeploy":"yes"})");
        place.http.answer("GET", u"/services/srv-1"_s, 200, R"({"id":"srv-1","name":"web","autoDeploy":"no"})");
        RenderVariable variable = place.variable(u"group"_s, u"evg-1"_s);
        const Outcome refused = variable.check(place.job);
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY(refused.error().what().contains(u"web"_s));
        VERIFY_OK(variable.check(place.job));
    }

    void aDeployShipsWhatIsBuiltAndIsWaitedFor_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("201") << 201 << QByteArray(R"({"id":"dep-2","status":"created"})");
        QTest::newRow("202, nothing said") << 202 << QByteArray();
    }
    void aDeployShipsWhatIsBuiltAndIsWaitedFor()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        Place place;
        const QString path = u"/services/srv-1/deploys"_s;
        place.http.answer("GET", path + u"?limit"_s, 200, R"([{"deploy":{"id":"dep-1","status":"live"},"cursor":"a"}])");
        place.http.answer("POST", path, status, body);
        place.http.keepAnswering("GET", path + u"?limit"_s, 200,
                                 R"([{"deploy":{"id":"dep-2","status":"queued"},"cursor":"b"},{"deploy":{"id":"dep-1"},"cursor":"a"}])");
        place.http.answer("GET", path + u"/dep-2"_s, 200, R"({"id":"dep-2","status":"a_word_of_2027"})");
        place.http.answer("GET", path + u"/dep-2"_s, 200, R"({"id":"dep-2","status":"live"})");
        VERIFY_OK(place.deploy().run(place.job));
        QCOMPARE(place.http.bodiesOf(u"POST "_s), QList<QByteArray>{R"({"deployMode":"deploy_only"})"});
        QCOMPARE(place.http.leftOver(), 0);
    }

    void aFailedDeployIsSaid()
    {
        Place place;
        const QString path = u"/services/srv-1/deploys"_s;
        place.http.answer("GET", path + u"?limit"_s, 200, "[]");
        place.http.answer("POST", path, 201, R"({"id":"dep-2"})");
        place.http.answer("GET", path + u"/dep-2"_s, 200, R"({"id":"dep-2","status":"update_failed"})");
        VERIFY_FAULT(place.deploy().run(place.job), Fault::Refused);
    }

    void settingsNameWhatIsWrong()
    {
        VERIFY_FAULT(RenderVariableSettings::from({{u"credential"_s, u"k"_s}}, u"X"_s), Fault::BadInput);
        VERIFY_FAULT(RenderVariableSettings::from({{u"credential"_s, u"k"_s}, {u"service"_s, u"s"_s}, {u"group"_s, u"g"_s}}, u"X"_s),
                     Fault::BadInput);
        const auto misspelt = RenderSettings::from({{u"credential"_s, u"k"_s}, {u"worksapce"_s, u"tea-1"_s}});
        VERIFY_FAULT(misspelt, Fault::BadInput);
        QVERIFY(misspelt.error().what().contains(u"worksapce"_s));
        VERIFY_FAULT(RenderSettings::from({{u"credential"_s, u"k"_s}, {u"endpoint"_s, u"http://x"_s}}), Fault::BadInput);
        VERIFY_FAULT(RenderSettings::from({}), Fault::BadInput);
    }
};

SHUTTLER_TEST(tst_RenderTargets)
#include "tst_RenderTargets.moc"
