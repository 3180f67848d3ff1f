// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Files.h"

#include <QFile>
#include <QProcess>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTemporaryDir>

namespace shuttler::test {

/// An authority of the test's own, and what it vouches for. Made by openssl.
class TestAuthority {
public:
    explicit TestAuthority(const QString &title)
    {
        m_isSound = m_folder.isValid()
            && openssl(QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-days"), QStringLiteral("2"),
                                   QStringLiteral("-subj"), QStringLiteral("/CN=") + title, QStringLiteral("-out"),
                                   QStringLiteral("ca.pem")}
                       + newKey(QStringLiteral("ca")));
    }
    bool isSound() const { return m_isSound; }
    QString ca() const { return m_folder.filePath(QStringLiteral("ca.pem")); }

    /// What a server shows that is known by a certificate for `place` ("DNS:localhost", "IP:127.0.0.1").
    QSslConfiguration vouchFor(const QString &place)
    {
        QFile extensions(m_folder.filePath(QStringLiteral("site.ext")));
        m_isSound = m_isSound && extensions.open(QIODevice::WriteOnly | QIODevice::Truncate)
            && extensions.write("subjectAltName=" + place.toUtf8() + '\n') > 0;
        extensions.close();
        m_isSound = m_isSound
            && openssl(QStringList{QStringLiteral("req"), QStringLiteral("-new"), QStringLiteral("-subj"),
                                   QStringLiteral("/CN=A site"), QStringLiteral("-out"), QStringLiteral("site.csr")}
                       + newKey(QStringLiteral("site")))
            && openssl(QStringLiteral("x509 -req -in site.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile site.ext "
                                      "-out site.pem")
                           .split(u' '));
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(m_folder.filePath(QStringLiteral("site.pem"))));
        configuration.setPrivateKey(
            QSslKey(readWholeFile(m_folder.filePath(QStringLiteral("site.key"))).value_or(QByteArray()), QSsl::Ec));
        return configuration;
    }

private:
    bool openssl(const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(QStringLiteral("openssl"), arguments);
        return process.waitForFinished(30'000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }
    static QStringList newKey(const QString &name)
    {
        return QStringLiteral("-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout %1.key").arg(name).split(u' ');
    }

    QTemporaryDir m_folder;
    bool m_isSound = false;
};

} // namespace shuttler::test
