// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/dumps/DumpPipeline.h"
#include "tests/support/Jobs.h"
#include "tests/support/TempCluster.h"

#include <thread>

namespace shuttler::test {

/// A server with databases to dump, and others to restore into.
class DumpedDatabase {
public:
    static Result<std::unique_ptr<DumpedDatabase>> start(const TempCluster::Options &options = {});

    TempCluster &cluster() { return *m_cluster; }
    ConnectionInfo at(const QString &database, const QString &user = QStringLiteral("postgres")) const
    {
        return m_cluster->socket(database, user);
    }
    /// Two tables that refer to each other, odd names, every kind of value that text makes difficult: a few rows.
    Outcome makeSmall(const QString &database);
    /// The academy: 38 tables, some thousand rows.
    Outcome makeAcademy(const QString &database);
    /// One table of so many MiB that compress badly.
    Outcome makeLarge(const QString &database, int mebibytes);
    Outcome makeEmpty(const QString &database);
    Outcome run(const QString &database, const QByteArray &sql) { return m_cluster->run(sql, database); }
    /// One number that a query gives; -1 when it gives none.
    qint64 ask(const QString &database, const QString &sql) const;

private:
    explicit DumpedDatabase(std::unique_ptr<TempCluster> cluster) : m_cluster(std::move(cluster)) {}
    std::unique_ptr<TempCluster> m_cluster;
};

/// Writes to a database in short transactions, as fast as it can, until it is gone.
class BusyWriter {
public:
    /// `statement` is run again and again.
    BusyWriter(const ConnectionInfo &database, const QByteArray &statement);
    ~BusyWriter();
    int written() const { return m_written; }

private:
    std::stop_source m_stop;
    std::atomic<int> m_written = 0;
    std::thread m_thread;
};

inline dumps::DumpWish wishFor(const ConnectionInfo &database)
{
    dumps::DumpWish wish;
    wish.environment = EnvironmentName(QStringLiteral("production"));
    wish.instance = QStringLiteral("db-1");
    wish.database = database;
    return wish;
}

/// A job whose lines are remembered, and which can be stopped.
struct WatchedJob {
    RecordingProgress progress;
    SystemClock clock;
    std::stop_source stop;
    Job job{stop.get_token(), progress, clock};
};

} // namespace shuttler::test
