// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsClient.h"
#include "core/net/QtHttpClient.h"
#include "core/targets/EnvFile.h"
#include "core/targets/aws/AwsParameter.h"
#include "core/targets/aws/AwsSecret.h"
#include "core/targets/aws/EcsRollout.h"
#include "core/targets/aws/Route53Record.h"
#include "core/targets/dns/DnsCutover.h"
#include "core/targets/dns/DnsTarget.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Secrets, parameters, rollouts and records at a simulated AWS, which holds every request against AWS's own models.
class tst_AwsCutover : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Simulator> m_aws;
    std::unique_ptr<net::QtHttpClient> m_raw;
    std::vector<std::unique_ptr<net::HttpClient>> m_clients;
    MemorySecrets m_secrets;
    ManualClock m_clock;
    RecordingProgress m_progress;
    Job m_job{{}, m_progress, m_clock};
    QByteArray m_password;

    QMap<QString, QString> with(QMap<QString, QString> more) const
    {
        more.insert(u"region"_s, m_aws->credentials()[u"region"_s].toString());
        more.insert(u"credential"_s, u"aws"_s);
        more.insert(u"endpoint"_s, m_aws->endpoint());
        return more;
    }
    net::HttpClient &client(const AwsAccess &access, const QString &service)
    {
        net::AwsCredentials keys;
        keys.accessKey = m_aws->credentials()[u"accessKey"_s].toString();
        keys.secretKey = std::make_shared<const Secret>(m_aws->credentials()[u"secretKey"_s].toString().toLatin1());
        m_clients.push_back(net::awsClient(*m_raw, [keys](Job &) -> Result<net::AwsCredentials> { return keys; }, access.region, service,
                                           std::make_shared<net::RateBudget>()));
        return *m_clients.back();
    }
    AwsSecretSettings secretSettings(const QString &name) const
    {
        return *AwsSecretSettings::from(with({{u"secret"_s, m_aws->greeting()[name].toString()}}), u"DATABASE_URL"_s);
    }
    AwsSecret secret(const QString &name)
    {
        const AwsSecretSettings settings = secretSettings(name);
        return AwsSecret(settings, client(settings.access, u"secretsmanager"_s));
    }
    AwsSecretGoesLive goesLive(const QString &name)
    {
        const AwsSecretSettings settings = secretSettings(name);
        return AwsSecretGoesLive(settings, client(settings.access, u"secretsmanager"_s));
    }
    EcsRollout rollout()
    {
        const auto settings = EcsRolloutSettings::from(with({{u"cluster"_s, u"shuttler"_s}, {u"service"_s, u"shuttler-backend"_s}}));
        return EcsRollout(*settings, client(settings->access, u"ecs"_s));
    }
    std::shared_ptr<DnsRecord> record()
    {
        const auto settings = Route53Settings::from(with({{u"zone"_s, u"/hostedzone/"_s + m_aws->greeting()[u"zone"_s].toString()},
                                                          {u"record"_s, u"db.shuttler.example"_s}}));
        return std::make_shared<Route53Record>(*settings, client(settings->access, u"route53"_s));
    }
    QJsonObject state(const QString &part) const { return m_aws->get(u"state"_s)->value(part).toObject(); }
    QString current(const QString &name) const { return state(u"secrets"_s)[m_aws->greeting()[name].toString()].toString(); }
    QJsonObject labels(const QString &name) const { return state(u"labels"_s)[m_aws->greeting()[name].toString()].toObject(); }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("python3-botocore or pgBackRest is not installed");
        Result<std::unique_ptr<Simulator>> aws = Simulator::start(u"rds"_s, {u"--academy"_s, u"none"_s});
        VERIFY_OK(aws);
        m_aws = *std::move(aws);
        m_raw = std::make_unique<net::QtHttpClient>(m_aws->caFile());
        m_password = m_aws->sourceNamed()[u"password"_s].toString().toUtf8();
        VERIFY_OK(m_aws->post(u"clock"_s, {{u"perRequest"_s, 20}})); // Time goes by looks.
    }
    void init()
    {
        m_clock.set(SystemClock().now()); // Signatures hold for five minutes.
        VERIFY_OK(m_aws->failNothing());
        VERIFY_OK(m_aws->post(u"options"_s, {{u"deny"_s, QJsonArray()}, {u"rollout"_s, u"completes"_s}}));
    }
    void cleanupTestCase()
    {
        if (!m_aws)
            return;
        QCOMPARE(m_aws->get(u"state"_s)->value(u"complaints"_s).toArray(), QJsonArray()); // All that was sent is in AWS's models.
        m_aws.reset();
    }

    void aSecretIsStagedReadBackMadeCurrentAndPutBack()
    {
        AwsSecret target = secret(u"secret"_s);
        AwsSecretGoesLive cutover = goesLive(u"secret"_s);
        VERIFY_OK(target.check(m_job));
        const QString before = current(u"secret"_s);
        const auto present = target.read(m_job);
        VERIFY_OK(present);
        const DatabaseUrl wanted = present->movedTo(u"new.rds.example"_s, 6000);

        VERIFY_OK(target.write(wanted, u"r1"_s, m_job));
        QCOMPARE(target.read(m_job)->fingerprint(), wanted.fingerprint());
        QCOMPARE(current(u"secret"_s), before); // Staged is not live.
        VERIFY_OK(target.write(wanted, u"r1"_s, m_job)); // After a crash.

        VERIFY_OK(cutover.run(m_job));
        QCOMPARE(current(u"secret"_s), wanted.expose([](const char *text) { return QString::fromUtf8(text); }));
        QVERIFY(!labels(u"secret"_s).contains(u"shuttler-staged"_s));
        VERIFY_OK(cutover.run(m_job));
        QCOMPARE(target.read(m_job)->fingerprint(), wanted.fingerprint());

        VERIFY_OK(target.putBack(u"r1"_s, m_job));
        QCOMPARE(current(u"secret"_s), before);
        VERIFY_OK(cutover.run(m_job)); // As an undo does.
        QCOMPARE(current(u"secret"_s), before);
        VERIFY_OK(target.forget(u"r1"_s, m_job));
        QVERIFY(!labels(u"secret"_s).contains(u"shuttler-before-r1"_s));
        VERIFY_FAULT(target.putBack(u"r1"_s, m_job), Fault::NotFound);
    }
    void aStagedSecretIsPutBackBeforeItWasEverLive()
    {
        AwsSecret target = secret(u"secret"_s);
        const QString before = current(u"secret"_s);
        VERIFY_OK(target.write(target.read(m_job)->movedTo(u"new.rds.example"_s, 6001), u"r2"_s, m_job));
        VERIFY_OK(target.putBack(u"r2"_s, m_job));
        VERIFY_OK(goesLive(u"secret"_s).run(m_job));
        QCOMPARE(current(u"secret"_s), before);
        VERIFY_OK(target.forget(u"r2"_s, m_job));
    }
    void theJsonOfRdsKeepsWhatDoesNotSayWhereTheDatabaseIs()
    {
        AwsSecret target = secret(u"jsonSecret"_s);
        const QJsonObject before = QJsonDocument::fromJson(current(u"jsonSecret"_s).toUtf8()).object();
        VERIFY_OK(target.write(target.read(m_job)->movedTo(u"new.rds.example"_s, 6000), u"r3"_s, m_job));
        VERIFY_OK(goesLive(u"jsonSecret"_s).run(m_job));
        QJsonObject expected = before;
        expected[u"host"_s] = u"new.rds.example"_s;
        expected[u"port"_s] = 6000;
        QCOMPARE(QJsonDocument::fromJson(current(u"jsonSecret"_s).toUtf8()).object(), expected);
        VERIFY_OK(target.putBack(u"r3"_s, m_job));
        QCOMPARE(QJsonDocument::fromJson(current(u"jsonSecret"_s).toUtf8()).object(), before);
    }
    void anAnswerThatWasLostIsLookedUp()
    {
        AwsSecret target = secret(u"secret"_s);
        const QString before = current(u"secret"_s);
        VERIFY_OK(target.write(target.read(m_job)->movedTo(u"new.rds.example"_s, 6002), u"r4"_s, m_job));
        VERIFY_OK(m_aws->failOn(u"UpdateSecretVersionStage"_s, u"lost"_s));
        VERIFY_OK(goesLive(u"secret"_s).run(m_job));
        QVERIFY(current(u"secret"_s).contains(u":6002/"_s));
        VERIFY_OK(target.putBack(u"r4"_s, m_job));
        QCOMPARE(current(u"secret"_s), before);
    }
    void aParameterIsWrittenWithItsKeyAndPutBack()
    {
        const auto settings = AwsParameterSettings::from(with({{u"parameter"_s, u"/prod/shuttler/DATABASE_URL"_s}}), u"DATABASE_URL"_s);
        VERIFY_OK(settings);
        AwsParameter target(*settings, client(settings->access, u"ssm"_s), m_secrets);
        VERIFY_OK(target.check(m_job));
        const QString before = state(u"parameters"_s)[settings->parameter].toString();
        const DatabaseUrl wanted = target.read(m_job)->movedTo(u"new.rds.example"_s, 6000);
        VERIFY_OK(m_aws->failOn(u"PutParameter"_s, u"lost"_s));
        VERIFY_OK(target.write(wanted, u"r1"_s, m_job));
        QCOMPARE(target.read(m_job)->fingerprint(), wanted.fingerprint());
        QCOMPARE(state(u"keys"_s)[settings->parameter].toString(), u"alias/shuttler"_s);
        VERIFY_OK(target.putBack(u"r1"_s, m_job));
        QCOMPARE(state(u"parameters"_s)[settings->parameter].toString(), before);
        VERIFY_OK(target.forget(u"r1"_s, m_job));
        QCOMPARE(m_secrets.size(), 0);
    }
    void aMissingRightIsNamedAndNoValueIsShown_data()
    {
        QTest::addColumn<QString>("right");
        for (const char *right : {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue",
                                  "secretsmanager:UpdateSecretVersionStage"})
            QTest::newRow(right) << QString::fromLatin1(right);
    }
    void aMissingRightIsNamedAndNoValueIsShown()
    {
        QFETCH(QString, right);
        AwsSecret target = secret(u"secret"_s);
        const auto present = target.read(m_job);
        VERIFY_OK(present);
        VERIFY_OK(m_aws->post(u"options"_s, {{u"deny"_s, QJsonArray{right}}}));
        const Outcome wrote = target.write(present->movedTo(u"new.rds.example"_s, 6003), u"r-"_s + right.section(u':', 1), m_job);
        VERIFY_FAULT(wrote, Fault::Refused);
        QVERIFY2(wrote.error().what().contains(right), describe(wrote.error()).constData());
        QVERIFY(!describe(wrote.error()).contains(m_password));
    }
    void tasksRunAnewBeforeTheRolloutIsDone()
    {
        EcsRollout cutover = rollout();
        VERIFY_OK(cutover.check(m_job));
        const int before = m_aws->get(u"state"_s)->value(u"deployments"_s).toInt();
        VERIFY_OK(cutover.run(m_job));
        QCOMPARE(m_aws->get(u"state"_s)->value(u"deployments"_s).toInt(), before + 1);
        QVERIFY(m_progress.lines().contains(u"0 of 2 new tasks run, 0 failed"_s)); // It was waited for.
        VERIFY_OK(cutover.check(m_job));
    }
    void aRolloutThatFailsIsSaid()
    {
        VERIFY_OK(m_aws->post(u"options"_s, {{u"rollout"_s, u"fails"_s}}));
        const Outcome stopped = rollout().run(m_job);
        VERIFY_FAULT(stopped, Fault::Refused);
        QVERIFY2(stopped.error().means().contains(u"circuit breaker stopped it"_s), describe(stopped.error()).constData());
        QCOMPARE(stopped.error().details(), u"ECS deployment circuit breaker: tasks failed to start."_s);
    }
    void withoutACircuitBreakerFailingTasksAreNotWaitedForForEver()
    {
        VERIFY_OK(m_aws->post(u"options"_s, {{u"rollout"_s, u"stuck"_s}}));
        const Outcome stopped = rollout().run(m_job);
        VERIFY_FAULT(stopped, Fault::Refused);
        QVERIFY2(stopped.error().means().contains(u"no circuit breaker"_s), describe(stopped.error()).constData());
    }
    void aRecordIsChangedWaitedForAndPutBack()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u".env"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("DATABASE_URL=postgresql://app:geheim@db.shuttler.example:5432/academy\n");
        file.close();
        const auto there = [this] { return state(u"records"_s)[u"db.shuttler.example. CNAME"_s].toArray().first().toString(); };
        const QString old = there();
        DnsTarget target(std::make_unique<EnvFile>(file.fileName(), u"DATABASE_URL"_s), record(), m_secrets);
        DnsCutover cutover(record(), m_secrets);
        VERIFY_OK(target.check(m_job));
        VERIFY_OK(target.write(target.read(m_job)->movedTo(u"new.rds.example"_s, 5432), u"r1"_s, m_job));
        QCOMPARE(there(), old);

        VERIFY_OK(m_aws->failOn(u"ChangeResourceRecordSets"_s, u"lost"_s));
        const qsizetype before = m_aws->get(u"requests"_s)->value(u"requests"_s).toArray().size();
        VERIFY_OK(cutover.run(m_job));
        QCOMPARE(plainDnsName(there()), u"new.rds.example"_s);
        qsizetype looks = 0;
        const QJsonArray requests = m_aws->get(u"requests"_s)->value(u"requests"_s).toArray();
        for (qsizetype at = before; at < requests.size(); ++at)
            looks += requests[at][u"action"_s].toString() == u"GetChange"_s;
        QVERIFY2(looks > 1, qPrintable(QString::number(looks))); // PENDING was seen, and waited for.

        VERIFY_OK(target.putBack(u"r1"_s, m_job));
        QCOMPARE(plainDnsName(there()), plainDnsName(old));
        VERIFY_OK(target.forget(u"r1"_s, m_job));
        QCOMPARE(m_secrets.size(), 0);
    }
    void aRecordThatMayNotBeChangedNamesTheRight()
    {
        VERIFY_OK(m_aws->post(u"options"_s, {{u"deny"_s, QJsonArray{u"route53:ChangeResourceRecordSets"_s}}}));
        const auto ours = record();
        const DnsAnswer before = *ours->read(m_job);
        const Outcome replaced = ours->replace(before, {u"CNAME"_s, Seconds(60), {u"new.rds.example"_s}}, m_job);
        VERIFY_FAULT(replaced, Fault::Refused);
        QVERIFY2(replaced.error().what().contains(u"route53:ChangeResourceRecordSets"_s), describe(replaced.error()).constData());
    }
};

SHUTTLER_TEST(tst_AwsCutover)
#include "tst_AwsCutover.moc"
