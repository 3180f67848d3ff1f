// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/postgres/Connection.h"
#include "core/postgres/PgTools.h"
#include "core/practice/PracticeRecord.h"

namespace shuttler {

/// The roles of a Practice's database, and its name.
namespace academy {
inline const QString database = QStringLiteral("shuttler");
inline const QString owner =
    QStringLiteral("shuttler_owner"); ///< Superuser; owns the tables; trusted on the private socket.
inline const QString app = QStringLiteral("shuttler_app");       ///< What DATABASE_URL names; needs its password.
inline const QString reader = QStringLiteral("shuttler_reader"); ///< Reads everything, changes nothing.
} // namespace academy

/// The server that serves a Practice at first: one that `initdb` made, reachable through a Unix socket only.
class PracticeCluster {
public:
    PracticeCluster(postgres::PgTools tools, std::optional<RunAs> as, const PracticeRecord &record,
                    QString backupProgram, QString stanza);

    /// initdb with checksums, and who may come in.
    Outcome initialise(Job &job) const;
    /// Starts it for filling: fast and without a net, because all of it can be made again.
    Outcome startForLoading(Job &job) const;
    /// Roles and the empty database.
    Outcome makeDatabase(const Secret &appPassword, Job &job) const;
    /// Puts what was filled safely on disk and starts the server as it will run: durable, archiving.
    Outcome startServing(Job &job) const;

    ConnectionInfo connection(const QString &database, const QString &user) const;
    Result<postgres::Connection> session(const QString &database, Job &job) const;

private:
    QByteArray servingSettings() const;
    Outcome start(const QStringList &settings, Job &job) const;
    Outcome stop(Job &job) const;
    Outcome call(const QString &program, const QStringList &arguments, Job &job) const;

    postgres::PgTools m_tools;
    std::optional<RunAs> m_as;
    const PracticeRecord &m_record;
    QString m_backupProgram;
    QString m_stanza;
};

/// Runs a program to its end and turns another exit code than 0 into an error with its last words.
Outcome runToSuccess(const Command &command, const QString &activity, Job &job);

} // namespace shuttler
