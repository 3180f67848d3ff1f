// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/providers/aws/AwsSignIn.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/ScriptedHttp.h"
#include "tests/support/Test.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::aws;
using namespace shuttler::net;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Roles, devices, profiles and the single sign-on, as STS and its portal answer.
class tst_AwsSignIn : public QObject {
    Q_OBJECT

    const Instant m_begin = *Instant::parse(u"2026-11-24T12:00:00Z"_s);
    QTemporaryDir m_home;
    SilentProgress m_progress;
    ManualClock m_clock{m_begin};
    std::unique_ptr<ScriptedHttp> m_http;
    std::unique_ptr<MemorySecrets> m_secrets;

    Job job() { return Job{{}, m_progress, m_clock}; }
    static QByteArray given(const QByteArray &key, const QByteArray &until)
    {
        return R"(<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>)" + key
             + "</AccessKeyId><SecretAccessKey>lent</SecretAccessKey><SessionToken>token</SessionToken><Expiration>" + until
             + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    }
    Identity identity(std::optional<AwsRole> role = {}, const QString &profile = {})
    {
        return {profile.isEmpty() ? u"aws"_s : QString(), profile, std::move(role), u"eu-central-1"_s, QUrl(u"https://sts.test/"_s),
                QUrl(u"https://portal.test/"_s)};
    }
    static AwsRole guarded() { return {u"arn:aws:iam::1:role/restore"_s, u"arn:aws:iam::1:mfa/me"_s, {}}; }
    Result<AwsCredentials> ask(AwsSignIn &signIn)
    {
        Job running = job();
        return signIn.current(running);
    }
    void configure(const QByteArray &config)
    {
        QDir().mkpath(m_home.filePath(u".aws/sso/cache"_s));
        VERIFY_OK(writeFileAtomically(m_home.filePath(u".aws/config"_s), config));
    }
    void signOn(const QByteArray &name, const QByteArray &until)
    {
        const QString file = QString::fromLatin1(QCryptographicHash::hash(name, QCryptographicHash::Sha1).toHex()) + u".json"_s;
        VERIFY_OK(writeFileAtomically(m_home.filePath(u".aws/sso/cache/"_s + file),
                                      R"({"accessToken": "sso-token", "expiresAt": ")" + until + R"("})"));
    }

private slots:
    void init()
    {
        m_clock.set(m_begin);
        m_http = std::make_unique<ScriptedHttp>();
        m_secrets = std::make_unique<MemorySecrets>();
        m_secrets->with(u"aws"_s, "AKID:secret");
        qputenv("HOME", m_home.path().toUtf8());
        for (const char *name : {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"})
            qunsetenv(name);
        QFile::remove(m_home.filePath(u".aws/config"_s));
    }

    void aRoleIsTakenOnOnceUntilShortlyBeforeItsEnd()
    {
        m_http->answer("POST", u"sts.test"_s, 200, given("ASIA1", "2026-11-24T13:00:00Z"), "ExternalId=partner%2F7");
        m_http->answer("POST", u"sts.test"_s, 200, given("ASIA2", "2026-11-24T14:00:00Z"));
        AwsSignIn signIn(identity(AwsRole{u"arn:aws:iam::1:role/restore"_s, {}, u"partner/7"_s}), *m_http, *m_secrets);

        const auto first = ask(signIn);
        VERIFY_OK(first);
        QCOMPARE(first->accessKey, u"ASIA1"_s);
        m_clock.set(*Instant::parse(u"2026-11-24T12:54:59Z"_s));
        QCOMPARE(ask(signIn)->accessKey, u"ASIA1"_s);
        m_clock.set(*Instant::parse(u"2026-11-24T12:55:00Z"_s));
        QCOMPARE(ask(signIn)->accessKey, u"ASIA2"_s);

        QCOMPARE(m_http->sent().size(), 2);
        QVERIFY(m_http->sent()[0].body.contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Frestore&RoleSessionName=shuttler-ops"));
        QVERIFY2(!m_http->sent()[0].body.contains("TokenCode"), m_http->sent()[0].body.constData());
        QVERIFY(!m_secrets->plain(u"aws/session"_s).contains("lent")); // Nobody has to be asked for it again.
    }

    void withoutTheDevicesCodeNothingIsAsked()
    {
        AwsSignIn signIn(identity(guarded()), *m_http, *m_secrets);
        const auto refused = ask(signIn);
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY2(refused.error().todo().contains(u"shuttlerctl credential set aws/mfa-code"_s), qPrintable(refused.error().todo()));
        QVERIFY(m_http->sent().isEmpty());
    }

    void aCodeIsUsedOnceAndWhatItOpenedServesTheNextProgramToo()
    {
        m_secrets->with(u"aws/mfa-code"_s, "492039\n");
        m_http->answer("POST", u"sts.test"_s, 200, given("ASIA1", "2026-11-24T13:00:00Z"),
                       "SerialNumber=arn%3Aaws%3Aiam%3A%3A1%3Amfa%2Fme&TokenCode=492039");
        AwsSignIn signIn(identity(guarded()), *m_http, *m_secrets);
        VERIFY_OK(ask(signIn));
        QCOMPARE(m_secrets->plain(u"aws/mfa-code"_s), QByteArray());

        AwsSignIn next(identity(guarded()), *m_http, *m_secrets);
        const auto again = ask(next);
        VERIFY_OK(again);
        QCOMPARE(again->accessKey, u"ASIA1"_s);
        QCOMPARE(m_http->sent().size(), 1);
        AwsRole other = guarded();
        other.arn += u"-2"_s;
        AwsSignIn otherRole(identity(other), *m_http, *m_secrets);
        VERIFY_FAULT(ask(otherRole), Fault::Refused); // A session is for the role it was opened for.
        m_clock.set(*Instant::parse(u"2026-11-24T12:56:00Z"_s));
        VERIFY_FAULT(ask(next), Fault::Refused); // And over, shortly before AWS ends it.
    }

    void aWrongCodeIsSaidAndNotTriedAgain()
    {
        m_secrets->with(u"aws/mfa-code"_s, "000000");
        m_http->answer(
            "POST", u"sts.test"_s, 403,
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass "
            "code.</Message></Error></ErrorResponse>");
        AwsSignIn signIn(identity(guarded()), *m_http, *m_secrets);
        const auto refused = ask(signIn);
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY(refused.error().means().contains(u"invalid MFA one time pass code"_s));
        QVERIFY(refused.error().todo().contains(u"next code"_s));
        QCOMPARE(m_http->sent().size(), 1);
        QCOMPARE(m_secrets->plain(u"aws/mfa-code"_s), QByteArray());
    }

    void aProfileTakesItsRoleOnWithTheKeysOfAnother()
    {
        configure(
            "[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n"
            "[profile prod]\nrole_arn = arn:aws:iam::1:role/restore\nsource_profile = base\nexternal_id = x1\nrole_session_name = night\n");
        m_http->answer("POST", u"sts.test"_s, 200, given("ASIA1", "2026-11-24T13:00:00Z"), "RoleSessionName=night&ExternalId=x1");
        AwsSignIn signIn(identity({}, u"prod"_s), *m_http, *m_secrets);
        VERIFY_OK(ask(signIn));
        const QList<Header> headers = m_http->sent()[0].headers;
        QVERIFY(
            std::any_of(headers.begin(), headers.end(), [](const Header &each) { return each.value.contains("Credential=AKIDBASE/"); }));
    }

    void aRoleWhoseKeysOnlyAwssMachinesHaveIsSaid()
    {
        configure("[profile prod]\nrole_arn = arn:aws:iam::1:role/restore\ncredential_source = Ec2InstanceMetadata\n");
        AwsSignIn signIn(identity({}, u"prod"_s), *m_http, *m_secrets);
        const auto refused = ask(signIn);
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY2(refused.error().what().contains(u"names no source_profile"_s), qPrintable(refused.error().what()));
        QVERIFY2(refused.error().todo().contains(u"credential_source works on AWS's own machines only"_s),
                 qPrintable(refused.error().todo()));
        QVERIFY(m_http->sent().isEmpty());
    }

    void aProfileMayBeItsOwnSource()
    {
        configure("[profile prod]\nrole_arn = arn:aws:iam::1:role/restore\nsource_profile = prod\n"
                  "aws_access_key_id = AKIDOWN\naws_secret_access_key = s\n");
        m_http->answer("POST", u"sts.test"_s, 200, given("ASIA1", "2026-11-24T13:00:00Z"));
        AwsSignIn signIn(identity({}, u"prod"_s), *m_http, *m_secrets);
        const auto keys = ask(signIn);
        VERIFY_OK(keys);
        QCOMPARE(keys->accessKey, u"ASIA1"_s);
    }

    void profilesThatNameEachOtherAreSaid()
    {
        configure("[profile a]\nrole_arn = arn:a\nsource_profile = b\n[profile b]\nrole_arn = arn:b\nsource_profile = a\n");
        AwsSignIn signIn(identity({}, u"a"_s), *m_http, *m_secrets);
        const auto refused = ask(signIn);
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY(refused.error().what().contains(u"in a circle"_s));
    }

    void theSingleSignOnGivesKeysAsLongAsItLasts()
    {
        configure("[sso-session school]\nsso_start_url = https://school.awsapps.com/start\nsso_region = eu-central-1\n"
                  "[profile sso]\nsso_session = school\nsso_account_id = 123456789012\nsso_role_name = Restorer\n");
        AwsSignIn signIn(identity({}, u"sso"_s), *m_http, *m_secrets);
        const auto never = ask(signIn);
        VERIFY_FAULT(never, Fault::Refused);
        QVERIFY2(never.error().todo().contains(u"aws sso login --profile sso"_s), qPrintable(never.error().todo()));

        signOn("school", "2026-11-24T11:59:59Z");
        const auto over = ask(signIn);
        VERIFY_FAULT(over, Fault::Refused);
        QVERIFY(over.error().what().contains(u"has run out"_s));

        signOn("school", "2026-11-24T20:00:00UTC");
        m_http->answer(
            "GET", u"portal.test/federation/credentials?role_name=Restorer&account_id=123456789012"_s, 200,
            R"({"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t", "expiration": 1795527000000}})");
        const auto keys = ask(signIn);
        VERIFY_OK(keys);
        QCOMPARE(keys->accessKey, u"ASIASSO"_s);
        QCOMPARE(keys->expiresAt->unixSeconds(), 1'795'527'000);

        m_clock.set(*keys->expiresAt);
        signOn("school", "2027-11-24T20:00:00Z");
        m_http->answer("GET", u"portal.test"_s, 401, R"({"message": "Session token not found or invalid"})");
        const auto ended = ask(signIn);
        VERIFY_FAULT(ended, Fault::Refused);
        QVERIFY(ended.error().todo().contains(u"aws sso login"_s));
    }

    void whatTheSingleSignOnAnswersIsTold_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("fault");
        QTest::addColumn<QString>("todo");
        const auto row = [](const char *name, int status, const QByteArray &body, Fault fault, const QString &todo) {
            QTest::newRow(name) << status << body << int(fault) << todo;
        };
        const QString asWritten = u"Correct sso_role_name and sso_account_id"_s;
        row("not this role", 403, R"({"message": "No access"})", Fault::Refused, asWritten);
        row("no such account", 404, R"({"message": "Not found"})", Fault::Refused, asWritten);
        row("its own trouble", 500, "", Fault::Unreachable, u"Try again"_s);
        row("no keys in it", 200, R"({"roleCredentials": {"accessKeyId": "ASIA", "secretAccessKey": ""}})", Fault::Unreachable,
            u"Try again"_s);
        row("a sign-in page of the network", 200, "<html>welcome</html>", Fault::Unreachable, u"Try again"_s);
    }
    void whatTheSingleSignOnAnswersIsTold()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, fault);
        QFETCH(QString, todo);
        configure("[profile sso]\nsso_start_url = https://school.test/start\nsso_region = eu-central-1\n"
                  "sso_account_id = 123456789012\nsso_role_name = Restorer\n"); // Of the older kind, without a session's name.
        signOn("https://school.test/start", "2026-11-24T20:00:00Z");
        m_http->answer("GET", u"https://portal.sso.eu-central-1.amazonaws.com/federation/credentials"_s, status, body);
        Identity atAws = identity({}, u"sso"_s);
        atAws.portal = QUrl();
        AwsSignIn signIn(atAws, *m_http, *m_secrets);
        const auto answered = ask(signIn);
        VERIFY_FAULT(answered, Fault(fault));
        QVERIFY2(answered.error().todo().contains(todo), qPrintable(answered.error().todo()));
        QVERIFY(!describe(answered.error()).contains("sso-token"));
        QCOMPARE(m_http->sent()[0].secretHeaders.size(), 1); // The token travels as a secret.
    }

    void keysThatAwsEndsAreGotAnewAndJustGotOnesAreBelieved()
    {
        m_http->answer("POST", u"sts.test"_s, 200, given("ASIA1", "2026-11-24T13:00:00Z"));
        m_http->answer("POST", u"sts.test"_s, 200, given("ASIA2", "2026-11-24T14:00:00Z"));
        AwsSignIn signIn(identity(AwsRole{u"arn:aws:iam::1:role/restore"_s, {}, {}}), *m_http, *m_secrets);
        VERIFY_OK(ask(signIn));
        m_clock.set(m_begin + std::chrono::minutes(10));
        Job running = job();
        QCOMPARE(signIn.renewed(running)->accessKey, u"ASIA2"_s);
        QCOMPARE(signIn.renewed(running)->accessKey, u"ASIA2"_s); // A second thread was told the same a moment later.
        QCOMPARE(m_http->sent().size(), 2);
    }
};

SHUTTLER_TEST(tst_AwsSignIn)
#include "tst_AwsSignIn.moc"
