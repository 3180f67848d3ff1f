// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/net/Trust.h"
#include "core/targets/HttpAppProbe.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"
#include "tests/support/Loopback.h"

#include <QProcess>
#include <QScopeGuard>
#include <QSslKey>
#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Whom the probe believes, against a real TLS server with certificates of an authority of the academy's own.
class tst_AppTrust : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::atomic<int> m_asked = 0;

    QString file(const QString &name) const { return m_folder.filePath(name); }
    QString ca() const { return file(u"academy.pem"_s); }
    bool openssl(const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(u"openssl"_s, arguments);
        return process.waitForFinished(30'000) && process.exitStatus() == QProcess::NormalExit
            && process.exitCode() == 0;
    }
    static QStringList newKey(const QString &name)
    {
        return {u"-newkey"_s, u"ec"_s,      u"-pkeyopt"_s,   u"ec_paramgen_curve:prime256v1"_s,
                u"-nodes"_s,  u"-keyout"_s, name + u".key"_s};
    }
    bool makeAuthority(const QString &name, const QString &title) const
    {
        return openssl(QStringList{u"req"_s, u"-x509"_s, u"-days"_s, u"2"_s, u"-subj"_s, u"/CN="_s + title, u"-out"_s,
                                   name + u".pem"_s}
                       + newKey(name));
    }
    bool makeCertificate(const QString &name, const QString &place, const QString &days, const QString &authority) const
    {
        QFile extensions(file(name + u".ext"_s));
        if (!extensions.open(QIODevice::WriteOnly) || extensions.write("subjectAltName=" + place.toUtf8() + '\n') < 0)
            return false;
        extensions.close();
        return openssl(QStringList{u"req"_s, u"-new"_s, u"-subj"_s, u"/CN=The app"_s, u"-out"_s, name + u".csr"_s}
                       + newKey(name))
            && openssl({u"x509"_s, u"-req"_s, u"-in"_s, name + u".csr"_s, u"-CA"_s, authority + u".pem"_s, u"-CAkey"_s,
                        authority + u".key"_s, u"-CAcreateserial"_s, u"-days"_s, days, u"-extfile"_s, name + u".ext"_s,
                        u"-out"_s, name + u".pem"_s});
    }
    QSslConfiguration showing(const QString &certificate) const
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(file(certificate + u".pem"_s)));
        configuration.setPrivateKey(
            QSslKey(readWholeFile(file(certificate + u".key"_s)).value_or(QByteArray()), QSsl::Ec));
        return configuration;
    }
    /// An app that is well, and known by this certificate.
    std::unique_ptr<Loopback> appShowing(const QString &certificate)
    {
        m_asked = 0;
        return std::make_unique<Loopback>(
            [this](QTcpSocket &socket) {
                ++m_asked;
                saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")(socket);
            },
            showing(certificate));
    }
    static QUrl securely(const Loopback &app) { return app.url(u"/health"_s, u"https"_s); }
    static Result<AppHealth> ask(const Loopback &app, const QString &ca)
    {
        return HttpAppProbe(ca).ask(securely(app), testJob());
    }

private slots:
    void initTestCase()
    {
        QVERIFY(makeAuthority(u"academy"_s, u"The academy's authority"_s));
        QVERIFY(makeAuthority(u"other"_s, u"Another authority"_s));
        QVERIFY(makeCertificate(u"good"_s, u"IP:127.0.0.1,DNS:localhost"_s, u"2"_s, u"academy"_s));
        QVERIFY(makeCertificate(u"elsewhere"_s, u"DNS:academy.example"_s, u"2"_s, u"academy"_s));
        QVERIFY(makeCertificate(u"expired"_s, u"IP:127.0.0.1"_s, u"-1"_s, u"academy"_s));
        QVERIFY(makeCertificate(u"late-stranger"_s, u"IP:127.0.0.1"_s, u"-1"_s, u"other"_s));
    }

    void anAuthorityOfOnesOwnIsBelievedWhenItIsNamed()
    {
        const auto app = appShowing(u"good"_s);
        const auto health = ask(*app, ca());
        VERIFY_OK(health);
        QVERIFY(health->isHealthy());
        QCOMPARE(health->body, QByteArray("ok"));
        QUrl byName = securely(*app);
        byName.setHost(u"localhost"_s);
        VERIFY_OK(HttpAppProbe(ca()).ask(byName, testJob()));
    }

    void whoIsNotBelievedIsNotAsked_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("ca");
        QTest::addColumn<QStringList>("what");
        QTest::addColumn<QString>("means");
        QTest::addColumn<QString>("todo");
        const QString somebody = u"Somebody else may be answering"_s;
        QTest::newRow("authority not named")
            << u"good"_s << QString() << QStringList{u"not trusted"_s, u"\"The academy's authority\""_s} << somebody
            << u"as ca in the environment"_s;
        QTest::newRow("another authority named")
            << u"good"_s << u"other.pem"_s << QStringList{u"not trusted"_s, u"\"The academy's authority\""_s}
            << somebody << u"other.pem holds its certificate"_s;
        QTest::newRow("vouches for itself")
            << u"other"_s << u"academy.pem"_s << QStringList{u"not trusted"_s, u"\"Another authority\""_s} << somebody
            << u"academy.pem holds its certificate"_s;
        QTest::newRow("for another name")
            << u"elsewhere"_s << u"academy.pem"_s << QStringList{u"for another name: academy.example"_s} << somebody
            << u"Correct the address in the environment"_s;
        QTest::newRow("expired") << u"expired"_s << u"academy.pem"_s << QStringList{u"\"The app\""_s, u"expired on"_s}
                                 << u"Nobody vouches for it at this time"_s << u"Renew the certificate."_s;
        QTest::newRow("expired, and of somebody else")
            << u"late-stranger"_s << u"academy.pem"_s << QStringList{u"not trusted"_s, u"\"Another authority\""_s}
            << somebody << u"academy.pem holds its certificate"_s;
    }
    void whoIsNotBelievedIsNotAsked()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, ca);
        QFETCH(QStringList, what);
        QFETCH(QString, means);
        QFETCH(QString, todo);
        const auto app = appShowing(certificate);
        const auto refused = ask(*app, ca.isEmpty() ? QString() : file(ca));
        VERIFY_FAULT(refused, Fault::Refused);
        const Error &error = refused.error();
        for (const QString &words : what + QStringList{u"https://127.0.0.1:"_s})
            QVERIFY2(error.what().contains(words), qPrintable(error.what()));
        QVERIFY2(error.means().contains(means), qPrintable(error.means()));
        QVERIFY2(error.todo().contains(todo), qPrintable(error.todo()));
        QVERIFY(!error.details().isEmpty());
        QCOMPARE(m_asked.load(), 0);
    }

    void theAuthoritiesOfTheSystemStayTrusted()
    {
        const Result<QSslConfiguration> trust = net::trustIn(ca());
        VERIFY_OK(trust);
        QCOMPARE(trust->caCertificates().size(), QSslConfiguration::systemCaCertificates().size() + 1);

        const QSslConfiguration usual = QSslConfiguration::defaultConfiguration();
        const auto putBack = qScopeGuard([&usual] { QSslConfiguration::setDefaultConfiguration(usual); });
        QSslConfiguration system = usual;
        system.setCaCertificates(QSslCertificate::fromPath(ca()));
        QSslConfiguration::setDefaultConfiguration(system);
        const auto app = appShowing(u"good"_s);
        VERIFY_OK(ask(*app, file(u"other.pem"_s)));
    }

    void aProcessThatChecksNothingDoesNotLowerTheBar()
    {
        const QSslConfiguration usual = QSslConfiguration::defaultConfiguration();
        const auto putBack = qScopeGuard([&usual] { QSslConfiguration::setDefaultConfiguration(usual); });
        QSslConfiguration careless = usual;
        careless.setPeerVerifyMode(QSslSocket::VerifyNone);
        QSslConfiguration::setDefaultConfiguration(careless);
        const auto app = appShowing(u"elsewhere"_s);
        VERIFY_FAULT(ask(*app, ca()), Fault::Refused);
        QCOMPARE(m_asked.load(), 0);
    }

    void aRedirectIsNotFollowedHereEither()
    {
        const auto other = appShowing(u"good"_s);
        Loopback app(
            saying("HTTP/1.1 302 Found\r\nLocation: " + securely(*other).toEncoded() + "\r\nContent-Length: 0\r\n\r\n"),
            showing(u"good"_s));
        const auto health = ask(app, ca());
        VERIFY_OK(health);
        QCOMPARE(health->status, 302);
        QCOMPARE(m_asked.load(), 0);
    }

    void aRenewedFileCountsAtOnceAndMayHoldSeveral()
    {
        const auto app = appShowing(u"good"_s);
        const QByteArray other = *readWholeFile(file(u"other.pem"_s));
        const QString named = file(u"bundle.pem"_s);
        VERIFY_OK(writeFileAtomically(named, other));
        HttpAppProbe probe(named);
        VERIFY_FAULT(probe.ask(securely(*app), testJob()), Fault::Refused);
        VERIFY_OK(writeFileAtomically(named, other + *readWholeFile(ca())));
        VERIFY_OK(probe.ask(securely(*app), testJob()));
    }

    void aFileWithoutACertificateIsSaidBeforeAnythingIsAsked_data()
    {
        QTest::addColumn<QString>("named");
        QTest::addColumn<QString>("says");
        QTest::newRow("missing") << u"nowhere.pem"_s << u"nowhere.pem"_s;
        QTest::newRow("empty") << u"empty.pem"_s << u"holds no certificate"_s;
        QTest::newRow("a key") << u"academy.key"_s << u"holds no certificate"_s;
        QTest::newRow("a folder") << u"."_s << m_folder.path();
    }
    void aFileWithoutACertificateIsSaidBeforeAnythingIsAsked()
    {
        QFETCH(QString, named);
        QFETCH(QString, says);
        VERIFY_OK(writeFileAtomically(file(u"empty.pem"_s), ""));
        const auto app = appShowing(u"good"_s);
        HttpAppProbe probe(file(named));
        const Outcome checked = probe.check(testJob());
        VERIFY_FAULT(checked, Fault::BadInput);
        QVERIFY2(checked.error().what().contains(says), qPrintable(checked.error().what()));
        QVERIFY(!checked.error().means().isEmpty() && checked.error().todo().contains(u"ca in the environment"_s));
        VERIFY_FAULT(probe.ask(securely(*app), testJob()), Fault::BadInput);
        QCOMPARE(m_asked.load(), 0);
        Loopback plain(saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        VERIFY_OK(probe.ask(plain.url(), testJob())); // Nobody has to vouch for this computer itself.
    }

    void whatNeedsNoFileLacksNothing()
    {
        VERIFY_OK(HttpAppProbe().check(testJob()));
        VERIFY_OK(HttpAppProbe(ca()).check(testJob()));
    }

    void anAppThatDoesNotSpeakTlsIsNotBelieved()
    {
        Loopback plain(saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        const auto refused = ask(plain, ca());
        VERIFY_FAULT(refused, Fault::Unreachable);
        QVERIFY2(refused.error().means().startsWith(u"No secure connection"_s), qPrintable(refused.error().means()));
    }
};

SHUTTLER_TEST(tst_AppTrust)
#include "tst_AppTrust.moc"
