// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Connection.h"
#include "core/targets/railway/RailwayRedeploy.h"
#include "core/targets/railway/RailwayVariable.h"
#include "tests/integration/railway/RailwayPlace.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// An app at Railway that finds its database by a reference, moved to a sibling and back.
class tst_RailwayApp : public QObject {
    Q_OBJECT

    RailwayPlace m_place;
    const QString m_tag = u"r20261124-180000-7f3c"_s;
    const InstanceId m_copy{u"postgres-r20261124-180000-7f3c"_s};
    std::unique_ptr<RailwayVariable> m_variable;
    std::unique_ptr<RailwayRedeploy> m_redeploy;

    QString written()
    {
        const QList<QJsonObject> apps = m_place.services(u"academy-app"_s);
        return apps.value(0).value(u"variables"_s)[u"DATABASE_URL"_s].toString();
    }
    qsizetype deployments() { return m_place.services(u"academy-app"_s).value(0).value(u"deployments"_s).toArray().size(); }
    QString sessionsOn(const InstanceId &instance)
    {
        return m_place.sql(instance, u"select count(*) from pg_stat_activity where application_name = 'academy-app'"_s).value_or(QString());
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"railway"_s))
            QSKIP("python3-graphql-core or pgBackRest is not installed");
        VERIFY_OK(m_place.open());
        QMap<QString, QString> table = m_place.access();
        table.insert(u"service"_s, u"academy-app"_s);
        m_variable = std::make_unique<RailwayVariable>(*RailwayVariableSettings::from(table, u"DATABASE_URL"_s), m_place.client(),
                                                       m_place.secrets());
        m_redeploy = std::make_unique<RailwayRedeploy>(*RailwayRedeploySettings::from(table), m_place.client(), m_place.secrets());
        VERIFY_OK(m_place.provider().catchUp(m_place.serving(), testJob()));
        VERIFY_OK(m_place.provider().startRestore({m_place.serving(), m_copy, m_tag, AtLatest{}}, testJob()));
        VERIFY_OK(m_place.waitUntilAvailable(m_copy));
    }
    void cleanupTestCase()
    {
        if (Simulator::isPossible(u"railway"_s))
            QCOMPARE(m_place.complaints(), QStringList());
    }

    void movesOverAndBackByItsReference()
    {
        VERIFY_OK(m_variable->check(testJob()));
        VERIFY_OK(m_redeploy->check(testJob()));
        const auto before = m_variable->read(testJob());
        VERIFY_OK(before);
        QCOMPARE(before->port(), m_place.cloud().source().port); // As it is reached from outside.
        const auto info = m_place.provider().connection(m_copy, testJob());
        VERIFY_OK(info);
        const DatabaseUrl wanted = before->movedTo(info->host, info->port);

        VERIFY_OK(m_variable->write(wanted, m_tag, testJob()));
        QCOMPARE(written(), u"${{postgres-r20261124-180000-7f3c.DATABASE_URL}}"_s);
        QCOMPARE(deployments(), 1);
        QCOMPARE(sessionsOn(m_place.serving()), u"1"_s);
        const auto after = m_variable->read(testJob());
        VERIFY_OK(after);
        QCOMPARE(after->fingerprint(), wanted.fingerprint());
        ConnectionInfo entrance = after->connection();
        entrance.sslRootCert = m_place.cloud().caFile();
        VERIFY_OK(postgres::Connection::open(entrance, {}, testJob()));

        VERIFY_OK(m_redeploy->run(testJob()));
        QCOMPARE(deployments(), 2);
        QCOMPARE(sessionsOn(m_copy), u"1"_s);
        QCOMPARE(sessionsOn(m_place.serving()), u"0"_s);

        VERIFY_OK(m_variable->putBack(m_tag, testJob()));
        QCOMPARE(written(), u"${{Postgres.DATABASE_URL}}"_s);
        VERIFY_OK(m_redeploy->run(testJob()));
        QCOMPARE(sessionsOn(m_place.serving()), u"1"_s);
        VERIFY_OK(m_variable->forget(m_tag, testJob()));
        VERIFY_FAULT(m_variable->putBack(m_tag, testJob()), Fault::NotFound);
    }

    void aFailedDeploymentSaysSoAndTheAppStays()
    {
        VERIFY_OK(m_place.sql(m_copy, u"alter database railway connection limit 0; alter role academy_owner password 'other'"_s));
        const auto info = m_place.provider().connection(m_copy, testJob());
        VERIFY_OK(info);
        const auto before = m_variable->read(testJob());
        VERIFY_OK(before);
        VERIFY_OK(m_variable->write(before->movedTo(info->host, info->port), m_tag, testJob()));
        VERIFY_FAULT(m_redeploy->run(testJob()), Fault::Refused);
        QCOMPARE(sessionsOn(m_place.serving()), u"1"_s);
        VERIFY_OK(m_variable->putBack(m_tag, testJob()));
    }
};

SHUTTLER_TEST(tst_RailwayApp)
#include "tst_RailwayApp.moc"
