// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/MarkerWriter.h"

#include "core/base/Job.h"
#include "core/postgres/Connection.h"

namespace shuttler::test {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

static Result<Connection> besideTheApp(ConnectionInfo server, Job &job)
{
    server.database = u"postgres"_s;
    postgres::SessionOptions options;
    options.access = postgres::Access::ReadWrite;
    return Connection::open(server, options, job);
}

Outcome MarkerWriter::prepare(ConnectionInfo server)
{
    const SystemClock clock;
    SilentProgress silent;
    Job job{{}, silent, clock};
    Result<Connection> connection = besideTheApp(std::move(server), job);
    if (!connection)
        return std::move(connection).error();
    if (Result<Rows> made = connection->script("CREATE TABLE marker (number bigserial PRIMARY KEY)", job); !made)
        return std::move(made).error();
    return Done{};
}

MarkerWriter::MarkerWriter(ConnectionInfo server)
    : m_thread([server = std::move(server)](const std::stop_token &stop) {
          const SystemClock clock;
          SilentProgress silent;
          Job job{{}, silent, clock}; // A commit that was begun is waited for: what is there must be known.
          Result<Connection> connection = besideTheApp(server, job);
          while (connection && !stop.stop_requested()) {
              if (!connection->script("INSERT INTO marker DEFAULT VALUES", job))
                  return;
              if (!clock.sleepFor(std::chrono::milliseconds(10), stop))
                  return;
          }
      })
{
}

MarkerWriter::~MarkerWriter() = default;

void MarkerWriter::stop()
{
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

Result<QMap<qint64, Instant>> MarkerWriter::markersOf(ConnectionInfo server)
{
    const SystemClock clock;
    SilentProgress silent;
    Job job{{}, silent, clock};
    Result<Connection> connection = besideTheApp(std::move(server), job);
    if (!connection)
        return std::move(connection).error();
    Result<Rows> rows = connection->query(
        u"SELECT number, (extract(epoch FROM pg_xact_commit_timestamp(xmin))::numeric * 1000000)::bigint FROM marker"_s, job);
    if (!rows)
        return std::move(rows).error();
    QMap<qint64, Instant> markers;
    for (int row = 0; row < rows->size(); ++row)
        markers.insert(rows->integer(row, 0), Instant::fromUnixMicros(rows->integer(row, 1)));
    return markers;
}

} // namespace shuttler::test
