// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/net/AwsClient.h"
#include "core/net/QtHttpClient.h"
#include "core/providers/aws/AwsSignIn.h"
#include "core/providers/aws/RdsProvider.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Temporary keys of a simulated AWS that checks each signature: lent for a role with a device, and by the single sign-on.
class tst_AwsSessions : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    SilentProgress m_progress;
    ManualClock m_clock{SystemClock().now()};
    std::unique_ptr<Simulator> m_aws;
    std::unique_ptr<net::QtHttpClient> m_raw;

    /// RDS as whoever `identity` signs in.
    struct Line {
        Line(const RdsSettings &settings, const aws::Identity &identity, net::HttpClient &raw, SecretStore &secrets)
            : signIn(std::make_shared<aws::AwsSignIn>(identity, raw, secrets))
            , rds(net::awsClient(raw, aws::AwsSignIn::sourceOf(signIn), identity.region, u"rds"_s, std::make_shared<net::RateBudget>()))
            , sts(net::awsClient(raw, aws::AwsSignIn::sourceOf(signIn), identity.region, u"sts"_s, std::make_shared<net::RateBudget>()))
            , provider(settings, aws::AwsClients{*rds, *sts}, secrets)
        {}
        std::shared_ptr<aws::AwsSignIn> signIn;
        std::unique_ptr<net::HttpClient> rds;
        std::unique_ptr<net::HttpClient> sts;
        RdsProvider provider;
    };

    QString region() const { return m_aws->credentials()[u"region"_s].toString(); }
    QByteArray code() const { return m_aws->greeting()[u"role"_s][u"code"_s].toString().toLatin1(); }
    MemorySecrets secrets() const
    {
        MemorySecrets all;
        all.with(u"aws"_s, m_aws->awsKeys());
        return all;
    }
    aws::Identity identity(const QString &profile = {}) const
    {
        const QUrl there(m_aws->endpoint() + u'/');
        return {profile.isEmpty() ? u"aws"_s : QString(), profile, {}, region(), there, there};
    }
    aws::Identity asRole() const
    {
        aws::Identity one = identity();
        const QJsonObject role = m_aws->greeting()[u"role"_s].toObject();
        one.role = net::AwsRole{role[u"arn"_s].toString(), role[u"device"_s].toString(), {}};
        return one;
    }
    std::unique_ptr<Line> lineFor(const aws::Identity &identity, SecretStore &secrets) const
    {
        const Result<RdsSettings> settings = RdsSettings::from({{u"region"_s, region()},
                                                                {u"credential"_s, u"aws"_s},
                                                                {u"endpoint"_s, m_aws->endpoint()},
                                                                {u"ca"_s, m_aws->caFile()}});
        return std::make_unique<Line>(*settings, identity, *m_raw, secrets);
    }
    Outcome look(Line &line)
    {
        Job job{{}, m_progress, m_clock};
        Result<QList<Instance>> instances = line.provider.instances(job);
        return instances ? Outcome(Done{}) : Outcome(std::move(instances).error());
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("python3-botocore or pgBackRest is not installed");
        Result<std::unique_ptr<Simulator>> started = Simulator::start(u"rds"_s, {u"--academy"_s, u"none"_s});
        VERIFY_OK(started);
        m_aws = *std::move(started);
        m_raw = std::make_unique<net::QtHttpClient>(m_aws->caFile());
    }
    void init() { m_clock.set(SystemClock().now()); }
    void cleanupTestCase() { m_aws.reset(); }

    void aRoleWithADeviceIsTakenOnAndAgainWhenAwsEndsItsKeys()
    {
        MemorySecrets keychain = secrets();
        const auto line = lineFor(asRole(), keychain);
        VERIFY_FAULT(look(*line), Fault::Refused); // Nobody told the code.
        keychain.with(u"aws/mfa-code"_s, "000000");
        VERIFY_FAULT(look(*line), Fault::Refused);
        keychain.with(u"aws/mfa-code"_s, code());
        VERIFY_OK(look(*line));
        VERIFY_OK(look(*line)); // The code is used up, the keys are not.

        VERIFY_OK(m_aws->post(u"expire"_s, {}));
        m_clock.set(m_clock.now() + std::chrono::minutes(2));
        const Outcome asked = look(*line);
        VERIFY_FAULT(asked, Fault::Refused);
        QVERIFY2(asked.error().todo().contains(u"aws/mfa-code"_s), qPrintable(asked.error().todo()));
        keychain.with(u"aws/mfa-code"_s, code());
        VERIFY_OK(look(*line));
    }

    void keysThatAwsEndsAtOnceAreSaid()
    {
        MemorySecrets keychain = secrets();
        keychain.with(u"aws/mfa-code"_s, code());
        const auto line = lineFor(asRole(), keychain);
        VERIFY_OK(m_aws->post(u"options"_s, {{u"expired"_s, true}}));
        const Outcome ended = look(*line);
        VERIFY_OK(m_aws->post(u"options"_s, {{u"expired"_s, false}}));
        VERIFY_FAULT(ended, Fault::Refused);
        QVERIFY2(ended.error().what().contains(u"has run out"_s), qPrintable(ended.error().what()));
    }

    void theSingleSignOnOpensRds()
    {
        const QJsonObject portal = m_aws->greeting()[u"singleSignOn"_s].toObject();
        qputenv("HOME", m_home.path().toUtf8());
        QDir().mkpath(m_home.filePath(u".aws/sso/cache"_s));
        VERIFY_OK(writeFileAtomically(
            m_home.filePath(u".aws/config"_s),
            "[profile school]\nsso_start_url = https://school.test/start\nsso_region = eu-central-1\nsso_account_id = "
                + portal[u"account"_s].toString().toUtf8() + "\nsso_role_name = " + portal[u"role"_s].toString().toUtf8() + "\n"));
        const QString cache = QString::fromLatin1(QCryptographicHash::hash("https://school.test/start", QCryptographicHash::Sha1).toHex());
        const auto signOn = [&](const QString &token) {
            return writeFileAtomically(m_home.filePath(u".aws/sso/cache/%1.json"_s.arg(cache)),
                                       R"({"accessToken": ")" + token.toUtf8() + R"(", "expiresAt": "2999-01-01T00:00:00Z"})");
        };
        MemorySecrets nothing;
        VERIFY_OK(signOn(u"another"_s));
        const auto stranger = lineFor(identity(u"school"_s), nothing);
        const Outcome refused = look(*stranger);
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY(refused.error().todo().contains(u"aws sso login --profile school"_s));
        VERIFY_OK(signOn(portal[u"token"_s].toString()));
        const auto line = lineFor(identity(u"school"_s), nothing);
        VERIFY_OK(look(*line));
    }
};

SHUTTLER_TEST(tst_AwsSessions)
#include "tst_AwsSessions.moc"
