// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/TaggedName.h"
#include "tests/support/Test.h"
#include "tests/unit/render/RenderStage.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

const InstanceId Old{u"academy"_s};
const InstanceId New{u"academy-r20261124-120000-7f3c"_s};
const QString Tag = u"r20261124-120000-7f3c"_s;

RestoreRequest request(const RestoreTarget &target)
{
    return {Old, New, Tag, target};
}
RestoreRequest request()
{
    return request(AtMoment{*Instant::parse(u"2026-11-20T10:11:12.5Z"_s)});
}

QByteArray exportOf(const QByteArray &id, bool isReady)
{
    QJsonObject json{{u"id"_s, QString::fromLatin1(id)}, {u"createdAt"_s, u"2026-11-24T12:00:05Z"_s}};
    if (isReady)
        json.insert(u"url"_s, u"https://example.org/x?signature=geheim"_s);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace

class tst_RenderProvider : public QObject {
    Q_OBJECT

private slots:
    void everyPageIsListedAlsoAfterAShortOne()
    {
        RenderStage stage;
        stage.http.answer("GET", u"limit=100"_s, 200, renderPage({renderDatabase("dpg-1", "one")}));
        stage.http.answer("GET", u"cursor=c-dpg-1"_s, 200, renderPage({renderDatabase("dpg-2", "two"), renderDatabase("dpg-3", "three")}));
        stage.http.answer("GET", u"cursor=c-dpg-3"_s, 200, "[]");
        const auto instances = stage.provider.instances(stage.job);
        VERIFY_OK(instances);
        QCOMPARE(instances->size(), 3);
        QCOMPARE(instances->at(2).id, InstanceId(u"three"_s));
        QCOMPARE(stage.http.leftOver(), 0);
    }

    void theKeyTravelsAsASecretHeader()
    {
        RenderStage stage;
        stage.list({});
        VERIFY_OK(stage.provider.instances(stage.job));
        const net::Request &sent = stage.http.sent().constFirst();
        QCOMPARE(sent.url.toString(), u"https://api.render.com/v1/postgres?includeReplicas=false&limit=100"_s);
        QCOMPARE(sent.secretHeaders.size(), 1);
        QCOMPARE(sent.secretHeaders[0].name, QByteArray("Authorization"));
        QCOMPARE(sent.secretHeaders[0].prefix, QByteArray("Bearer "));
        QVERIFY(sent.repeat == net::Repeat::Freely);
    }

    void wordsOfStatesAreUnderstoodAndStrangeOnesShown_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("suspended");
        QTest::addColumn<int>("phase");
        const auto row = [](const char *status, const char *suspended, InstancePhase phase) {
            QTest::addRow("%s %s", status, suspended) << QByteArray(status) << QByteArray(suspended) << int(phase);
        };
        row("available", "not_suspended", InstancePhase::Available);
        row("maintenance_scheduled", "not_suspended", InstancePhase::Available);
        row("unknown", "not_suspended", InstancePhase::Creating);
        row("creating", "not_suspended", InstancePhase::Creating);
        row("updating_instance", "not_suspended", InstancePhase::Creating);
        row("recovery_in_progress", "not_suspended", InstancePhase::Replaying);
        row("recovery_failed", "not_suspended", InstancePhase::Failed);
        row("unavailable", "not_suspended", InstancePhase::Stopped);
        row("available", "suspended", InstancePhase::Held);
        row("a_word_of_2027", "not_suspended", InstancePhase::Creating);
    }
    void wordsOfStatesAreUnderstoodAndStrangeOnesShown()
    {
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, suspended);
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy", status, suspended)});
        const auto state = stage.provider.state(Old, stage.job);
        VERIFY_OK(state);
        QTEST(int(state->phase), "phase");
        QVERIFY2(state->detail.contains(QString::fromUtf8(status)), qPrintable(state->detail));
    }

    void theBandEndsTenMinutesAgoAndExportsAreDumpsOfSevenDays()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        stage.recovery();
        stage.http.answer("GET", u"/postgres/dpg-old/export"_s, 200,
                          R"([{"id":"exp-2","createdAt":"2026-11-24T01:00:00Z"},)"
                              R"({"id":"exp-1","createdAt":"2026-11-23T01:00:00Z","url":"https:/)" R"(/s3/x?sig=geheim"}])");
        const auto listing = stage.provider.backups(Old, {}, stage.job);
        VERIFY_OK(listing);
        QCOMPARE(listing->windows.size(), 1);
        QCOMPARE(listing->windows[0].window.latest().toString(), u"2026-11-24T11:50:00Z"_s);
        QCOMPARE(listing->windows[0].window.earliest().toString(), u"2026-11-18T00:00:00.123456Z"_s);
        QCOMPARE(listing->backups.size(), 2);
        const Backup &ready = listing->backups[0];
        QCOMPARE(ready.id, BackupId(u"exp-1"_s));
        QVERIFY(ready.kind == BackupKind::Dump && ready.health == BackupHealth::Healthy);
        QCOMPARE(ready.expiresAt->toString(), u"2026-11-30T01:00:00Z"_s);
        QVERIFY(listing->backups[1].health == BackupHealth::BeingMade);
        QVERIFY(!QJsonDocument(toJson(ready)).toJson().contains("geheim"));
    }

    void whatHasNoRecoveryIsSaid()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        stage.http.answer("GET", u"/recovery"_s, 200, R"({"recoveryStatus":"NOT_AVAILABLE"})");
        stage.http.answer("GET", u"/export"_s, 200, "[]");
        const auto listing = stage.provider.backups(Old, {InstanceId(u"gone"_s)}, stage.job);
        VERIFY_OK(listing);
        QVERIFY(listing->windows.isEmpty());
        QCOMPARE(listing->remarks.size(), 2);
        QVERIFY(listing->remarks[0].contains(u"NOT_AVAILABLE"_s));
        QVERIFY(listing->remarks[1].contains(u"gone"_s));
    }

    void aRestoreSendsExactlyWhatIsNeeded()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        stage.recovery();
        // As the facts warn: the answer may describe the source.
        stage.http.answer("POST", u"/postgres/dpg-old/recovery"_s, 200, R"({"id":"dpg-old","name":"academy"})");
        stage.list({renderDatabase("dpg-old", "academy")}); // Not listed yet.
        stage.list({renderDatabase("dpg-old", "academy"), renderDatabase("dpg-new", New.toString().toUtf8(), "unknown")});
        VERIFY_OK(stage.provider.startRestore(request(), stage.job));
        const auto bodies = stage.http.bodiesOf(u"POST "_s);
        QCOMPARE(bodies.size(), 1);
        QCOMPARE(QJsonDocument::fromJson(bodies[0]).object(),
                 (QJsonObject{{u"restoreTime"_s, u"2026-11-20T10:11:12.5Z"_s}, {u"restoreName"_s, New.toString()}}));
        for (const net::Request &sent : stage.http.sent())
            QVERIFY(sent.method == "GET" || sent.repeat == net::Repeat::Never);
        QCOMPARE(stage.http.leftOver(), 0);
    }

    void aNameOfOnesOwnCarriesTheTagToRender()
    {
        RenderStage stage(QMap<QString, QString>{{u"environment"_s, u"evm-stage"_s}});
        stage.list({renderDatabase("dpg-old", "academy")});
        stage.recovery();
        stage.http.answer("POST", u"/recovery"_s, 200, "{}");
        stage.list({renderDatabase("dpg-new", "copy--by-r20261124-120000-7f3c", "creating")});
        RestoreRequest wanted = request();
        wanted.newInstance = InstanceId(u"copy"_s);
        VERIFY_OK(stage.provider.startRestore(wanted, stage.job));
        const QJsonObject body = QJsonDocument::fromJson(stage.http.bodiesOf(u"POST "_s).value(0)).object();
        QCOMPARE(body.value(u"restoreName"_s).toString(), u"copy--by-r20261124-120000-7f3c"_s);
        QCOMPARE(body.value(u"environmentId"_s).toString(), u"evm-stage"_s);
        stage.list({renderDatabase("dpg-new", "copy--by-r20261124-120000-7f3c", "creating")});
        const auto found = stage.provider.findRestore(Tag, stage.job);
        VERIFY_OK(found);
        QVERIFY(found->has_value());
        QCOMPARE((*found)->id, InstanceId(u"copy"_s));
        QCOMPARE((*found)->runTag, Tag);
    }

    void theLatestIsTenMinutesAgo()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        stage.recovery();
        stage.http.answer("POST", u"/recovery"_s, 200, "{}");
        stage.list({renderDatabase("dpg-new", New.toString().toUtf8(), "creating")});
        VERIFY_OK(stage.provider.startRestore(request(AtLatest{}), stage.job));
        QVERIFY(stage.http.bodiesOf(u"POST "_s).value(0).contains("2026-11-24T11:50:00Z"));
    }

    void aMomentOutsideTheBandOrAnExportIsNotOrdered_data()
    {
        QTest::addColumn<RestoreRequest>("order");
        QTest::addColumn<int>("fault");
        QTest::newRow("too early") << request(AtMoment{*Instant::parse(u"2026-11-17T23:59:59Z"_s)}) << int(Fault::BadInput);
        QTest::newRow("in the last ten minutes") << request(AtMoment{*Instant::parse(u"2026-11-24T11:50:01Z"_s)}) << int(Fault::BadInput);
        QTest::newRow("an export") << request(AtBackup{BackupId(u"exp-1"_s)}) << int(Fault::Refused);
        QTest::newRow("no such export") << request(AtBackup{BackupId(u"exp-9"_s)}) << int(Fault::NotFound);
    }
    void aMomentOutsideTheBandOrAnExportIsNotOrdered()
    {
        QFETCH(RestoreRequest, order);
        QFETCH(int, fault);
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        stage.recovery();
        stage.http.answer("GET", u"/export"_s, 200, R"([{"id":"exp-1","createdAt":"2026-11-23T01:00:00Z","url":"https:/)" R"(/x"}])");
        const Outcome started = stage.provider.startRestore(order, stage.job);
        VERIFY_FAULT(started, Fault(fault));
        QVERIFY(!started.error().todo().isEmpty());
        QVERIFY(stage.http.bodiesOf(u"POST "_s).isEmpty());
    }

    void whatThisRunMadeIsConfirmedAndAnothersLeftAlone()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy"), renderDatabase("dpg-new", New.toString().toUtf8(), "creating")});
        VERIFY_OK(stage.provider.startRestore(request(), stage.job));
        stage.list({renderDatabase("dpg-old", "academy"), renderDatabase("dpg-new", New.toString().toUtf8(), "creating")});
        RestoreRequest other = request();
        other.tag = u"r20261124-130000-0001"_s;
        VERIFY_FAULT(stage.provider.startRestore(other, stage.job), Fault::Refused);
        QVERIFY(stage.http.bodiesOf(u"POST "_s).isEmpty());
    }

    void aLostAnswerIsNotSentAgain_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("500") << 500;
        QTest::newRow("503") << 503;
    }
    void aLostAnswerIsNotSentAgain()
    {
        QFETCH(int, status);
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        stage.recovery();
        stage.http.answer("POST", u"/recovery"_s, status, R"({"message":"oops postgres:/)" R"(/u:geheim@h/d"})");
        const Outcome started = stage.provider.startRestore(request(), stage.job);
        VERIFY_FAULT(started, Fault::OutcomeUnknown);
        QVERIFY(!started.error().details().contains(u"geheim"_s));
        QVERIFY(started.error().details().contains(u"request-1"_s));
        QCOMPARE(stage.http.bodiesOf(u"POST "_s).size(), 1);
    }

    void twoOfOneNameAreNotChosenFrom()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-1", "academy"), renderDatabase("dpg-2", "academy")});
        VERIFY_FAULT(stage.provider.state(Old, stage.job), Fault::Refused);
        stage.list({renderDatabase("dpg-1", "academy"), renderDatabase("dpg-2", "academy")});
        VERIFY_OK(stage.provider.state(InstanceId(u"dpg-2"_s), stage.job)); // Its id at Render is clear.
    }

    void theConnectionIsTheOuterOneWithItsPasswordHidden()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        stage.http.answer("GET", u"/postgres/dpg-old/connection-info"_s, 200,
                          R"({"password":"geheim","internalConnectionString":"postgresql:/)"
                          R"(/academy:geheim@dpg-old/academy_ehyv",)"
                          R"("externalConnectionString":"postgresql:/)"
                          R"(/academy:geheim@dpg-old.oregon-postgres.render.com/academy_ehyv",)"
                          R"("psqlCommand":"x"})");
        const auto info = stage.provider.connection(Old, stage.job);
        VERIFY_OK(info);
        QCOMPARE(info->host, u"dpg-old.oregon-postgres.render.com"_s);
        QCOMPARE(info->port, 5432);
        QCOMPARE(info->database, u"academy_ehyv"_s);
        QCOMPARE(info->user, u"academy"_s);
        QVERIFY(!info->sslRootCert.isEmpty());
        QVERIFY(info->password);
    }

    void holdingSuspendsAndWaitsForIt()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        stage.http.answer("POST", u"/postgres/dpg-old/suspend"_s, 202, "");
        stage.list({renderDatabase("dpg-old", "academy")});
        stage.list({renderDatabase("dpg-old", "academy", "available", "suspended")});
        VERIFY_OK(stage.provider.hold(Old, stage.clock.now(), stage.job));
        QCOMPARE(stage.http.leftOver(), 0);
        QCOMPARE(stage.http.bodiesOf(u"POST "_s), QList<QByteArray>{QByteArray()});
        stage.list({renderDatabase("dpg-old", "academy", "available", "suspended")});
        stage.list({renderDatabase("dpg-old", "academy", "available", "suspended")});
        VERIFY_OK(stage.provider.hold(Old, stage.clock.now(), stage.job)); // Asked twice: nothing is sent.
        QCOMPARE(stage.http.bodiesOf(u"POST "_s).size(), 1);
    }

    void wakingResumesUntilItIsAvailable()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy", "available", "suspended")});
        stage.http.answer("POST", u"/postgres/dpg-old/resume"_s, 202, "");
        stage.list({renderDatabase("dpg-old", "academy", "unavailable")});
        stage.list({renderDatabase("dpg-old", "academy")});
        VERIFY_OK(stage.provider.wake(Old, stage.job));
        QCOMPARE(stage.http.leftOver(), 0);
    }

    void destroyingIsRefusedWhereBackupsAreToStay_data()
    {
        QTest::addColumn<bool>("finalBackup");
        QTest::addColumn<bool>("keepBackups");
        QTest::newRow("both") << true << true;
        QTest::newRow("kept ones") << false << true;
        QTest::newRow("a final one") << true << false;
    }
    void destroyingIsRefusedWhereBackupsAreToStay()
    {
        QFETCH(bool, finalBackup);
        QFETCH(bool, keepBackups);
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        const Outcome destroyed = stage.provider.destroy(Old, {finalBackup, keepBackups}, stage.job);
        VERIFY_FAULT(destroyed, Fault::Refused);
        QVERIFY(destroyed.error().what().contains(u"every backup"_s));
        QVERIFY(destroyed.error().todo().contains(u"suspended"_s));
        QVERIFY(!stage.http.lines().join(u' ').contains(u"DELETE"_s));
    }

    void destroyingDeletesTheOneThatWasNamed()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-other", "other"), renderDatabase("dpg-old", "academy")});
        stage.http.answer("DELETE", u"/postgres/dpg-old"_s, 204, "");
        stage.list({renderDatabase("dpg-other", "other")});
        VERIFY_OK(stage.provider.destroy(Old, {false, false}, stage.job));
        QCOMPARE(stage.http.lines().filter(u"DELETE"_s), QStringList{u"DELETE /v1/postgres/dpg-old"_s});
        stage.list({renderDatabase("dpg-other", "other")});
        VERIFY_OK(stage.provider.destroy(Old, {false, false}, stage.job)); // Asked twice.
    }

    void anExportIsWaitedForUntilItsAddressIsThere()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        const QString path = u"/postgres/dpg-old/export"_s;
        const QByteArray old = exportOf("exp-1", true);
        stage.http.answer("GET", path, 200, renderPage({old}));
        stage.http.answer("POST", path, 202, "");
        stage.http.answer("GET", path, 200, renderPage({old}));
        stage.http.answer("GET", path, 200, renderPage({old, exportOf("exp-2", false)}));
        stage.http.answer("GET", path, 200, renderPage({old, exportOf("exp-2", true)}));
        const auto backup = stage.provider.takeBackup(Old, u"final"_s, stage.job);
        VERIFY_OK(backup);
        QCOMPARE(backup->id, BackupId(u"exp-2"_s));
        QVERIFY(backup->isUsable());
        QCOMPARE(stage.http.leftOver(), 0);
    }

    void catchingUpWaitsUntilNowIsTenMinutesAgo()
    {
        RenderStage stage;
        stage.list({renderDatabase("dpg-old", "academy")});
        const Instant asked = stage.clock.now();
        const auto reached = stage.provider.catchUp(Old, stage.job);
        VERIFY_OK(reached);
        QCOMPARE(*reached, asked);
        QVERIFY(stage.clock.now() - asked > std::chrono::minutes(10));
        QVERIFY(stage.clock.now() - asked < std::chrono::minutes(11));
    }

    void settingsAreComparedFromTheDetailedAnswers()
    {
        RenderStage stage;
        for (int i = 0; i < 2; ++i)
            stage.list({renderDatabase("dpg-old", "academy"), renderDatabase("dpg-new", New.toString().toUtf8())});
        stage.http.answer("GET", u"/postgres/dpg-old"_s, 200,
                          R"({"version":"16","plan":"pro_4gb","parameterOverrides":{"work_mem":"64MB"},"diskSizeGB":20,)"
                              R"("ipAllowList":[{"cidrBlock":"1.2.3.4/32","description":"office"}]})");
        stage.http.answer("GET", u"/postgres/dpg-new"_s, 200, R"({"version":"16","plan":"pro_4gb","diskSizeGB":20,"ipAllowList":null})");
        const auto settings = stage.provider.compareSettings(Old, New, stage.job);
        VERIFY_OK(settings);
        QStringList different;
        for (const SettingComparison &each : *settings)
            if (each.state == SettingComparison::State::Differs)
                different.append(each.name);
        QCOMPARE(different, (QStringList{u"addresses let in"_s, u"work_mem"_s}));
    }

    void aKeyThatIsNotAcceptedIsRefusedInWords()
    {
        RenderStage stage;
        stage.http.answer("GET", u"/owners"_s, 401, R"({"message":"Unauthorized"})");
        const auto account = stage.provider.signIn(Old, stage.job);
        VERIFY_FAULT(account, Fault::Refused);
        QVERIFY(account.error().what().contains(u"key"_s));
    }
};

SHUTTLER_TEST(tst_RenderProvider)
#include "tst_RenderProvider.moc"
