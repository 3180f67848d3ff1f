// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsClient.h"
#include "tests/support/Jobs.h"
#include "tests/support/ScriptedHttp.h"
#include "tests/support/Test.h"

#include <QLocale>

using namespace shuttler;
using namespace shuttler::test;
using namespace shuttler::net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Response answerOf(int status, const QList<Header> &headers = {}, const QByteArray &body = {})
{
    Response response;
    response.status = status;
    response.headers = headers;
    response.body = body;
    return response;
}

bool anything(const Request &)
{
    return true;
}

Request asking(Repeat repeat)
{
    Request request;
    request.method = repeat == Repeat::Never ? "POST" : "GET";
    request.url = QUrl(u"https://api.example/v1"_s);
    request.repeat = repeat;
    return request;
}

QByteArray httpDate(Instant moment)
{
    return QLocale::c().toString(moment.toDateTime(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
}

QByteArray awsRefusal(const QByteArray &code, const QByteArray &message = "No")
{
    return "<ErrorResponse xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\"><Error><Type>Sender</Type><Code>" + code
        + "</Code><Message>" + message + "</Message></Error><RequestId>r-1</RequestId></ErrorResponse>";
}

QByteArray signedAt(const Request &request)
{
    for (const Header &header : request.headers)
        if (header.name == "x-amz-date")
            return header.value;
    return {};
}

} // namespace

class tst_Patience : public QObject {
    Q_OBJECT

    SilentProgress m_progress;
    ManualClock m_clock{Instant::fromUnixSeconds(1'795'000'000)};
    std::stop_source m_stop;
    std::unique_ptr<ScriptedHttp> m_http;
    std::shared_ptr<RateBudget> m_budget;

    Job job() { return Job{m_stop.get_token(), m_progress, m_clock}; }
    Result<Response> send(Repeat repeat)
    {
        PatientClient client(*m_http, {}, m_budget);
        Job running = job();
        return client.send(asking(repeat), running);
    }
    Seconds passed() const { return std::chrono::floor<Seconds>(m_clock.now() - Instant::fromUnixSeconds(1'795'000'000)); }
    std::unique_ptr<HttpClient> aws()
    {
        return awsClient(*m_http, [](Job &) {
            return awsKeysIn(Secret(QByteArray("AKIDEXAMPLE:secret")), u"aws"_s);
        }, u"eu-central-1"_s, u"rds"_s, m_budget);
    }

private slots:
    void init()
    {
        m_clock.set(Instant::fromUnixSeconds(1'795'000'000));
        m_stop = std::stop_source();
        m_http = std::make_unique<ScriptedHttp>();
        m_budget = std::make_shared<RateBudget>();
    }

    void aThrottledChangeIsSentAgainAfterAsLongAsItSays()
    {
        m_http->answerWhere(anything, answerOf(429, {Header{"retry-after", QByteArray("45")}})).answer("POST", u"v1"_s, 201, "made");
        const auto answer = send(Repeat::Never);
        VERIFY_OK(answer);
        QCOMPARE(answer->status, 201);
        QCOMPARE(m_http->sent().size(), 2);
        QCOMPARE(passed(), 45s);
    }

    void keysThatHaveRunOutAreGotAnewOnceAndThenItIsSaid()
    {
        const QByteArray over = "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>expired</Message></Error></ErrorResponse>";
        const auto keys = [](const QByteArray &text) { return [text](Job &) { return awsKeysIn(Secret(QByteArray(text)), u"aws"_s); }; };
        const auto client =
            awsClient(*m_http, AwsCredentialSource(keys("OLD:secret"), keys("NEW:secret")), u"eu-central-1"_s, u"rds"_s, m_budget);
        const auto sendOnce = [&] {
            Job running = job();
            return client->send(asking(Repeat::Never), running);
        };
        m_http->answer("POST", u"v1"_s, 403, over).answer("POST", u"v1"_s, 200, "done");
        const auto done = sendOnce();
        VERIFY_OK(done);
        QCOMPARE(done->status, 200);
        const auto signedBy = [&](qsizetype which, const QByteArray &key) {
            const QList<Header> headers = m_http->sent()[which].headers;
            return std::any_of(headers.begin(), headers.end(),
                               [&](const Header &each) { return each.value.contains("Credential=" + key); });
        };
        QVERIFY(signedBy(0, "OLD") && signedBy(1, "NEW"));

        m_http->answer("POST", u"v1"_s, 403, over).answer("POST", u"v1"_s, 403, over);
        const auto said = sendOnce();
        VERIFY_OK(said);
        QCOMPARE(awsErrorCode(*said), u"ExpiredToken"_s);
        QCOMPARE(m_http->sent().size(), 4);
    }

    void retryAfterMayBeADate()
    {
        m_http->answerWhere(anything, answerOf(503, {Header{"retry-after", httpDate(m_clock.now() + 30s)}}))
            .answer("GET", u"v1"_s, 200, "");
        VERIFY_OK(send(Repeat::Freely));
        QCOMPARE(passed(), 30s);
    }

    void aPassingFailureIsTriedAgainOnlyWhenThatIsHarmless()
    {
        m_http->answer("POST", u"v1"_s, 502, "");
        const auto change = send(Repeat::Never);
        VERIFY_OK(change);
        QCOMPARE(change->status, 502);
        m_http->answer("GET", u"v1"_s, 502, "").answer("GET", u"v1"_s, 200, "read");
        const auto reading = send(Repeat::Freely);
        VERIFY_OK(reading);
        QCOMPARE(reading->body, QByteArray("read"));
    }

    void aChangeOfUnknownOutcomeIsNotSentAgain()
    {
        m_http->fail("POST", u"v1"_s, Error(Fault::OutcomeUnknown, u"lost"_s));
        VERIFY_FAULT(send(Repeat::Never), Fault::OutcomeUnknown);
        QCOMPARE(m_http->sent().size(), 1);
    }

    void whatNeverLeftIsSentAgain()
    {
        m_http->fail("POST", u"v1"_s, Error(Fault::Unreachable, u"nobody there"_s)).answer("POST", u"v1"_s, 201, "");
        VERIFY_OK(send(Repeat::Never));
        QCOMPARE(m_http->sent().size(), 2);
    }

    void attemptsRunOut()
    {
        m_http->keepAnswering("GET", u"v1"_s, 503, "busy");
        const auto answer = send(Repeat::Freely);
        VERIFY_OK(answer);
        QCOMPARE(answer->status, 503);
        QCOMPARE(m_http->sent().size(), 4);
        QVERIFY(passed() >= 3s && passed() < 8s);
    }

    void anEmptyBudgetIsWaitedForBeforeTheNextRequest_data()
    {
        QTest::addColumn<QByteArray>("reset");
        QTest::newRow("in seconds") << QByteArray("20");
        QTest::newRow("as a moment") << QByteArray("1795000020");
    }
    void anEmptyBudgetIsWaitedForBeforeTheNextRequest()
    {
        QFETCH(QByteArray, reset);
        m_http->answerWhere(anything, answerOf(200, {Header{"ratelimit-remaining", QByteArray("0")}, Header{"ratelimit-reset", reset}}))
            .answer("GET", u"v1"_s, 200, "");
        VERIFY_OK(send(Repeat::Freely));
        QCOMPARE(passed(), 0s);
        VERIFY_OK(send(Repeat::Freely));
        QCOMPARE(passed(), 20s);
    }

    void moreThanTwoMinutesAreNotWaited()
    {
        m_http->answerWhere(anything, answerOf(429, {Header{"retry-after", QByteArray("3000")}}));
        const auto answer = send(Repeat::Freely);
        VERIFY_OK(answer);
        QCOMPARE(answer->status, 429);
        QCOMPARE(passed(), 0s);
        const auto next = send(Repeat::Freely);
        VERIFY_FAULT(next, Fault::Unreachable);
        QVERIFY2(next.error().what().contains(u"3000"_s), qPrintable(next.error().what()));
        QCOMPARE(m_http->sent().size(), 1);
    }

    void stoppingEndsTheWaiting()
    {
        m_http->answerWhere([this](const Request &) { m_stop.request_stop(); return true; }, answerOf(429));
        VERIFY_FAULT(send(Repeat::Freely), Fault::Cancelled);
        QCOMPARE(m_http->sent().size(), 1);
    }

    void awsThrottlesWithABadRequest()
    {
        m_http->answer("POST", u"v1"_s, 400, awsRefusal("Throttling", "Rate exceeded")).answer("POST", u"v1"_s, 200, "<ok/>");
        Job running = job();
        const auto answer = aws()->send(asking(Repeat::Never), running);
        VERIFY_OK(answer);
        QCOMPARE(answer->status, 200);
        QCOMPARE(m_http->sent().size(), 2);
    }

    void aWrongClockIsLearntOnceAndForAll()
    {
        const Instant there = m_clock.now() + 3600s;
        m_http->answerWhere(anything, answerOf(403, {Header{"date", httpDate(there)}}, awsRefusal("RequestExpired")))
            .answer("POST", u"v1"_s, 200, "<ok/>")
            .answer("POST", u"v1"_s, 200, "<ok/>");
        const std::unique_ptr<HttpClient> client = aws();
        Job running = job();
        VERIFY_OK(client->send(asking(Repeat::Never), running));
        VERIFY_OK(client->send(asking(Repeat::Never), running));
        const QByteArray expected = there.toDateTime().toString(u"yyyyMMdd'T'HHmmss'Z'"_s).toLatin1();
        QCOMPARE(m_http->sent().size(), 3);
        QVERIFY(signedAt(m_http->sent()[0]) != expected);
        QCOMPARE(signedAt(m_http->sent()[1]), expected);
        QCOMPARE(signedAt(m_http->sent()[2]), expected);
        QCOMPARE(passed(), 0s);
    }

    void aClockThatIsAheadIsLearntToo()
    {
        const Instant there = m_clock.now() - 600s;
        m_http->answerWhere(anything, answerOf(403, {Header{"date", httpDate(there)}},
                                               awsRefusal("SignatureDoesNotMatch", "Signature not yet current: 20261124T211005Z is still "
                                                                                   "later than 20261124T210503Z")))
            .answer("POST", u"v1"_s, 200, "<ok/>");
        Job running = job();
        const auto answer = aws()->send(asking(Repeat::Never), running);
        VERIFY_OK(answer);
        QCOMPARE(answer->status, 200);
        QCOMPARE(signedAt(m_http->sent()[1]), there.toDateTime().toString(u"yyyyMMdd'T'HHmmss'Z'"_s).toLatin1());
    }

    void aWrongKeyIsNotTriedAgain()
    {
        m_http->answer("POST", u"v1"_s, 403, awsRefusal("SignatureDoesNotMatch", "The signature we calculated does not match"));
        Job running = job();
        const auto answer = aws()->send(asking(Repeat::Never), running);
        VERIFY_OK(answer);
        QCOMPARE(answer->status, 403);
        QCOMPARE(m_http->sent().size(), 1);
    }

    void errorCodesAreReadInEveryShape()
    {
        QCOMPARE(awsErrorCode(answerOf(400, {}, awsRefusal("DBInstanceAlreadyExists"))), u"DBInstanceAlreadyExists"_s);
        QCOMPARE(awsErrorCode(answerOf(404, {}, "<Error><Code>NoSuchKey</Code><Message>No</Message></Error>")), u"NoSuchKey"_s);
        QCOMPARE(awsErrorCode(answerOf(400, {}, "{\"__type\":\"com.amazonaws.secretsmanager#ResourceNotFoundException\"}")),
                 u"ResourceNotFoundException"_s);
        QCOMPARE(awsErrorCode(answerOf(400, {Header{"x-amzn-errortype", QByteArray("ClientException:http://x")}}, "{}")),
                 u"ClientException"_s);
        QCOMPARE(awsErrorCode(answerOf(502, {}, "<html>")), QString());
    }
};

SHUTTLER_TEST(tst_Patience)
#include "tst_Patience.moc"
