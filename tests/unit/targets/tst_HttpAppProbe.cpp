// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/HttpAppProbe.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"
#include "tests/support/Loopback.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTimer>

#include <thread>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

static constexpr std::chrono::milliseconds Brief(400);

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
        VERIFY_FAULT(HttpAppProbe({}, Brief).ask(app.url(), testJob()), Fault::Unreachable);
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
        VERIFY_FAULT(HttpAppProbe({}, Brief).ask(app.url(), testJob()), Fault::Unreachable);
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
