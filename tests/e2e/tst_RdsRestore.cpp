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

/// The seven steps over RDS's own protocol: the database that comes back is a real one.
class tst_RdsRestore : public QObject {
    Q_OBJECT

    std::unique_ptr<StagedCloud> m_cloud;

    QString stateOf(const QString &instance)
    {
        const Result<QJsonObject> state = m_cloud->simulator().get(u"state"_s);
        if (!state)
            return QString::fromUtf8(describe(state.error()));
        for (const QJsonValue &one : state->value(u"instances"_s).toArray())
            if (one[u"name"_s].toString() == instance)
                return one[u"status"_s].toString();
        return u"gone"_s;
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("The simulated RDS needs python3-botocore and pgbackrest: packaging/install-deps --test");
        m_cloud = std::make_unique<StagedCloud>();
        VERIFY_OK(m_cloud->stage(u"rds"_s, u"aws-rds"_s, "region = \"eu-central-1\"\nuser = \"academy_owner\"\npassword = \"password\"\n",
                                 [](const Simulator &simulator) {
                                     const QJsonObject keys = simulator.credentials();
                                     return (keys.value(u"accessKey"_s).toString() + u':' + keys.value(u"secretKey"_s).toString()).toUtf8();
                                 }));
    }

    void theCheckPrintsThePolicyThatGrantsWhatIsMissing()
    {
        VERIFY_OK(m_cloud->simulator().post(u"options"_s, {{u"deny"_s, QJsonArray{u"rds:DescribeDBSnapshots"_s}}}));
        const CtlAnswer lacking = m_cloud->ctl().run({u"env"_s, u"check"_s, u"production"_s, u"--json"_s});
        VERIFY_OK(m_cloud->simulator().post(u"options"_s, {{u"deny"_s, QJsonArray()}}));
        QCOMPARE(lacking.exit, 3);
        const QString policy = lacking.json.value(u"policies"_s)[0][u"add"_s].toString();
        QVERIFY2(policy.contains(u"rds:DescribeDBSnapshots"_s) && !policy.contains(u"rds:StopDBInstance"_s), qPrintable(policy));

        const CtlAnswer whole = m_cloud->ctl().run({u"env"_s, u"check"_s, u"production"_s, u"--json"_s});
        QVERIFY2(whole.exit == 0, whole.describe().constData());
        QVERIFY(whole.json.value(u"policies"_s)[0][u"add"_s].isNull());
        QVERIFY(whole.json.value(u"policies"_s)[0][u"whole"_s].toString().contains(u"rds:StopDBInstance"_s));
    }

    void aFractionOfASecondIsRefusedBeforeAnythingBegins()
    {
        const CtlAnswer refused = m_cloud->restore({u"--at"_s, u"2026-11-24T12:00:00.5Z"_s, u"--json"_s});
        QVERIFY2(refused.exit == 2 && refused.error()[u"what"_s].toString().contains(u"whole seconds"_s), refused.describe().constData());
    }

    void theDatabaseIsBackAsItWasAtT()
    {
        const CtlAnswer backup = m_cloud->ctl().run({u"backup"_s, u"production"_s, u"--name"_s, u"nightly"_s, u"--json"_s});
        QVERIFY2(backup.exit == 0, backup.describe().constData());
        const QString atT = m_cloud->ctl().folder() + u"/at-t.json"_s;
        const CtlAnswer baseline = m_cloud->ctl().run({u"baseline"_s, u"production"_s, u"--output"_s, atT, u"--json"_s});
        QVERIFY2(baseline.exit == 0, baseline.describe().constData());
        const Result<Instant> taken = Instant::parse(baseline.json.value(u"snapshot"_s).toString());
        VERIFY_OK(taken);
        const Instant moment = taken->flooredToSecond() + Seconds(1); // RDS knows whole seconds, and nobody writes yet.
        QTRY_VERIFY(SystemClock().now() > moment);
        VERIFY_OK(m_cloud->startApp()); // From here on somebody books.
        const QString old = m_cloud->instance();
        VERIFY_OK(StagedPractice::run(m_cloud->simulator().source(), "DELETE FROM notifications; UPDATE students SET email = 'x' || id"));
        VERIFY_OK(m_cloud->simulator().post(u"options"_s, {{u"shipEvery"_s, 5}}));

        const CtlAnswer checked = m_cloud->restore({u"--at"_s, moment.toString(), u"--old"_s, u"hold"_s, u"--until"_s, u"6"_s, u"--json"_s});
        QVERIFY2(checked.exit == 0 || checked.exit == 6, checked.describe().constData());
        const Result<DatabaseUrl> url = m_cloud->databaseUrl();
        VERIFY_OK(url);
        const Result<Baseline> wanted = baselineFromJson(QJsonDocument::fromJson(contentOf(atT)).object());
        VERIFY_OK(wanted);
        VerifyRequest request;
        request.copy = url->connection();
        request.baseline = *wanted;
        request.exact = true;
        const Result<VerifyReport> report = SqlVerifier().verify(request, testJob());
        VERIFY_OK(report);
        for (const Finding &finding : report->findings)
            QVERIFY2(finding.verdict != Verdict::Failed, qPrintable(finding.check + u' ' + finding.subject + u": "_s + finding.found));
        const CtlAnswer restored = m_cloud->ctl().run({u"restore"_s, u"resume"_s, checked.json.value(u"run"_s).toString(), u"--json"_s});

        QVERIFY2(restored.exit == 0, restored.describe().constData());
        const QString copy = restored.json.value(u"instance"_s).toString();
        QCOMPARE(m_cloud->instance(), copy);
        QVERIFY(copy != old);
        QVERIFY(url->port() != m_cloud->simulator().source().port);
        QCOMPARE(StagedPractice::ask(url->connection(), u"SELECT count(*) > 0 FROM notifications"_s), u"t"_s);
        QCOMPARE(StagedPractice::ask(url->connection(), u"SELECT count(*) FROM students WHERE email LIKE 'x%'"_s), u"0"_s);
        QCOMPARE(stateOf(copy), u"available"_s);
        QVERIFY2(stateOf(old) != u"gone", "held, not destroyed");
    }

    void theOldOneIsDestroyedOnlyByItsTypedName()
    {
        const QString old = m_cloud->instance();
        const CtlAnswer backup = m_cloud->ctl().run({u"backup"_s, u"production"_s, u"--name"_s, u"second"_s, u"--json"_s});
        QVERIFY2(backup.exit == 0, backup.describe().constData());
        const CtlAnswer refused = m_cloud->restore({u"--latest"_s, u"--old"_s, u"destroy"_s, u"--json"_s});
        QCOMPARE(refused.exit, 3);
        QCOMPARE(stateOf(old), u"available"_s);

        const CtlAnswer restored = m_cloud->restore({u"--latest"_s, u"--old"_s, u"destroy"_s, u"--confirm"_s, old, u"--json"_s});

        QVERIFY2(restored.exit == 0, restored.describe().constData());
        QCOMPARE(stateOf(old), u"gone"_s);
        QCOMPARE(m_cloud->instance(), restored.json.value(u"instance"_s).toString());
    }
};

SHUTTLER_TEST(tst_RdsRestore)
#include "tst_RdsRestore.moc"
