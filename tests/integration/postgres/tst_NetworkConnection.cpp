// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Connection.h"
#include "tests/support/Jobs.h"
#include "tests/support/TempCluster.h"
#include "tests/support/Test.h"

#include <QElapsedTimer>

#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::postgres;
using namespace Qt::StringLiterals;

/// A server that takes every call and never says a word.
class SilentServer {
public:
    SilentServer() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_socket, reinterpret_cast<sockaddr *>(&address), size) == 0 && ::listen(m_socket, 8) == 0
            && ::getsockname(m_socket, reinterpret_cast<sockaddr *>(&address), &size) == 0)
            m_port = ntohs(address.sin_port);
    }
    ~SilentServer() { ::close(m_socket); }
    int port() const { return m_port; }

private:
    int m_socket;
    int m_port = 0;
};

class tst_NetworkConnection : public QObject {
    Q_OBJECT
    std::unique_ptr<test::TempCluster> m_tls;
    std::unique_ptr<test::TempCluster> m_plain;
    const QByteArray m_password = "p'w\"o\\r d ü%?";

    static Result<Connection> open(const ConnectionInfo &info) { return Connection::open(info, {}, test::testJob()); }
    ConnectionInfo verified(const QString &host = u"localhost"_s) const
    {
        ConnectionInfo info = m_tls->tcp(u"kim"_s, m_password, host);
        info.sslRootCert = m_tls->caFile();
        return info;
    }

private slots:
    void initTestCase()
    {
        test::TempCluster::Options tls;
        tls.certificateFor = u"DNS:localhost"_s;
        Result<std::unique_ptr<test::TempCluster>> first = test::TempCluster::start(tls);
        VERIFY_OK(first);
        m_tls = std::move(*first);
        test::TempCluster::Options plain;
        plain.tcp = true;
        Result<std::unique_ptr<test::TempCluster>> second = test::TempCluster::start(plain);
        VERIFY_OK(second);
        m_plain = std::move(*second);
        const QByteArray role =
            "CREATE ROLE kim LOGIN PASSWORD " + Connection::literal(QString::fromUtf8(m_password)).toUtf8();
        VERIFY_OK(m_tls->run(role));
        VERIFY_OK(m_plain->run(role));
    }

    void aPasswordWithQuotesBackslashAndSpaceIsAccepted()
    {
        Result<Connection> connection = open(m_plain->tcp(u"kim"_s, m_password));
        VERIFY_OK(connection);
    }

    void aWrongPasswordIsRefusedAndNeverRepeated()
    {
        const QByteArray wrong = "Tr0ub4dor-wrong";
        const Result<Connection> connection = open(m_plain->tcp(u"kim"_s, wrong));
        VERIFY_FAULT(connection, Fault::Refused);
        const Error &error = connection.error();
        const QString everything = error.what() + error.means() + error.todo() + error.details() + error.forLog();
        QVERIFY(!everything.contains(QString::fromLatin1(wrong)));
        QVERIFY2(error.what().contains(u"did not accept the password of \"kim\""_s), qPrintable(error.what()));
    }

    void aMissingPasswordIsRefused()
    {
        ConnectionInfo info = m_plain->tcp(u"kim"_s, {});
        info.password.reset();
        VERIFY_FAULT(open(info), Fault::Refused);
    }

    void aServerThatProvesItselfIsLetIn()
    {
        Result<Connection> connection = open(verified());
        VERIFY_OK(connection);
        const Result<Rows> rows =
            connection->query(u"SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"_s, test::testJob());
        VERIFY_OK(rows);
        QCOMPARE(rows->text(0, 0), u"t"_s);
    }

    void aCertificateForAnotherNameIsRefused()
    {
        const Result<Connection> connection = open(verified(u"127.0.0.1"_s));
        VERIFY_FAULT(connection, Fault::Refused);
        QVERIFY(connection.error().what().contains(u"could not prove"_s));
    }

    void anUnknownAuthorityIsRefused()
    {
        test::TempCluster::Options options;
        options.certificateFor = u"DNS:localhost"_s;
        Result<std::unique_ptr<test::TempCluster>> stranger = test::TempCluster::start(options);
        VERIFY_OK(stranger);
        ConnectionInfo info = verified();
        info.sslRootCert = (*stranger)->caFile();
        VERIFY_FAULT(open(info), Fault::Refused);
    }

    void aServerWithoutEncryptionIsRefusedBeforeThePasswordLeaves()
    {
        ConnectionInfo info = m_plain->tcp(u"kim"_s, m_password, u"localhost"_s);
        info.sslRootCert = m_tls->caFile();
        const Result<Connection> connection = open(info);
        VERIFY_FAULT(connection, Fault::Refused);
        QVERIFY2(connection.error().what().contains(u"no encrypted connection"_s),
                 qPrintable(connection.error().what()));
    }

    void aSilentServerIsGivenUpAtTheDeadline()
    {
        SilentServer silent;
        ConnectionInfo info = m_plain->tcp(u"kim"_s, m_password);
        info.port = silent.port();
        SessionOptions options;
        options.connectTimeout = Seconds(1);
        QElapsedTimer timer;
        timer.start();
        VERIFY_FAULT(Connection::open(info, options, test::testJob()), Fault::Unreachable);
        QVERIFY(timer.elapsed() >= 1000);
        QVERIFY2(timer.elapsed() < 2500, qPrintable(QString::number(timer.elapsed())));
    }

    void aStopInterruptsTheWaitForASilentServer()
    {
        SilentServer silent;
        ConnectionInfo info = m_plain->tcp(u"kim"_s, m_password);
        info.port = silent.port();
        std::stop_source stop;
        SilentProgress progress;
        SystemClock clock;
        Job job{stop.get_token(), progress, clock};
        std::jthread stopper([&] { stop.request_stop(); });
        VERIFY_FAULT(Connection::open(info, {}, job), Fault::Cancelled);
    }

    void aClosedPortIsUnreachable()
    {
        ConnectionInfo info = m_plain->tcp(u"kim"_s, m_password);
        info.port = test::freePort();
        VERIFY_FAULT(open(info), Fault::Unreachable);
    }

    void aNameNobodyKnowsIsUnreachable()
    {
        ConnectionInfo info = verified(u"nobody.invalid"_s);
        VERIFY_FAULT(open(info), Fault::Unreachable);
    }

    void cleanupTestCase()
    {
        m_tls.reset();
        m_plain.reset();
    }
};

SHUTTLER_TEST(tst_NetworkConnection)
#include "tst_NetworkConnection.moc"
