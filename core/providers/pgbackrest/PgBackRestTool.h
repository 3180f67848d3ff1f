// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"

namespace shuttler::pgbackrest {

/// One call of pgBackRest.
struct PgBackRestCall {
    QString verb; ///< "backup"
    QString stanza;
    QStringList options; ///< Before the verb's arguments.
    QStringList arguments;
    Micros ceiling = std::chrono::hours(24);
};

/// Runs pgBackRest with its own `--config`, as the user that owns the servers. A code that is no success becomes an error.
class PgBackRestTool {
public:
    PgBackRestTool(QString program, QString config, std::optional<RunAs> as)
        : m_program(std::move(program))
        , m_config(std::move(config))
        , m_as(std::move(as))
    {}

    /// Asks something: its standard output alone, no log.
    Result<QByteArray> ask(const PgBackRestCall &call, Job &job) const;
    /// Does something: its log goes line by line to `onLine` (every line) and, where it is worth reading, to the job's progress.
    Outcome act(const PgBackRestCall &call, Job &job,
                const std::function<void(const QByteArray &line)> &onLine = {}) const;
    /// Asks for a file of the archive into `target`; done (true) or not there (false). Needs `dataFolder` for its pg_control.
    enum class Fetched { Done, NotThere };
    Result<Fetched> fetchFromArchive(const QString &stanza, const QString &dataFolder, const QString &name,
                                     const QString &target, Job &job) const;

    const QString &program() const { return m_program; }
    const QString &config() const { return m_config; }

private:
    Command commandFor(const PgBackRestCall &call, const QStringList &logging) const;
    QString m_program;
    QString m_config;
    std::optional<RunAs> m_as;
};

} // namespace shuttler::pgbackrest
