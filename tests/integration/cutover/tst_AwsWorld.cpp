// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Clouds.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Worlds as the programs open them, from what an environment's file says, over the simulated AWS.
class tst_AwsWorld : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Simulator> m_aws;
    MemorySecrets m_secrets;
    std::optional<app::Clouds> m_clouds;

    QMap<QString, QString> with(QMap<QString, QString> more) const
    {
        more.insert(u"region"_s, m_aws->credentials()[u"region"_s].toString());
        more.insert(u"credential"_s, u"aws"_s);
        more.insert(u"endpoint"_s, m_aws->endpoint());
        more.insert(u"ca"_s, m_aws->caFile());
        return more;
    }
    Environment environment(const QString &app, const QMap<QString, QString> &appKeys, const QString &cutover,
                            const QMap<QString, QString> &cutoverKeys) const
    {
        Environment environment;
        environment.provider = u"aws-rds"_s;
        environment.providerSettings = with({});
        environment.instance = InstanceId(m_aws->sourceNamed()[u"id"_s].toString());
        environment.app.kind = app;
        environment.app.settings = appKeys;
        environment.cutover.kind = cutover;
        environment.cutover.settings = cutoverKeys;
        return environment;
    }
    QJsonObject state() const { return *m_aws->get(u"state"_s); }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("python3-botocore or pgBackRest is not installed");
        Result<std::unique_ptr<Simulator>> aws = Simulator::start(u"rds"_s, {u"--academy"_s, u"none"_s});
        VERIFY_OK(aws);
        m_aws = *std::move(aws);
        VERIFY_OK(m_aws->post(u"clock"_s, {{u"perRequest"_s, 60}}));
        m_secrets.with(u"aws"_s, m_aws->awsKeys());
        m_clouds.emplace(m_secrets);
    }
    void cleanupTestCase() { m_aws.reset(); }

    void aStagedSecretGoesLiveBeforeTheTasksStartAnew()
    {
        RestoreWorld world;
        world.environment = environment(u"aws-secret"_s, with({{u"secret"_s, m_aws->greeting()[u"secret"_s].toString()}}), u"ecs"_s,
                                        with({{u"cluster"_s, u"shuttler"_s}, {u"service"_s, u"shuttler-backend"_s}}));
        VERIFY_OK(m_clouds->furnish(world));
        VERIFY_OK(world.target->check(testJob()));
        VERIFY_OK(world.cutover->check(testJob()));
        const DatabaseUrl wanted = world.target->read(testJob())->movedTo(u"new.rds.example"_s, 6000);
        VERIFY_OK(world.target->write(wanted, u"r1"_s, testJob()));
        const qsizetype before = m_aws->get(u"requests"_s)->value(u"requests"_s).toArray().size();
        VERIFY_OK(world.cutover->run(testJob()));
        QStringList orders;
        const QJsonArray requests = m_aws->get(u"requests"_s)->value(u"requests"_s).toArray();
        for (qsizetype at = before; at < requests.size(); ++at)
            if (const QString action = requests[at][u"action"_s].toString(); action.startsWith(u"Update"_s))
                orders.append(action);
        QCOMPARE(orders, QStringList({u"UpdateSecretVersionStage"_s, u"UpdateSecretVersionStage"_s, u"UpdateService"_s}));
        QVERIFY(state()[u"secrets"_s][m_aws->greeting()[u"secret"_s].toString()].toString().contains(u"new.rds.example:6000"_s));
        VERIFY_OK(world.target->putBack(u"r1"_s, testJob()));
    }
    void aRecordStandsBeforeWhateverHoldsTheUrl()
    {
        RestoreWorld world;
        world.environment =
            environment(u"aws-parameter"_s, with({{u"parameter"_s, m_aws->greeting()[u"parameter"_s].toString()}}), u"route53"_s,
                        with({{u"zone"_s, m_aws->greeting()[u"zone"_s].toString()}, {u"record"_s, u"db.shuttler.example"_s}}));
        world.environment.cutover.command = QStringList{u"/bin/true"_s};
        VERIFY_OK(m_clouds->furnish(world));
        QVERIFY(world.cutover->describe().contains(u"; then: Run /bin/true"_s));
        VERIFY_FAULT(world.target->check(testJob()), Fault::Refused); // The parameter names localhost, and not the record.
    }
    void namesAtRdsAreSwappedOnlyWhereRdsIs()
    {
        RestoreWorld world;
        world.environment =
            environment(u"aws-secret"_s, with({{u"secret"_s, m_aws->greeting()[u"secret"_s].toString()}}), u"rds-rename"_s, {});
        VERIFY_OK(m_clouds->furnish(world));
        VERIFY_OK(world.target->check(testJob()));
        VERIFY_OK(world.cutover->check(testJob()));
        world.environment.provider = u"pgbackrest"_s;
        VERIFY_FAULT(m_clouds->furnish(world), Fault::BadInput);
    }
    void aMisspeltKeyIsNamed()
    {
        RestoreWorld world;
        world.environment = environment(u"env-file"_s, {}, u"ecs"_s, with({{u"cluster"_s, u"shuttler"_s}, {u"servcie"_s, u"x"_s}}));
        const Outcome furnished = m_clouds->furnish(world);
        VERIFY_FAULT(furnished, Fault::BadInput);
        QVERIFY2(furnished.error().what().contains(u"\"service\""_s), describe(furnished.error()).constData());
    }
};

SHUTTLER_TEST(tst_AwsWorld)
#include "tst_AwsWorld.moc"
