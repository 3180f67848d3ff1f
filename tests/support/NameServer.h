// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QFile>
#include <QHostAddress>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>

#include <csignal>
#include <sys/prctl.h>

namespace shuttler::test {

/// A real BIND for one test, answering for the zone academy.example on a port of its own: an ordinary process, gone with the test.
class NameServer {
public:
    static bool isPossible() { return QFile::exists(QStringLiteral("/usr/sbin/named")) && QFile::exists(QStringLiteral("/usr/bin/nsupdate")); }

    NameServer()
    {
        QTcpServer finder; // Says which port is free.
        finder.listen(QHostAddress::LocalHost);
        m_port = finder.serverPort();
        finder.close();
        write(QStringLiteral("zone.db"),
              "$TTL 60\n@ SOA ns hostmaster 1 60 60 600 60\n@ NS ns\nns A 127.0.0.1\n"
              "db 5 CNAME old.rds.example.\nlocked 5 CNAME old.rds.example.\n"
              "many A 10.0.0.1\nmany A 10.0.0.2\nboth A 10.0.0.1\nboth AAAA fd00::1\n");
        write(QStringLiteral("named.conf"),
              "options { directory \"" + m_folder.path().toUtf8() + "\"; listen-on port " + QByteArray::number(m_port)
                  + " { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; session-keyfile none; recursion no;"
                    " allow-transfer { none; }; notify no; dnssec-validation no; };\ncontrols { };\n"
                    "key \"console\" { algorithm hmac-sha256; secret \"" + key() + "\"; };\n"
                    "zone \"academy.example\" { type primary; file \"zone.db\";"
                    " update-policy { grant console name db.academy.example. ANY; grant console name many.academy.example. ANY; }; };\n");
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
        m_process.start(QStringLiteral("/usr/sbin/named"),
                        {QStringLiteral("-g"), QStringLiteral("-c"), m_folder.filePath(QStringLiteral("named.conf"))});
        while (!m_log.contains(" running\n") && m_process.waitForReadyRead(30'000))
            m_log += m_process.readAll();
    }
    ~NameServer() { stop(); }
    void stop()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(30'000))
            m_process.kill();
    }

    bool isRunning() const { return m_log.contains(" running\n"); }
    QByteArray log() const { return m_log; }
    int port() const { return m_port; }
    /// Of the TSIG key "console".
    static QByteArray key() { return QByteArray("the key of a test and of nobody").toBase64(); }

    /// What dig says of a name, by itself: "CNAME old.rds.example.".
    QString says(const QString &name) const
    {
        QProcess dig;
        dig.start(QStringLiteral("/usr/bin/dig"),
                  {QStringLiteral("-r"), QStringLiteral("@127.0.0.1"), QStringLiteral("-p"), QString::number(m_port), QStringLiteral("+noall"),
                   QStringLiteral("+answer"), QStringLiteral("+norecurse"), name, QStringLiteral("A")});
        dig.waitForFinished(30'000);
        QStringList said;
        for (const QString &line : QString::fromUtf8(dig.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts))
            said.append(line.simplified().section(u' ', 3));
        said.sort();
        return said.join(u',');
    }
    /// What nsupdate says to a script of the zone's key; empty when it was done.
    QString update(const QByteArray &script) const
    {
        QProcess nsupdate;
        nsupdate.setProcessChannelMode(QProcess::MergedChannels);
        nsupdate.start(QStringLiteral("/usr/bin/nsupdate"), QStringList());
        nsupdate.write("server 127.0.0.1 " + QByteArray::number(m_port) + "\nkey hmac-sha256:console " + key() + '\n' + script);
        nsupdate.closeWriteChannel();
        nsupdate.waitForFinished(30'000);
        return QString::fromUtf8(nsupdate.readAll()).trimmed();
    }

private:
    void write(const QString &name, const QByteArray &text)
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
    }

    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_log;
    quint16 m_port = 0;
};

} // namespace shuttler::test
