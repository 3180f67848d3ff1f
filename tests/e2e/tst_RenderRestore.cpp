// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/CloudWalk.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/support/Test.h"

#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The seven steps over Render's own protocol: the database that comes back is a real one, and the service that is deployed anew really
/// goes over to it.
class tst_RenderRestore : public QObject {
    Q_OBJECT

    std::unique_ptr<StagedCloud> m_cloud;

    QJsonObject state() { return m_cloud->state(); }
    QJsonObject database(const QString &nameOrId) { return m_cloud->find(u"databases"_s, nameOrId); }

    /// What the service will be deployed with, as it is reached from here.
    Result<DatabaseUrl> databaseUrl()
    {
        const QByteArray text = state()[u"services"_s][0][u"variables"_s][u"DATABASE_URL"_s].toString().toUtf8();
        Result<DatabaseUrl> url = DatabaseUrl::parse(text);
        if (!url)
            return url;
        return url->movedTo(u"localhost"_s, database(url->host()).value(u"port"_s).toInt()); // Render's own names mean nothing here.
    }

    ConnectionInfo reached(const DatabaseUrl &url)
    {
        ConnectionInfo info = url.connection();
        info.sslRootCert = m_cloud->simulator().caFile();
        return info;
    }

    bool canBeRestored(Instant moment)
    {
        const CtlAnswer listed = m_cloud->ctl().run({u"backups"_s, u"production"_s});
        const Result<Instant> latest = Instant::parse(listed.json[u"window"_s][u"latest"_s].toString());
        return latest && *latest >= moment;
    }

    static QByteArray tables(const Simulator &simulator)
    {
        const QByteArray ca = simulator.caFile().toUtf8();
        const QByteArray access =
            "endpoint = \"" + simulator.endpoint().toUtf8() + "/v1\"\nca = \"" + ca + "\"\ncredential = \"cloud-key\"\n";
        const QJsonObject service = simulator.greeting()[u"service"_s].toObject();
        const QByteArray id = "service = \"" + service[u"id"_s].toString().toUtf8() + "\"\n";
        return "[provider]\nkind = \"render\"\nlag = \"12\"\ndatabase-ca = \"" + ca + "\"\n" + access //
             + "[app]\nkind = \"render-variable\"\n" + id + access                                    //
             + "[cutover]\nkind = \"render-deploy\"\n" + id + access                                  //
             + "health-url = \"" + service[u"health"_s].toString().toUtf8() + "\"\ndatabase-health-url = \""
             + service[u"databaseHealth"_s].toString().toUtf8() + "\"\n";
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"render"_s))
            QSKIP("The simulated Render needs pgbackrest: packaging/install-deps --test");
        if (const QString missing = TestKeyring::missing(); !missing.isEmpty())
            QSKIP(qPrintable(u"%1 is not installed (packaging/install-deps --test)"_s.arg(missing)));
        m_cloud = std::make_unique<StagedCloud>();
        // At sixty times its speed the ten minutes that Render cannot restore are ten seconds; two more for the way.
        VERIFY_OK(m_cloud->stageWithin(u"render"_s, {u"--speed"_s, u"60"_s, u"--limit-seconds"_s, u"3"_s, u"--blueprint"_s, u"synced"_s}, tables,
                                       [](const Simulator &simulator) { return simulator.credentials()[u"key"_s].toString().toUtf8(); }));
    }
    void cleanupTestCase() { m_cloud.reset(); }

    void aMomentThatRenderDoesNotHaveYetIsRefusedBeforeAnythingIsTouched()
    {
        QTRY_VERIFY_WITH_TIMEOUT(canBeRestored(Instant::fromUnixSeconds(1)), 60'000); // Its record has begun.
        const Instant moment = SystemClock().now().flooredToSecond() - Seconds(1);

        const CtlAnswer refused = m_cloud->restore({u"--at"_s, moment.toString(), u"--json"_s});

        QVERIFY2(refused.exit == 3, refused.describe().constData());
        QVERIFY2(refused.error()[u"what"_s].toString().contains(u"Render cannot restore the last"_s), refused.describe().constData());
        QVERIFY2(refused.error()[u"todo"_s].toString().contains(u"latest"_s), refused.describe().constData());
        QCOMPARE(state()[u"databases"_s].toArray().size(), 1);
        QCOMPARE(m_cloud->ctl().run({u"restore"_s, u"list"_s}).json[u"runs"_s].toArray().size(), 0);
    }

    void thePlanWarnsOfTheBlueprint()
    {
        const CtlAnswer planned = m_cloud->restore({u"--latest"_s, u"--plan"_s, u"--json"_s});

        QVERIFY2(planned.exit == 0, planned.describe().constData());
        QVERIFY2(planned.output.contains("the Blueprint academy holds it"), planned.output.constData());
        QCOMPARE(state()[u"databases"_s].toArray().size(), 1);
    }

    void theDatabaseIsBackAsItWasAtT()
    {
        const Result<MomentT> t = takeBaseline(*m_cloud, Precision::Second);
        VERIFY_OK(t);
        const QString old = m_cloud->instance();
        VERIFY_OK(damage(*m_cloud));
        QTRY_VERIFY_WITH_TIMEOUT(canBeRestored(t->moment), 60'000);

        const CtlAnswer checked = m_cloud->restore({u"--at"_s, t->moment.toString(), u"--old"_s, u"hold"_s, u"--until"_s, u"6"_s, u"--json"_s});
        QVERIFY2(checked.exit == 0 || checked.exit == 6, checked.describe().constData());
        const Result<DatabaseUrl> url = databaseUrl();
        VERIFY_OK(url);
        VERIFY_OK(holdsWhatItHeldAt(*t, reached(*url)));
        const QJsonArray deploysBefore = state()[u"services"_s][0][u"deploys"_s].toArray();
        QCOMPARE(deploysBefore.size(), 1); // Written, and not live yet.
        const CtlAnswer restored = m_cloud->resume(checked);

        QVERIFY2(restored.exit == 0, restored.describe().constData());
        const QString copy = restored.json[u"instance"_s].toString();
        QCOMPARE(m_cloud->instance(), copy);
        QVERIFY(copy != old);
        QCOMPARE(url->port(), database(copy)[u"port"_s].toInt());
        VERIFY_OK(isUndamaged(reached(*url)));
        QVERIFY(StagedPractice::ask(reached(*url), u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'academy-app'"_s) != u"0"_s);
        const QJsonArray deploys = state()[u"services"_s][0][u"deploys"_s].toArray();
        QCOMPARE(deploys.size(), 2);
        QCOMPARE(deploys[0][u"status"_s].toString(), u"live"_s);
        QVERIFY2(database(old)[u"suspended"_s].toBool() && !database(old)[u"running"_s].toBool(), "held, not destroyed");
    }

    void theOldOneIsDestroyedOnlyByItsTypedNameAndWithItsBackups()
    {
        const QString old = m_cloud->instance();
        QTRY_VERIFY_WITH_TIMEOUT(m_cloud->restore({u"--latest"_s, u"--plan"_s, u"--json"_s}).exit == 0, 60'000); // The new one's record has begun.
        const CtlAnswer impossible = m_cloud->restore({u"--latest"_s, u"--old"_s, u"destroy"_s, u"--confirm"_s, old, u"--json"_s});
        QVERIFY2(impossible.exit == 3, impossible.describe().constData());
        const QStringList destroying{u"--latest"_s, u"--old"_s, u"destroy"_s, u"--no-final-backup"_s, u"--drop-backups"_s, u"--json"_s};
        const CtlAnswer refused = m_cloud->restore(destroying);
        QVERIFY2(refused.exit == 3, refused.describe().constData());
        QCOMPARE(database(old)[u"status"_s].toString(), u"available"_s);

        const CtlAnswer restored = m_cloud->restore(destroying + QStringList{u"--confirm"_s, old});

        QVERIFY2(restored.exit == 0, restored.describe().constData());
        QVERIFY(database(old).isEmpty());
        QCOMPARE(m_cloud->instance(), restored.json[u"instance"_s].toString());
        QVERIFY2(state()[u"complaints"_s].toArray().isEmpty(), "Render's documents know all that was asked");
    }
};

SHUTTLER_TEST(tst_RenderRestore)
#include "tst_RenderRestore.moc"
