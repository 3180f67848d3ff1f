// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsClient.h"
#include "core/net/QtHttpClient.h"
#include "core/providers/aws/RdsProvider.h"
#include "core/targets/EnvFile.h"
#include "core/targets/aws/RdsRename.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Two real databases swap their names at a simulated RDS.
class tst_RdsRename : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Simulator> m_rds;
    std::unique_ptr<net::QtHttpClient> m_raw;
    std::unique_ptr<net::HttpClient> m_signed;
    std::optional<RdsSettings> m_settings;
    MemorySecrets m_secrets;
    std::unique_ptr<RdsProvider> m_provider;
    QTemporaryDir m_folder;
    const QString m_tag = u"r20261124-210000-7f3c"_s;
    const InstanceId m_copy{u"shuttler-r20261124-210000-7f3c"_s};

    QString name() const { return m_rds->sourceNamed()[u"name"_s].toString(); }
    InstanceId serving() const { return InstanceId(m_rds->sourceNamed()[u"id"_s].toString()); }
    aws::AwsClients clients() { return {*m_signed, *m_signed}; }
    RdsRenameTarget target(const InstanceId &serving)
    {
        return RdsRenameTarget(std::make_unique<EnvFile>(m_folder.filePath(u".env"_s), u"DATABASE_URL"_s), serving, *m_settings, clients(), m_secrets);
    }
    RdsRename cutover() { return RdsRename(serving(), *m_settings, clients(), m_secrets); }
    /// Which database answers at an instance's name.
    QString words(const QString &instance)
    {
        Result<QJsonObject> ran = m_rds->post(u"sql"_s, {{u"instance"_s, instance}, {u"statements"_s, u"select words from note"_s}});
        return ran ? (*ran)[u"output"_s].toString().trimmed() : ran.error().what();
    }
    QStringList names()
    {
        QStringList all;
        for (const QJsonValue &each : m_rds->get(u"state"_s)->value(u"instances"_s).toArray())
            all.append(each[u"name"_s].toString());
        all.sort();
        return all;
    }
    bool waitUntilAvailable()
    {
        for (int look = 0; look < 600; ++look) {
            const auto state = m_provider->state(m_copy, testJob());
            if (!state || state->phase == InstancePhase::Available)
                return state.has_value();
            if (!testJob().sleepFor(std::chrono::milliseconds(100)))
                return false;
        }
        return false;
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("python3-botocore or pgBackRest is not installed");
        Result<std::unique_ptr<Simulator>> rds = Simulator::start(u"rds"_s, {u"--academy"_s, u"none"_s, u"--speed"_s, u"600"_s});
        VERIFY_OK(rds);
        m_rds = *std::move(rds);
        m_raw = std::make_unique<net::QtHttpClient>(m_rds->caFile());
        net::AwsCredentials keys;
        keys.accessKey = m_rds->credentials()[u"accessKey"_s].toString();
        keys.secretKey = std::make_shared<const Secret>(m_rds->credentials()[u"secretKey"_s].toString().toLatin1());
        const QString region = m_rds->credentials()[u"region"_s].toString();
        m_signed = net::awsClient(*m_raw, [keys](Job &) -> Result<net::AwsCredentials> { return keys; }, region, u"rds"_s,
                                  std::make_shared<net::RateBudget>());
        m_secrets.with(u"pw"_s, m_rds->sourceNamed()[u"password"_s].toString().toUtf8());
        m_settings = *RdsSettings::from({{u"region"_s, region}, {u"credential"_s, u"aws"_s}, {u"endpoint"_s, m_rds->endpoint()},
                                         {u"user"_s, m_rds->sourceNamed()[u"user"_s].toString()}, {u"password"_s, u"pw"_s}});
        m_provider = std::make_unique<RdsProvider>(*m_settings, clients(), m_secrets);
        QFile file(m_folder.filePath(u".env"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("DATABASE_URL=postgresql://app:geheim@localhost:" + QByteArray::number(m_rds->sourceNamed()[u"port"_s].toInt()) + "/academy\n");
        file.close();

        VERIFY_OK(m_rds->post(u"sql"_s, {{u"instance"_s, name()}, {u"statements"_s, u"create table note (words text); insert into note values ('old')"_s}}));
        VERIFY_OK(m_provider->catchUp(serving(), testJob()));
        VERIFY_OK(m_provider->takeBackup(serving(), u"first"_s, testJob()));
        VERIFY_OK(m_provider->catchUp(serving(), testJob()));
        VERIFY_OK(m_provider->startRestore({serving(), m_copy, m_tag, AtLatest{}}, testJob()));
        QVERIFY(waitUntilAvailable());
        VERIFY_OK(m_rds->post(u"sql"_s, {{u"instance"_s, m_copy.toString()}, {u"statements"_s, u"update note set words = 'new'"_s}}));
    }
    void cleanupTestCase()
    {
        if (!m_rds)
            return;
        QCOMPARE(m_rds->get(u"state"_s)->value(u"complaints"_s).toArray(), QJsonArray());
        m_rds.reset();
    }

    void anEnvironmentThatGoesByTheNameIsRefused()
    {
        const Outcome possible = target(InstanceId(name())).check(testJob());
        VERIFY_FAULT(possible, Fault::Refused);
        QVERIFY2(possible.error().todo().contains(serving().toString()), describe(possible.error()).constData());
        VERIFY_OK(target(serving()).check(testJob()));
    }
    void aSwapThatBrokeOffBetweenTheNamesIsFinishedAndPutBack()
    {
        const Result<ConnectionInfo> copy = m_provider->connection(m_copy, testJob());
        VERIFY_OK(copy);
        RdsRenameTarget url = target(serving());
        const DatabaseUrl wanted = url.read(testJob())->movedTo(copy->host, copy->port);
        VERIFY_OK(url.write(wanted, m_tag, testJob()));
        QCOMPARE(url.read(testJob())->fingerprint(), wanted.fingerprint());
        QCOMPARE(words(name()), u"old"_s); // Written is not live.

        VERIFY_OK(m_rds->failOn(u"ModifyDBInstance"_s, u"error"_s, {{u"nth"_s, 2}}));
        VERIFY_FAULT(cutover().run(testJob()), Fault::OutcomeUnknown);
        QCOMPARE(names(), QStringList({name() + u"-old"_s, m_copy.toString()})); // Nobody has the name.
        QCOMPARE(url.read(testJob())->fingerprint(), wanted.fingerprint());

        VERIFY_OK(m_rds->failOn(u"ModifyDBInstance"_s, u"lost"_s));
        VERIFY_OK(cutover().run(testJob()));
        QCOMPARE(words(name()), u"new"_s);
        VERIFY_OK(m_rds->failNothing());
        VERIFY_OK(cutover().run(testJob())); // Nothing is left to do.
        QCOMPARE(names(), QStringList({name(), name() + u"-old"_s}));

        // Both are still known by what the run calls them, and by nothing else.
        QCOMPARE(m_provider->connection(m_copy, testJob())->port, m_rds->sourceNamed()[u"port"_s].toInt());
        QVERIFY(m_provider->connection(serving(), testJob())->port != m_rds->sourceNamed()[u"port"_s].toInt());
        QCOMPARE(url.read(testJob())->port(), m_rds->sourceNamed()[u"port"_s].toInt()); // Where it is reached now, and not where it was.

        VERIFY_OK(url.putBack(m_tag, testJob()));
        VERIFY_OK(cutover().run(testJob())); // As an undo does.
        QCOMPARE(names(), QStringList({name(), m_copy.toString()}));
        QCOMPARE(words(name()), u"old"_s);
        VERIFY_OK(url.forget(m_tag, testJob()));
        QCOMPARE(m_secrets.size(), 1); // The password.
    }
};

SHUTTLER_TEST(tst_RdsRename)
#include "tst_RdsRename.moc"
