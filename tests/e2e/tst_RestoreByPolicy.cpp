// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/StagedCloud.h"
#include "tests/support/Policies.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Restores by a key that may do nothing but what the printed policy allows; the simulated AWS asks it about every call.
class tst_RestoreByPolicy : public QObject {
    Q_OBJECT

    std::unique_ptr<StagedCloud> m_cloud;
    QJsonObject m_whole;

    Outcome allow(const QJsonObject &policy)
    {
        Result<QJsonObject> attached = m_cloud->simulator().post(u"policy"_s, {{u"policy"_s, policy}});
        return attached ? Outcome(Done{}) : Outcome(std::move(attached).error());
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("The simulated RDS needs python3-botocore and pgbackrest: packaging/install-deps --test");
        m_cloud = std::make_unique<StagedCloud>();
        VERIFY_OK(m_cloud->stageRds());
        VERIFY_OK(m_cloud->startApp());
        const CtlAnswer checked = m_cloud->ctl().run({u"env"_s, u"check"_s, u"production"_s});
        QVERIFY2(checked.exit == 0, checked.describe().constData());
        const QJsonArray policies = checked.json.value(u"policies"_s).toArray();
        QCOMPARE(policies.size(), 1);
        m_whole = QJsonDocument::fromJson(policies[0][u"whole"_s].toString().toUtf8()).object();
    }
    void cleanupTestCase() { m_cloud.reset(); }

    void aRightThatIsLackingIsNamedAndOnceGrantedTheRunGoesOn()
    {
        VERIFY_OK(allow(m_whole));
        const CtlAnswer backup = m_cloud->ctl().run({u"backup"_s, u"production"_s, u"--name"_s, u"nightly"_s});
        QVERIFY2(backup.exit == 0, backup.describe().constData());

        VERIFY_OK(allow(policyWithout(m_whole, u"rds:RestoreDBInstanceToPointInTime"_s)));
        const CtlAnswer refused = m_cloud->restore({u"--latest"_s, u"--old"_s, u"hold"_s});
        QCOMPARE(refused.exit, 3);
        QVERIFY2(refused.error()[u"what"_s].toString().contains(u"rds:RestoreDBInstanceToPointInTime"_s), refused.describe().constData());

        VERIFY_OK(allow(m_whole));
        const CtlAnswer done = m_cloud->resume(refused);
        QVERIFY2(done.exit == 0, done.describe().constData());
        QCOMPARE(m_cloud->instance(), done.json.value(u"instance"_s).toString());
        const CtlAnswer undone = m_cloud->undo(refused);
        QVERIFY2(undone.exit == 0, undone.describe().constData());
    }

    void theOldOneIsDestroyedWithAFinalSnapshot()
    {
        VERIFY_OK(allow(m_whole));
        const QString old = m_cloud->instance();
        const CtlAnswer backup = m_cloud->ctl().run({u"backup"_s, u"production"_s, u"--name"_s, u"second"_s});
        QVERIFY2(backup.exit == 0, backup.describe().constData());
        const CtlAnswer restored = m_cloud->restore({u"--latest"_s, u"--old"_s, u"destroy"_s, u"--confirm"_s, old});
        QVERIFY2(restored.exit == 0, restored.describe().constData());
        QVERIFY(m_cloud->instance() != old);
    }

    void whatIsMissingIsPrintedAsAStatementToAdd()
    {
        VERIFY_OK(allow(policyWithout(m_whole, u"rds:DescribeDBSubnetGroups"_s)));
        const CtlAnswer lacking = m_cloud->ctl().run({u"env"_s, u"check"_s, u"production"_s});
        QCOMPARE(lacking.exit, 3);
        const QByteArray toAdd = lacking.json.value(u"policies"_s)[0][u"add"_s].toString().toUtf8();
        const QJsonArray statements = QJsonDocument::fromJson(toAdd)[u"Statement"_s].toArray();
        QCOMPARE(statements.size(), 1);
        QCOMPARE(statements[0][u"Action"_s].toArray(), QJsonArray{u"rds:DescribeDBSubnetGroups"_s});
    }
};

SHUTTLER_TEST(tst_RestoreByPolicy)
#include "tst_RestoreByPolicy.moc"
