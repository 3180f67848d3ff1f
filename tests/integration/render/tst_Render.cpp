// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/Patience.h"
#include "core/net/QtHttpClient.h"
#include "core/postgres/Connection.h"
#include "core/providers/render/RenderProvider.h"
#include "core/targets/render/RenderDeploy.h"
#include "core/targets/render/RenderVariable.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Our side of Render's protocol against a simulated Render whose databases are real.
class tst_Render : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Simulator> m_cloud;
    std::unique_ptr<net::QtHttpClient> m_raw;
    std::unique_ptr<net::PatientClient> m_client;
    MemorySecrets m_secrets;
    std::unique_ptr<RenderProvider> m_provider;
    InstanceId m_source;
    const QString m_tag = u"r20261124-180000-7f3c"_s;
    const InstanceId m_copy{u"academy-r20261124-180000-7f3c"_s};

    QMap<QString, QString> access() const { return {{u"credential"_s, u"key"_s}, {u"endpoint"_s, m_cloud->endpoint() + u"/v1"_s}}; }

    bool waitUntil(const InstanceId &instance, InstancePhase phase)
    {
        for (int look = 0; look < 600; ++look) {
            const auto state = m_provider->state(instance, testJob());
            if (!state || state->phase == phase)
                return state.has_value();
            if (!testJob().sleepFor(std::chrono::milliseconds(100)))
                return false;
        }
        return false;
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"render"_s))
            QSKIP("what the simulated Render needs is not installed");
        Result<std::unique_ptr<Simulator>> started = Simulator::start(u"render"_s, {u"--academy"_s, u"small"_s, u"--speed"_s, u"300"_s});
        VERIFY_OK(started);
        m_cloud = *std::move(started);
        m_raw = std::make_unique<net::QtHttpClient>(m_cloud->caFile());
        m_client = std::make_unique<net::PatientClient>(*m_raw, net::Patience{}, std::make_shared<net::RateBudget>());
        m_secrets.with(u"key"_s, m_cloud->credentials()[u"key"_s].toString().toUtf8());
        QMap<QString, QString> table = access();
        table.insert(u"database-ca"_s, m_cloud->caFile());
        table.insert(u"lag"_s, u"2"_s);
        const auto settings = RenderSettings::from(table);
        VERIFY_OK(settings);
        m_provider = std::make_unique<RenderProvider>(*settings, *m_client, m_secrets);
        m_source = InstanceId(m_cloud->sourceNamed()[u"name"_s].toString());
    }
    void cleanupTestCase() { m_cloud.reset(); }

    void goesTheWholeWay()
    {
        const auto account = m_provider->signIn(m_source, testJob());
        VERIFY_OK(account);
        for (const auto &permission : account->permissions)
            QVERIFY2(permission.granted, qPrintable(permission.right + permission.means));
        VERIFY_OK(m_provider->catchUp(m_source, testJob()));
        VERIFY_OK(m_cloud->post(u"ship"_s, {}));
        const auto listing = m_provider->backups(m_source, {}, testJob());
        VERIFY_OK(listing);
        QCOMPARE(listing->windows.size(), 1);

        VERIFY_OK(m_provider->startRestore({m_source, m_copy, m_tag, AtLatest{}}, testJob()));
        VERIFY_OK(m_provider->startRestore({m_source, m_copy, m_tag, AtLatest{}}, testJob())); // Once more makes no second one.
        const auto found = m_provider->findRestore(m_tag, testJob());
        VERIFY_OK(found);
        QVERIFY(found->has_value());
        QVERIFY(waitUntil(m_copy, InstancePhase::Available));
        const auto info = m_provider->connection(m_copy, testJob());
        VERIFY_OK(info);
        VERIFY_OK(postgres::Connection::open(*info, {}, testJob()));
        const auto settings = m_provider->compareSettings(m_source, m_copy, testJob());
        VERIFY_OK(settings);
        VERIFY_OK(m_provider->protect(m_copy, testJob()));

        QMap<QString, QString> table = access();
        const QString service = m_cloud->greeting()[u"service"_s][u"id"_s].toString();
        table.insert(u"service"_s, service);
        RenderVariable variable(*RenderVariableSettings::from(table, u"DATABASE_URL"_s), *m_client, m_secrets);
        VERIFY_OK(variable.check(testJob()));
        const auto before = variable.read(testJob());
        VERIFY_OK(before);
        const DatabaseUrl wanted = before->movedTo(info->host, info->port);
        VERIFY_OK(variable.write(wanted, m_tag, testJob()));
        const auto after = variable.read(testJob());
        VERIFY_OK(after);
        QCOMPARE(after->fingerprint(), wanted.fingerprint());

        RenderDeploy deploy(*RenderDeploySettings::from(table), *m_client, m_secrets);
        VERIFY_OK(deploy.check(testJob()));
        VERIFY_OK(deploy.run(testJob()));
        VERIFY_OK(variable.putBack(m_tag, testJob()));
        const auto back = variable.read(testJob());
        VERIFY_OK(back);
        QCOMPARE(back->fingerprint(), before->fingerprint());
        VERIFY_OK(variable.forget(m_tag, testJob()));

        VERIFY_OK(m_provider->hold(m_copy, testJob().clock.now(), testJob()));
        VERIFY_OK(m_provider->wake(m_copy, testJob()));
        VERIFY_FAULT(m_provider->destroy(m_copy, {true, true}, testJob()), Fault::Refused);
        VERIFY_OK(m_provider->destroy(m_copy, {false, false}, testJob()));
        const auto state = m_provider->state(m_copy, testJob());
        VERIFY_OK(state);
        QVERIFY(state->phase == InstancePhase::Gone);
        const auto there = m_cloud->get(u"state"_s);
        VERIFY_OK(there);
        QVERIFY2((*there)[u"complaints"_s].toArray().isEmpty(), QJsonDocument(*there).toJson().constData());
    }
};

SHUTTLER_TEST(tst_Render)
#include "tst_Render.moc"
