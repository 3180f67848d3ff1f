// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsClient.h"
#include "core/net/QtHttpClient.h"
#include "core/providers/aws/RdsProvider.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/ProviderContract.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The whole way: our client, TLS, signatures, the simulated account, a real PostgreSQL behind each instance.
class tst_RdsContract : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void keepsItsPromises_data();
    void keepsItsPromises();
    void aRestoredMomentHasWhatWasSavedUntilThenAndNoMore();
    void aLostAnswerLeavesOneInstanceThatIsFound();
    void cleanupTestCase();

private:
    net::AwsCredentialSource credentials() const;
    InstanceId serving() const { return InstanceId(m_rds->sourceNamed()[u"name"_s].toString()); }
    Outcome sql(const QString &instance, const QString &statements);
    Result<QString> asked(const QString &instance, const QString &question);
    Outcome waitUntilAvailable(const InstanceId &instance);

    std::unique_ptr<Simulator> m_rds;
    std::unique_ptr<net::QtHttpClient> m_http;
    std::unique_ptr<net::HttpClient> m_signed;
    std::unique_ptr<net::HttpClient> m_signIn;
    MemorySecrets m_secrets;
    std::unique_ptr<RdsProvider> m_provider;
};

net::AwsCredentialSource tst_RdsContract::credentials() const
{
    const QJsonObject keys = m_rds->credentials();
    net::AwsCredentials credentials;
    credentials.accessKey = keys[u"accessKey"_s].toString();
    credentials.secretKey = std::make_shared<const Secret>(keys[u"secretKey"_s].toString().toLatin1());
    return [credentials](Job &) -> Result<net::AwsCredentials> { return credentials; };
}

void tst_RdsContract::initTestCase()
{
    if (!Simulator::isPossible(u"rds"_s))
        QSKIP("python3-botocore or pgBackRest is not installed");
    Result<std::unique_ptr<Simulator>> rds = Simulator::start(u"rds"_s, {u"--academy"_s, u"none"_s, u"--speed"_s, u"600"_s});
    VERIFY_OK(rds);
    m_rds = *std::move(rds);
    const QString region = m_rds->credentials()[u"region"_s].toString();
    m_http = std::make_unique<net::QtHttpClient>(m_rds->caFile());
    const auto budget = std::make_shared<net::RateBudget>();
    m_signed = net::awsClient(*m_http, credentials(), region, u"rds"_s, budget);
    m_signIn = net::awsClient(*m_http, credentials(), region, u"sts"_s, budget);
    m_secrets.with(u"pw"_s, m_rds->sourceNamed()[u"password"_s].toString().toUtf8());
    Result<RdsSettings> settings = RdsSettings::from({{u"region"_s, region},
                                                      {u"credential"_s, u"aws"_s},
                                                      {u"endpoint"_s, m_rds->endpoint()},
                                                      {u"ca"_s, m_rds->caFile()},
                                                      {u"user"_s, m_rds->sourceNamed()[u"user"_s].toString()},
                                                      {u"password"_s, u"pw"_s}});
    VERIFY_OK(settings);
    m_provider = std::make_unique<RdsProvider>(*settings, aws::AwsClients{*m_signed, *m_signIn}, m_secrets);
    VERIFY_OK(sql(serving().toString(), u"create table note (words text); insert into note values ('first')"_s));
    // An account of some seconds' age has neither a window nor a backup within it.
    VERIFY_OK(m_provider->catchUp(serving(), testJob()));
    VERIFY_OK(m_provider->takeBackup(serving(), u"contract"_s, testJob()));
    VERIFY_OK(m_provider->catchUp(serving(), testJob()));
}

void tst_RdsContract::cleanupTestCase()
{
    m_provider.reset();
    m_rds.reset();
}

Outcome tst_RdsContract::sql(const QString &instance, const QString &statements)
{
    if (Result<QJsonObject> ran = m_rds->post(u"sql"_s, {{u"instance"_s, instance}, {u"statements"_s, statements}}); !ran)
        return std::move(ran).error();
    return Done{};
}

Result<QString> tst_RdsContract::asked(const QString &instance, const QString &question)
{
    Result<QJsonObject> ran = m_rds->post(u"sql"_s, {{u"instance"_s, instance}, {u"statements"_s, question}});
    if (!ran)
        return std::move(ran).error();
    return (*ran)[u"output"_s].toString().trimmed();
}

Outcome tst_RdsContract::waitUntilAvailable(const InstanceId &instance)
{
    for (;;) {
        Result<InstanceState> state = m_provider->state(instance, testJob());
        if (!state)
            return std::move(state).error();
        if (state->phase == InstancePhase::Available)
            return Done{};
        if (state->phase != InstancePhase::Creating)
            return Error(Fault::Refused, state->detail);
        if (Outcome slept = testJob().sleepFor(std::chrono::milliseconds(100)); !slept)
            return slept;
    }
}

void tst_RdsContract::keepsItsPromises_data()
{
    QTest::addColumn<int>("index");
    for (int index = 0; index < ProviderContract::promises().size(); ++index)
        if (qstrcmp(ProviderContract::promises()[index].name, "aVerifiedBackupShowsInTheListing") != 0) // RDS reads none back.
            QTest::newRow(ProviderContract::promises()[index].name) << index;
}

void tst_RdsContract::keepsItsPromises()
{
    QFETCH(int, index);
    ProviderContract contract({*m_provider, serving(), [this] {
                                   return sql(serving().toString(), u"insert into note values ('more')"_s);
                               }});
    VERIFY_OK(contract.check(ProviderContract::promises()[index].name, testJob()));
}

void tst_RdsContract::aRestoredMomentHasWhatWasSavedUntilThenAndNoMore()
{
    VERIFY_OK(sql(serving().toString(), u"insert into note values ('before')"_s));
    const Result<Instant> moment = m_provider->catchUp(serving(), testJob());
    VERIFY_OK(moment);
    VERIFY_OK(sql(serving().toString(), u"insert into note values ('after')"_s));
    VERIFY_OK(m_provider->catchUp(serving(), testJob()));
    const InstanceId copy(u"shuttler-moment"_s);
    VERIFY_OK(m_provider->startRestore({serving(), copy, u"rmoment"_s, AtMoment{*moment}}, testJob()));
    VERIFY_OK(waitUntilAvailable(copy));
    const Result<ConnectionInfo> info = m_provider->connection(copy, testJob());
    VERIFY_OK(info);
    QVERIFY(info->port != m_rds->sourceNamed()[u"port"_s].toInt());
    const Result<QString> words = asked(copy.toString(), u"select string_agg(words, ',') from note where words in ('before', 'after')"_s);
    VERIFY_OK(words);
    QCOMPARE(*words, u"before"_s);
    VERIFY_OK(m_provider->destroy(copy, {.finalBackup = false, .keepBackups = false}, testJob()));
}

void tst_RdsContract::aLostAnswerLeavesOneInstanceThatIsFound()
{
    const InstanceId copy(u"shuttler-lost"_s);
    VERIFY_OK(m_rds->failOn(u"RestoreDBInstanceToPointInTime"_s, u"lost"_s));
    const Outcome started = m_provider->startRestore({serving(), copy, u"rlost"_s, AtLatest{}}, testJob());
    VERIFY_FAULT(started, Fault::OutcomeUnknown);
    VERIFY_OK(m_rds->failNothing());
    const Result<std::optional<Instance>> found = m_provider->findRestore(u"rlost"_s, testJob());
    VERIFY_OK(found);
    QVERIFY(*found && (*found)->id == copy);
    VERIFY_OK(m_provider->startRestore({serving(), copy, u"rlost"_s, AtLatest{}}, testJob()));
    VERIFY_OK(waitUntilAvailable(copy));
    VERIFY_OK(m_provider->destroy(copy, {.finalBackup = false, .keepBackups = false}, testJob()));
}

SHUTTLER_TEST(tst_RdsContract)
#include "tst_RdsContract.moc"
