// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/Patience.h"
#include "core/net/QtHttpClient.h"
#include "core/providers/render/RenderProvider.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/ProviderContract.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Render's adapter keeps what every provider promises, as far as Render can.
class tst_RenderContract : public QObject {
    Q_OBJECT

    std::unique_ptr<Simulator> m_cloud;
    std::unique_ptr<net::QtHttpClient> m_raw;
    std::unique_ptr<net::PatientClient> m_client;
    MemorySecrets m_secrets;
    std::unique_ptr<RenderProvider> m_provider;

    InstanceId serving() const { return InstanceId(m_cloud->sourceNamed()[u"name"_s].toString()); }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"render"_s))
            QSKIP("what the simulated Render needs is not installed");
        Result<std::unique_ptr<Simulator>> started = Simulator::start(
            u"render"_s, {u"--academy"_s, u"none"_s, u"--speed"_s, u"600"_s, u"--limits"_s, u"none"_s});
        VERIFY_OK(started);
        m_cloud = *std::move(started);
        m_raw = std::make_unique<net::QtHttpClient>(m_cloud->caFile());
        m_client = std::make_unique<net::PatientClient>(*m_raw, net::Patience{}, std::make_shared<net::RateBudget>());
        m_secrets.with(u"key"_s, m_cloud->credentials()[u"key"_s].toString().toUtf8());
        const auto settings = RenderSettings::from({{u"credential"_s, u"key"_s}, {u"endpoint"_s, m_cloud->endpoint() + u"/v1"_s},
                                                    {u"database-ca"_s, m_cloud->caFile()}, {u"lag"_s, u"2"_s}});
        VERIFY_OK(settings);
        m_provider = std::make_unique<RenderProvider>(*settings, *m_client, m_secrets);
        VERIFY_OK(m_cloud->post(u"sql"_s, {{u"instance"_s, serving().toString()}, {u"statements"_s, u"create table note (words text)"_s}}));
        VERIFY_OK(m_provider->takeBackup(serving(), {}, testJob()));
        VERIFY_OK(m_provider->catchUp(serving(), testJob()));
    }
    void cleanupTestCase()
    {
        m_provider.reset();
        m_cloud.reset();
    }

    void keepsItsPromises_data()
    {
        // Render reads no export back, and has no place to write down until when something is held.
        static const QStringList cannot{u"aVerifiedBackupShowsInTheListing"_s, u"aHeldInstanceSleepsAndWakes"_s};
        QTest::addColumn<int>("index");
        for (int index = 0; index < ProviderContract::promises().size(); ++index)
            if (!cannot.contains(QString::fromLatin1(ProviderContract::promises()[index].name)))
                QTest::newRow(ProviderContract::promises()[index].name) << index;
    }
    void keepsItsPromises()
    {
        QFETCH(int, index);
        ProviderContract contract({*m_provider, serving(), [this]() -> Outcome {
                                       const Result<QJsonObject> ran =
                                           m_cloud->post(u"sql"_s, {{u"instance"_s, serving().toString()},
                                                                    {u"statements"_s, u"insert into note values ('more')"_s}});
                                       return ran ? Outcome(Done{}) : Outcome(ran.error());
                                   }});
        VERIFY_OK(contract.check(ProviderContract::promises()[index].name, testJob()));
    }
};

SHUTTLER_TEST(tst_RenderContract)
#include "tst_RenderContract.moc"
