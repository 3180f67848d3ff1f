// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/HttpAppProbe.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <functional>
#include <future>
#include <thread>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

/// A server on this computer that answers as it is told, on a thread of its own.
class Loopback {
public:
    using Serve = std::function<void(QTcpSocket &socket)>;
    explicit Loopback(Serve serve, const std::optional<QSslConfiguration> &tls = std::nullopt)
    {
        std::promise<quint16> port;
        std::future<quint16> listening = port.get_future();
        m_thread.reset(QThread::create([serve = std::move(serve), tls, &port] {
            QTcpServer bare;
            QSslServer secured;
            if (tls)
                secured.setSslConfiguration(*tls);
            QTcpServer &server = tls ? secured : bare;
            QObject::connect(&server, &QTcpServer::pendingConnectionAvailable, &server, [&] {
                QTcpSocket *socket = server.nextPendingConnection();
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, serve] { serve(*socket); });
            });
            server.listen(QHostAddress::LocalHost);
            port.set_value(server.serverPort());
            QEventLoop().exec();
        }));
        m_thread->start();
        m_port = listening.get();
    }
    ~Loopback()
    {
        m_thread->quit();
        m_thread->wait();
    }
    QUrl url(const QString &path = u"/health"_s, const QString &scheme = u"http"_s) const
    {
        return QUrl(u"%1://127.0.0.1:%2%3"_s.arg(scheme).arg(m_port).arg(path));
    }

private:
    std::unique_ptr<QThread> m_thread;
    quint16 m_port = 0;
};

Loopback::Serve saying(const QByteArray &answer)
{
    return [answer](QTcpSocket &socket) {
        socket.readAll();
        socket.write(answer);
        socket.disconnectFromHost();
    };
}

constexpr std::chrono::milliseconds Brief(400);

/// A certificate for 127.0.0.1 that nobody vouches for.
std::optional<QSslConfiguration> selfSigned(const QTemporaryDir &folder)
{
    const QStringList arguments{u"req"_s,
                                u"-x509"_s,
                                u"-newkey"_s,
                                u"ec"_s,
                                u"-pkeyopt"_s,
                                u"ec_paramgen_curve:prime256v1"_s,
                                u"-nodes"_s,
                                u"-days"_s,
                                u"2"_s,
                                u"-subj"_s,
                                u"/CN=127.0.0.1"_s,
                                u"-addext"_s,
                                u"subjectAltName=IP:127.0.0.1"_s,
                                u"-keyout"_s,
                                folder.filePath(u"key"_s),
                                u"-out"_s,
                                folder.filePath(u"crt"_s)};
    if (QProcess::execute(u"/bin/sh"_s, QStringList{u"-c"_s, u"exec openssl \"$@\" 2>/dev/null"_s, u"sh"_s} + arguments)
        != 0)
        return std::nullopt;
    QFile key(folder.filePath(u"key"_s));
    if (!key.open(QIODevice::ReadOnly))
        return std::nullopt;
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(QSslCertificate::fromPath(folder.filePath(u"crt"_s)));
    configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
    return configuration;
}

} // namespace

class tst_HttpAppProbe : public QObject {
    Q_OBJECT

private slots:
    void aHealthyAppIsHealthy()
    {
        Loopback app(saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        const auto health = HttpAppProbe().ask(app.url(), testJob());
        VERIFY_OK(health);
        QCOMPARE(health->status, 200);
        QCOMPARE(health->body, QByteArray("ok"));
        QVERIFY(health->isHealthy());
        QVERIFY(health->took.count() > 0);
    }

    void anAppThatIsNotWellSaysSoItself()
    {
        Loopback app(saying("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\ndown"));
        const auto health = HttpAppProbe().ask(app.url(), testJob());
        VERIFY_OK(health);
        QCOMPARE(health->status, 503);
        QCOMPARE(health->body, QByteArray("down"));
        QVERIFY(!health->isHealthy());
    }

    void aRedirectIsNotFollowed()
    {
        std::atomic<int> asked = 0;
        Loopback other([&](QTcpSocket &) { ++asked; });
        Loopback app(
            saying("HTTP/1.1 302 Found\r\nLocation: " + other.url().toEncoded() + "\r\nContent-Length: 0\r\n\r\n"));
        const auto health = HttpAppProbe().ask(app.url(), testJob());
        VERIFY_OK(health);
        QCOMPARE(health->status, 302);
        QVERIFY(!health->isHealthy());
        QCOMPARE(asked.load(), 0);
    }

    void anAnswerThatIsCutShortIsNoAnswer()
    {
        Loopback app(saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nok"));
        VERIFY_FAULT(HttpAppProbe().ask(app.url(), testJob()), Fault::Unreachable);
    }

    void anAnswerThatIsTooLargeIsRefused()
    {
        Loopback app(saying("HTTP/1.1 200 OK\r\n\r\n" + QByteArray(200'000, 'x')));
        VERIFY_FAULT(HttpAppProbe().ask(app.url(), testJob()), Fault::Corrupt);
    }

    void anAppThatKeepsSilentIsGivenUpInTime()
    {
        Loopback app([](QTcpSocket &) {});
        QElapsedTimer took;
        took.start();
        VERIFY_FAULT(HttpAppProbe(Brief).ask(app.url(), testJob()), Fault::Unreachable);
        QVERIFY(took.elapsed() >= Brief.count() - 50 && took.elapsed() < 5000);
    }

    void drippingBytesDoesNotBuyTime()
    {
        Loopback app([](QTcpSocket &socket) {
            socket.write("HTTP/1.1 200 OK\r\n\r\n");
            auto *drip = new QTimer(&socket);
            QObject::connect(drip, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });
            drip->start(50);
        });
        QElapsedTimer took;
        took.start();
        VERIFY_FAULT(HttpAppProbe(Brief).ask(app.url(), testJob()), Fault::Unreachable);
        QVERIFY(took.elapsed() < 5000);
    }

    void nobodyThereIsUnreachable()
    {
        quint16 port = 0;
        {
            QTcpServer briefly;
            QVERIFY(briefly.listen(QHostAddress::LocalHost));
            port = briefly.serverPort();
        }
        VERIFY_FAULT(HttpAppProbe().ask(QUrl(u"http://127.0.0.1:%1/health"_s.arg(port)), testJob()),
                     Fault::Unreachable);
    }

    void aCertificateThatNobodyVouchesForIsRefusedBeforeAnythingIsAsked()
    {
        QTemporaryDir folder;
        const auto tls = selfSigned(folder);
        QVERIFY(tls);
        std::atomic<int> asked = 0;
        Loopback app([&](QTcpSocket &) { ++asked; }, tls);
        const auto refused = HttpAppProbe().ask(app.url(u"/health"_s, u"https"_s), testJob());
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY(refused.error().means().contains(u"not trusted"_s));
        QCOMPARE(asked.load(), 0);
    }

    void aStopIsHeardAtOnce()
    {
        std::stop_source stop;
        Loopback app([&](QTcpSocket &) { stop.request_stop(); });
        SilentProgress progress;
        SystemClock clock;
        Job job{stop.get_token(), progress, clock};
        QElapsedTimer took;
        took.start();
        VERIFY_FAULT(HttpAppProbe().ask(app.url(), job), Fault::Cancelled);
        QVERIFY(took.elapsed() < 5000);
    }

    void addressesThatMayNotBeAsked_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("plain http to another computer") << u"http://192.0.2.1/health"_s;
        QTest::newRow("plain http to a name") << u"http://academy.example/health"_s;
        QTest::newRow("a name that only begins like ours") << u"http://localhost.example/health"_s;
        QTest::newRow("a file") << u"file:///etc/passwd"_s;
        QTest::newRow("ftp") << u"ftp://127.0.0.1/health"_s;
        QTest::newRow("no host") << u"http:///health"_s;
        QTest::newRow("empty") << QString();
    }
    void addressesThatMayNotBeAsked()
    {
        QFETCH(QString, address);
        VERIFY_FAULT(HttpAppProbe().ask(QUrl(address), testJob()), Fault::BadInput);
    }

    void anAddressIsShownWithoutWhatSomebodyHidInIt()
    {
        const auto refused =
            HttpAppProbe().ask(QUrl(u"http://owner:hunter2@academy.example/health?token=hunter2"_s), testJob());
        VERIFY_FAULT(refused, Fault::BadInput);
        QVERIFY(!refused.error().what().contains(u"hunter2"_s));
        QVERIFY(refused.error().what().contains(u"academy.example/health"_s));
    }

    void theCallersThreadMayHaveAnEventLoopThatRunsNothingMeanwhile()
    {
        Loopback app(saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        bool ran = false;
        QTimer::singleShot(0, this, [&] { ran = true; });
        VERIFY_OK(HttpAppProbe().ask(app.url(), testJob()));
        QVERIFY(!ran);
        QTRY_VERIFY(ran);
    }

    void mayBeAskedOnAThreadWithoutAnEventLoop()
    {
        Loopback app(saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        const QUrl address = app.url();
        int status = 0;
        std::thread([&] {
            const auto health = HttpAppProbe().ask(address, testJob());
            status = health ? health->status : -1;
        }).join();
        QCOMPARE(status, 200);
    }
};

SHUTTLER_TEST(tst_HttpAppProbe)
#include "tst_HttpAppProbe.moc"
