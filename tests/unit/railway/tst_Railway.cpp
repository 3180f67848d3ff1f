// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayArchive.h"
#include "core/providers/railway/RailwayProvider.h"
#include "core/targets/railway/RailwayRedeploy.h"
#include "core/targets/railway/RailwayVariable.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/ScriptedHttp.h"
#include "tests/support/Test.h"

#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

const InstanceId Old{u"Postgres"_s};
const InstanceId New{u"postgres-r20261124-120000-7f3c"_s};
const QString Tag = u"r20261124-120000-7f3c"_s;

QByteArray dataOf(const QJsonObject &data)
{
    return QJsonDocument(QJsonObject{{u"data"_s, data}}).toJson(QJsonDocument::Compact);
}
QJsonObject edgesOf(const QJsonArray &nodes)
{
    QJsonArray edges;
    for (const QJsonValue &node : nodes)
        edges.append(QJsonObject{{u"node"_s, node}});
    return {{u"edges"_s, edges}, {u"pageInfo"_s, QJsonObject{{u"hasNextPage"_s, false}, {u"endCursor"_s, QJsonValue()}}}};
}
QJsonObject service(const QString &id, const QString &name, const QString &status = u"SUCCESS"_s)
{
    return {{u"serviceId"_s, id}, {u"serviceName"_s, name}, {u"deletedAt"_s, QJsonValue()},
            {u"source"_s, QJsonObject{{u"image"_s, id == u"web"_s ? u"web:1"_s : u"ghcr.io/railwayapp-templates/postgres-ssl:16"_s}}},
            {u"latestDeployment"_s, QJsonObject{{u"id"_s, u"dep-"_s + id}, {u"status"_s, status}}}};
}
QJsonObject volume(const QString &owner)
{
    return {{u"id"_s, u"vi-"_s + owner}, {u"volumeId"_s, u"vol-"_s + owner}, {u"serviceId"_s, owner},
            {u"state"_s, u"READY"_s}, {u"sizeMB"_s, 5000}, {u"currentSizeMB"_s, 120.5}, {u"isPendingDeletion"_s, false}};
}
QByteArray topology(const QJsonArray &services, const QJsonArray &volumes)
{
    return dataOf({{u"environment"_s, QJsonObject{{u"unmergedChangesCount"_s, 0},
                                                  {u"serviceInstances"_s, edgesOf(services)},
                                                  {u"volumeInstances"_s, edgesOf(volumes)}}}});
}

struct Place {
    ManualClock clock{*Instant::parse(u"2026-11-24T12:00:00Z"_s)};
    SilentProgress progress;
    Job job{{}, progress, clock};
    ScriptedHttp http;
    MemorySecrets secrets;
    QMap<QString, QString> table{{u"credential"_s, u"token"_s}, {u"project"_s, u"p"_s}, {u"environment"_s, u"e"_s}};
    RailwayProvider provider{*RailwaySettings::from(table), http, secrets};

    Place() { secrets.with(u"token"_s, "geheim"); }
    void answer(const QByteArray &operation, const QByteArray &body) { http.answer("POST", u"graphql/v2"_s, 200, body, operation); }
    void keep(const QByteArray &operation, const QByteArray &body) { http.keepAnswering("POST", u"graphql/v2"_s, 200, body, operation); }
    QList<QJsonObject> variablesOf(const QByteArray &operation) const
    {
        QList<QJsonObject> all;
        for (const net::Request &sent : http.sent())
            if (sent.body.contains(operation))
                all.append(QJsonDocument::fromJson(sent.body)[u"variables"_s].toObject());
        return all;
    }
};

const QByteArray BackupInfo = "[backrest]\nbackrest-format=5\n\n[backup:current]\n"
    R"(20261110-000000F={"backup-error":false,"backup-info-repo-size-delta":10,"backup-info-size":100,"backup-timestamp-start":1794268800,"backup-timestamp-stop":1794268860,"backup-type":"full"})"
    "\n"
    R"(20261110-000000F_20261111-000000D={"backup-error":true,"backup-timestamp-start":1794355200,"backup-timestamp-stop":1794355230,"backup-type":"diff"})"
    "\n\n[db:history]\n1={\"db-version\":\"16\"}\n";

/// The bucket as S3 shows it, with one history in it.
void fillBucket(Place &place)
{
    place.keep("query ServiceVariables", dataOf({{u"variables"_s, QJsonObject{{u"WAL_ARCHIVE_BUCKET"_s, u"b"_s}}}}));
    place.keep("query ProjectBuckets", dataOf({{u"project"_s, QJsonObject{{u"buckets"_s, edgesOf({QJsonObject{{u"id"_s, u"bid"_s}, {u"name"_s, u"pitr"_s}}})}}}}));
    place.keep("query BucketCredentials", dataOf({{u"bucketS3Credentials"_s, QJsonArray{QJsonObject{
        {u"bucketName"_s, u"b"_s}, {u"endpoint"_s, u"https://s3.example"_s}, {u"region"_s, u"auto"_s}, {u"accessKeyId"_s, u"AK"_s},
        {u"secretAccessKey"_s, u"geheim"_s}, {u"urlStyle"_s, u"path"_s}}}}}));
    const auto folders = [](const QByteArray &prefix) {
        return "<ListBucketResult><CommonPrefixes><Prefix>" + prefix + "</Prefix></CommonPrefixes></ListBucketResult>";
    };
    const QByteArray history = "pgbackrest/cluster-7/";
    place.http.keepAnswering("GET", u"main/backup.info"_s, 200, BackupInfo);
    place.http.keepAnswering("GET", u"prefix=pgbackrest/cluster-7/backup/"_s, 200, folders(history + "backup/main/"));
    place.http.keepAnswering("GET", u"16-1/0000000100000000/"_s, 200,
        "<ListBucketResult><Contents><Key>x</Key><LastModified>2026-11-24T11:58:00.000Z</LastModified></Contents></ListBucketResult>");
    place.http.keepAnswering("GET", u"archive/main/16-1/"_s, 200, folders(history + "archive/main/16-1/0000000100000000/"));
    place.http.keepAnswering("GET", u"archive/main/"_s, 200, folders(history + "archive/main/16-1/"));
    place.http.keepAnswering("GET", u"prefix=pgbackrest/"_s, 200, folders(history));
}

} // namespace

class tst_Railway : public QObject {
    Q_OBJECT

private slots:
    void theWindowComesFromTheBucket()
    {
        Place place;
        fillBucket(place);
        place.keep("query EnvironmentTopology", topology({service(u"db"_s, u"Postgres"_s)}, {volume(u"db"_s)}));
        place.keep("query VolumeBackups", dataOf({{u"volumeInstanceBackupList"_s, QJsonArray{QJsonObject{
            {u"id"_s, u"snap"_s}, {u"createdAt"_s, u"2026-11-23T00:00:00Z"_s}, {u"expiresAt"_s, QJsonValue()}, {u"scheduleId"_s, QJsonValue()}}}}}));
        const auto listing = place.provider.backups(Old, {}, place.job);
        VERIFY_OK(listing);
        QCOMPARE(listing->windows.size(), 1);
        QCOMPARE(listing->windows[0].window.earliest().unixSeconds(), 1794268860);
        QCOMPARE(listing->windows[0].window.latest().toString(), u"2026-11-24T11:57:00Z"_s);
        QCOMPARE(listing->backups.size(), 3);
        QVERIFY(listing->backups[0].kind == BackupKind::Full);
        QVERIFY(!listing->backups[1].isUsable());
        QVERIFY(listing->backups[2].kind == BackupKind::ManualSnapshot);
        QVERIFY(place.provider.capabilities().onlyToLookAt.contains(BackupKind::ManualSnapshot));
    }

    void aRestoreAsksForASiblingByTheVolumeInstance()
    {
        Place place;
        fillBucket(place);
        place.answer("query EnvironmentTopology", topology({service(u"db"_s, u"Postgres"_s)}, {volume(u"db"_s)}));
        place.answer("mutation RestoreToPointInTime", dataOf({{u"volumeInstancePITRRestore"_s, QJsonObject{{u"workflowId"_s, QJsonValue()}}}}));
        place.keep("query EnvironmentTopology", topology({service(u"db"_s, u"Postgres"_s), service(u"new"_s, New.toString(), u"INITIALIZING"_s)}, {volume(u"db"_s)}));
        const RestoreRequest request{Old, New, Tag, AtMoment{*Instant::parse(u"2026-11-20T10:11:12.5Z"_s)}};
        VERIFY_OK(place.provider.startRestore(request, place.job));
        VERIFY_OK(place.provider.startRestore(request, place.job));
        const auto sent = place.variablesOf("mutation RestoreToPointInTime");
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent[0], (QJsonObject{{u"volumeInstanceId"_s, u"vi-db"_s}, {u"at"_s, u"2026-11-20T10:11:12.5Z"_s}, {u"newServiceName"_s, New.toString()}}));
        for (const net::Request &each : place.http.sent())
            QCOMPARE(each.body.contains("\"mutation ") || each.body.contains(":\"mutation"), each.repeat == net::Repeat::Never);
        const auto found = place.provider.findRestore(Tag, place.job);
        VERIFY_OK(found);
        QVERIFY(found->has_value() && (*found)->state.phase == InstancePhase::Creating);
    }

    void stagedChangesAreOursOnlyIfAllTheyDoIsTurnRecoveryOn_data()
    {
        QTest::addColumn<QByteArray>("patch"); // With other quotes, to be read.
        QTest::addColumn<bool>("ours");
        const QByteArray on = "{'variables':{'WAL_ARCHIVE_BUCKET':{'value':'b'},'WAL_BACKUP_RETENTION_FULL':{'value':'4'}}}";
        QTest::newRow("recovery for the copy") << "{'services':{'copy':" + on + "}}" << true;
        QTest::newRow("with its bucket") << "{'buckets':{'b':{}},'services':{'copy':" + on + "}}" << true;
        QTest::newRow("nothing") << QByteArray("{}") << false;
        QTest::newRow("recovery for another one") << "{'services':{'db':" + on + "}}" << false;
        QTest::newRow("for another one too") << "{'services':{'copy':" + on + ",'db':{'isDeleted':true}}}" << false;
        QTest::newRow("and something shared") << "{'sharedVariables':{},'services':{'copy':" + on + "}}" << false;
        QTest::newRow("other variables") << QByteArray("{'services':{'copy':{'variables':{'PGUSER':{'value':'x'}}}}}") << false;
        QTest::newRow("more than variables") << "{'services':{'copy':{'isDeleted':true," + on.mid(1) + "}}" << false;
    }
    void stagedChangesAreOursOnlyIfAllTheyDoIsTurnRecoveryOn()
    {
        QFETCH(QByteArray, patch);
        QFETCH(bool, ours);
        railway::Service copy;
        copy.vendorId = u"copy"_s;

        QCOMPARE(railway::turnsOnRecoveryAlone(QJsonDocument::fromJson(patch.replace('\'', '"')).object(), copy), ours);
    }

    void destroyingTakesTheServiceHereAndItsOwnVolume_data()
    {
        QTest::addColumn<QString>("otherEnvironment");
        QTest::addColumn<int>("volumes");
        QTest::newRow("only here") << u"e"_s << 1;
        QTest::newRow("elsewhere too") << u"staging"_s << 0;
    }
    void destroyingTakesTheServiceHereAndItsOwnVolume()
    {
        QFETCH(QString, otherEnvironment);
        Place place;
        const QJsonArray volumes{volume(u"db"_s), volume(u"new"_s)};
        place.answer("query EnvironmentTopology", topology({service(u"db"_s, u"Postgres"_s), service(u"new"_s, New.toString())}, volumes));
        place.answer("query EnvironmentTopology", topology({service(u"db"_s, u"Postgres"_s), service(u"new"_s, New.toString())}, volumes));
        VERIFY_FAULT(place.provider.destroy(New, {true, true}, place.job), Fault::Refused);
        place.answer("mutation DeleteService", dataOf({{u"serviceDelete"_s, true}}));
        place.keep("query EnvironmentTopology", topology({service(u"db"_s, u"Postgres"_s)}, volumes));
        const auto owned = [&](const QString &id) {
            return QJsonObject{{u"id"_s, u"vol-"_s + id}, {u"volumeInstances"_s, edgesOf({QJsonObject{{u"environmentId"_s, otherEnvironment}, {u"serviceId"_s, QJsonValue()}}})}};
        };
        place.answer("query ProjectVolumes", dataOf({{u"project"_s, QJsonObject{{u"volumes"_s, edgesOf({owned(u"db"_s), owned(u"new"_s)})}}}}));
        place.keep("query ProjectVolumes", dataOf({{u"project"_s, QJsonObject{{u"volumes"_s, edgesOf({owned(u"db"_s)})}}}}));
        place.keep("mutation DeleteVolume", dataOf({{u"volumeDelete"_s, true}}));
        VERIFY_OK(place.provider.destroy(New, {false, false}, place.job));
        QCOMPARE(place.variablesOf("mutation DeleteService").value(0), (QJsonObject{{u"environmentId"_s, u"e"_s}, {u"serviceId"_s, u"new"_s}}));
        const auto deleted = place.variablesOf("mutation DeleteVolume");
        QTEST(int(deleted.size()), "volumes");
        for (const QJsonObject &each : deleted)
            QCOMPARE(each, (QJsonObject{{u"volumeId"_s, u"vol-new"_s}}));
    }

    void aDestructionThatBrokeOffBehindTheVolumeStillFindsTheService()
    {
        Place place;
        const QJsonArray services{service(u"db"_s, u"Postgres"_s), service(u"new"_s, New.toString())};
        place.answer("query EnvironmentTopology", topology(services, {volume(u"db"_s), volume(u"new"_s)}));
        const auto volumes = [](const QStringList &ids) {
            QJsonArray all;
            for (const QString &id : ids)
                all.append(QJsonObject{{u"id"_s, id}, {u"volumeInstances"_s, edgesOf({QJsonObject{{u"environmentId"_s, u"e"_s}}})}});
            return dataOf({{u"project"_s, QJsonObject{{u"volumes"_s, edgesOf(all)}}}});
        };
        place.answer("query ProjectVolumes", volumes({u"vol-db"_s, u"vol-new"_s}));
        place.answer("mutation DeleteVolume", dataOf({{u"volumeDelete"_s, true}}));
        place.keep("query ProjectVolumes", volumes({u"vol-db"_s}));
        place.http.fail("POST", u"graphql/v2"_s, Error(Fault::OutcomeUnknown, u"The answer was lost."_s), "mutation DeleteService");
        QVERIFY(!place.provider.destroy(New, {false, false}, place.job));

        place.answer("query EnvironmentTopology", topology(services, {volume(u"db"_s)}));
        place.answer("mutation DeleteService", dataOf({{u"serviceDelete"_s, true}}));
        place.keep("query EnvironmentTopology", topology({service(u"db"_s, u"Postgres"_s)}, {volume(u"db"_s)}));
        VERIFY_OK(place.provider.destroy(New, {false, false}, place.job));
        QCOMPARE(place.variablesOf("mutation DeleteVolume").size(), 1);
        QCOMPARE(place.variablesOf("mutation DeleteService").size(), 2);
    }

    void aReferenceStaysOneAndNothingIsDeployed()
    {
        Place place;
        const QString url = u"postgresql://postgres:geheim@%1:5432/railway"_s;
        const QString written = u"${{Postgres.DATABASE_URL}}"_s;
        const QString wanted = u"${{%1.DATABASE_URL}}"_s.arg(New.toString());
        const auto variables = [](const QString &name, const QString &value) {
            return dataOf({{u"variables"_s, QJsonObject{{name, value}}}});
        };
        place.keep("query EnvironmentTopology", topology({service(u"web"_s, u"web"_s), service(u"db"_s, u"Postgres"_s), service(u"new"_s, New.toString())},
                                                         {volume(u"db"_s), volume(u"new"_s)}));
        place.answer("\"serviceId\":\"web\",\"unrendered\":true", variables(u"DATABASE_URL"_s, written));
        place.keep("\"serviceId\":\"web\",\"unrendered\":true", variables(u"DATABASE_URL"_s, wanted));
        place.keep("\"serviceId\":\"web\",\"unrendered\":false", variables(u"DATABASE_URL"_s, url.arg(u"old.railway.internal"_s)));
        place.keep("\"serviceId\":\"new\",\"unrendered\":false", variables(u"DATABASE_URL"_s, url.arg(u"new.railway.internal"_s)));
        const auto proxy = [](const QString &domain) {
            return dataOf({{u"tcpProxies"_s, QJsonArray{QJsonObject{{u"domain"_s, domain}, {u"proxyPort"_s, 5432}, {u"applicationPort"_s, 5432}, {u"syncStatus"_s, u"ACTIVE"_s}}}}});
        };
        place.keep("\"serviceId\":\"db\"", proxy(u"old.proxy"_s));
        place.keep("query TcpProxies", proxy(u"new.proxy"_s));
        place.keep("mutation UpsertVariable", dataOf({{u"variableUpsert"_s, true}}));
        QMap<QString, QString> table = place.table;
        table.insert(u"service"_s, u"web"_s);
        RailwayVariable variable(*RailwayVariableSettings::from(table, u"DATABASE_URL"_s), place.http, place.secrets);
        VERIFY_OK(variable.write(*DatabaseUrl::parse(url.arg(u"new.proxy"_s).toUtf8()), u"run"_s, place.job));
        QCOMPARE(place.variablesOf("mutation UpsertVariable").value(0),
                 (QJsonObject{{u"input"_s, QJsonObject{{u"projectId"_s, u"p"_s}, {u"environmentId"_s, u"e"_s}, {u"serviceId"_s, u"web"_s},
                                                       {u"name"_s, u"DATABASE_URL"_s}, {u"value"_s, wanted}, {u"skipDeploys"_s, true}}}}));
        QCOMPARE(place.secrets.plain(u"before/run/railway/web/DATABASE_URL"_s), written.toUtf8());
    }
};

SHUTTLER_TEST(tst_Railway)
#include "tst_Railway.moc"
