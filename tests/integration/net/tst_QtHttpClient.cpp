// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/QtHttpClient.h"
#include "tests/support/Jobs.h"
#include "tests/support/Loopback.h"
#include "tests/support/Test.h"
#include "tests/support/TestAuthority.h"

#include <QElapsedTimer>
#include <QScopeGuard>
#include <QTimer>

#include <thread>

using namespace shuttler;
using namespace shuttler::test;
using namespace shuttler::net;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A far side that writes down every request and answers as told.
class Site {
public:
    using Reply = std::function<void(QTcpSocket &socket, int number)>;
    explicit Site(Reply reply, const std::optional<QSslConfiguration> &tls = std::nullopt)
        : m_server([this, reply = std::move(reply)](QTcpSocket &socket) { read(socket, reply); }, tls)
        , m_scheme(tls ? u"https"_s : u"http"_s)
    {}
    QUrl url(const QString &host = u"127.0.0.1"_s) const
    {
        QUrl url = m_server.url(u"/v1/databases"_s, m_scheme);
        url.setHost(host);
        return url;
    }
    QList<QByteArray> requests() const { const std::scoped_lock lock(m_mutex); return m_requests; }
    qsizetype count() const { return requests().size(); }

private:
    void read(QTcpSocket &socket, const Reply &reply)
    {
        const QByteArray text = socket.property("text").toByteArray() + socket.readAll();
        const qsizetype end = text.indexOf("\r\n\r\n");
        const qsizetype at = text.toLower().indexOf("content-length:");
        const qsizetype length = at < 0 ? 0 : text.mid(at + 15, text.indexOf("\r\n", at) - at - 15).trimmed().toLongLong();
        if (end < 0 || text.size() < end + 4 + length) {
            socket.setProperty("text", text);
            return;
        }
        socket.setProperty("text", QByteArray());
        int number = 0;
        {
            const std::scoped_lock lock(m_mutex);
            m_requests.append(text);
            number = int(m_requests.size());
        }
        reply(socket, number);
    }

    mutable std::mutex m_mutex;
    QList<QByteArray> m_requests;
    Loopback m_server;
    QString m_scheme;
};

Site::Reply answering(const QByteArray &answer)
{
    return [answer](QTcpSocket &socket, int) { socket.write(answer); };
}

Site::Reply cuttingAfter(const QByteArray &part)
{
    return [part](QTcpSocket &socket, int) {
        socket.write(part);
        socket.disconnectFromHost();
    };
}

const QByteArray Fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Amzn-RequestId: r-17\r\n\r\nok";

Request getting(const QUrl &url)
{
    Request request;
    request.url = url;
    return request;
}

Request changing(const QUrl &url, const QByteArray &method = "POST", const QByteArray &body = "restore it")
{
    Request request;
    request.method = method;
    request.url = url;
    request.headers.append({"Content-Type", QByteArray("text/plain")});
    request.body = body;
    request.repeat = Repeat::Never;
    return request;
}

} // namespace

class tst_QtHttpClient : public QObject {
    Q_OBJECT

    TestAuthority m_ours{u"Our own authority"_s};

private slots:
    void initTestCase() { QVERIFY(m_ours.isSound()); }

    void aTrustedSiteIsAskedAndItsAnswerComesWhole()
    {
        Site site(answering(Fine), m_ours.vouchFor(u"DNS:localhost"_s));
        QtHttpClient client(m_ours.ca());
        Request request = changing(site.url(u"localhost"_s));
        request.secretHeaders.append({"Authorization", "Bearer ", std::make_shared<const Secret>(QByteArray("sesame"))});
        const auto answer = client.send(request, testJob());
        VERIFY_OK(answer);
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, QByteArray("ok"));
        QCOMPARE(answer->requestId, u"r-17"_s);
        QCOMPARE(site.count(), 1);
        const QByteArray sent = site.requests().first();
        QVERIFY2(sent.startsWith("POST /v1/databases HTTP/1.1\r\n") && sent.endsWith("\r\n\r\nrestore it"), sent.constData());
        QVERIFY2(sent.contains("Authorization: Bearer sesame\r\n"), sent.constData());
        QVERIFY2(sent.contains("User-Agent: ShuttlerOps/1.0\r\n"), sent.constData());
        QVERIFY2(!sent.toLower().contains("cookie"), sent.constData());
    }

    void whatNobodyVouchesForIsNotAsked()
    {
        Site site(answering(Fine), m_ours.vouchFor(u"DNS:localhost"_s));
        QtHttpClient trusting(m_ours.ca());
        VERIFY_OK(trusting.send(getting(site.url(u"localhost"_s)), testJob()));
        QtHttpClient client; // What another client trusts is not trusted here, and its connections are not used.
        const auto answer = client.send(getting(site.url(u"localhost"_s)), testJob());
        VERIFY_FAULT(answer, Fault::Refused);
        QVERIFY2(answer.error().what().contains(u"Our own authority"_s), qPrintable(answer.error().what()));
        QVERIFY(answer.error().todo().contains(u"ca"_s));
        QCOMPARE(site.count(), 1);
    }

    void aCertificateForAnotherNameIsRefused()
    {
        Site site(answering(Fine), m_ours.vouchFor(u"DNS:elsewhere.example"_s));
        QtHttpClient client(m_ours.ca());
        const auto answer = client.send(getting(site.url(u"localhost"_s)), testJob());
        VERIFY_FAULT(answer, Fault::Refused);
        QVERIFY2(answer.error().what().contains(u"elsewhere.example"_s), qPrintable(answer.error().what()));
        QCOMPARE(site.count(), 0);
    }

    void anAuthorityThatCannotBeReadIsBadInput()
    {
        QtHttpClient client(u"/nowhere/ca.pem"_s);
        VERIFY_FAULT(client.send(getting(QUrl(u"https://localhost:1/"_s)), testJob()), Fault::BadInput);
    }

    void aRedirectIsHandedBackAndTheCredentialGoesNowhereElse()
    {
        Site other(answering(Fine));
        Site site(answering("HTTP/1.1 307 Moved\r\nLocation: " + other.url().toEncoded() + "\r\nContent-Length: 0\r\n\r\n"));
        Request request = getting(site.url());
        request.secretHeaders.append({"Authorization", "Bearer ", std::make_shared<const Secret>(QByteArray("sesame"))});
        QtHttpClient client;
        const auto answer = client.send(request, testJob());
        VERIFY_OK(answer);
        QCOMPARE(answer->status, 307);
        QCOMPARE(other.count(), 0);
    }

    void anyStatusIsAnAnswer_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {400, 401, 403, 404, 409, 429, 500, 503})
            QTest::addRow("%d", status) << status;
    }
    void anyStatusIsAnAnswer()
    {
        QFETCH(int, status);
        Site site(answering("HTTP/1.1 " + QByteArray::number(status) + " No\r\nRetry-After: 7\r\nContent-Length: 3\r\n\r\nwhy"));
        QtHttpClient client;
        for (const Request &request : {getting(site.url()), changing(site.url())}) {
            const auto answer = client.send(request, testJob());
            VERIFY_OK(answer);
            QCOMPARE(answer->status, status);
            QCOMPARE(answer->body, QByteArray("why"));
            QCOMPARE(answer->header("retry-after"), QByteArray("7"));
        }
        QCOMPARE(site.count(), 2);
    }

    void aChangeWhoseAnswerIsLostIsNeverSentTwice_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("part");
        const QByteArray halves[] = {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                                     "HTTP/1.1 500 Oh\r\nContent-Length: 100\r\n\r\nhalf"};
        for (const QByteArray &half : halves) {
            QTest::addRow("POST, cut after %d bytes", int(half.size())) << QByteArray("POST") << QByteArray("restore it") << half;
            QTest::addRow("DELETE, cut after %d bytes", int(half.size())) << QByteArray("DELETE") << QByteArray() << half;
        }
    }
    void aChangeWhoseAnswerIsLostIsNeverSentTwice()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, part);
        const QSslConfiguration vouched = m_ours.vouchFor(u"IP:127.0.0.1"_s);
        for (const int round : {0, 1, 2, 3}) {
            const bool onKeptConnection = round & 1;
            Site site([&](QTcpSocket &socket, int number) {
                onKeptConnection && number == 1 ? answering(Fine)(socket, number) : cuttingAfter(part)(socket, number);
            }, round & 2 ? std::optional(vouched) : std::nullopt);
            QtHttpClient client(m_ours.ca());
            if (onKeptConnection)
                VERIFY_OK(client.send(getting(site.url()), testJob()));
            const auto answer = client.send(changing(site.url(), method, body), testJob());
            VERIFY_FAULT(answer, Fault::OutcomeUnknown);
            QCOMPARE(site.count(), onKeptConnection ? 2 : 1);
        }
    }

    void aReadingWhoseAnswerIsCutIsUnreachable_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        QTest::newRow("half a refusal") << QByteArray("HTTP/1.1 404 No\r\nContent-Length: 100\r\n\r\nhalf");
    }
    void aReadingWhoseAnswerIsCutIsUnreachable()
    {
        QFETCH(QByteArray, part);
        Site site(cuttingAfter(part));
        QtHttpClient client;
        VERIFY_FAULT(client.send(getting(site.url()), testJob()), Fault::Unreachable);
    }

    void whatCannotHaveLeftIsUnreachableEvenForAChange()
    {
        QUrl closed;
        {
            Loopback gone([](QTcpSocket &) {});
            closed = gone.url();
        }
        QtHttpClient client;
        const auto refused = client.send(changing(closed), testJob());
        VERIFY_FAULT(refused, Fault::Unreachable);
        QVERIFY2(refused.error().what().contains(u"Nobody answers"_s), qPrintable(refused.error().what()));
        const auto unknown = client.send(changing(QUrl(u"https://no-such-name.invalid/"_s)), testJob());
        VERIFY_FAULT(unknown, Fault::Unreachable);
    }

    void drippingBytesDoesNotBuyTime()
    {
        Site site([](QTcpSocket &socket, int) {
            socket.write("HTTP/1.1 200 OK\r\n\r\n");
            auto *drip = new QTimer(&socket);
            QObject::connect(drip, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });
            drip->start(30);
        });
        Request request = getting(site.url());
        request.inactivity = 300ms;
        request.total = 600ms;
        QtHttpClient client;
        QElapsedTimer took;
        took.start();
        const auto answer = client.send(request, testJob());
        VERIFY_FAULT(answer, Fault::Unreachable);
        QVERIFY2(answer.error().what().contains(u"within 0.6 s"_s), qPrintable(answer.error().what()));
        QVERIFY(took.elapsed() >= 550 && took.elapsed() < 3000);
    }

    void silenceIsGivenUpBeforeTheDeadline()
    {
        Site site([](QTcpSocket &, int) {});
        Request request = changing(site.url());
        request.inactivity = 200ms;
        QtHttpClient client;
        const auto answer = client.send(request, testJob());
        VERIFY_FAULT(answer, Fault::OutcomeUnknown);
        QVERIFY2(answer.error().what().contains(u"silent for 0.2 s"_s), qPrintable(answer.error().what()));
    }

    void anAnswerBeyondTheLimitIsRefused()
    {
        Site site(answering("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + QByteArray(1001, 'x')));
        Request request = getting(site.url());
        QtHttpClient client;
        request.mostBytes = 1000;
        VERIFY_FAULT(client.send(request, testJob()), Fault::Corrupt);
        request.mostBytes = 1001;
        const auto answer = client.send(request, testJob());
        VERIFY_OK(answer);
        QCOMPARE(answer->body.size(), 1001);
    }

    void stoppingEndsTheWaitAtOnce()
    {
        std::stop_source stop;
        Site site([&](QTcpSocket &, int) { stop.request_stop(); });
        SilentProgress progress;
        SystemClock clock;
        Job job{stop.get_token(), progress, clock};
        QtHttpClient client;
        QElapsedTimer took;
        took.start();
        VERIFY_FAULT(client.send(changing(site.url()), job), Fault::Cancelled);
        QVERIFY(took.elapsed() < 1000);
    }

    void manyThreadsMayAskAtOnce()
    {
        Site site(answering(Fine), m_ours.vouchFor(u"DNS:localhost"_s));
        QtHttpClient client(m_ours.ca());
        const QUrl url = site.url(u"localhost"_s);
        std::atomic<int> fine = 0;
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 8; ++thread)
            threads.emplace_back([&client, &fine, url] {
                const auto answer = client.send(getting(url), testJob());
                fine += answer && answer->body == "ok" ? 1 : 0;
            });
        threads.clear();
        QCOMPARE(fine.load(), 8);
    }

    void anAddressWithAPasswordIsRefusedAndNotShown()
    {
        QtHttpClient client;
        const auto answer = client.send(getting(QUrl(u"https://me:hush@localhost/x?key=hush"_s)), testJob());
        VERIFY_FAULT(answer, Fault::BadInput);
        QVERIFY(!describe(answer.error()).contains("hush"));
        VERIFY_FAULT(client.send(getting(QUrl(u"http://192.0.2.1/"_s)), testJob()), Fault::BadInput);
    }

    void whatFailsDoesNotShowTheQuery()
    {
        Site site(cuttingAfter({}));
        QUrl url = site.url();
        url.setQuery(u"X-Amz-Signature=hush"_s);
        QtHttpClient client;
        const auto answer = client.send(getting(url), testJob());
        VERIFY_FAULT(answer, Fault::Unreachable);
        QVERIFY2(!describe(answer.error()).contains("hush") && !answer.error().forLog().contains(u"hush"_s),
                 qPrintable(answer.error().forLog()));
    }

    void theProxyOfTheEnvironmentIsUsed()
    {
        Site proxy(cuttingAfter("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n"));
        qputenv("https_proxy", "http://127.0.0.1:" + QByteArray::number(proxy.url().port()));
        const auto without = qScopeGuard([] { qunsetenv("https_proxy"); });
        QtHttpClient client;
        QVERIFY(!client.send(getting(QUrl(u"https://api.shuttler.invalid/"_s)), testJob()));
        QVERIFY(proxy.count() >= 1);
        QVERIFY2(proxy.requests().first().startsWith("CONNECT api.shuttler.invalid:443"), proxy.requests().first().constData());
    }

    void thisComputerIsAskedWithoutAProxy()
    {
        Site proxy(cuttingAfter("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n"));
        qputenv("http_proxy", "http://127.0.0.1:" + QByteArray::number(proxy.url().port()));
        const auto without = qScopeGuard([] { qunsetenv("http_proxy"); });
        Site site(cuttingAfter("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        QtHttpClient client;
        VERIFY_OK(client.send(getting(site.url()), testJob()));
        QCOMPARE(proxy.count(), 0);
    }
};

SHUTTLER_TEST(tst_QtHttpClient)
#include "tst_QtHttpClient.moc"
