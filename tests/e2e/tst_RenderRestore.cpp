// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/SqlVerifier.h"
#include "tests/e2e/StagedCloud.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The seven steps over Render's own protocol: the database that comes back is a real one, and the service that is deployed anew really
/// goes over to it.
class tst_RenderRestore : public QObject {
    Q_OBJECT

    std::unique_ptr<StagedCloud> m_cloud;

    QJsonObject state()
    {
        const Result<QJsonObject> told = m_cloud->simulator().get(u"state"_s);
        return told ? *told : QJsonObject();
    }

    QJsonObject database(const QString &nameOrId)
    {
        const QJsonArray databases = state().value(u"databases"_s).toArray();
        for (const QJsonValue &one : databases)
            if (one[u"name"_s].toString() == nameOrId || one[u"id"_s].toString() == nameOrId)
                return one.toObject();
        return {};
    }

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
        const CtlAnswer backup = m_cloud->ctl().run({u"backup"_s, u"production"_s, u"--name"_s, u"nightly"_s, u"--json"_s});
        QVERIFY2(backup.exit == 0, backup.describe().constData());
        const QString atT = m_cloud->ctl().folder() + u"/at-t.json"_s;
        const CtlAnswer baseline = m_cloud->ctl().run({u"baseline"_s, u"production"_s, u"--output"_s, atT, u"--json"_s});
        QVERIFY2(baseline.exit == 0, baseline.describe().constData());
        const Result<Instant> taken = Instant::parse(baseline.json[u"snapshot"_s].toString());
        VERIFY_OK(taken);
        const Instant moment = taken->flooredToSecond() + Seconds(1); // Nobody writes yet.
        QTRY_VERIFY(SystemClock().now() > moment);
        const QString old = m_cloud->instance();
        VERIFY_OK(StagedPractice::run(m_cloud->simulator().source(), "DELETE FROM notifications; UPDATE students SET email = 'x' || id"));
        QTRY_VERIFY_WITH_TIMEOUT(canBeRestored(moment), 60'000);

        const CtlAnswer checked = m_cloud->restore({u"--at"_s, moment.toString(), u"--old"_s, u"hold"_s, u"--until"_s, u"6"_s, u"--json"_s});
        QVERIFY2(checked.exit == 0 || checked.exit == 6, checked.describe().constData());
        const Result<DatabaseUrl> url = databaseUrl();
        VERIFY_OK(url);
        const Result<Baseline> wanted = baselineFromJson(QJsonDocument::fromJson(contentOf(atT)).object());
        VERIFY_OK(wanted);
        VerifyRequest request;
        request.copy = reached(*url);
        request.baseline = *wanted;
        request.exact = true;
        const Result<VerifyReport> report = SqlVerifier().verify(request, testJob());
        VERIFY_OK(report);
        for (const Finding &finding : report->findings)
            QVERIFY2(finding.verdict != Verdict::Failed, qPrintable(finding.check + u' ' + finding.subject + u": "_s + finding.found));
        const QJsonArray deploysBefore = state()[u"services"_s][0][u"deploys"_s].toArray();
        QCOMPARE(deploysBefore.size(), 1); // Written, and not live yet.
        const CtlAnswer restored = m_cloud->ctl().run({u"restore"_s, u"resume"_s, checked.json[u"run"_s].toString(), u"--json"_s});

        QVERIFY2(restored.exit == 0, restored.describe().constData());
        const QString copy = restored.json[u"instance"_s].toString();
        QCOMPARE(m_cloud->instance(), copy);
        QVERIFY(copy != old);
        QCOMPARE(url->port(), database(copy)[u"port"_s].toInt());
        QCOMPARE(StagedPractice::ask(reached(*url), u"SELECT count(*) > 0 FROM notifications"_s), u"t"_s);
        QCOMPARE(StagedPractice::ask(reached(*url), u"SELECT count(*) FROM students WHERE email LIKE 'x%'"_s), u"0"_s);
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
