// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsClient.h"
#include "core/postgres/Connection.h"
#include "tests/support/Jobs.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

#include <QFileInfo>

#include <csignal>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What a test of the clouds may rely on when it starts a simulated one.
class tst_Simulator final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<Simulator> m_cloud;

    net::Request whoAmI() const
    {
        net::Request request;
        request.method = "POST";
        request.url = QUrl(m_cloud->endpoint() + u'/');
        request.headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}};
        request.repeat = net::Repeat::Never; // Sent once: the test counts.
        request.body = "Action=GetCallerIdentity&Version=2011-06-15";
        return request;
    }

    Result<net::Response> askWhoAmI(const QByteArray &secretKey) const
    {
        net::AwsCredentials credentials;
        credentials.accessKey = m_cloud->credentials()[u"accessKey"_s].toString();
        credentials.secretKey = std::make_shared<const Secret>(QByteArray(secretKey));
        const QString region = m_cloud->credentials()[u"region"_s].toString();
        net::QtHttpClient client(m_cloud->caFile());
        return client.send(net::signedByAws(whoAmI(), credentials, region, u"sts"_s, testJob().clock.now()), testJob());
    }

    QByteArray secretKey() const { return m_cloud->credentials()[u"secretKey"_s].toString().toUtf8(); }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("python3-botocore or pgbackrest is not installed");
        Result<std::unique_ptr<Simulator>> started = Simulator::start(u"rds"_s, {u"--academy"_s, u"none"_s});
        VERIFY_OK(started);
        m_cloud = *std::move(started);
    }
    void cleanupTestCase() { m_cloud.reset(); }

    void takesOurSignatureAndNoWrongOne()
    {
        const Result<net::Response> right = askWhoAmI(secretKey());
        VERIFY_OK(right);
        QCOMPARE(right->status, 200);
        QVERIFY(right->body.contains("<Account>123456789012</Account>"));
        const Result<net::Response> wrong = askWhoAmI(secretKey() + 'x');
        VERIFY_OK(wrong);
        QCOMPARE(wrong->status, 403);
        QCOMPARE(net::awsErrorCode(*wrong), u"SignatureDoesNotMatch"_s);
    }

    void itsSourceIsADatabaseBehindVerifiedTls()
    {
        const ConnectionInfo source = m_cloud->source();
        QCOMPARE(source.sslRootCert, m_cloud->caFile());
        Result<postgres::Connection> connection = postgres::Connection::open(source, {}, testJob());
        VERIFY_OK(connection);
        const Result<postgres::Rows> rows = connection->query(u"SELECT current_user"_s, testJob());
        VERIFY_OK(rows);
        QCOMPARE(rows->text(0, 0), source.user);
    }

    void failsTheRequestItIsToldToAndNoOther()
    {
        VERIFY_OK(m_cloud->failAt(2, u"error"_s, {{u"status"_s, 502}}));
        QList<int> seen;
        for (int i = 0; i < 3; ++i) {
            const Result<net::Response> answer = askWhoAmI(secretKey());
            VERIFY_OK(answer);
            seen.append(answer->status);
        }
        QCOMPARE(seen, (QList<int>{200, 502, 200}));
        VERIFY_OK(m_cloud->failOn(u"GetCallerIdentity"_s, u"lost"_s));
        VERIFY_FAULT(askWhoAmI(secretKey()), Fault::OutcomeUnknown);
        VERIFY_OK(m_cloud->failNothing());
        VERIFY_FAULT(m_cloud->failAt(1, u"no such kind"_s), Fault::Refused);
    }

    void letsTimePassWhenTold()
    {
        const Result<QJsonObject> before = m_cloud->get(u"clock"_s);
        VERIFY_OK(before);
        VERIFY_OK(m_cloud->advance(std::chrono::hours(1)));
        const Result<QJsonObject> after = m_cloud->get(u"clock"_s);
        VERIFY_OK(after);
        QVERIFY((*after)[u"now"_s].toDouble() >= (*before)[u"now"_s].toDouble() + 3600);
    }

    void leavesNothingBehind()
    {
        const QString folder = m_cloud->folder();
        const qint64 pid = m_cloud->pid();
        const ConnectionInfo source = m_cloud->source();
        m_cloud.reset();
        QVERIFY(!QFileInfo::exists(folder));
        QVERIFY(::kill(pid_t(pid), 0) != 0);
        VERIFY_FAULT(postgres::Connection::open(source, {}, testJob()), Fault::Unreachable);
    }
};

SHUTTLER_TEST(tst_Simulator)
#include "tst_Simulator.moc"
