// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/postgres/Connection.h"
#include "core/postgres/PgTools.h"

#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace shuttler::test {

/// A private PostgreSQL server for one test, gone with it: a short folder under /tmp, Unix socket only unless TCP is asked for,
/// trusting everyone on the socket, fast because it need not survive a power cut. Run by root it belongs to "postgres".
class TempCluster {
public:
    struct Options {
        bool tcp = false; ///< Listens on 127.0.0.1, port(); passwords (scram) wanted there.
        QString
            certificateFor; ///< "DNS:localhost": TLS with a certificate for this name, signed by caFile(). Implies tcp.
        QStringList settings; ///< Lines for postgresql.conf, after ours.
        QByteArray hbaFirst;  ///< Lines for the head of pg_hba.conf.
        bool checksums = true;
        QString programs; ///< Folder of PostgreSQL's programs; empty: what SHUTTLER_TEST_POSTGRES names, or the newest installed.
    };

    static Result<std::unique_ptr<TempCluster>> start(const Options &options);
    static Result<std::unique_ptr<TempCluster>> start() { return start(Options()); }
    ~TempCluster();

    QString folder() const { return m_folder.path(); }
    QString dataFolder() const { return folder() + QStringLiteral("/data"); }
    QString socketFolder() const { return folder(); }
    int port() const { return m_port; }
    QString caFile() const { return folder() + QStringLiteral("/ca.crt"); }
    const postgres::PgTools &tools() const { return m_tools; }

    /// Over the socket; the superuser is "postgres".
    ConnectionInfo socket(const QString &database = QStringLiteral("postgres"),
                          const QString &user = QStringLiteral("postgres")) const;
    /// Over 127.0.0.1.
    ConnectionInfo tcp(const QString &user, const QByteArray &password,
                       const QString &host = QStringLiteral("127.0.0.1")) const;
    /// A session of the superuser that may write.
    Result<postgres::Connection> session(const QString &database = QStringLiteral("postgres")) const;
    /// Runs statements as the superuser.
    Outcome run(const QByteArray &sql, const QString &database = QStringLiteral("postgres")) const;

    /// One of PostgreSQL's programs, as the server's user; its standard output.
    Result<QByteArray> program(const QString &name, const QStringList &arguments) const;
    Outcome stop(const QString &mode = QStringLiteral("immediate"));
    Outcome startAgain();

private:
    TempCluster(postgres::PgTools tools, std::optional<RunAs> as);
    Outcome prepare(const Options &options);
    Outcome makeCertificates(const QString &subject);
    Result<QByteArray> call(const QString &program, const QStringList &arguments) const;

    postgres::PgTools m_tools;
    std::optional<RunAs> m_as;
    QTemporaryDir m_folder;
    int m_port = 5432; ///< Without TCP it only names the socket.
};

/// Hands a folder to the user that runs servers, where that is not us.
void giveToServers(const QString &path);

/// A port of 127.0.0.1 where nobody listens now.
int freePort();

} // namespace shuttler::test
