// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/Patience.h"
#include "core/net/QtHttpClient.h"
#include "core/providers/render/RenderProvider.h"
#include "core/targets/HttpAppProbe.h"
#include "core/targets/render/RenderDeploy.h"
#include "core/targets/render/RenderVariable.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// An app at a simulated Render that has its DATABASE_URL from an environment group which it is linked to.
class tst_RenderGroup : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Simulator> m_cloud;
    std::unique_ptr<net::QtHttpClient> m_raw;
    std::unique_ptr<net::PatientClient> m_client;
    MemorySecrets m_secrets;
    std::unique_ptr<RenderProvider> m_provider;
    const QString m_tag = u"r20261124-180000-7f3c"_s;
    const InstanceId m_copy{u"academy-r20261124-180000-7f3c"_s};

    QMap<QString, QString> with(QMap<QString, QString> more) const
    {
        more.insert(u"credential"_s, u"key"_s);
        more.insert(u"endpoint"_s, m_cloud->endpoint() + u"/v1"_s);
        return more;
    }
    QString id(const QString &thing) const { return m_cloud->greeting()[thing][u"id"_s].toString(); }
    RenderVariable variable()
    {
        return RenderVariable(*RenderVariableSettings::from(with({{u"group"_s, id(u"group"_s)}}), u"DATABASE_URL"_s), *m_client, m_secrets);
    }
    QJsonObject state() const { return *m_cloud->get(u"state"_s); }
    QString written() const { return state()[u"groups"_s][id(u"group"_s)][u"DATABASE_URL"_s].toString(); }
    QJsonObject copy() const
    {
        for (const QJsonValue &one : state()[u"databases"_s].toArray())
            if (one[u"name"_s].toString() == m_copy.toString())
                return one.toObject();
        return {};
    }
    qsizetype deploys() const { return state()[u"services"_s][0][u"deploys"_s].toArray().size(); }
    int portOfApp() const
    {
        const auto health = HttpAppProbe().ask(QUrl(m_cloud->greeting()[u"service"_s][u"databaseHealth"_s].toString()), testJob());
        return health ? QJsonDocument::fromJson(health->body)[u"port"_s].toInt() : -1;
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"render"_s))
            QSKIP("what the simulated Render needs is not installed");
        Result<std::unique_ptr<Simulator>> started =
            Simulator::start(u"render"_s, {u"--academy"_s, u"none"_s, u"--speed"_s, u"300"_s, u"--variable"_s, u"group"_s});
        VERIFY_OK(started);
        m_cloud = *std::move(started);
        m_raw = std::make_unique<net::QtHttpClient>(m_cloud->caFile());
        m_client = std::make_unique<net::PatientClient>(*m_raw, net::Patience{}, std::make_shared<net::RateBudget>());
        m_secrets.with(u"key"_s, m_cloud->credentials()[u"key"_s].toString().toUtf8());
        m_provider = std::make_unique<RenderProvider>(
            *RenderSettings::from(with({{u"database-ca"_s, m_cloud->caFile()}, {u"lag"_s, u"2"_s}})), *m_client, m_secrets);
    }
    void cleanupTestCase() { m_cloud.reset(); }

    void aServiceThatWouldBeDeployedByTheMereChangeIsNamed()
    {
        const QString before = written();
        const Outcome possible = variable().check(testJob());

        VERIFY_FAULT(possible, Fault::Refused);
        QVERIFY2(possible.error().what().contains(u"academy-app"_s), describe(possible.error()).constData());
        QVERIFY2(possible.error().todo().contains(u"auto-deploy"_s), describe(possible.error()).constData());
        QCOMPARE(written(), before);
        QCOMPARE(deploys(), 1);
    }

    void theGroupsValueMovesTheServiceWithItsNextDeployAndIsPutBack()
    {
        VERIFY_OK(m_cloud->post(u"deploys"_s, {{u"service"_s, id(u"service"_s)}, {u"automatic"_s, false}}));
        RenderVariable target = variable();
        VERIFY_OK(target.check(testJob()));
        const QString before = written();
        const int portBefore = portOfApp();
        QCOMPARE(portBefore, m_cloud->source().port);
        const auto present = target.read(testJob());
        VERIFY_OK(present);
        QCOMPARE(present->port(), portBefore); // As it is reached from outside, where ports differ.

        const InstanceId source(m_cloud->sourceNamed()[u"name"_s].toString());
        VERIFY_OK(m_provider->catchUp(source, testJob()));
        VERIFY_OK(m_cloud->post(u"ship"_s, {}));
        VERIFY_OK(m_provider->startRestore({source, m_copy, m_tag, AtLatest{}}, testJob()));
        QTRY_COMPARE_WITH_TIMEOUT(m_provider->state(m_copy, testJob())->phase, InstancePhase::Available, 60'000);
        const auto address = m_provider->connection(m_copy, testJob());
        VERIFY_OK(address);

        VERIFY_OK(target.write(present->movedTo(address->host, address->port), m_tag, testJob()));
        QVERIFY2(written().contains(u'@' + copy()[u"id"_s].toString() + u':'), "the inner address, as it was before");
        QCOMPARE(target.read(testJob())->port(), address->port);
        QCOMPARE(deploys(), 1);
        QCOMPARE(portOfApp(), portBefore); // Written is not live.

        RenderDeploy deploy(*RenderDeploySettings::from(with({{u"service"_s, id(u"service"_s)}})), *m_client, m_secrets);
        VERIFY_OK(deploy.run(testJob()));
        QCOMPARE(portOfApp(), address->port);

        VERIFY_OK(target.putBack(m_tag, testJob()));
        QCOMPARE(written(), before);
        VERIFY_OK(deploy.run(testJob()));
        QCOMPARE(portOfApp(), portBefore);
        VERIFY_OK(target.forget(m_tag, testJob()));
        QCOMPARE(m_secrets.size(), 1); // The key.
        QCOMPARE(state()[u"complaints"_s].toArray(), QJsonArray());
    }
};

SHUTTLER_TEST(tst_RenderGroup)
#include "tst_RenderGroup.moc"
