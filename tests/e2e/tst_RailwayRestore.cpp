// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/GraphQl.h"
#include "core/net/QtHttpClient.h"
#include "tests/e2e/CloudWalk.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The seven steps over Railway's own protocol: the sibling that comes back is a real database, and the app that refers to it by name
/// really goes over.
class tst_RailwayRestore : public QObject {
    Q_OBJECT

    std::unique_ptr<StagedCloud> m_cloud;

    QJsonObject state() { return m_cloud->state(); }
    QJsonObject service(const QString &name) { return m_cloud->find(u"services"_s, name); }

    /// The app's variable with its references filled in, as Railway answers it, moved to where it is reached from here.
    Result<ConnectionInfo> databaseOfApp()
    {
        Simulator &cloud = m_cloud->simulator();
        const QJsonObject greeting = cloud.greeting();
        net::QtHttpClient client(cloud.caFile());
        net::Request request;
        request.url = QUrl(cloud.endpoint() + u"/graphql/v2"_s);
        request.headers.append({"Authorization", "Bearer " + cloud.credentials()[u"token"_s].toString().toUtf8()});
        const Result<QJsonObject> answer = net::askGraphQl(
            client, request,
            u"query V($p: String!, $e: String!, $s: String!) { variables(projectId: $p, environmentId: $e, serviceId: $s) }"_s,
            {{u"p"_s, greeting[u"project"_s][u"id"_s]}, {u"e"_s, greeting[u"environment"_s][u"id"_s]}, {u"s"_s, greeting[u"app"_s][u"id"_s]}},
            testJob());
        if (!answer)
            return answer.error();
        Result<DatabaseUrl> url = DatabaseUrl::parse((*answer)[u"variables"_s][u"DATABASE_URL"_s].toString().toUtf8());
        if (!url)
            return std::move(url).error();
        ConnectionInfo info = url->connection();
        const QString name = info.host.section(u'.', 0, 0);
        info.host = u"localhost"_s; // Railway's own names mean nothing here.
        info.port = service(name == u"postgres"_s ? u"Postgres"_s : name)[u"port"_s].toInt();
        info.sslRootCert = cloud.caFile();
        return info;
    }

    static QByteArray tables(const Simulator &simulator)
    {
        const QByteArray ca = simulator.caFile().toUtf8();
        const QJsonObject greeting = simulator.greeting();
        const QByteArray access = "endpoint = \"" + simulator.endpoint().toUtf8() + "/graphql/v2\"\nca = \"" + ca
                                + "\"\ncredential = \"cloud-key\"\nproject = \"" + greeting[u"project"_s][u"id"_s].toString().toUtf8()
                                + "\"\nenvironment = \"" + greeting[u"environment"_s][u"id"_s].toString().toUtf8() + "\"\n";
        const QJsonObject app = greeting[u"app"_s].toObject();
        return "[provider]\nkind = \"railway\"\ndatabase-ca = \"" + ca + "\"\n" + access                        //
             + "[app]\nkind = \"railway-variable\"\nservice = \"academy-app\"\n" + access                       //
             + "[cutover]\nkind = \"railway-redeploy\"\nservice = \"academy-app\"\n" + access + "health-url = \"" //
             + app[u"health"_s].toString().toUtf8() + "\"\ndatabase-health-url = \"" + app[u"databaseHealth"_s].toString().toUtf8() + "\"\n";
    }

    static Outcome stage(StagedCloud &cloud, const QStringList &arguments)
    {
        return cloud.stageWithin(u"railway"_s, arguments, tables,
                                 [](const Simulator &simulator) { return simulator.credentials()[u"token"_s].toString().toUtf8(); });
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"railway"_s))
            QSKIP("The simulated Railway needs python3-graphql-core and pgbackrest: packaging/install-deps --test");
        if (const QString missing = TestKeyring::missing(); !missing.isEmpty())
            QSKIP(qPrintable(u"%1 is not installed (packaging/install-deps --test)"_s.arg(missing)));
        m_cloud = std::make_unique<StagedCloud>();
        VERIFY_OK(stage(*m_cloud, {u"--speed"_s, u"60"_s}));
    }
    void cleanupTestCase() { m_cloud.reset(); }

    void aVolumeBackupIsShownAndIsNoWayIntoANewService()
    {
        const CtlAnswer listed = m_cloud->ctl().run({u"backups"_s, u"production"_s});
        QVERIFY2(listed.exit == 0, listed.describe().constData());
        QString snapshot;
        const QJsonArray backups = listed.json[u"backups"_s].toArray();
        for (const QJsonValue &one : backups)
            if (one[u"kind"_s].toString().contains(u"snapshot"_s))
                snapshot = one[u"id"_s].toString();
        QVERIFY2(!snapshot.isEmpty(), listed.describe().constData());

        const CtlAnswer refused = m_cloud->restore({u"--backup"_s, snapshot, u"--json"_s});

        QVERIFY2(refused.exit == 3, refused.describe().constData());
        QVERIFY2(refused.error()[u"what"_s].toString().contains(u"Railway makes no new instance from a backup of this kind"_s),
                 refused.describe().constData());
        QVERIFY2(refused.error()[u"todo"_s].toString().contains(u"moment"_s), refused.describe().constData());
        QCOMPARE(state()[u"services"_s].toArray().size(), 2);
    }

    void theDatabaseIsBackAsItWasAtT()
    {
        const Result<MomentT> t = takeBaseline(*m_cloud, Precision::Microsecond);
        VERIFY_OK(t);
        const QString old = m_cloud->instance();
        VERIFY_OK(damage(*m_cloud));

        const CtlAnswer checked = m_cloud->restore({u"--at"_s, t->moment.toString(), u"--old"_s, u"hold"_s, u"--until"_s, u"6"_s, u"--json"_s});
        QVERIFY2(checked.exit == 0 || checked.exit == 6, checked.describe().constData());
        const Result<ConnectionInfo> restoredDatabase = databaseOfApp();
        VERIFY_OK(restoredDatabase);
        VERIFY_OK(holdsWhatItHeldAt(*t, *restoredDatabase));
        QCOMPARE(service(u"academy-app"_s)[u"deployments"_s].toArray().size(), 1); // Written, and not live yet.
        const CtlAnswer restored = m_cloud->resume(checked);

        QVERIFY2(restored.exit == 0, restored.describe().constData());
        const QString copy = restored.json[u"instance"_s].toString();
        QCOMPARE(m_cloud->instance(), copy);
        QVERIFY(copy != old);
        QCOMPARE(service(u"academy-app"_s)[u"variables"_s][u"DATABASE_URL"_s].toString(), u"${{%1.DATABASE_URL}}"_s.arg(copy));
        QCOMPARE(restoredDatabase->port, service(copy)[u"port"_s].toInt());
        VERIFY_OK(isUndamaged(*restoredDatabase));
        QVERIFY(StagedPractice::ask(*restoredDatabase, u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'academy-app'"_s) != u"0"_s);
        QVERIFY2(service(copy)[u"archives"_s].toBool(), "its own record has begun");
        QVERIFY2(!service(old).isEmpty() && !service(old)[u"running"_s].toBool(), "held, not destroyed");
    }

    void theOldOneIsDestroyedOnlyByItsTypedNameAndWithItsBackups()
    {
        const QString old = m_cloud->instance();
        const QString volume = service(old)[u"volume"_s].toString();
        const qsizetype volumes = state()[u"volumes"_s].toArray().size();
        QTRY_VERIFY_WITH_TIMEOUT(m_cloud->restore({u"--latest"_s, u"--plan"_s, u"--json"_s}).exit == 0, 60'000); // Its first full backup.
        const CtlAnswer impossible = m_cloud->restore({u"--latest"_s, u"--old"_s, u"destroy"_s, u"--confirm"_s, old, u"--json"_s});
        QVERIFY2(impossible.exit == 3, impossible.describe().constData());
        QVERIFY2(impossible.error()[u"what"_s].toString().contains(u"Railway destroys every backup"_s), impossible.describe().constData());
        const QStringList destroying{u"--latest"_s, u"--old"_s, u"destroy"_s, u"--no-final-backup"_s, u"--drop-backups"_s, u"--json"_s};
        const CtlAnswer refused = m_cloud->restore(destroying);
        QVERIFY2(refused.exit == 3, refused.describe().constData());
        QVERIFY(service(old)[u"running"_s].toBool());

        const CtlAnswer restored = m_cloud->restore(destroying + QStringList{u"--confirm"_s, old});

        QVERIFY2(restored.exit == 0, restored.describe().constData());
        QVERIFY(service(old).isEmpty());
        QVERIFY(state()[u"deleted"_s].toArray().contains(volume));
        QCOMPARE(state()[u"volumes"_s].toArray().size(), volumes); // One made, one gone: the first one's is held and stays.
        QVERIFY(!service(m_cloud->simulator().sourceNamed()[u"name"_s].toString()).isEmpty());
        QCOMPARE(m_cloud->instance(), restored.json[u"instance"_s].toString());
        QVERIFY2(state()[u"complaints"_s].toArray().isEmpty(), "Railway's schema knows all that was asked");
    }

    void whereNoRecordIsKeptThePlanSaysWhatCanBeDone()
    {
        m_cloud.reset();
        m_cloud = std::make_unique<StagedCloud>();
        VERIFY_OK(stage(*m_cloud, {u"--no-recovery"_s, u"--academy"_s, u"none"_s}));

        const CtlAnswer refused = m_cloud->restore({u"--latest"_s, u"--json"_s});

        QVERIFY2(refused.exit == 3 || refused.exit == 4, refused.describe().constData());
        const QString said = QString::fromUtf8(QJsonDocument(refused.error()).toJson());
        QVERIFY2(said.contains(u"point-in-time recovery"_s, Qt::CaseInsensitive), refused.describe().constData());
        QCOMPARE(state()[u"services"_s].toArray().size(), 2);
    }
};

SHUTTLER_TEST(tst_RailwayRestore)
#include "tst_RailwayRestore.moc"
