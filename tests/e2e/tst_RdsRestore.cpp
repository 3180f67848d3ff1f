// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/CloudWalk.h"
#include "tests/support/Test.h"

#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The seven steps over RDS's own protocol: the database that comes back is a real one.
class tst_RdsRestore : public QObject {
    Q_OBJECT

    std::unique_ptr<StagedCloud> m_cloud;

    QString stateOf(const QString &instance)
    {
        return m_cloud->find(u"instances"_s, instance).value(u"status"_s).toString(u"gone"_s);
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("The simulated RDS needs python3-botocore and pgbackrest: packaging/install-deps --test");
        m_cloud = std::make_unique<StagedCloud>();
        VERIFY_OK(m_cloud->stageRds());
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
        const Result<MomentT> t = takeBaseline(*m_cloud, Precision::Second);
        VERIFY_OK(t);
        VERIFY_OK(m_cloud->startApp()); // From here on somebody books.
        const QString old = m_cloud->instance();
        VERIFY_OK(damage(*m_cloud));
        VERIFY_OK(m_cloud->simulator().post(u"options"_s, {{u"shipEvery"_s, 5}}));

        const CtlAnswer checked = m_cloud->restore({u"--at"_s, t->moment.toString(), u"--old"_s, u"hold"_s, u"--until"_s, u"6"_s, u"--json"_s});
        QVERIFY2(checked.exit == 0 || checked.exit == 6, checked.describe().constData());
        const Result<DatabaseUrl> url = m_cloud->databaseUrl();
        VERIFY_OK(url);
        VERIFY_OK(holdsWhatItHeldAt(*t, url->connection()));
        const CtlAnswer restored = m_cloud->resume(checked);

        QVERIFY2(restored.exit == 0, restored.describe().constData());
        const QString copy = restored.json.value(u"instance"_s).toString();
        QCOMPARE(m_cloud->instance(), copy);
        QVERIFY(copy != old);
        QVERIFY(url->port() != m_cloud->simulator().source().port);
        VERIFY_OK(isUndamaged(url->connection()));
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
