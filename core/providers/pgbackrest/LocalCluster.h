// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"
#include "core/postgres/PgTools.h"

#include <QMap>

namespace shuttler::pgbackrest {

/// A PostgreSQL data directory on this computer, and the server that may run on it.
class LocalCluster {
public:
    LocalCluster(QString dataFolder, std::optional<RunAs> as) : m_data(std::move(dataFolder)), m_as(std::move(as)) {}
    const QString &dataFolder() const { return m_data; }

    /// A directory that PostgreSQL made: PG_VERSION and pg_control are there.
    bool exists() const;
    int major() const; ///< From PG_VERSION; 0 when there is none.

    struct Running {
        pid_t pid = 0;
        int port = 0;
        QString status; ///< "starting", "standby", "ready", "stopping".
    };
    /// From postmaster.pid, held against the processes that really run: a file left over from a crash is nothing.
    std::optional<Running> running() const;

    /// The words of the server's last start ("-D", …), without the program.
    QStringList lastArguments() const;
    /// Starts the server in a session of its own and returns once it runs, recovering or not. Its words go to `logFile`.
    /// Fault::Refused with the server's reason when it gives up at once.
    Outcome start(const QStringList &arguments, const QString &logFile, Job &job) const;
    /// Returns once it lets sessions in that may write. Fault::Unreachable after `patience`.
    Outcome waitUntilReady(Micros patience, Job &job) const;
    /// Ends it in good order ("fast"): every change is on disk when this returns. Done when it does not run.
    Outcome stop(Job &job) const;

    /// pg_controldata's lines, by name. Works on a stopped server as well.
    Result<QMap<QString, QString>> control(Job &job) const;
    /// What the files say a setting will be at the next start ("postgres -C").
    Result<QString> configured(const QString &setting, Job &job) const;

    /// The installation of this directory's own version.
    Result<postgres::PgTools> tools() const { return postgres::PgTools::find(major(), m_bin); }
    LocalCluster &withPrograms(const QString &folder)
    {
        m_bin = folder;
        return *this;
    }

private:
    Result<CommandResult> call(const QString &program, const QStringList &arguments, Micros ceiling, Job &job) const;
    QString m_data;
    std::optional<RunAs> m_as;
    QString m_bin;
};

} // namespace shuttler::pgbackrest
